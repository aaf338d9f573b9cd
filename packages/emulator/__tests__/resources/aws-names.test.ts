// The names that the provider makes for what has none, or only a prefix.
import { completeValue } from "../../src/protocol/schema";
import type { ObjectValue, Value } from "../../src/protocol/value";
import { awsIamPolicy, awsIamRole } from "../../src/resources/aws/iam";
import { awsIamRolePolicy } from "../../src/resources/aws/iam-role-policy";
import { awsSnsTopic } from "../../src/resources/aws/sns";
import type { Context, ResourceType } from "../../src/resources/resource-type";
import { ensureRoles } from "../../src/services/aws/iam";
import { withFreshWorld } from "../fresh-world";

let context: Context;
withFreshWorld((world) => {
  context = { world, provider: { region: "eu-west-1" } };
  ensureRoles(world, ["arn:aws:iam::000000000000:role/shop"]);
});

const document = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const trust = document({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } });
const policy = document({ Action: "ses:SendEmail", Resource: "*" });
const TYPES: readonly (readonly [ResourceType, ObjectValue])[] = [
  [awsIamRole, { assume_role_policy: trust }],
  [awsIamPolicy, { policy }],
  [awsIamRolePolicy, { role: "shop", policy }],
  [awsSnsTopic, {}],
];

/** As Terraform proposes it: what the provider decides stays. */
function plan(type: ResourceType, config: ObjectValue, prior: ObjectValue | null = null) {
  const whole = completeValue(type.schema.block, config) as ObjectValue;
  const proposed: Record<string, Value> = { ...whole };
  for (const [name, { computed }] of Object.entries(type.schema.block.attributes))
    if (computed && proposed[name] === null) proposed[name] = prior?.[name] ?? null;
  return type.plan(context, { schema: type.schema, prior, proposed, config: whole });
}
const create = (type: ResourceType, config: ObjectValue) => type.create(context, plan(type, config).planned);

test.each(TYPES.map(([type, config]) => [type.name, type, config] as const))("%s", (_, type, config) => {
  const mail = { ...config, name_prefix: "mail-" };
  const made = [config, config, mail, mail].map((one) => create(type, one));
  expect(new Set(made.map(({ name }) => name)).size).toBe(4);
  expect(made.map(({ name_prefix }) => name_prefix)).toEqual(["terraform-", "terraform-", "mail-", "mail-"]);
  for (const state of made) {
    expect(state.name).toMatch(/^(terraform|mail)-\d{18}[0-9a-f]{8}$/);
    expect(type.read(context, state).state).toMatchObject({ name: state.name, name_prefix: state.name_prefix });
  }
  const [first, , third] = made;
  expect(plan(type, config, first)).toMatchObject({ planned: { name: first!.name }, requiresReplace: [] });
  expect(plan(type, mail, third).requiresReplace).toEqual([]);
  expect(plan(type, { ...config, name_prefix: "post-" }, third).requiresReplace).toContainEqual(["name_prefix"]);
  expect(create(type, { ...config, name: "own" })).toMatchObject({ name: "own", name_prefix: "" });
});
