// The ACM types as Terraform plans and applies them.
import { completeValue } from "../../src/protocol/schema";
import { type ObjectValue, UNKNOWN, type Value } from "../../src/protocol/value";
import { awsAcmCertificate } from "../../src/resources/aws/acm";
import { awsAcmCertificateValidation } from "../../src/resources/aws/acm-validation";
import type { Context, ResourceType } from "../../src/resources/resource-type";
import { validationRecord } from "../../src/services/aws/acm";
import { createRecord } from "../../src/services/cloudflare/records";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

const ACCOUNT = "000000000000";
let world: World;
let context: Context;
withFreshWorld((fresh) => {
  world = fresh;
  context = { world, provider: { region: "eu-west-1" } };
});

function planned(type: ResourceType, config: ObjectValue, prior: ObjectValue | null) {
  const { block } = type.schema;
  const full = completeValue(block, config);
  const kept = Object.entries(block.attributes).map(
    ([name, { computed }]) => [name, full[name] ?? (computed ? (prior?.[name] ?? null) : null)] as const,
  );
  const proposed = completeValue(block, { ...full, ...Object.fromEntries(kept) });
  return type.plan(context, { schema: type.schema, prior, proposed, config: full });
}
const create = (type: ResourceType, config: ObjectValue): ObjectValue =>
  completeValue(type.schema.block, type.create(context, planned(type, config, null).planned));
const read = (type: ResourceType, state: ObjectValue) => {
  const { state: found } = type.read(context, state);
  return found === null ? null : completeValue(type.schema.block, found);
};
const refusal = (act: () => unknown): string => {
  try {
    act();
    return "nothing is refused";
  } catch (caught) {
    return (caught as Error).message;
  }
};
const bare = (text: string) => text.replace(/\.$/, "");
const publish = (domain: string) => {
  const { name, value } = validationRecord({ account: ACCOUNT }, domain);
  createRecord(world, "0".repeat(32), { type: "CNAME", name: bare(name), content: bare(value), ttl: 1 });
  return bare(name);
};

const CONFIG = {
  domain_name: "example.com",
  region: "us-east-1",
  validation_method: "DNS",
  subject_alternative_names: ["www.example.com", "*.example.com"],
};
const replaced = (config: ObjectValue, prior: ObjectValue) =>
  planned(awsAcmCertificate, config, prior)
    .requiresReplace.map(([name]) => name)
    .sort();

test("a plan knows which names will be validated, and not by which records", () => {
  const { planned: value } = planned(awsAcmCertificate, CONFIG, null);
  expect(value.subject_alternative_names).toEqual(["*.example.com", "example.com", "www.example.com"]);
  const options = value.domain_validation_options as readonly ObjectValue[];
  expect(options.map((one) => [one.domain_name, one.resource_record_name === UNKNOWN])).toEqual([
    ["*.example.com", true],
    ["example.com", true],
    ["www.example.com", true],
  ]);
  expect([value.region, value.arn]).toEqual(["us-east-1", UNKNOWN]);
});

test("what was made plans no change, in any order of the names, and reads back the same", () => {
  const state = create(awsAcmCertificate, CONFIG);
  expect(state).toMatchObject({ status: "PENDING_VALIDATION", type: "AMAZON_ISSUED", domain_name: "example.com" });
  expect((state.domain_validation_options as readonly ObjectValue[])[0]).toMatchObject({
    resource_record_type: "CNAME",
    resource_record_name: expect.stringMatching(/\.example\.com\.$/),
  });
  expect(read(awsAcmCertificate, state)).toEqual(state);
  const other = { ...CONFIG, subject_alternative_names: ["*.example.com", "www.example.com"] };
  const again = planned(awsAcmCertificate, other, state);
  expect([again.requiresReplace, again.planned]).toEqual([[], state]);
  const { subject_alternative_names: _, ...alone } = CONFIG;
  const single = create(awsAcmCertificate, alone);
  expect(planned(awsAcmCertificate, alone, single)).toEqual({ planned: single, requiresReplace: [] });
});

