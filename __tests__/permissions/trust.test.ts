// Who may take on the roles, exactly.
import { permissions } from "../../lib/permissions/permissions";
import { jobTrust, type TrustProps } from "../../lib/permissions/trust";
import { trustFaults } from "../../lib/permissions/trust-patterns";
import { ARTICLE, domainNamed } from "../helpers/domains";

const ACCOUNT = "111122223333";
const GITHUB: TrustProps = { provider: "github", repository: "example/mail" };
const GITLAB: TrustProps = { provider: "gitlab", repository: "group/sub/mail" };

const conditionOf = (props: TrustProps, purpose: "plan" | "apply", partition = "aws") =>
  jobTrust(props, purpose, ACCOUNT, partition).Condition;

test("GitHub: one environment of one repository; the apply from one branch", () => {
  expect(jobTrust(GITHUB, "plan", ACCOUNT, "aws")).toEqual({
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:example/mail:environment:mailzone-plan",
      },
    },
  });
  expect(conditionOf(GITHUB, "apply")).toEqual({
    StringEquals: {
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": "repo:example/mail:environment:mailzone-apply",
      "token.actions.githubusercontent.com:ref": "refs/heads/main",
    },
  });
});

test("an environment with a colon is written as GitHub's tokens have it", () => {
  const environments = { plan: "mail:plan", apply: "mail apply" };
  expect(conditionOf({ ...GITHUB, environments }, "plan")).toMatchObject({
    StringEquals: { "token.actions.githubusercontent.com:sub": "repo:example/mail:environment:mail%3Aplan" },
  });
});

test("GitLab: one branch of one project; merge requests plan only where that was said, and never a fork's", () => {
  const exact = {
    StringEquals: {
      "gitlab.com:aud": "https://gitlab.com",
      "gitlab.com:sub": "project_path:group/sub/mail:ref_type:branch:ref:main",
    },
  };
  expect(conditionOf(GITLAB, "plan")).toEqual(exact);
  expect(conditionOf(GITLAB, "apply")).toEqual(exact);
  const anyBranch = { ...GITLAB, anyBranchPlans: true };
  expect(conditionOf(anyBranch, "apply")).toEqual(exact);
  expect(conditionOf(anyBranch, "plan")).toEqual({
    StringEquals: { "gitlab.com:aud": "https://gitlab.com" },
    StringLike: { "gitlab.com:sub": "project_path:group/sub/mail:ref_type:branch:ref:*" },
  });
});

test("a server of one's own issues the tokens, for an audience of one's own", () => {
  const own = { ...GITLAB, issuer: "https://git.example.com/", audience: "mailzone", branch: "trunk" };
  expect(jobTrust(own, "apply", ACCOUNT, "aws")).toMatchObject({
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/git.example.com` },
    Condition: {
      StringEquals: {
        "git.example.com:aud": "mailzone",
        "git.example.com:sub": "project_path:group/sub/mail:ref_type:branch:ref:trunk",
      },
    },
  });
});

test.each([
  ["aws-cn", "cn-north-1", "ref"],
  ["aws-us-gov", "us-gov-west-1", "ref"],
])("in %s the branch is left to GitHub's environment, and that is said", (partition, region) => {
  expect(JSON.stringify(conditionOf(GITHUB, "apply", partition))).not.toContain(":ref");
  const { notes, accounts } = permissions({ domains: [{ ...ARTICLE, region }], account: ACCOUNT, trust: GITHUB });
  expect(notes).toContain('the branch is not in the trust here: let only "main" run in the environment of the apply');
  expect(accounts[0]?.roles[0]?.arn).toBe(`arn:${partition}:iam::${ACCOUNT}:role/mailzone-plan`);
});

test("every condition but the one that was asked for is exact, in every account", () => {
  const domains = [
    ARTICLE,
    domainNamed("example.org", { account: { profile: "mail", allowedAccountIds: ["444455556666"] } }),
    domainNamed("example.net", { account: { assumeRoleArn: "arn:aws:iam::777788889999:role/mail" } }),
  ];
  for (const trust of [GITHUB, GITLAB]) {
    const statements = permissions({ domains, account: ACCOUNT, trust }).accounts.flatMap(({ roles }) =>
      roles.flatMap(({ trust }) => trust?.Statement ?? []),
    );
    expect(statements).toHaveLength(5);
    expect(JSON.stringify(statements)).not.toMatch(/[*?$]|StringLike|ForAllValues/);
  }
});

test.each([
  ["a star in the repository", { ...GITHUB, repository: "example/*" }, "repository"],
  ["a variable", { ...GITHUB, repository: "${aws:username}/mail" }, "repository"],
  ["a line break", { ...GITHUB, repository: "example/mail\nevil" }, "repository"],
  ["a quote", { ...GITHUB, repository: 'example/mail"' }, "repository"],
  ["a part too many", { ...GITHUB, repository: "example/mail/x" }, "repository"],
  ["another part of the subject", { ...GITHUB, repository: "example/mail:pull_request" }, "repository"],
  ["a name of dots", { ...GITHUB, repository: "example/.." }, "repository"],
  ["no group", { ...GITLAB, repository: "mail" }, "repository"],
  ["a star in a group", { ...GITLAB, repository: "group/*/mail" }, "repository"],
  ["a star in a branch", { ...GITLAB, branch: "*" }, "branch"],
  ["a question mark in a branch", { ...GITLAB, branch: "mai?" }, "branch"],
  ["a variable in a branch", { ...GITLAB, branch: "${aws:x}" }, "branch"],
  ["a branch that git does not take", { ...GITHUB, branch: "a..b" }, "branch"],
  ["an empty branch", { ...GITHUB, branch: "" }, "branch"],
  ["a star in an environment", { ...GITHUB, environments: { plan: "p", apply: "mailzone-*" } }, "environment"],
  ["an issuer without https", { ...GITLAB, issuer: "http://gitlab.example.com" }, "issuer"],
  ["an issuer with a port", { ...GITLAB, issuer: "https://gitlab.example.com:8443" }, "issuer"],
  ["an issuer with a query", { ...GITLAB, issuer: "https://gitlab.example.com?x" }, "issuer"],
  ["a star in an audience", { ...GITLAB, audience: "*" }, "audience"],
])("%s is refused", (_what, props: TrustProps, field) => {
  const faults = trustFaults(props);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${field} ".*" is not `));
});

test("plan and apply in one environment are refused: they would have one subject", () => {
  expect(trustFaults({ ...GITHUB, environments: { plan: "mail", apply: "mail" } })).toEqual([
    'plan and apply run in the environment "mail" alike: give them two',
  ]);
});

test.each([
  { ...GITHUB, repository: "example@123/mail@456" },
  { ...GITHUB, repository: "some_corp/.github", branch: "release/1.x" },
  { ...GITLAB, repository: "a/b/c/d.e_f-g", issuer: "https://git.example.com/sub/", branch: "größe" },
])("%j names one thing", (props) => {
  expect(trustFaults(props)).toEqual([]);
});
