import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { completeValue } from "../../src/protocol/schema";
import { type ObjectValue, UNKNOWN } from "../../src/protocol/value";
import { awsSesv2EmailIdentity as type } from "../../src/resources/aws/sesv2-email-identity";
import type { Context } from "../../src/resources/resource-type";
import { createIdentity, getIdentity, putIdentity } from "../../src/services/aws/ses-identities";
import { World } from "../../src/world/world";

const folder = mkdtempSync(path.join(tmpdir(), "identity-"));
const world = World.open(folder);
afterAll(() => {
  world.close();
  rmSync(folder, { recursive: true });
});

const context: Context = { world, provider: { region: "eu-west-1", default_tags: [{ tags: { team: "mail" } }] } };
const full = (value: ObjectValue) => completeValue(type.schema.block, value);

/** The plan for a configuration, with the proposal that core makes: prior values where the provider may decide. */
function plan(config: ObjectValue, prior: ObjectValue | null) {
  const kept = Object.entries(type.schema.block.attributes).map(
    ([name, { computed }]) => [name, config[name] ?? (computed ? (prior?.[name] ?? null) : null)] as const,
  );
  const proposed = full({ ...Object.fromEntries(kept), dkim_signing_attributes: config.dkim_signing_attributes ?? [] });
  return type.plan(context, { schema: type.schema, prior, proposed, config: full(config) });
}

const create = (config: ObjectValue) => full(type.create(context, plan(config, null).planned));

test("a new identity: tokens unknown, region and tags known from the provider", () => {
  const { planned, requiresReplace } = plan({ email_identity: "a.example", tags: { env: "test" } }, null);
  expect(planned).toMatchObject({ id: UNKNOWN, arn: UNKNOWN, dkim_signing_attributes: UNKNOWN, region: "eu-west-1" });
  expect(planned.tags_all).toEqual({ team: "mail", env: "test" });
  expect(requiresReplace).toEqual([]);
});

test("what was made is what is read, and needs no change", () => {
  const config = { email_identity: "b.example", tags: { env: "test" } };
  const state = create(config);
  expect(state).toMatchObject({
    id: "b.example",
    arn: "arn:aws:ses:eu-west-1:000000000000:identity/b.example",
    identity_type: "DOMAIN",
  });
  expect(full(type.read(context, state).state!)).toEqual(state);
  expect(plan(config, state).planned).toEqual(state);
});

test("a changed name or region is another identity", () => {
  const state = create({ email_identity: "c.example" });
  expect(plan({ email_identity: "d.example" }, state).requiresReplace).toEqual([["email_identity"]]);
  expect(plan({ email_identity: "c.example", region: "us-east-1" }, state).requiresReplace).toEqual([["region"]]);
  expect(plan({ email_identity: "c.example", region: "eu-west-1" }, state).requiresReplace).toEqual([]);
});

test("another key length is planned with the old tokens, as the provider does, and gives new ones", () => {
  const state = create({ email_identity: "e.example" });
  const [before] = state.dkim_signing_attributes as [ObjectValue];
  const wanted = { ...before, next_signing_key_length: "RSA_1024_BIT" };
  const { planned } = plan({ email_identity: "e.example", dkim_signing_attributes: [wanted] }, state);
  expect(planned.dkim_signing_attributes).toMatchObject([{ tokens: before.tokens }]);
  const [after] = type.update(context, state, planned).dkim_signing_attributes as [ObjectValue];
  expect(after).toMatchObject({ current_signing_key_length: "RSA_1024_BIT", status: "PENDING" });
  expect(after.tokens).not.toEqual(before.tokens);
});

test("an import id may carry a region; adopting an identity without its tags would remove them", () => {
  create({ email_identity: "f.example", tags: { env: "test" } });
  expect(type.importState(context, "f.example@us-east-1")).toEqual({ id: "f.example", region: "us-east-1" });
  expect(type.importState(context, "me@f.example")).toEqual({ id: "me@f.example", region: "eu-west-1" });
  const state = full(type.read(context, type.importState(context, "f.example")).state!);
  expect(state.tags).toEqual({ env: "test" });
  expect(plan({ email_identity: "f.example" }, state).planned.tags).toEqual({});
});

test("AWS's own tags are not seen, and stay when the others change", () => {
  const tags = { "aws:cloudformation:stack-name": "mail", env: "test" };
  const key = { account: "000000000000", region: "eu-west-1", name: "h.example" };
  // Nobody but AWS writes such a tag.
  const made = createIdentity(world, { ...key, configurationSetName: null, tags: {}, dkim: {} });
  world.commit(putIdentity(world, { ...made, tags }));
  const state = full(type.read(context, full(type.importState(context, "h.example"))).state!);
  expect([state.tags, state.tags_all]).toEqual([{ env: "test" }, { env: "test" }]);
  type.update(context, state, plan({ email_identity: "h.example" }, state).planned);
  expect(getIdentity(world, key).tags).toEqual({ "aws:cloudformation:stack-name": "mail", team: "mail" });
});

test("AWS's own tags in a configuration are not sent", () => {
  create({ email_identity: "own-tags.example", tags: { "aws:x": "1", team: "mail" } });
  const key = { account: "000000000000", region: "eu-west-1", name: "own-tags.example" };
  expect(getIdentity(world, key).tags).toEqual({ team: "mail" });
});

test("an identity that is gone leaves the state", () => {
  const state = create({ email_identity: "g.example" });
  type.delete(context, state);
  expect(type.read(context, state).state).toBeNull();
  expect(() => type.delete(context, state)).not.toThrow();
});

test.each<[string, ObjectValue, string]>([
  [
    "a key length that SES does not know",
    { next_signing_key_length: "RSA_4096_BIT" },
    "expected next_signing_key_length to be one of",
  ],
  ["a selector without its key", { domain_signing_selector: "s" }, "Missing required argument"],
  [
    "a key length beside one's own key",
    { next_signing_key_length: "RSA_1024_BIT", domain_signing_selector: "s", domain_signing_private_key: "a" },
    "Conflicting configuration arguments",
  ],
])("refuses %s", (_name, block, expected) => {
  const found = type.validate?.(full({ email_identity: "h.example", dkim_signing_attributes: [block] }));
  expect(found?.map(({ summary }) => summary)).toEqual([expect.stringContaining(expected)]);
});

test("an error has the provider's words", () => {
  create({ email_identity: "i.example" });
  try {
    create({ email_identity: "i.example" });
  } catch (failure) {
    const { summary } = type.diagnose("create", { email_identity: "i.example" }, failure as never);
    expect(summary).toBe(
      "creating AWS SESv2 (Simple Email V2) Email Identity (i.example): operation error SESv2: CreateEmailIdentity, https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, AlreadyExistsException: Email identity i.example already exist. (emulated)",
    );
  }
  expect.assertions(1);
});
