// An identity and its MAIL FROM as they were applied and as SES has them. What SES finds out by itself, such as whether DKIM is
// verified, is not what was applied: `verify` says it.
import { type Attributes, canonical, elementsOf, isObject, stringOf } from "../plan/values";
import type { Identity } from "../ses/identity";
import { tagsNow, withChanges } from "./tags";

/** The attributes of an identity now: those before, except for what differs. The same object if nothing does. */
export function identityNow(before: Attributes, live: Identity): Attributes {
  const changed: Record<string, unknown> = {};
  const set = stringOf(before.configuration_set_name) || null;
  if (set !== (live.configurationSet || null)) changed.configuration_set_name = live.configurationSet;
  Object.assign(changed, tagsNow(before, live.tags));
  // An address has no keys: SES shows those of its domain for it.
  const isDomain = !stringOf(before.email_identity)?.includes("@");
  const signing = isDomain ? signingNow(before.dkim_signing_attributes, live) : undefined;
  if (signing !== undefined) changed.dkim_signing_attributes = signing;
  return withChanges(before, changed);
}

/** Undefined if SES still signs with the keys that were applied. */
function signingNow(before: unknown, { dkim }: Identity): unknown {
  const [block] = elementsOf(before);
  if (!isObject(block)) return undefined;
  const changed: Record<string, unknown> = {};
  const tokens = elementsOf(block.tokens);
  // SES names the tokens in no certain order.
  if (tokens.length > 0 && canonical([...tokens].sort()) !== canonical([...dkim.tokens].sort()))
    changed.tokens = dkim.tokens;
  const length = stringOf(block.next_signing_key_length);
  if (length && dkim.nextKeyLength !== null && length !== dkim.nextKeyLength)
    changed.next_signing_key_length = dkim.nextKeyLength;
  return Object.keys(changed).length === 0 ? undefined : [{ ...block, ...changed }];
}

/** The attributes of a MAIL FROM now; null if the identity has none. */
export function mailFromNow(before: Attributes, { mailFrom }: Identity): Attributes | null {
  if (mailFrom === null) return null;
  const changed: Record<string, unknown> = {};
  if (before.mail_from_domain !== mailFrom.domain) changed.mail_from_domain = mailFrom.domain;
  const behavior = stringOf(before.behavior_on_mx_failure) || "USE_DEFAULT_VALUE";
  if (behavior !== mailFrom.behaviorOnMxFailure) changed.behavior_on_mx_failure = mailFrom.behaviorOnMxFailure;
  return withChanges(before, changed);
}
