// Which roles there are, in which accounts, and who may take them on.
import { type PermissionsProps, permissions } from "../../lib/permissions/permissions";
import type { Statement } from "../../lib/permissions/policy";
import { ARTICLE, domainNamed } from "../helpers/domains";

const ACCOUNT = "111122223333";

const statementsOf = (props: PermissionsProps, purpose: "plan" | "apply", index = 0): Statement[] =>
  (permissions(props).accounts[index]?.roles ?? [])
    .filter(({ purposes }) => purposes.includes(purpose))
    .flatMap(({ policies }) => policies.flatMap(({ Statement }) => Statement));
const byName = (all: readonly Statement[]) => Object.fromEntries(all.map((one) => [one.Sid, one]));

test("a role that is assumed has a policy of its own, and trusts those that may assume it", () => {
  const assumeRoleArn = "arn:aws:iam::444455556666:role/team/mail";
  const domains = [ARTICLE, domainNamed("example.org", { account: { assumeRoleArn } })];
  const { accounts, planWrites } = permissions({ domains, account: ACCOUNT });
  expect(accounts.map(({ account, roles }) => [account, roles.map(({ arn, access }) => [arn, access])])).toEqual([
    [
      ACCOUNT,
      [
        [`arn:aws:iam::${ACCOUNT}:role/mailzone-plan`, ["the environment"]],
        [`arn:aws:iam::${ACCOUNT}:role/mailzone-apply`, ["the environment"]],
      ],
    ],
    ["444455556666", [[assumeRoleArn, [`role ${assumeRoleArn}`]]]],
  ]);
  expect(byName(statementsOf({ domains }, "plan")).AssumeRoles?.Resource).toEqual([assumeRoleArn]);
  expect(accounts[1]?.roles[0]?.trust?.Statement).toEqual([
    {
      Effect: "Allow",
      Principal: {
        AWS: [`arn:aws:iam::${ACCOUNT}:role/mailzone-apply`, `arn:aws:iam::${ACCOUNT}:role/mailzone-plan`],
      },
      Action: "sts:AssumeRole",
    },
  ]);
  expect(statementsOf({ domains }, "apply", 1)[0]?.Resource).toEqual([
    "arn:aws:ses:us-east-1:444455556666:identity/example.org",
  ]);
  expect(planWrites).toEqual([
    `the plan assumes ${assumeRoleArn}, which writes: give plan and apply a role each in that account`,
  ]);
});

describe("a role for each purpose", () => {
  const pair = {
    plan: "arn:aws:iam::444455556666:role/mail-plan",
    apply: "arn:aws:iam::444455556666:role/mail-apply",
  };
  const props = {
    domains: [ARTICLE, domainNamed("example.org", { account: { assumeRoleArn: pair } })],
    account: ACCOUNT,
  };

  test("has its own policy; the plan's environment comes to no role that writes", () => {
    expect(permissions(props).planWrites).toEqual([]);
    expect(byName(statementsOf(props, "plan")).AssumeRoles?.Resource).toEqual([pair.plan]);
    expect(statementsOf(props, "plan", 1).map(({ Sid }) => Sid)).toEqual(["ReadIdentities", "ReadAccount"]);
    expect(statementsOf(props, "apply", 1).map(({ Sid }) => Sid)).toEqual([
      "ReadIdentities",
      "ReadAccount",
      "WriteIdentities",
    ]);
  });

  test("the apply may read by the plan's role, as verify does after it, and nobody else comes to the apply's", () => {
    expect(byName(statementsOf(props, "apply")).AssumeRoles?.Resource).toEqual([pair.apply, pair.plan]);
    const trusted = permissions(props).accounts[1]?.roles.map(({ arn, trust }) => [
      arn,
      trust?.Statement[0]?.Principal,
    ]);
    const by = (...names: string[]) => ({ AWS: names.map((name) => `arn:aws:iam::${ACCOUNT}:role/mailzone-${name}`) });
    expect(trusted).toEqual([
      [pair.plan, by("apply", "plan")],
      [pair.apply, by("apply")],
    ]);
  });

  test("that is the same for both is one role, and the plan is not read-only", () => {
    const same = { plan: pair.apply, apply: pair.apply };
    const domains = [domainNamed("example.org", { account: { assumeRoleArn: same } })];
    expect(permissions({ domains, account: ACCOUNT }).planWrites).toHaveLength(1);
  });
});

