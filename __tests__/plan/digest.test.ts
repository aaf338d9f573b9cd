// What flips the digest, and what does not.
import { planDigest } from "../../lib/plan/digest";
import { readPlan } from "../../lib/plan/plan";
import { change, dmarc, IDENTITY, identity, plan, record, spf, type Values } from "../review/plans";

const ID = `${IDENTITY}.example_com`;
const ARN = { arn: "arn:aws:ses:us-east-1:111122223333:identity/example.com" };
const before = { ...dmarc("v=DMARC1; p=none"), modified_on: "2026-01-01", id: "1" };
const after = { ...dmarc("v=DMARC1; p=reject"), modified_on: "2026-01-01", id: "1" };
const tagged = change(ID, identity(ARN), identity({ ...ARN, tags: { a: "b" } }));
const provider = (constants: Values) => ({
  provider_config: { aws: { name: "aws", expressions: constants } },
  root_module: { resources: [{ address: ID, provider_config_key: "aws" }] },
});
const reached = {
  profile: { constant_value: "mail" },
  assume_role: [{ role_arn: { constant_value: "arn:aws:iam::1:role/x" } }],
};

interface Parts {
  readonly dmarc?: object;
  readonly identity?: object;
  readonly more?: readonly object[];
  readonly rest?: Values;
}

function digest({ dmarc = record("dmarc", before, after), identity = tagged, more = [], rest = {} }: Parts): string {
  return planDigest(readPlan(plan([dmarc, identity, ...more], { configuration: provider(reached), ...rest }), "mail"));
}

const reviewed = digest({});

test("the digest is one line with its version", () => {
  expect(reviewed).toMatch(/^v2-[0-9a-f]{64}$/);
});

const secret = (value: string, old = "x") =>
  change(
    "random_password.x",
    { result: old },
    { result: value },
    { before_sensitive: { result: true }, after_sensitive: { result: true } },
  );
const foreign = (rest: Values) => change("aws_iam_role.x", { name: "a" }, { name: "b", ...rest });

const action = (event: string) => ({
  action_invocations: [{ address: "action.x.y", lifecycle_action_trigger: { action_trigger_event: event } }],
});

const read = (after: Values) => change("data.aws_s3_object.x", null, after, { mode: "data", actions: ["read"] });

