// Compares what a plan's imports found with what `mailzone adopt` saw. The review of imports.yaml was based on that. The plan's
// `before` is what the provider read just now. If its fingerprint differs, somebody changed the resource in between.
import type { Import } from "../config/imports";
import { canonicalName } from "../dns/canonical";
import { type Finding, legible } from "../dns/finding";
import { type ImportedRecord, identityFingerprint, mailFromFingerprint, recordFingerprint } from "../dns/fingerprint";
import { parseDkimName } from "../dns/kinds/dkim";
import { purposeOfId } from "../dns/kinds/kinds";
import { isSpf } from "../dns/text/spf-parser";
import { plainText } from "../dns/text/txt";
import {
  CERTIFICATE,
  EVENTS,
  IDENTITY,
  MAIL_FROM,
  RECORD,
  SENDER,
  SET,
  SUBSCRIPTION,
  TOPIC,
  TOPIC_POLICY,
} from "../plan/attributes";
import type { ResourceChange } from "../plan/change";
import { renderSide } from "../plan/line";
import { SENSITIVE } from "../plan/value-text";
import { type Attributes, isObject, SensitiveValue, stringOf, UNKNOWN } from "../plan/values";
import { awsFingerprint } from "./imports-aws";

/** The part of Terraform's diagnostic that is read here. */
export interface PlanError {
  readonly summary: string;
  readonly detail: string;
}

const AGAIN = "run mailzone adopt --write again, and review what it writes";

/** One finding for each import that found something else than adopt did, or whose result is not known. */
export function changedImports(changes: readonly ResourceChange[], imports: readonly Import[]): Finding[] {
  const byAddress = new Map(imports.map((item) => [item.address, item]));
  return changes.flatMap((change): Finding[] => {
    const item = byAddress.get(change.address);
    if (change.importId === undefined || item === undefined) return [];
    if (fingerprintOf(change) === item.fingerprint) return [];
    return [finding(item, `was changed since adopt read it, it is now ${found(change)}: ${AGAIN}`)];
  });
}

/**
 * One finding for each import that found another resource than the wanted one: an apply would rename or destroy it. The id may
 * belong to any record of the zone, such as the MX through which the domain gets its mail.
 */
export function otherImports(changes: readonly ResourceChange[], imports: readonly Import[]): Finding[] {
  const byAddress = new Map(imports.map((item) => [item.address, item]));
  return changes.flatMap((change): Finding[] => {
    const { address, importId, before, after } = change;
    if (importId === undefined || before === null || after === null || !isOther(change)) return [];
    const found = `found ${renderSide(change, before)}, which is not what is expected, ${renderSide(change, after)}`;
    const todo = "an apply would rename or move it: correct its id, or delete this import";
    const item = byAddress.get(address);
    if (item !== undefined) return [finding(item, `${found}: ${todo}`)];
    return [
      legible({
        source: "plan",
        rule: "imports",
        severity: "error",
        message: `the import of "${address}" ${found}: ${todo}`,
      }),
    ];
  });
}

/** What identifies a resource, by type. What is known only after the apply counts as right, except for a DKIM name. */
function isOther({ type, record = "", before, after }: ResourceChange): boolean {
  const differs = (name: string) => {
    const [found, expected] = [before?.[name], after?.[name]];
    return (
      typeof found === "string" && typeof expected === "string" && canonicalName(found) !== canonicalName(expected)
    );
  };
  if (type !== RECORD) return (IDENTIFYING[type] ?? []).some(differs);
  // Many texts may be at one name, such as verification texts beside SPF.
  const [found, expected] = [before?.content, after?.content];
  const isText = typeof found === "string" && typeof expected === "string";
  const isOtherText = isText && isSpf(plainText(found)) !== isSpf(plainText(expected));
  const isNoKey = purposeOfId(record) === "dkim" && parseDkimName(String(before?.name)) === undefined;
  return differs("type") || differs("name") || differs("zone_id") || isNoKey || isOtherText;
}