test("a plan that only reads is said to; one that a profile or a shared principal leads to is not", () => {
  const local = { domains: [ARTICLE], account: ACCOUNT };
  expect(permissions(local).planWrites).toEqual([]);
  const principal = "arn:aws:iam::111122223333:role/atlantis";
  expect(permissions({ ...local, principals: [principal] }).planWrites).toEqual([
    `${principal} plans and applies: who can make it plan has the credentials that write`,
  ]);
  const domains = [{ ...ARTICLE, account: { profile: "mail" } }];
  expect(permissions({ domains }).planWrites).toEqual([
    "what profile mail leads to is said by the machine: let it be another role where plans run than where applies do",
  ]);
});

test("the state's own role has the state, and the environment's may assume it", () => {
  const backend = {
    type: "s3" as const,
    bucket: "example-state",
    region: "eu-west-1",
    assumeRoleArn: "arn:aws:iam::777788889999:role/state",
  };
  const props = { domains: [ARTICLE], account: ACCOUNT, backend };
  const [home, state] = permissions(props).accounts;
  expect(
    home?.roles.map(({ policies }) => policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid))),
  ).toEqual([
    ["ReadIdentities", "ReadAccount", "AssumeRoles"],
    ["ReadIdentities", "ReadAccount", "WriteIdentities", "AssumeRoles"],
  ]);
  expect(state?.roles.map(({ arn, purposes }) => [arn, purposes])).toEqual([
    [backend.assumeRoleArn, ["plan", "apply"]],
  ]);
});

test("a role for each purpose reads the state, or writes and locks it", () => {
  const arns = ["plan", "apply"].map((name) => `arn:aws:iam::777788889999:role/${name}`) as [string, string];
  const assumeRoleArn = { plan: arns[0], apply: arns[1] };
  const backend = { type: "s3" as const, bucket: "example-state", region: "eu-west-1", assumeRoleArn };
  const props = { domains: [ARTICLE], account: ACCOUNT, backend };
  expect(permissions(props).planWrites).toEqual([]);
  expect(statementsOf(props, "plan", 1).map(({ Sid }) => Sid)).toEqual(["StateBucket", "State"]);
  expect(statementsOf(props, "apply", 1).map(({ Sid }) => Sid)).toEqual(["StateBucket", "State", "StateLock"]);
  expect(byName(statementsOf(props, "plan")).AssumeRoles?.Resource).toEqual([arns[0]]);
});

test("what leads to one account is one pair of roles, whichever way and stack it comes from", () => {
  const account = { profile: "mail", allowedAccountIds: [ACCOUNT] };
  const domains = [
    ARTICLE,
    domainNamed("example.org", { account, stack: "other" }),
    domainNamed("example.net", { stack: "b" }),
  ];
  const { accounts } = permissions({ domains, account: ACCOUNT });
  expect(accounts.map(({ roles }) => roles.map(({ name, access }) => [name, access]))).toEqual([
    [
      ["mailzone-plan", ["profile mail", "the environment"]],
      ["mailzone-apply", ["profile mail", "the environment"]],
    ],
  ]);
  const written = byName(statementsOf({ domains, account: ACCOUNT }, "apply")).WriteIdentities?.Resource;
  expect(written).toHaveLength(3);
});

test("stacks that are applied with credentials of several accounts have each their own state", () => {
  const backend = { type: "s3" as const, bucket: "example-state", region: "eu-west-1" };
  const [one, other] = [ACCOUNT, "444455556666"].map((id) => ({
    account: { allowedAccountIds: [id] },
    stack: `s${id}`,
  }));
  const domains = [domainNamed("example.org", one), domainNamed("example.net", other)];
  const keys = [0, 1].map((index) => byName(statementsOf({ domains, backend }, "plan", index)).State?.Resource);
  expect(keys).toEqual([
    [`arn:aws:s3:::example-state/mailzone/s${ACCOUNT}.tfstate`],
    ["arn:aws:s3:::example-state/mailzone/s444455556666.tfstate"],
  ]);
});

test("an account that is not known is any; one that alone is allowed is known; --account is of no profile", () => {
  expect(permissions({ domains: [ARTICLE] }).accounts[0]?.account).toBe("*");
  const only = [{ ...ARTICLE, account: { allowedAccountIds: [ACCOUNT] } }];
  expect(permissions({ domains: only }).accounts[0]?.account).toBe(ACCOUNT);
  const profile = [{ ...ARTICLE, account: { profile: "mail" } }];
  expect(permissions({ domains: profile, account: ACCOUNT }).accounts.map(({ account }) => account)).toEqual(["*"]);
});
