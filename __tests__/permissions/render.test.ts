import { renderMarkdown } from "../../lib/permissions/markdown";
import { permissions } from "../../lib/permissions/permissions";
import { policyDocuments, statement } from "../../lib/permissions/policy";
import { renderTerraform } from "../../lib/permissions/terraform";
import { ARTICLE } from "../helpers/domains";

const all = permissions({ domains: [ARTICLE], account: "111122223333", repository: "example/mail" });

test("the page for people has a policy per role and the tokens' scopes", () => {
  const page = renderMarkdown(all);
  expect(page.match(/^#+ .*/gm)).toEqual([
    "## AWS",
    "### By the environment, account 111122223333",
    "#### mailzone-plan, for plan",
    "#### mailzone-apply, for apply",
    "## Cloudflare",
    "## Notes",
  ]);
  expect(page).toContain("- DNS Write: example.com (0123456789abcdef0123456789abcdef)");
});

test("as terraform: two roles, a policy each, attached", () => {
  const text = renderTerraform(all);
  expect(text.match(/^resource .*/gm)).toEqual([
    'resource "aws_iam_role" "mailzone_plan" {',
    'resource "aws_iam_policy" "mailzone_plan" {',
    'resource "aws_iam_role_policy_attachment" "mailzone_plan" {',
    'resource "aws_iam_role" "mailzone_apply" {',
    'resource "aws_iam_policy" "mailzone_apply" {',
    'resource "aws_iam_role_policy_attachment" "mailzone_apply" {',
  ]);
});

test("a role that is assumed is not made, its policy is attached to it", () => {
  const account = { assumeRoleArn: "arn:aws:iam::444455556666:role/mail" };
  const text = renderTerraform(permissions({ domains: [{ ...ARTICLE, account }], account: "111122223333" }));
  expect(text).not.toContain('"aws_iam_role"');
  expect(text).toContain('  role       = "mail"');
});

test("statements that fit stay whole, in one document", () => {
  const two = ["A", "B"].flatMap((Sid) => statement(Sid, ["s3:GetObject"], ["x", "y"]) ?? []);
  expect(policyDocuments(two)).toEqual([{ Version: "2012-10-17", Statement: two }]);
});

test("a statement of nothing is none; a resource that is too long goes alone", () => {
  expect(statement("Empty", ["s3:GetObject"], [])).toBeUndefined();
  const long = statement("Long", ["s3:GetObject"], ["a".repeat(7000), "b", "c"]);
  expect(policyDocuments(long === undefined ? [] : [long]).length).toBe(2);
  expect(policyDocuments([])).toEqual([]);
});
