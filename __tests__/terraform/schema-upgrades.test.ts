import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { schemaUpgrades, upgradeWarning } from "../../lib/terraform/schema-upgrades";
import { zipOf } from "../files/zip-of";

const folder = mkdtempSync(path.join(tmpdir(), "mailzone-schema-upgrades-"));
afterAll(() => rmSync(folder, { recursive: true }));

const upgrades = (bytes: Buffer) => {
  const file = path.join(folder, "plan.tfplan");
  writeFileSync(file, bytes);
  return schemaUpgrades(file);
};
const state = (...resources: [type: string, ...versions: number[]][]) =>
  JSON.stringify({
    resources: resources.map(([type, ...versions]) => ({
      mode: type.startsWith("data.") ? "data" : "managed",
      type,
      instances: versions.map((schema_version) => ({ schema_version })),
    })),
  });
const planOf = (before: string, after: string) => zipOf({ tfplan: "x", "tfstate-prev": before, tfstate: after });

test("a type whose state gets a later schema version is found, by the lowest version that it has", async () => {
  const before = state(["cloudflare_dns_record", 500, 0], ["aws_sesv2_email_identity", 0], ["data.cloudflare_zone", 0]);
  const after = state(
    ["cloudflare_dns_record", 500, 500],
    ["aws_sesv2_email_identity", 0],
    ["data.cloudflare_zone", 1],
  );
  const found = await upgrades(planOf(before, after));
  expect(found).toEqual([{ type: "cloudflare_dns_record", from: 0, to: 500 }]);
  expect(upgradeWarning("mail", found)).toEqual({
    severity: "warning",
    summary: 'an apply of stack "mail" upgrades its state, and earlier versions of the provider cannot read it then',
    detail:
      "cloudflare_dns_record from schema version 0 to 500: keep a copy first, with terraform state pull in the stack's folder. docs/upgrading-providers.md",
  });
});

test.each<[string, Buffer]>([
  ["of the same versions", planOf(state(["a", 1]), state(["a", 1]))],
  ["that creates everything", planOf(JSON.stringify({}), state(["a", 500]))],
  ["that destroys everything", planOf(state(["a", 0]), state())],
  ["without states", zipOf({ tfplan: "x" })],
  ["that is encrypted", Buffer.from("{}")],
])("a plan %s upgrades nothing", async (_what, bytes) => {
  const found = await upgrades(bytes);
  expect([found, upgradeWarning("mail", found)]).toEqual([[], undefined]);
});
