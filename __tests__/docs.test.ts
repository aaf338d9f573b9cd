import fs from "node:fs";
import { renderRulesPage } from "../scripts/rules-page";

test("docs/rules.md is up to date: npm run docs writes it", () => {
  expect(fs.readFileSync("docs/rules.md", "utf8")).toBe(renderRulesPage());
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
