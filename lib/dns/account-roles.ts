// The role that Terraform assumes in an AWS account: one for everything, or one that reads for the plan and one that writes for
// the apply. Where there are two, a Terraform variable chooses between them on each run; a saved plan does not contain it.

/** What the role is used for: `plan` for all that only reads, `apply` for all that writes, such as a destroy. */
export type RolePurpose = "plan" | "apply";

export const ROLE_PURPOSES: readonly RolePurpose[] = ["plan", "apply"];

/** A role's ARN for each purpose, in one account. */
export interface RoleArns {
  readonly plan: string;
  readonly apply: string;
}

/** In a stack with two roles, the Terraform variable for the purpose. It is ephemeral: an apply has to set it again. */
export const PURPOSE_VARIABLE = "mailzone_purpose";
/** The Terraform variable for the roles, a list of NamedRoles. It is a variable so that a plan shows the roles. */
export const ROLES_VARIABLE = "mailzone_roles";

/** The roles of a provider block, by its alias. */
export interface NamedRoles extends RoleArns {
  readonly alias: string;
}

/** The expression in a provider block for its roles, by their index in the list: no text of a user is part of an expression. */
export function roleExpression(index: number): string {
  return `\${var.${ROLES_VARIABLE}[${index}][var.${PURPOSE_VARIABLE}]}`;
}

/** The index of roleExpression(), read back: plan JSON has the expression as it was written. */
export function roleIndexOf(expression: string): number | undefined {
  const index = Number(/\[(\d{1,6})\]/.exec(expression)?.[1]);
  return expression === roleExpression(index) ? index : undefined;
}

/** The ARN of the role for a purpose; undefined where no role is assumed. */
export function roleArnFor(role: string | RoleArns | undefined, purpose: RolePurpose): string | undefined {
  return typeof role === "object" ? role[purpose] : role;
}

/** The account of an entry, twelve digits, as far as the configuration says it. */
export function knownAccountId({
  assumeRoleArn,
  allowedAccountIds = [],
}: {
  readonly assumeRoleArn?: string | RoleArns;
  readonly allowedAccountIds?: readonly string[];
}): string | undefined {
  const [only, ...others] = allowedAccountIds;
  return accountOfRole(assumeRoleArn) ?? (others.length === 0 ? only : undefined);
}

/** The account id in a role's ARN, twelve digits; undefined if the text is not such an ARN. */
export function accountOfRole(role: string | RoleArns | undefined): string | undefined {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(roleArnFor(role, "apply") ?? "")?.[1];
}
