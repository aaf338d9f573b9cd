// States as they come: of nobody, of another version, encrypted, of other resources, and hostile.
import fc from "fast-check";
import { readState } from "../../lib/drift/state";
import { count } from "../run/cases";
import { identityJson, mailFromJson, RECORDS, RESOURCES, type ResourceJson, stateText } from "./applied";

const unknown = (text: string | Uint8Array) => readState(text, "mail").unknown.map(({ message }) => message);

test("identities, MAIL FROM and records are read, with what is compared and nothing else", () => {
  const { resources, unknown, version } = readState(stateText(), "mail");
  expect(unknown).toEqual([]);
  expect(version).toBe('["l",3]');
  expect(resources.map(({ address, id }) => `${address} ${id}`)).toEqual([
    "aws_sesv2_email_identity.example_com example.com",
    "aws_sesv2_email_identity_mail_from_attributes.example_com example.com",
    ...RECORDS.map(({ name }) => expect.stringMatching(`^cloudflare_dns_record.${name} id-`)),
  ]);
  expect(resources[0]?.accountId).toBe("111122223333");
  expect(Object.keys(resources[0]?.attributes ?? {})).not.toContain("verification_status");
});

test.each([
  ["", "is empty: nothing was applied yet, or the state is elsewhere, so run mailzone plan"],
  [" \n", "is empty: nothing was applied yet, or the state is elsewhere, so run mailzone plan"],
  ["{", "is not JSON that Terraform writes: look where it comes from, and restore it from a backup"],
  ["\u0000\u0001", "is not JSON that Terraform writes: look where it comes from, and restore it from a backup"],
  ["[".repeat(100_000), "is not JSON that Terraform writes: look where it comes from, and restore it from a backup"],
  ["null", "says no format, and only 4 is known: run mailzone plan"],
  ["[]", "says no format, and only 4 is known: run mailzone plan"],
  ['{"version":3,"modules":[]}', "has the format 3, and only 4 is known: run mailzone plan"],
  ['{"version":5}', "has the format 5, and only 4 is known: run mailzone plan"],
  [
    '{"serial":1,"lineage":"l","meta":{},"encrypted_data":"AAAA"}',
    "is encrypted, and only OpenTofu can read it: run mailzone plan",
  ],
  ['{"version":4,"resources":{}}', 'does not fit the format 4 at "resources": look where it comes from'],
  [
    '{"version":4,"resources":[{"mode":"managed"}]}',
    'does not fit the format 4 at "resources[0].type": look where it comes from',
  ],
  ['{"version":4}', "holds nothing: apply it, or remove the stack"],
  ['{"version":4,"resources":[]}', "holds nothing: apply it, or remove the stack"],
])("the state %j is unknown", (text, why) => {
  expect(unknown(text)).toEqual([`the state of stack "mail" ${why}`]);
});

const only = (change: (resource: ResourceJson) => unknown, resource: ResourceJson = RECORDS[0] as ResourceJson) =>
  unknown(stateText([change(resource) as ResourceJson]));
const withAttributes = (more: object) => (resource: ResourceJson) => ({
  ...resource,
  instances: resource.instances.map((one) => ({ ...one, attributes: { ...(one.attributes as object), ...more } })),
});
const withInstance = (more: object) => (resource: ResourceJson) => ({
  ...resource,
  instances: resource.instances.map((one) => ({ ...one, ...more })),
});

