// What a stack calls the provider of an AWS account: by what leads there, so that a name never depends on the order of
// entries. The review knows by it which provider blocks are ours.
import { roleArnFor } from "./account-roles";
import type { AwsAccount } from "./domain";

/** `role-111122223333-mail`, of two roles that of the apply; `profile-mail`; or nothing for the environment's own. */
export function accountAlias({ profile, assumeRoleArn, allowedAccountIds = [] }: AwsAccount): string {
  const [, account, role] = /:(\d{12}):role\/(.*)$/.exec(roleArnFor(assumeRoleArn, "apply") ?? "") ?? [];
  const parts = [
    ...(profile === undefined ? [] : ["profile", profile]),
    ...(account === undefined ? [] : ["role", account, role ?? ""]),
    ...(allowedAccountIds.length === 0 ? [] : ["only", ...[...allowedAccountIds].sort()]),
  ];
  return parts.join("-").replace(/[^A-Za-z0-9_-]/g, "_");
}