/** The attributes that name a resource at AWS. */
const IDENTIFYING: Readonly<Record<string, readonly string[]>> = {
  [IDENTITY]: ["email_identity", "region"],
  [MAIL_FROM]: ["email_identity", "region"],
  [SET]: ["configuration_set_name", "region"],
  [EVENTS]: ["configuration_set_name", "event_destination_name", "region"],
  [TOPIC]: ["name", "region"],
  [TOPIC_POLICY]: ["arn", "region"],
  [SUBSCRIPTION]: ["topic_arn", "protocol", "endpoint", "region"],
  [SENDER]: ["role", "name"],
  [CERTIFICATE]: ["domain_name", "region"],
};

/**
 * One finding for each import that failed because the resource no longer exists. Cloudflare's provider returns the API's 404
 * without an address. If the provider itself finds that the resource is gone, Terraform names the address.
 */
export function missingImports(errors: readonly PlanError[], imports: readonly Import[]): Finding[] {
  return imports.flatMap((item) => {
    const path = `/zones/${item.id.replace("/", "/dns_records/")}"`;
    const isGone = ({ summary, detail }: PlanError) =>
      (detail.includes(path) && / 404 /.test(detail)) ||
      (/non-existent remote object/.test(summary) && detail.includes(`"${item.address}"`));
    if (!errors.some(isGone)) return [];
    return [
      finding(
        item,
        "no longer exists, and every plan fails on it: delete this item, or run mailzone adopt --write again",
      ),
    ];
  });
}

function finding({ entry, record, at }: Import, message: string): Finding {
  const subject = { domain: entry, record, message: `"${entry}" ${record} ${message}` };
  return legible({ source: "plan", rule: "imports", severity: "error", ...subject, at });
}

function fingerprintOf({ type, before: side }: ResourceChange): string | undefined {
  const before = readable(side);
  switch (type) {
    case RECORD:
      return recordFingerprint(before as unknown as ImportedRecord);
    case IDENTITY:
      return identityFingerprint({
        domain: stringOf(before.email_identity) ?? "",
        configurationSet: stringOf(before.configuration_set_name),
        tags: before.tags_all as Readonly<Record<string, string>> | null,
        tokens: tokensOf(before),
      });
    case MAIL_FROM:
      return mailFromFingerprint({
        domain: stringOf(before.mail_from_domain),
        behavior: stringOf(before.behavior_on_mx_failure),
      });
    default:
      return awsFingerprint(type, before);
  }
}

/** What was found, with everything that the fingerprint contains. */
function found(change: ResourceChange): string {
  const { type } = change;
  const before = readable(change.before);
  const comment = stringOf(before.comment);
  if (type === RECORD) return `${renderSide(change, change.before)}${comment ? `, comment "${comment}"` : ""}`;
  if (type !== IDENTITY) return renderSide(change, change.before);
  const set = stringOf(before.configuration_set_name);
  const tags = Object.entries((before.tags_all ?? {}) as object).map(([key, value]) => `${key}=${value}`);
  return [
    set ? `with the configuration set "${set}"` : "without a configuration set",
    tags.length === 0 ? "without tags" : `with the tags ${tags.join(", ")}`,
    `with the DKIM tokens ${tokensOf(before).join(", ")}`,
  ].join(", ");
}

/** What is known of a side and may be shown. */
function readable(side: Attributes | null): Attributes {
  const known = Object.entries(side ?? {}).filter(([, value]) => value !== UNKNOWN);
  return Object.fromEntries(known.map(([name, value]) => [name, value instanceof SensitiveValue ? SENSITIVE : value]));
}

function tokensOf(identity: Attributes): readonly string[] {
  const [signing] = Array.isArray(identity.dkim_signing_attributes) ? identity.dkim_signing_attributes : [];
  const tokens = isObject(signing) ? signing.tokens : undefined;
  return Array.isArray(tokens) ? tokens.map(String) : [];
}