test.each<[string, Parts, Parts?]>([
  ["another value", { dmarc: record("dmarc", before, { ...after, content: '"v=DMARC1; p=quarantine"' }) }],
  ["another value before", { dmarc: record("dmarc", { ...before, content: '"v=DMARC1; p=none; ri=1"' }, after) }],
  ["another ttl", { dmarc: record("dmarc", before, { ...after, ttl: 60 }) }],
  ["a comment", { dmarc: record("dmarc", before, { ...after, comment: "x" }) }],
  [
    "a value that becomes unknown",
    { dmarc: record("dmarc", before, { ...after, content: undefined }, { after_unknown: { content: true } }) },
  ],
  ["another address", { dmarc: change("cloudflare_dns_record.example_org__dmarc", before, after) }],
  ["a mode that nobody knows", { dmarc: record("dmarc", before, after, { mode: "other" }) }],
  ["what makes an action run", { rest: action("AfterCreate") }, { rest: action("BeforeDestroy") }],
  ["a former address", { dmarc: record("dmarc", before, after, { previous_address: "cloudflare_dns_record.old" }) }],
  ["a deposed object", { dmarc: record("dmarc", before, after, { deposed: "00000001" }) }],
  ["a replacement", { dmarc: record("dmarc", before, after, { actions: ["delete", "create"] }) }],
  [
    "its order",
    { dmarc: record("dmarc", before, after, { actions: ["create", "delete"] }) },
    { dmarc: record("dmarc", before, after, { actions: ["delete", "create"] }) },
  ],
  ["an import", { dmarc: record("dmarc", before, after, { importing: { id: "z/1" } }) }],
  [
    "another import id",
    { dmarc: record("dmarc", before, after, { importing: { id: "z/1" } }) },
    { dmarc: record("dmarc", before, after, { importing: { id: "z/2" } }) },
  ],
  ["another provider", { dmarc: { ...record("dmarc", before, after), provider_name: "registry.terraform.io/z/y" } }],
  ["another profile", { rest: { configuration: provider({ ...reached, profile: { constant_value: "other" } }) } }],
  [
    "another role",
    {
      rest: {
        configuration: provider({
          ...reached,
          assume_role: [{ role_arn: { constant_value: "arn:aws:iam::2:role/x" } }],
        }),
      },
    },
  ],
  [
    "another account in the ARN",
    {
      identity: change(
        ID,
        identity({ arn: "arn:aws:ses:us-east-1:444455556666:identity/example.com" }),
        identity({ tags: { a: "b" } }),
      ),
    },
  ],
  ["one more change", { more: [record("spf", null, spf("v=spf1 ~all"))] }],
  ["one change less", { identity: change(ID, identity(ARN), identity(ARN)) }],
  ["a change of a resource that is not ours", { more: [foreign({})] }],
  ["an attribute of it", { more: [foreign({ path: "/" })] }, { more: [foreign({ path: "/x" })] }],
  [
    "a sensitive value that changes",
    { more: [secret("y")] },
    {
      more: [
        change(
          "random_password.x",
          { result: "x", a: 1 },
          { result: "x", a: 2 },
          { before_sensitive: { result: true }, after_sensitive: { result: true } },
        ),
      ],
    },
  ],
  [
    "an action that the apply runs",
    { rest: { action_invocations: [{ address: "action.x.y", config_values: { a: 1 } }] } },
  ],
  [
    "its settings",
    { rest: { action_invocations: [{ address: "action.x.y", config_values: { a: 1 } }] } },
    { rest: { action_invocations: [{ address: "action.x.y", config_values: { a: 2 } }] } },
  ],
  ["an output", { rest: { output_changes: { x: { actions: ["create"], before: null, after: 1 } } } }],
  [
    "its value",
    { rest: { output_changes: { x: { actions: ["create"], before: null, after: 1 } } } },
    { rest: { output_changes: { x: { actions: ["create"], before: null, after: 2 } } } },
  ],
  ["a check that fails", { rest: { checks: [{ address: { to_display: "check.x" }, status: "fail" }] } }],
  ["a data source that the apply reads", { more: [read({ bucket: "a" })] }],
  ["what it is asked for", { more: [read({ bucket: "a" })] }, { more: [read({ bucket: "b" })] }],
  ["a plan that failed", { rest: { errored: true } }],
  ["a plan that is not complete", { rest: { complete: false } }],
  [
    "a change that is put off",
    { rest: { deferred_changes: [{ reason: "unknown", resource_change: record("spf", null, spf("v=spf1 ~all")) }] } },
  ],
])("%s flips it", (_name, changed, than = {}) => {
  expect(digest(changed)).not.toBe(digest(than));
});

test.each<[string, Parts, Parts?]>([
  ["a timestamp", { dmarc: record("dmarc", { ...before, modified_on: "2027-01-01" }, after) }],
  ["an id of the provider", { dmarc: record("dmarc", { ...before, id: "2" }, after) }],
  [
    "empty settings and tags",
    { dmarc: record("dmarc", { ...before, settings: { ipv4_only: null }, tags: [] }, after) },
  ],
  [
    "the verification status",
    {
      identity: change(
        ID,
        identity({ ...ARN, verification_status: "PENDING" }),
        identity({ ...ARN, tags: { a: "b" }, verification_status: "SUCCESS" }),
      ),
    },
  ],
  [
    "an update of what only the provider writes",
    { more: [record("spf", { ...spf("v=spf1 ~all"), modified_on: "a" }, { ...spf("v=spf1 ~all"), modified_on: "b" })] },
  ],
  ["a resource that stays as it is", { more: [record("spf", spf("v=spf1 ~all"), spf("v=spf1 ~all"))] }],
  ["an output that stays", { rest: { output_changes: { records: { actions: ["no-op"], before: 1, after: 1 } } } }],
  ["drift", { rest: { resource_drift: [record("spf", spf("v=spf1 ~all"), null)] } }],
  [
    "state and versions",
    {
      rest: {
        prior_state: {},
        terraform_version: "1.99.0",
        format_version: "1.9",
        timestamp: "2027",
      },
    },
  ],
  [
    "a secret of the provider block",
    { rest: { configuration: provider({ ...reached, secret_key: { constant_value: "s" } }) } },
    { rest: { configuration: provider({ ...reached, secret_key: { constant_value: "t" } }) } },
  ],
  ["the order of the file", { dmarc: tagged, identity: record("dmarc", before, after) }],
  ["what a sensitive value changes to", { more: [secret("y")] }, { more: [secret("z", "w")] }],
])("%s does not flip it", (_name, changed, than = {}) => {
  expect(digest(changed)).toBe(digest(than));
});

test("the stack's name is not in it: the digest of a stack is looked up by name", () => {
  const text = plan([tagged]);
  expect(planDigest(readPlan(text, "a"))).toBe(planDigest(readPlan(text, "b")));
});
