// The permissions as Terraform's language: roles and policies to be applied once, by somebody who may. HCL takes JSON's
// objects as expressions, so that a policy stands here as IAM shows it.
import { PERMISSION_NOTE, tokenLines } from "./markdown";
import type { AccountPermissions, Permissions, Role } from "./permissions";

export function renderTerraform(permissions: Permissions): string {
  const blocks = permissions.accounts.flatMap((account) => accountBlocks(account));
  const comments = [
    ...permissions.notes.map((note) => `# ${note}`),
    ...permissions.cloudflare.flatMap((token) => [
      `# Cloudflare token for ${token.purpose}:`,
      ...tokenLines(token).map((line) => `#   ${line}`),
    ]),
    `# ${PERMISSION_NOTE}`,
  ];
  return [...blocks, comments.join("\n")].join("\n\n");
}

function accountBlocks({ account, access, roles }: AccountPermissions): string[] {
  return [`# ${access}, account ${account}`, ...roles.flatMap(roleBlocks)];
}

function roleBlocks({ name, trust, policies }: Role): string[] {
  const id = name.replace(/[^A-Za-z0-9]/g, "_").replace(/^(\d)/, "_$1");
  const role = () =>
    [
      `resource "aws_iam_role" "${id}" {`,
      `  name = "${name}"`,
      `  assume_role_policy = jsonencode(${indent(trust)})`,
      "}",
    ].join("\n");
  const attached = policies.map((policy, index) => {
    const number = index === 0 ? "" : `_${index + 1}`;
    return [
      `resource "aws_iam_policy" "${id}${number}" {`,
      `  name = "${name}${number.replace("_", "-")}"`,
      `  policy = jsonencode(${indent(policy)})`,
      "}",
      "",
      `resource "aws_iam_role_policy_attachment" "${id}${number}" {`,
      `  role       = ${trust === undefined ? `"${name}"` : `aws_iam_role.${id}.name`}`,
      `  policy_arn = aws_iam_policy.${id}${number}.arn`,
      "}",
    ].join("\n");
  });
  // Who trusts whom in a role that is not GitHub's is not known here: it is taken to be there.
  return trust === undefined ? attached : [role(), ...attached];
}

/** As terraform fmt has it. */
function indent(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replaceAll("${", () => "$${")
    .replace(/^( *"[^"]*"): /gm, "$1 : ")
    .replaceAll("\n", "\n  ");
}
