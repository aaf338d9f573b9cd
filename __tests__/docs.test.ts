import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { renderConfigurationPage } from "../scripts/configuration-page";
import { withEmulatedTypes } from "../scripts/emulated-types";
import { withReadmeTable } from "../scripts/readme-table";
import { renderRulesPage } from "../scripts/rules-page";
import { withSeenTable } from "../scripts/seen-table";
import { deadLinks, pagesBelow } from "./helpers/links";

test.each([
  ["docs/rules.md", renderRulesPage],
  ["docs/configuration.md", renderConfigurationPage],
])("%s is up to date: npm run docs writes it", (file, render) => {
  expect(fs.readFileSync(file, "utf8")).toBe(render());
});

test("the list in docs/verify.md of servers that causes were seen with is up to date: npm run docs writes it", () => {
  const page = fs.readFileSync("docs/verify.md", "utf8");
  expect(withSeenTable(page)).toBe(page);
  expect(() => withSeenTable("# A page without a place\n")).toThrow("has no place for the table");
});

test("the emulator's README lists the types that it emulates: npm run docs writes it", () => {
  const page = fs.readFileSync("packages/emulator/README.md", "utf8");
  expect(withEmulatedTypes(page)).toBe(page);
  expect(() => withEmulatedTypes("# A page without a place\n")).toThrow("has no place for the list");
});

test.each([
  ["README.md", "en"],
  ["README.ja.md", "ja"],
] as const)("%s shows the table first, as it is written: npm run docs writes it", (file, language) => {
  const page = fs.readFileSync(file, "utf8");
  expect(withReadmeTable(page, language)).toBe(page);
  expect(page.split("\n").findIndex((line) => line.startsWith("|"))).toBeLessThan(10);
  expect(() => withReadmeTable("# A page without a place\n", language)).toThrow("has no place for the table");
});

test("the README is short, and names no command of cdktf", () => {
  const lines = fs.readFileSync("README.md", "utf8").trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(120);
  expect(lines.filter((line) => /\bcdktf (?:synth|diff|deploy)\b/.test(line))).toEqual([]);
});

test("every page of docs is linked from the README, or from a page that it links", () => {
  const linked = (file: string) =>
    [...fs.readFileSync(file, "utf8").matchAll(/\]\(([\w./-]+\.md)/g)].map(([, link = ""]) =>
      path.join(path.dirname(file), link),
    );
  const near = linked("README.md").filter((file) => file.startsWith("docs"));
  const reached = new Set([...near, ...near.flatMap(linked)]);
  const pages = fs.readdirSync("docs").map((name) => path.join("docs", name));
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

test("commands are called as they can be run, in every page and in both languages", () => {
  const shell = (file: string) =>
    [...fs.readFileSync(file, "utf8").matchAll(/^```(?:sh|console)\n([\s\S]*?)^```/gm)].flatMap(([, code = ""]) =>
      code.split("\n").filter((line) => /^(?:\$ )?mailzone /.test(line)),
    );
  expect(pagesBelow(".").filter((file) => shell(file).length > 0)).toEqual([]);
});

test("every link between our own pages leads somewhere, down to its heading", () => {
  expect(pagesBelow(".")).toEqual(expect.arrayContaining(["README.md", "SECURITY.md", "docs/verify.md"]));
  expect(deadLinks(".")).toEqual([]);
});

test.each([
  ["a page", "[a](b.md)"],
  ["a heading", "[a](#other)"],
  ["a heading of another page", "[a](docs/page.md#nothing)"],
  ["a page outside", "[a](../README.md)"],
  ["a reference", "[a]\n\n[a]: b.md"],
])("a link to %s that is not there is found", (_, link) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-links-"));
  const write = (text: string) => fs.writeFileSync(path.join(folder, "README.md"), text);
  fs.mkdirSync(path.join(folder, "docs"));
  fs.writeFileSync(path.join(folder, "docs", "page.md"), "# What `it` is\n");
  write("[a](docs/page.md#what-it-is), [b](#own), [c](https://example.com), `[d](e)`\n\n## Own\n");
  expect(deadLinks(folder)).toEqual([]);
  write(`${link}\n`);
  expect(deadLinks(folder)).toHaveLength(1);
  fs.rmSync(folder, { recursive: true });
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
