// The policy of a role that may send as a domain, as `senders` in domains.yaml make it: one statement and nothing else.
import { SEND_ACTIONS } from "../dns/sending";
import { AFTER_APPLY, shownValue } from "./value-text";
import { type Attributes, isObject, stringOf } from "./values";

export interface SendingPolicy {
  /** The ARNs of one identity and at most one configuration set. */
  readonly resources: readonly string[];
  /** The senders, each an address or `*@domain`. */
  readonly from: readonly string[];
}

/** IAM's limit is 10,240 characters. */
const LONGEST = 65_536;
const RESOURCE = /^arn:aws[a-z-]{0,20}:ses:[a-z0-9-]{1,30}:\d{12}:(identity|configuration-set)\/[A-Za-z0-9._-]{1,253}$/;
const FROM = /^(?:\*|[^\s@*?${}]{1,64})@[a-z0-9.-]{1,253}$/;

/** Undefined for a policy that allows anything else, or that is not known: then it is not ours. */
export function sendingPolicyOf(policy: unknown): SendingPolicy | undefined {
  if (typeof policy !== "string" || policy.length > LONGEST) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return undefined;
  }
  const { Version, Statement, ...more } = isObject(document) ? document : {};
  const [statement, ...others] = Array.isArray(Statement) ? Statement : [];
  if (Version !== "2012-10-17" || Object.keys(more).length > 0 || others.length > 0 || !isObject(statement))
    return undefined;
  const { Sid: _, Effect, Action, Resource, Condition, ...rest } = statement;
  const like = only(only(Condition, "StringLike"), "ses:FromAddress");
  const [resources, from] = [textsOf(Resource), textsOf(like)];
  const isLeast =
    Effect === "Allow" &&
    Object.keys(rest).length === 0 &&
    textsOf(Action).sort().join() === SEND_ACTIONS.join() &&
    resources.length > 0 &&
    resources.every((arn) => RESOURCE.test(arn)) &&
    resources.filter((arn) => arn.includes(":identity/")).length === 1 &&
    from.length > 0 &&
    from.every((sender) => FROM.test(sender));
  return isLeast ? { resources, from } : undefined;
}

/** `sender shop of example.com`. */
export function senderSubject({ entry, record }: { readonly entry?: string; readonly record?: string }): string {
  return `sender ${record?.replace(/^sender-/, "") ?? ""} of ${entry ?? ""}`;
}

/** `role shop from *@example.com`. */
export function senderText(side: Attributes): string {
  const from = sendingPolicyOf(side.policy)?.from.join(" ");
  return `role ${shownValue(side.role) || AFTER_APPLY} from ${from ?? AFTER_APPLY}`;
}

/** The value of an object with no other key. */
function only(value: unknown, key: string): unknown {
  return isObject(value) && Object.keys(value).join() === key ? value[key] : undefined;
}

/** A text, or a list of texts; none if it is neither. IAM takes both. */
function textsOf(value: unknown): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.every((one) => stringOf(one) !== undefined) ? [...all] : [];
}
