import fs from "node:fs";
import type { MailDomainSettings } from "../../lib/config/mail-domain-settings";
import { ImportsFile } from "../../lib/config/schema/imports-file";
import { importsJsonSchema, jsonSchema, knownKeys } from "../../lib/config/schema/json-schema";
import type { MailDomainSettings as Validated } from "../../lib/config/schema/mail-domain";
import { SETTINGS_FILE, settingsInterface } from "../../scripts/settings-interface";

test.each([
  ["domains.schema.json", jsonSchema],
  ["imports.schema.json", importsJsonSchema],
])("%s is up to date: npm run schemas writes it", (file, schema) => {
  const committed = JSON.parse(fs.readFileSync(`lib/config/${file}`, "utf8"));
  expect(committed).toEqual(JSON.parse(JSON.stringify(schema())));
});

test("the interface of a MailDomain's settings is up to date: npm run schemas writes it", () => {
  // The formatter changes blanks, and where a list of alternatives begins.
  const plain = (text: string) => text.replace(/\s+/g, "").replace(/([:,<(])\|/g, "$1");
  expect(plain(fs.readFileSync(SETTINGS_FILE, "utf8"))).toBe(plain(settingsInterface()));
  const given: Validated = { domain: "example.com", zoneId: "0".repeat(32), region: "eu-west-1" };
  const fits: MailDomainSettings = given;
  expect(fits).toBe(given);
});

test("domains.yaml points at its schema", () => {
  expect(fs.readFileSync("domains.yaml", "utf8")).toMatch(
    /^# yaml-language-server: \$schema=lib\/config\/domains\.schema\.json\n/,
  );
});

test("the known keys are found through lists and alternatives", () => {
  expect(knownKeys([])).toEqual(["zones", "backend", "providers", "defaults", "domains"]);
  expect(knownKeys(["domains", 3, "dmarc"])).toContain("nonexistentSubdomainPolicy");
  expect(knownKeys(["zones"])).toEqual([]);
  expect(knownKeys(["imports", 0], ImportsFile)).toEqual(["entry", "record", "import", "fingerprint"]);
});
