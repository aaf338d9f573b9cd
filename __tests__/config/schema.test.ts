import fs from "node:fs";
import { ImportsFile } from "../../lib/config/schema/imports-file";
import { importsJsonSchema, jsonSchema, knownKeys } from "../../lib/config/schema/json-schema";

test.each([
  ["domains.schema.json", jsonSchema],
  ["imports.schema.json", importsJsonSchema],
])("%s is up to date: npm run schemas writes it", (file, schema) => {
  const committed = JSON.parse(fs.readFileSync(`lib/config/${file}`, "utf8"));
  expect(committed).toEqual(JSON.parse(JSON.stringify(schema())));
});

test("domains.yaml points at its schema", () => {
  expect(fs.readFileSync("domains.yaml", "utf8")).toMatch(
    /^# yaml-language-server: \$schema=lib\/config\/domains\.schema\.json\n/,
  );
});

test("the known keys are found through lists and alternatives", () => {
  expect(knownKeys([])).toEqual(["zones", "backend", "defaults", "domains"]);
  expect(knownKeys(["domains", 3, "dmarc"])).toContain("nonexistentSubdomainPolicy");
  expect(knownKeys(["zones"])).toEqual([]);
  expect(knownKeys(["imports", 0], ImportsFile)).toEqual(["entry", "record", "import", "fingerprint"]);
});
