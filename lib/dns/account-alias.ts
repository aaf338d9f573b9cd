// The alias of the provider block of an AWS account. It is made of the profile, role and account ids that lead to the account, so
// it never depends on the order of entries. The review recognises our provider blocks by it.
import { roleArnFor } from "./account-roles";
import type { AwsAccount } from "./domain";

/**
 * `role-111122223333-mail` for a role (of two roles, the one for the apply), `profile-mail` for a profile, and the empty text
 * for the credentials of the environment.
 */
export function accountAlias({ profile, assumeRoleArn, allowedAccountIds = [] }: AwsAccount): string {
  const [, account, role] = /:(\d{12}):role\/(.*)$/.exec(roleArnFor(assumeRoleArn, "apply") ?? "") ?? [];
  const parts = [
    ...(profile === undefined ? [] : ["profile", profile]),
    ...(account === undefined ? [] : ["role", account, role ?? ""]),
    ...(allowedAccountIds.length === 0 ? [] : ["only", ...[...allowedAccountIds].sort()]),
  ];
  return parts.join("-").replace(/[^A-Za-z0-9_-]/g, "_");
}
