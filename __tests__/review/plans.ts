// Small plans, written as Terraform writes them.
import { readPlan } from "../../lib/plan/plan";
import { reviewJson } from "../../lib/review/render/json";
import { type ReviewOptions, review } from "../../lib/review/review";

export type Values = Readonly<Record<string, unknown>>;

export const IDENTITY = "aws_sesv2_email_identity";
export const MAIL_FROM = "aws_sesv2_email_identity_mail_from_attributes";
export const RECORD = "cloudflare_dns_record";
export const ZONE = "0123456789abcdef0123456789abcdef";

/** One element of resource_changes; the actions follow from the sides where they are not given. */
export function change(address: string, before: Values | null, after: Values | null, rest: Values = {}) {
  const [type = "", name = ""] = address.split(".").slice(-2);
  const same = JSON.stringify(before) === JSON.stringify(after);
  const actions = before === null ? ["create"] : after === null ? ["delete"] : same ? ["no-op"] : ["update"];
  const { previous_address, deposed, mode = "managed", ...inner } = rest;
  return {
    address,
    mode,
    type,
    name,
    provider_name: `registry.terraform.io/${sourceOf(type)}`,
    ...(previous_address === undefined ? {} : { previous_address }),
    ...(deposed === undefined ? {} : { deposed }),
    change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...inner },
  };
}

/** The provider's source, by the type that Terraform calls after it. */
function sourceOf(type: string): string {
  const [name = ""] = type.split("_");
  return name === "cloudflare" ? "cloudflare/cloudflare" : `hashicorp/${name}`;
}

/** A record of the entry example.com. */
export function record(id: string, before: Values | null, after: Values | null, rest: Values = {}) {
  return change(`${RECORD}.example_com__${id}`, before, after, rest);
}

export function plan(changes: readonly object[], rest: Values = {}): string {
  return JSON.stringify({ format_version: "1.2", resource_changes: changes, ...rest });
}

export function dns(type: string, name: string, content: string, rest: Values = {}): Values {
  return {
    zone_id: ZONE,
    type,
    name,
    content,
    ttl: 1,
    proxied: false,
    priority: null,
    data: null,
    comment: null,
    ...rest,
  };
}

export const txt = (name: string, text: string, rest: Values = {}) => dns("TXT", name, `"${text}"`, rest);
export const spf = (text: string, name = "example.com") => txt(name, text);
export const dmarc = (text: string) => txt("_dmarc.example.com", text);
export const dkim = (token: string, rest: Values = {}) =>
  dns("CNAME", `${token}._domainkey.example.com`, `${token}.dkim.amazonses.com`, rest);
export const mx = (name: string, content: string, rest: Values = {}) =>
  dns("MX", name, content, { priority: 10, ...rest });
export const identity = (rest: Values = {}): Values => ({
  email_identity: "example.com",
  region: "us-east-1",
  tags: null,
  ...rest,
});
export const mailFrom = (rest: Values = {}): Values => ({
  email_identity: "example.com",
  region: "us-east-1",
  mail_from_domain: "mail.example.com",
  behavior_on_mx_failure: "USE_DEFAULT_VALUE",
  ...rest,
});

export function changesOf(text: string) {
  return readPlan(text, "mail").changes;
}

export function reviewed(text: string, options: ReviewOptions = {}) {
  return review([readPlan(text, "mail")], options);
}

/** `risk rule: message`, of all effects, in the order of the review. */
export function said(text: string): string[] {
  const { effects, domains } = reviewJson(reviewed(text));
  return [...effects, ...domains.flatMap((domain) => domain.effects)].map(
    ({ risk, rule, message }) => `${risk} ${rule}: ${message}`,
  );
}

/** The rules that speak. */
export function rules(text: string): string[] {
  return said(text).map((line) => line.split(/[ :]/)[1] ?? "");
}

/** The verdict and the rules that are at least a caution, sorted. */
export function judged(text: string): string {
  const { verdict, effects } = reviewed(text);
  const told = effects.filter(({ risk }) => risk !== "safe").map(({ rule }) => rule);
  return [verdict, ...[...new Set(told)].sort()].join(" ");
}