test.each<[string, string[], string]>([
  [
    "a resource of another type",
    only((resource) => ({ ...resource, type: "aws_iam_role", name: "mail" })),
    '"aws_iam_role.mail" in the state of stack "mail" is of a type that is not compared: mailzone plan shows what became of it',
  ],
  [
    "a resource of a module",
    only((resource) => ({ ...withAttributes({ zone_id: "z" })(resource), module: "module.zone" })),
    '"module.zone.cloudflare_dns_record.example_com__dkim-1" in the state of stack "mail" names no zone of Cloudflare by its id',
  ],
  [
    "one of several",
    only(withInstance({ index_key: "a", attributes: null })),
    '"cloudflare_dns_record.example_com__dkim-1["a"]" in the state of stack "mail" has no attributes that this version can read: run mailzone plan',
  ],
  [
    "a record without an id",
    only(withAttributes({ id: null })),
    '"cloudflare_dns_record.example_com__dkim-1" in the state of stack "mail" has no id',
  ],
  [
    "a record without a name",
    only(withAttributes({ name: 7 })),
    '"cloudflare_dns_record.example_com__dkim-1" in the state of stack "mail" has no type or no name',
  ],
  [
    "an identity without a region",
    only(withAttributes({ region: null }), identityJson()),
    '"aws_sesv2_email_identity.example_com" in the state of stack "mail" lacks one of email_identity, region',
  ],
  [
    "what a replacement left",
    only(withInstance({ deposed: "00000000" })),
    '"cloudflare_dns_record.example_com__dkim-1" in the state of stack "mail" is what a replacement left behind: run mailzone plan and apply',
  ],
  [
    "what is marked",
    only(withInstance({ status: "tainted" })),
    '"cloudflare_dns_record.example_com__dkim-1" in the state of stack "mail" is marked to be replaced: run mailzone plan',
  ],
])("%s is unknown by its address", (_, found, line) => {
  expect(found).toEqual([line]);
});

test("sets of two accounts with the same name are two, and one without its region is reported", () => {
  const set = (name: string, provider: string, region: unknown): ResourceJson => {
    const attributes = { configuration_set_name: "mail", region, vdm_options: [{ secret: 1 }], tags_all: {} };
    return { ...identityJson(), type: "aws_sesv2_configuration_set", name, provider, instances: [{ attributes }] };
  };
  const others = [set("a", "aws", "us-east-1"), set("b", "aws.b", "us-east-1"), set("c", "aws", null)];
  const { resources, unknown: found } = readState(stateText([...RESOURCES, ...others]), "mail");
  expect(resources.slice(-2).map(({ id, attributes }) => [id, Object.keys(attributes).sort()])).toEqual(
    Array(2).fill(["mail", ["configuration_set_name", "region", "tags_all"]]),
  );
  expect(found.map(({ message }) => message)).toEqual([
    '"aws_sesv2_configuration_set.c" in the state of stack "mail" lacks one of configuration_set_name, region',
  ]);
});

test("data sources belong to no stack, and two addresses of one record are reported", () => {
  const data = { ...(RECORDS[0] as ResourceJson), mode: "data", type: "aws_caller_identity" };
  expect(unknown(stateText([...RESOURCES, data]))).toEqual([]);
  const twice = { ...(RECORDS[0] as ResourceJson), name: "again" };
  expect(unknown(stateText([...RESOURCES, twice]))).toEqual([
    '"cloudflare_dns_record.again" and "cloudflare_dns_record.example_com__dkim-1" in the state of stack "mail" are the same thing: run terraform state rm for one of them',
  ]);
});

test("an attribute with the name of an object's own part changes nothing", () => {
  const text = stateText([identityJson(), mailFromJson()]).replace(
    '"email_identity":"example.com"',
    '"email_identity":"example.com","__proto__":{"region":"evil"},"constructor":1',
  );
  const [resource] = readState(text, "mail").resources;
  expect(resource?.attributes.region).toBe("us-east-1");
  expect(({} as Readonly<Record<string, unknown>>).region).toBeUndefined();
});

test("any JSON with any part replaced is read, or unknown, and never a crash", () => {
  const base = JSON.parse(stateText()) as object;
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]) => {
    paths.push(path);
    if (typeof value === "object" && value !== null)
      for (const [key, one] of Object.entries(value)) walk(one, [...path, key]);
  };
  walk(base, []);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      const copy = JSON.parse(JSON.stringify({ base })) as Record<string, never>;
      let at: Record<string, never> = copy;
      for (const key of ["base", ...path].slice(0, -1)) at = at[key] as unknown as Record<string, never>;
      at[["base", ...path].at(-1) ?? ""] = value as never;
      const { unknown: found } = readState(JSON.stringify(copy.base) ?? "", "mail");
      return found.every(({ message }) => message.includes('stack "mail"'));
    }),
    { numRuns: count(120, 5_000), seed: 20_261_129 },
  );
});
