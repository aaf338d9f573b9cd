import fs from "node:fs";
import { jsonSchema, knownKeys } from "../../lib/config/schema/json-schema";

test("domains.schema.json is up to date: npm run schemas writes it", () => {
  const committed = JSON.parse(fs.readFileSync("lib/config/domains.schema.json", "utf8"));
  expect(committed).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
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
});
