import fs from "node:fs";
import { renderConfigurationPage } from "../scripts/configuration-page";
import { renderRulesPage } from "../scripts/rules-page";

test.each([
  ["docs/rules.md", renderRulesPage],
  ["docs/configuration.md", renderConfigurationPage],
])("%s is up to date: npm run docs writes it", (file, render) => {
  expect(fs.readFileSync(file, "utf8")).toBe(render());
});

test("every link between our own pages leads somewhere", () => {
  for (const file of ["README.md", ...fs.readdirSync("docs").map((name) => `docs/${name}`)]) {
    const folder = file.includes("/") ? "docs/" : "";
    const links = [...fs.readFileSync(file, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
      ([, link]) => `${folder}${link}`,
    );
    expect(links.filter((link) => !fs.existsSync(link))).toEqual([]);
  }
});
