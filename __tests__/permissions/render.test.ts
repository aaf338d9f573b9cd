import { permissions } from "../../lib/permissions/permissions";
import { policyDocuments, statement } from "../../lib/permissions/policy";
import { block, comment, encoded, identifier, quoted } from "../../lib/permissions/render/hcl";
import { renderMarkdown } from "../../lib/permissions/render/markdown";
import { renderTerraform, terraformFaults } from "../../lib/permissions/render/terraform";
import { ARTICLE, domainNamed } from "../helpers/domains";

const trust = { provider: "github", repository: "example/mail" } as const;
const all = permissions({ domains: [ARTICLE], account: "111122223333", trust });

test("the page for people has a policy per role and the tokens' scopes", () => {
  const page = renderMarkdown(all);
  expect(page.match(/^#+ .*/gm)).toEqual([
    "## AWS",
    "### Account 111122223333",
    "#### mailzone-plan, for plan",
    "#### mailzone-apply, for apply",
    "## Cloudflare",
    "## Notes",
  ]);
  expect(page).toContain("- DNS Write: example.com (0123456789abcdef0123456789abcdef)");
  expect(page).toContain("\nThe roles for plan can only read.\n");
});

test("a plan that may write is called so first of all", () => {
  const account = { assumeRoleArn: "arn:aws:iam::444455556666:role/mail" };
  const shared = permissions({ domains: [{ ...ARTICLE, account }], account: "111122223333", trust });
  expect(renderMarkdown(shared)).toMatch(
    /^## AWS\n\nThe plan is NOT read-only:\n- the plan assumes arn:aws:iam::444455556666:role\/mail/,
  );
  expect(renderTerraform(shared)).toMatch(/^# The plan is NOT read-only:\n# - the plan assumes/m);
});

test("the Terraform form has a provider per account and two roles, each with its policy attached", () => {
  expect(renderTerraform(all).match(/^(?:variable|provider|resource|output) .*/gm)).toEqual([
    'variable "profile_111122223333" {',
    'provider "aws" {',
    'variable "create_oidc_provider_111122223333" {',
    'resource "aws_iam_openid_connect_provider" "oidc_111122223333" {',
    'resource "aws_iam_role" "mailzone_plan_111122223333" {',
    'resource "aws_iam_policy" "mailzone_plan_111122223333" {',
    'resource "aws_iam_role_policy_attachment" "mailzone_plan_111122223333" {',
    'resource "aws_iam_role" "mailzone_apply_111122223333" {',
    'resource "aws_iam_policy" "mailzone_apply_111122223333" {',
    'resource "aws_iam_role_policy_attachment" "mailzone_apply_111122223333" {',
    'output "plan_role" {',
    'output "apply_role" {',
  ]);
});

test("a role that is assumed is made where it is, after those that it trusts", () => {
  const account = { assumeRoleArn: "arn:aws:iam::444455556666:role/team/mail" };
  const text = renderTerraform(permissions({ domains: [{ ...ARTICLE, account }], account: "111122223333", trust }));
  const role = text.slice(text.indexOf('"aws_iam_role" "team_mail_444455556666"'));
  expect(role).toMatch(/provider = aws\.account_444455556666\n {2}name {5}= "mail"\n {2}path {5}= "\/team\/"/);
  expect(role).toContain(
    "depends_on = [aws_iam_role.mailzone_apply_111122223333, aws_iam_role.mailzone_plan_111122223333]",
  );
});

test("roles whose names differ in what Terraform takes in no name have names of their own", () => {
  const domains = ["a.b", "a-b", "a_b"].map((role) =>
    domainNamed(`${identifier(role)}${role.charCodeAt(1)}.example.com`, {
      account: { assumeRoleArn: `arn:aws:iam::444455556666:role/${role}` },
    }),
  );
  const text = renderTerraform(permissions({ domains, account: "111122223333", trust }));
  const names = text.match(/(?<="aws_iam_role" "a_b_444455556666)\w*/g);
  expect(names).toEqual(["", "_2", "_3"]);
});

test("what is not known keeps Terraform's form from being written, and is named", () => {
  const domains = [ARTICLE, domainNamed("example.org", { account: { profile: "mail" } })];
  expect(terraformFaults(permissions({ domains }))).toEqual([
    "the account that profile mail leads to is not known: write allowedAccountIds with one account in domains.yaml",
    "the account that the environment leads to is not known: say --account, or write allowedAccountIds with one account in domains.yaml",
    "nobody would be trusted to take on the roles: say --repository OWNER/NAME, or --principal with the role that runs mailzone",
  ]);
  expect(terraformFaults(all)).toEqual([]);
});

describe("HCL", () => {
  const hostile = 'a"b\\c\n${file("/etc/passwd")} %{ if true }\u2028$${x}';

  test("a text stays a text, no matter what it contains", () => {
    expect(quoted(hostile)).toBe('"a\\"b\\\\c\\n$${file(\\"/etc/passwd\\")} %%{ if true }\u2028$$${x}"');
    expect(encoded({ [hostile]: hostile }).text.split("\n")).toHaveLength(3);
    expect(comment("a\nresource \u2028 x\r\n")).toBe("# a resource   x ");
  });

  test("adjacent short attributes are aligned, and an attribute of several lines ends a group", () => {
    const given = { a: "x", long_name: true, document: encoded({ a: 1 }), b: ["x", "y"] };
    expect(block(["resource", "x", "y"], given)).toBe(
      'resource "x" "y" {\n  a         = "x"\n  long_name = true\n  document = jsonencode({\n    "a" : 1\n  })\n  b = ["x", "y"]\n}',
    );
  });
});

test("statements that fit stay whole, in one document", () => {
  const two = ["A", "B"].flatMap((Sid) => statement(Sid, ["s3:GetObject"], ["x", "y"]) ?? []);
  expect(policyDocuments(two)).toEqual([{ Version: "2012-10-17", Statement: two }]);
});

test("a statement without resources is left out; a resource that is too long gets its own statement", () => {
  expect(statement("Empty", ["s3:GetObject"], [])).toBeUndefined();
  const long = statement("Long", ["s3:GetObject"], ["a".repeat(7000), "b", "c"]);
  expect(policyDocuments(long === undefined ? [] : [long]).length).toBe(2);
  expect(policyDocuments([])).toEqual([]);
});
