// The committed schemas are what the installed bindings say. After an update of the bindings: npm run schemas
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deriveSchemas } from "../../../scripts/derive-schemas";

const root = path.join(__dirname, "../../..");
const folder = path.join(root, "packages/emulator/src/schemas");
const derived = deriveSchemas(root);

test("every schema file is derived, and every derived schema is committed", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(derived).sort());
});

test.each(Object.keys(derived))("%s is up to date", (name) => {
  expect(readFileSync(path.join(folder, name), "utf8")).toBe(derived[name]);
});

test("the derivation tells a block from a nested attribute, and a set from a list", () => {
  const identity = JSON.parse(derived["aws-sesv2-email-identity.json"]!);
  expect(identity.source).toBe("hashicorp/aws 6.25.0");
  expect(identity.blocks.dkim_signing_attributes.block.attributes.tokens).toEqual({
    type: ["list", "string"],
    computed: true,
  });
  const record = JSON.parse(derived["cloudflare-dns-record.json"]!);
  expect(record.source).toBe("cloudflare/cloudflare 5.14.0");
  expect(record.attributes.tags).toEqual({ type: ["set", "string"], optional: true, computed: true });
  expect(record.attributes.data.nested.nesting).toBe("single");
});
