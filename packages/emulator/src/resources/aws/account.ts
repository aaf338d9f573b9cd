// The account that a provider configuration uses, and the checks of the real provider before it does anything:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/conns/config.go
// https://github.com/hashicorp/aws-sdk-go-base/blob/main/config.go
import { type Diagnostic, error } from "../../protocol/diagnostic";
import { isObject, type ObjectValue, type Value } from "../../protocol/value";
import type { IdentityKey } from "../../services/aws/ses-identities";
import { DEFAULT_ACCOUNT } from "../../world/entities";
import type { Context } from "../resource-type";
import { regionOf, textOf } from "./region";

const ROLES = ["assume_role_with_web_identity", "assume_role"];

/** The account of the last assumed role; otherwise the account that the emulator was told for the profile. */
export function accountOf({ world, provider }: Context): string {
  const assumed = ROLES.flatMap((name) => roleArns(provider[name])).flatMap(
    (arn) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? [],
  );
  return assumed.pop() ?? world.profiles.get(textOf(provider.profile) || "default") ?? DEFAULT_ACCOUNT;
}

/** The name of the role that the provider assumes last; undefined if it assumes none. */
export function assumedRole({ provider }: Context): string | undefined {
  const [arn] = ROLES.flatMap((name) => roleArns(provider[name])).slice(-1);
  return arn === undefined ? undefined : arn.slice(arn.lastIndexOf("/") + 1);
}

/** The key of an identity: the provider's account, the value's region, and the name. */
export function identityKey(context: Context, value: ObjectValue, name: string): IdentityKey {
  return { account: accountOf(context), region: regionOf(context, value), name };
}

/** Errors for settings that do not fit together, found before the provider is used. */
export function validateAws(config: ObjectValue): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (Array.isArray(config.allowed_account_ids) && Array.isArray(config.forbidden_account_ids)) {
    const detail = '"allowed_account_ids": conflicts with forbidden_account_ids';
    found.push(error("Conflicting configuration arguments", detail, ["allowed_account_ids"]));
  }
  for (const name of ROLES) {
    roleArns(config[name]).forEach((arn, index) => {
      const problem = arn.startsWith("arn:") ? "not enough sections" : "invalid prefix";
      if (/^arn:([^:]*:){4}/.test(arn)) return;
      const summary = `"${name}.${index}.role_arn" (${arn}) is an invalid ARN: arn: ${problem}`;
      found.push(error(summary, "", [name, index, "role_arn"]));
    });
  }
  return found;
}

/** Checks, once the account is known, that the provider may use it. */
export function configureAws(context: Context): Diagnostic[] {
  const account = accountOf(context);
  const roles = ROLES.flatMap((name) => roleArns(context.provider[name]));
  if (context.provider.skip_requesting_account_id !== true) context.world.noteCall("sts:GetCallerIdentity");
  for (const arn of roles) context.world.noteCall(`sts:AssumeRole ${arn}`);
  const { allowed_account_ids: allowed, forbidden_account_ids: forbidden } = context.provider;
  const isRefused = (isSet(allowed) && !allowed.includes(account)) || (isSet(forbidden) && forbidden.includes(account));
  return isRefused ? [error(`AWS account ID not allowed: ${account}`)] : [];
}

function isSet(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value) && value.length > 0;
}

function roleArns(blocks: Value | undefined): string[] {
  if (!Array.isArray(blocks)) return [];
  return (blocks as readonly Value[]).map((block) => (isObject(block) ? textOf(block.role_arn) : "")).filter(Boolean);
}
