// The role that Terraform takes on in an AWS account: one for everything, or one that reads for the plan and one that writes for
// the apply. Which of two it is, a variable says when Terraform runs, and no plan holds it.

/** Who acts: a plan, and whatever else only reads; or an apply, a destroy and whatever else writes. */
export type RolePurpose = "plan" | "apply";

export const ROLE_PURPOSES: readonly RolePurpose[] = ["plan", "apply"];

/** A role's ARN for each purpose, in one account. */
export interface RoleArns {
  readonly plan: string;
  readonly apply: string;
}

/** Of a stack with two roles: Terraform's variable that holds the purpose. It is ephemeral: an apply is told anew. */
export const PURPOSE_VARIABLE = "mailzone_purpose";
/** And the variable that holds the roles, a list of NamedRoles, so that a plan shows them. */
export const ROLES_VARIABLE = "mailzone_roles";

/** The roles of a provider block, by its alias. */
export interface NamedRoles extends RoleArns {
  readonly alias: string;
}

/** What stands in a provider block for its roles, by their place in the list: no text of a user's is in an expression. */
export function roleExpression(index: number): string {
  return `\${var.${ROLES_VARIABLE}[${index}][var.${PURPOSE_VARIABLE}]}`;
}

/** The place in the list, read back: plan JSON has the expression word for word. */
export function roleIndexOf(expression: string): number | undefined {
  const index = Number(/\[(\d{1,6})\]/.exec(expression)?.[1]);
  return expression === roleExpression(index) ? index : undefined;
}

/** The ARN of the role for a purpose; undefined where no role is taken on. */
export function roleArnFor(role: string | RoleArns | undefined, purpose: RolePurpose): string | undefined {
  return typeof role === "object" ? role[purpose] : role;
}

/** The account of a role's ARN, twelve digits; undefined for what is none. */
export function accountOfRole(role: string | RoleArns | undefined): string | undefined {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(roleArnFor(role, "apply") ?? "")?.[1];
}
