// Rules for mail that others receive or send: Email Routing, SES through older or other resource types, and who in AWS may send
// at all.
import { isObject, SensitiveValue, UNKNOWN } from "../../plan/values";
import { isRemoved, type MailChange } from "../changes/change";
import { say, words } from "../rules/sentence";
import { containsValue, type ForeignRule, isSet, mayMatch, namedAttributes, settingOf, typeOf } from "./foreign-rule";

const ROUTING = /^cloudflare_email_routing_(?:settings|dns|catch_all|rule)$/;
const SES_SENDERS =
  /^aws_ses_(?:domain_identity|email_identity|domain_dkim|domain_mail_from|domain_identity_verification)$/;
const SES_POLICIES = /^aws_(?:ses_identity_policy|sesv2_email_identity_policy)$/;
const RECEIPT = /^aws_ses_(?:receipt_rule|receipt_rule_set|receipt_filter|active_receipt_rule_set)$/;
const SETS = /^aws_(?:ses|sesv2)_configuration_set$/;
const SES = /^aws_(?:ses|sesv2)_/;
const KEYS = /^aws_iam_(?:access_key|user|user_login_profile|service_specific_credential)$/;
const POLICIES = /^aws_iam_(?:(?:user|role|group)_policy|policy|role)$/;
const ATTACHMENTS = /^aws_iam_(?:(?:user|role|group)_policy_attachments?_?(?:exclusive)?|policy_attachment)$/;

export const MAIL_RULES: readonly ForeignRule[] = [
  {
    id: "email-routing",
    risk: "danger",
    when: "Cloudflare's Email Routing, its rules or its records are created, changed or deleted.",
    why: "It writes its own MX and SPF records and decides where inbound mail goes.",
    describe: (change) =>
      ROUTING.test(typeOf(change)) &&
      say`${change.resource.address} decides where inbound mail of its zone goes: MX and SPF are Cloudflare's`,
  },
  {
    id: "ses-identity-lost",
    risk: "danger",
    when: "An SES identity of an older resource type, its DKIM or its MAIL FROM is destroyed or replaced.",
    why: "SES refuses to send from it, or mail is no longer signed.",
    describe: (change) =>
      SES_SENDERS.test(typeOf(change)) &&
      isRemoved(change) &&
      say`${namedAttributes(change, "domain", "email", "mail_from_domain")} loses ${change.resource.address}: SES no longer sends or signs for it as before`,
  },
  {
    id: "ses-policy-open",
    risk: "danger",
    when: "A policy of an identity applies to everybody.",
    why: "Any AWS account may send as the domain, or none.",
    describe: (change) =>
      SES_POLICIES.test(typeOf(change)) &&
      !isRemoved(change) &&
      isForAll(settingOf(change, "policy")) &&
      say`the policy ${change.resource.address} of ${namedAttributes(change, "email_identity", "identity")} applies to everybody: any account may send as the domain`,
  },
  {
    id: "ses-sending-stopped",
    risk: "danger",
    when: "Sending by a configuration set is switched off, or the set is destroyed.",
    why: "SES refuses all mail that uses it.",
    describe: (change) =>
      SETS.test(typeOf(change)) &&
      (isRemoved(change) || isSwitchedOff(change)) &&
      say`${namedAttributes(change, "configuration_set_name", "name")} ${words(isRemoved(change) ? "is destroyed" : "no longer sends")}: SES refuses mail that uses this configuration set`,
  },
  {
    id: "ses-receiving",
    risk: "danger",
    when: "Receipt rules of SES are activated, changed or destroyed.",
    why: "They store, forward or refuse inbound mail.",
    describe: (change) =>
      RECEIPT.test(typeOf(change)) &&
      (change.resource.action !== "create" || /active|filter/.test(typeOf(change))) &&
      say`${change.resource.address} decides what SES does with inbound mail`,
  },
  {
    id: "ses-setting",
    risk: "caution",
    when: "Another resource of SES is created or changed.",
    why: "Bounces, complaints, suppression or sending addresses may depend on it.",
    describe: (change) =>
      SES.test(typeOf(change)) &&
      !isRemoved(change) &&
      say`${change.resource.address} changes how SES sends, or what it reports, for ${namedAttributes(change, "email_identity", "identity", "domain", "configuration_set_name", "name")}`,
  },
  {
    id: "may-send",
    risk: "caution",
    when: "A user, a key or a policy that may send through SES is created or changed.",
    why: "Whoever has it can send signed mail as the domain.",
    describe: (change) =>
      !isRemoved(change) &&
      maySend(change) &&
      say`${change.resource.address} may let somebody send through SES as any identity of the account`,
  },
];

/** `sending_enabled`, at the top or in `sending_options`. */
function isSwitchedOff(change: MailChange): boolean {
  return ["sending_enabled", "sending_options"].some(
    (name) =>
      isSet(change, name) &&
      containsValue(
        settingOf(change, name),
        (value, at) => at === "sending_enabled" && (value === false || value === UNKNOWN),
        name,
      ),
  );
}

/** Policies are JSON. A policy that cannot be read counts as the worst case; one that is not known yet counts as a setting. */
function isForAll(policy: unknown): boolean {
  if (policy === UNKNOWN || policy instanceof SensitiveValue || policy == null) return false;
  const document = parsed(policy);
  if (document === undefined) return true;
  const isStar = (value: unknown) => containsValue(value, (one) => typeof one === "string" && one.includes("*"));
  return containsValue(
    document,
    (value, name) => /^(?:not)?principal$/i.test(name) && (/^not/i.test(name) || isStar(value)),
  );
}

function maySend(change: MailChange): boolean {
  const type = typeOf(change);
  if (KEYS.test(type)) return true;
  if (ATTACHMENTS.test(type)) {
    return mayMatch(settingOf(change, "policy_arn") ?? settingOf(change, "policy_arns"), (arns) =>
      containsValue(
        arns,
        (arn) => arn === UNKNOWN || (typeof arn === "string" && /ses|admin|poweruser|email/i.test(arn)),
      ),
    );
  }
  if (!POLICIES.test(type)) return false;
  return ["policy", "inline_policy", "assume_role_policy"].some(
    (name) => isSet(change, name) && mayMatch(settingOf(change, name), isSending),
  );
}

function isSending(policy: unknown): boolean {
  const document = parsed(policy);
  if (document === undefined) return policy != null;
  return containsValue(
    document,
    (value, name) =>
      /^not(?:action|resource)$/i.test(name) ||
      (/^action$/i.test(name) && typeof value === "string" && /^(?:\*|ses:(?:\*|send.*|s\*))$/i.test(value)),
  );
}

/** The longest policy that AWS accepts has about 10,000 characters. */
const LONGEST = 65_536;

function parsed(policy: unknown): unknown {
  if (isObject(policy) || Array.isArray(policy)) return policy;
  if (typeof policy !== "string" || policy.length > LONGEST) return undefined;
  try {
    return JSON.parse(policy);
  } catch {
    return undefined;
  }
}
