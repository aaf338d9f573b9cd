import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { completeValue } from "../../src/protocol/schema";
import { type ObjectValue, UNKNOWN } from "../../src/protocol/value";
import { PROVIDERS } from "../../src/providers";
import { accountOf, configureAws, validateAws } from "../../src/resources/aws/account";
import { partitionOf } from "../../src/services/aws/partition";
import { World } from "../../src/world/world";

const folder = mkdtempSync(path.join(tmpdir(), "account-"));
const world = World.open(folder);
world.commit(world.profiles.put("prod", "333333333333"), world.profiles.put("default", "444444444444"));
afterAll(() => {
  world.close();
  rmSync(folder, { recursive: true });
});

const { block } = PROVIDERS[0]!.schema;
const configured = (config: ObjectValue) => ({ world, provider: completeValue(block, config) });
const role = (account: string) => ({ role_arn: `arn:aws:iam::${account}:role/mail` });

test.each<[string, ObjectValue, string]>([
  ["of nobody in particular", {}, "444444444444"],
  ["of a profile that was told", { profile: "prod" }, "333333333333"],
  ["of another profile", { profile: "other" }, "000000000000"],
  ["of a role, whatever the profile", { profile: "prod", assume_role: [role("222222222222")] }, "222222222222"],
  ["of the last role of a chain", { assume_role: [role("111111111111"), role("222222222222")] }, "222222222222"],
  ["of a web identity's role", { assume_role_with_web_identity: [role("111111111111")] }, "111111111111"],
  ["of a role that is not known yet", { assume_role: [{ role_arn: UNKNOWN }] }, "444444444444"],
])("the account %s", (_name, config, expected) => {
  expect(accountOf(configured(config))).toBe(expected);
});

test.each<[string, ObjectValue, string[]]>([
  ["no lists", {}, []],
  ["lists that are not known yet", { allowed_account_ids: UNKNOWN, forbidden_account_ids: null }, []],
  ["an empty list", { allowed_account_ids: [] }, []],
  ["an allowed account", { allowed_account_ids: ["1", "444444444444"] }, []],
  ["an account that is not on the list", { allowed_account_ids: ["1"] }, ["AWS account ID not allowed: 444444444444"]],
  ["a forbidden one", { forbidden_account_ids: ["444444444444"] }, ["AWS account ID not allowed: 444444444444"]],
])("configured with %s", (_name, config, expected) => {
  expect(configureAws(configured(config)).map(({ summary }) => summary)).toEqual(expected);
});

test.each<[string, ObjectValue, string[]]>([
  ["a role", { assume_role: [role("222222222222")] }, []],
  ["both lists", { allowed_account_ids: ["1"], forbidden_account_ids: ["2"] }, ["Conflicting configuration arguments"]],
  [
    "an ARN that is cut off",
    { assume_role: [{ role_arn: "arn:aws:iam" }] },
    ['"assume_role.0.role_arn" (arn:aws:iam) is an invalid ARN: arn: not enough sections'],
  ],
])("validated with %s", (_name, config, expected) => {
  expect(validateAws(completeValue(block, config)).map(({ summary }) => summary)).toEqual(expected);
});

test("partitions", () => {
  expect(["eu-west-1", "us-gov-east-1", "cn-north-1"].map(partitionOf)).toEqual(["aws", "aws-us-gov", "aws-cn"]);
});