test("other names, another region and another key replace it; tags do not", () => {
  const state = create(awsAcmCertificate, CONFIG);
  expect([
    replaced({ ...CONFIG, subject_alternative_names: ["www.example.com"] }, state),
    replaced({ ...CONFIG, domain_name: "www.example.com", subject_alternative_names: ["example.com"] }, state),
    replaced({ ...CONFIG, region: "eu-west-1" }, state),
    replaced({ ...CONFIG, key_algorithm: "EC_prime256v1" }, state),
    replaced({ ...CONFIG, tags: { a: "b" } }, state),
  ]).toEqual([
    ["subject_alternative_names"],
    ["domain_name", "subject_alternative_names"],
    ["region"],
    ["key_algorithm"],
    [],
  ]);
  const config = { ...CONFIG, tags: { a: "b" } };
  const tagged = completeValue(
    awsAcmCertificate.schema.block,
    awsAcmCertificate.update(context, state, planned(awsAcmCertificate, config, state).planned),
  );
  expect(read(awsAcmCertificate, tagged)).toMatchObject({ tags: { a: "b" }, tags_all: { a: "b" } });
});

test("options change in place, and the waiter says how long it would have waited", () => {
  const state = create(awsAcmCertificate, CONFIG);
  const options = [{ certificate_transparency_logging_preference: "DISABLED", export: null }];
  const changed = planned(awsAcmCertificate, { ...CONFIG, options }, state);
  const made = awsAcmCertificate.update(context, state, changed.planned);
  expect([changed.requiresReplace, made.options]).toEqual([
    [],
    [{ certificate_transparency_logging_preference: "DISABLED", export: "DISABLED" }],
  ]);
  const waiting = (timeouts: Value) =>
    refusal(() => create(awsAcmCertificateValidation, { certificate_arn: state.arn!, timeouts }));
  expect([null, { create: "30m" }, { create: "45s" }].map(waiting)).toEqual([
    expect.stringMatching(/timeout: 1h15m0s\)$/),
    expect.stringMatching(/timeout: 30m0s\)$/),
    expect.stringMatching(/timeout: 45s\)$/),
  ]);
});

test("the waiter ends once it is issued, and names what is missing", () => {
  const { arn = "" } = create(awsAcmCertificate, CONFIG) as { arn?: Value };
  const wait = (names: readonly string[]) =>
    create(awsAcmCertificateValidation, { certificate_arn: arn, validation_record_fqdns: names });
  const first = publish("example.com");
  expect(refusal(() => wait([first]))).toMatch(/^missing www\.example\.com DNS validation record: _[0-9a-f]{32}\.www/);
  const second = bare(validationRecord({ account: ACCOUNT }, "www.example.com").name);
  expect(refusal(() => wait([first, second]))).toContain("timeout while waiting for state to become 'ISSUED'");
  publish("www.example.com");
  const state = wait([first, second]);
  expect(state).toMatchObject({ certificate_arn: arn });
  expect(read(awsAcmCertificateValidation, state)).toEqual(state);
});

test("an identity without its records for 72 hours counts as gone, and so does a deleted one", () => {
  const state = create(awsAcmCertificate, CONFIG);
  world.advance(73 * 3_600_000);
  expect(read(awsAcmCertificate, state)).toBeNull();
  awsAcmCertificate.delete(context, state);
  expect(read(awsAcmCertificate, state)).toBeNull();
  awsAcmCertificate.delete(context, state);
});

test("a message names what the emulator lacks and what the provider refuses", () => {
  const faults = (config: ObjectValue) =>
    awsAcmCertificate.validate?.(completeValue(awsAcmCertificate.schema.block, config)).map(({ summary }) => summary);
  expect(faults(CONFIG)).toEqual([]);
  expect(faults({ ...CONFIG, domain_name: "example.com." })).toEqual([
    "invalid value for domain_name (cannot end with a period)",
  ]);
  expect(faults({ ...CONFIG, validation_method: "EMAIL" })).toEqual(["mailzone's emulator validates by DNS only"]);
  expect(faults({ certificate_body: "x", private_key: "y" })).toHaveLength(3);
});
