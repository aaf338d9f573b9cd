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

test("what diagnosis and verify's fixes tell to set in domains.yaml is a field of it", () => {
  const goldens = fs.readdirSync("__tests__/verify/goldens").map((name) => `__tests__/verify/goldens/${name}`);
  const texts = ["docs/diagnosis.md", ...goldens].map((file) => fs.readFileSync(file, "utf8")).join("\n");
  const told = [...texts.matchAll(/\b(?:set|change|change of) `?([a-z][A-Za-z]*\.[A-Za-z.]*[A-Za-z])\b/gi)];
  const fields = [...new Set(told.map(([, field]) => field))];
  expect(fields.sort()).toEqual(["dkim.keyLength", "dkim.signingHostedZone"]);
  const page = fs.readFileSync("docs/configuration.md", "utf8");
  expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});
