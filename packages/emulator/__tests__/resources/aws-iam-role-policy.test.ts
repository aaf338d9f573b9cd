// aws_iam_role_policy: the policy that a role has of its own.
import { completeValue } from "../../src/protocol/schema";
import type { ObjectValue } from "../../src/protocol/value";
import { awsIamRolePolicy } from "../../src/resources/aws/iam-role-policy";
import type { Context } from "../../src/resources/resource-type";
import { ensureRoles, findRole, getRolePolicy, putRolePolicy } from "../../src/services/aws/iam";
import { ApiError } from "../../src/world/faults";
import { withFreshWorld } from "../fresh-world";

const ROLE = "arn:aws:iam::000000000000:role/jobs/shop";
let context: Context;
withFreshWorld((world) => {
  context = { world, provider: { region: "eu-west-1" } };
  ensureRoles(world, [ROLE, ROLE, "arn:aws:iam::000000000000:user/none"]);
});

const type = awsIamRolePolicy;
const document = (action: unknown = ["ses:SendEmail", "ses:SendRawEmail"]) =>
  JSON.stringify({ Statement: [{ Resource: "*", Effect: "Allow", Action: action }], Version: "2012-10-17" });
const NORMAL = `{"Version":"2012-10-17","Statement":[{"Action":["ses:SendEmail","ses:SendRawEmail"],"Effect":"Allow","Resource":"*"}]}`;
const value = (rest: ObjectValue = {}) =>
  completeValue(type.schema.block, { name: "send", role: "shop", policy: document(), ...rest });
const plan = (config: ObjectValue, prior: ObjectValue | null = null) =>
  type.plan(context, {
    schema: type.schema,
    prior,
    proposed: { ...config, id: prior?.id ?? null, name_prefix: prior?.name_prefix ?? null },
    config,
  });
const create = (config = value()) => type.create(context, plan(config).planned);

test("a policy is written with the version first and sorted keys, as the provider does, and read back the same", () => {
  const made = create();
  expect(made).toMatchObject({ id: "shop:send", name: "send", name_prefix: "", role: "shop", policy: NORMAL });
  expect(type.read(context, made).state).toEqual(made);
  expect(type.read(context, { ...type.importState(context, "shop:send") }).state).toMatchObject({ policy: NORMAL });
  expect(context.world.calls.keys().filter((call) => call.startsWith("iam:"))).toEqual([
    "iam:PutRolePolicy",
    "iam:GetRolePolicy",
  ]);
});

test("the same policy in other words is no difference, another one is changed in place", () => {
  const made = create();
  const same = document(["ses:SendRawEmail", "ses:SendEmail"]);
  expect(plan(value({ policy: same }), made)).toMatchObject({ planned: { policy: NORMAL }, requiresReplace: [] });
  const other = plan(value({ policy: document("ses:SendEmail") }), made);
  expect(other).toMatchObject({
    planned: { policy: expect.stringContaining('"Action":"ses:SendEmail"') },
    requiresReplace: [],
  });
  expect(type.update(context, made, other.planned)).toMatchObject({ policy: expect.not.stringContaining("Raw") });
  expect(plan(value({ role: "other", name: "new" }), made).requiresReplace).toEqual([["name"], ["role"]]);
});

test("a policy is gone if it or its role was removed, and removing it twice is no error", () => {
  const made = create();
  type.delete(context, made);
  type.delete(context, made);
  expect(type.read(context, made).state).toBeNull();
  expect(type.read(context, { ...made, id: "none:send" }).state).toBeNull();
});

test("a policy of the same name is replaced, as IAM does, and foreign changes are seen", () => {
  const role = () => findRole(context.world, "000000000000", "shop");
  putRolePolicy(context.world, role(), "send", document("sts:*"));
  const made = create();
  expect(getRolePolicy(context.world, role(), "send")).toBe(NORMAL);
  putRolePolicy(context.world, role(), "send", document("sts:*"));
  expect(type.read(context, made).state).toMatchObject({ policy: expect.stringContaining("sts:*") });
});

test("what is refused", () => {
  const refused = (config: ObjectValue) => {
    try {
      create(config);
      return "";
    } catch (caught) {
      return caught instanceof ApiError ? type.diagnose("create", config, caught).summary : String(caught);
    }
  };
  expect(type.validate?.(value({ policy: "[]" }))).toHaveLength(1);
  expect(type.validate?.(value())).toEqual([]);
  expect(refused(value({ role: "none" }))).toContain("NoSuchEntity: The role with name none cannot be found.");
  expect(refused(value({ name: "a b" }))).toContain("ValidationError");
  expect(refused(value({ policy: "{}" }))).toContain("MalformedPolicyDocument");
  expect(refused(value({ policy: document("a".repeat(10_240)) }))).toContain("LimitExceeded");
});
