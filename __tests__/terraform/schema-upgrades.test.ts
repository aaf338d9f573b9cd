import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { schemaUpgrades, upgradeWarning } from "../../lib/terraform/schema-upgrades";
import { zipOf } from "../files/zip-of";

const folder = mkdtempSync(path.join(tmpdir(), "mailzone-schema-upgrades-"));
afterAll(() => rmSync(folder, { recursive: true }));

const upgrades = (stored: string, planned: Buffer) => {
  const file = path.join(folder, "plan.tfplan");
  writeFileSync(file, planned);
  return schemaUpgrades(file, async () => stored);
};
const state = (...resources: [type: string, ...versions: number[]][]) =>
  JSON.stringify({
    resources: resources.map(([type, ...versions]) => ({
      mode: type.startsWith("data.") ? "data" : "managed",
      type,
      instances: versions.map((schema_version) => ({ schema_version })),
    })),
  });
const planOf = (after: string) => zipOf({ tfplan: "x", tfstate: after });

test("a type whose state gets a later schema version is found, by the lowest version that it has", async () => {
  const before = state(["cloudflare_dns_record", 500, 0], ["aws_sesv2_email_identity", 0], ["data.cloudflare_zone", 0]);
  const after = state(
    ["cloudflare_dns_record", 500, 500],
    ["aws_sesv2_email_identity", 0],
    ["data.cloudflare_zone", 1],
  );
  const found = await upgrades(before, planOf(after));
  expect(found).toEqual([{ type: "cloudflare_dns_record", from: 0, to: 500 }]);
  expect(upgradeWarning("mail", found)).toEqual({
    severity: "warning",
    summary: 'an apply of stack "mail" upgrades its state, and earlier versions of the provider cannot read it then',
    detail:
      "cloudflare_dns_record from schema version 0 to 500: keep a copy first, with terraform state pull in the stack's folder. docs/upgrading-providers.md",
  });
});

test.each<[string, string, Buffer]>([
  ["of the same versions", state(["a", 1]), planOf(state(["a", 1]))],
  ["of the first apply", "", planOf(state(["a", 500]))],
  ["that destroys everything", state(["a", 0]), planOf(state())],
  ["without a state", state(["a", 0]), zipOf({ tfplan: "x" })],
  ["that is encrypted", state(["a", 0]), Buffer.from("{}")],
  ["of a state that is no JSON", "no JSON", planOf(state(["a", 500]))],
])("a plan %s upgrades nothing", async (_what, stored, planned) => {
  const found = await upgrades(stored, planned);
  expect([found, upgradeWarning("mail", found)]).toEqual([[], undefined]);
});

test("the state is not asked for where nothing has a later version", async () => {
  const pull = jest.fn(async () => "");
  const file = path.join(folder, "plan.tfplan");
  writeFileSync(file, planOf(state(["a", 0])));
  expect(await schemaUpgrades(file, pull)).toEqual([]);
  expect(pull).not.toHaveBeenCalled();
});
