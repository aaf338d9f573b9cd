// What the plans say about SES: which domains have an identity, with which tokens, in which region, and where bounces go. A
// record is ours if its content is what SES gave, whatever its Terraform name is.

import { canonicalName } from "../../dns/canonical";
import { dkimTarget, isTokenId, parseDkimName, parseDkimTarget } from "../../dns/kinds/dkim";
import { feedbackRegion, isMailFromId } from "../../dns/kinds/mail-from";
import { append } from "../../dns/maps";
import { isWithin } from "../../dns/names";
import type { ExistingIdentity } from "../../plan/existing";
import { isObject, stringOf, UNKNOWN } from "../../plan/values";
import { isAdded, type MailChange } from "./change";
import { type RecordSide, sideTarget } from "./record-side";

/** An identity in a plan, whether it changes or not, or one of somebody else that a stack reads. */
export interface PlannedIdentity {
  /** The entry of domains.yaml, if it is one of ours by its Terraform name. */
  readonly entry?: string;
  readonly domain: string;
  readonly region?: string;
  /** The tokens that SES has now; none if the identity does not exist yet, or gets new tokens. */
  readonly tokens: readonly string[];
  /** Its tokens are known only after the apply. */
  readonly isNew: boolean;
  /** It no longer exists after the apply. */
  readonly isGone: boolean;
}

/** A name that SES sends with, before or after the apply. */
export interface PlannedMailFrom {
  readonly change: MailChange;
  readonly region?: string;
}

export interface PublishedMail {
  /** By domain. A domain may have an identity in each region. */
  readonly identities: ReadonlyMap<string, readonly PlannedIdentity[]>;
  /** By entry. */
  readonly entries: ReadonlyMap<string, readonly PlannedIdentity[]>;
  /** By MAIL FROM name. */
  readonly mailFrom: ReadonlyMap<string, PlannedMailFrom>;
  /** The entries whose MAIL FROM setting is known. */
  readonly entriesWithMailFrom: ReadonlySet<string>;
}

/** What a DKIM record is, before or after. */
export type DkimStatus =
  /** A token of an identity, pointing to the target that SES expects. */
  | "ours"
  /** It belongs to an identity whose tokens are created in this plan. */
  | "new"
  /** Somebody else's key, as far as is known. */
  | "foreign"
  /** No key is found there: the type is another, or it is a token of ours with a wrong target. */
  | "wrong";

export function gatherPublished(
  changes: readonly MailChange[],
  existing: readonly ExistingIdentity[] = [],
): PublishedMail {
  const identities = new Map<string, PlannedIdentity[]>();
  const entries = new Map<string, PlannedIdentity[]>();
  const mailFrom = new Map<string, PlannedMailFrom>();
  const entriesWithMailFrom = new Set<string>();
  const add = (identity: PlannedIdentity) => {
    append(identities, identity.domain, identity);
    if (identity.entry !== undefined) append(entries, identity.entry, identity);
  };
  for (const { entry, domain, region, tokens } of existing)
    add({ entry, domain: canonicalName(domain), region, tokens, isNew: false, isGone: false });
  for (const change of changes) {
    if (change.role === "identity") {
      const identity = readIdentity(change);
      if (identity === undefined) continue;
      add(identity);
    }
    if (change.role !== "mail-from") continue;
    if (change.entry !== undefined) entriesWithMailFrom.add(change.entry);
    const { before, after } = change.resource;
    const region = stringOf(after?.region) ?? stringOf(before?.region);
    for (const name of [stringOf(before?.mail_from_domain), stringOf(after?.mail_from_domain)]) {
      if (name) mailFrom.set(canonicalName(name), { change, region });
    }
  }
  return { identities, entries, mailFrom, entriesWithMailFrom: entriesWithMailFrom };
}

export function dkimStatusOf(side: RecordSide, change: MailChange, published: PublishedMail): DkimStatus {
  const { type, name, content } = side;
  if (type !== undefined && type !== "CNAME" && type !== "TXT") return "wrong";
  if (name === undefined || content === undefined) {
    const isMaking = (published.entries.get(change.entry ?? "") ?? []).some(({ isNew }) => isNew);
    const isBoth = name === undefined && content === undefined && !side.isHidden;
    return isBoth && type === "CNAME" && isMaking && isTokenId(change.id ?? "") ? "new" : "foreign";
  }
  const { selector = "", domain = "" } = parseDkimName(name) ?? {};
  const owners = (published.identities.get(domain) ?? []).filter(({ tokens }) => tokens.includes(selector));
  if (owners.length === 0) return "foreign";
  const target = sideTarget(side) ?? "";
  return type === "CNAME" && owners.some(({ region }) => isDkimTarget(target, selector, region)) ? "ours" : "wrong";
}

/** SES may name another zone than the table does. Then that zone is used for the region. */
function isDkimTarget(target: string, token: string, region: string | undefined): boolean {
  if (region === undefined) return parseDkimTarget(target)?.token === token;
  return [undefined, `dkim.${region}.amazonses.com`].some((zone) => target === dkimTarget(token, region, zone));
}

/** Where SES receives bounces, for a region if it is known. */
export function isFeedbackMx(side: RecordSide | undefined, region?: string): boolean {
  const found = feedbackRegion((side && sideTarget(side)) ?? "");
  return found !== undefined && (region === undefined || found === region);
}

/** The MAIL FROM setting that uses `name`. If no plan says what SES uses: the entry's own record for it. */
export function mailFromAt(
  name: string,
  change: MailChange,
  published: PublishedMail,
): Partial<PlannedMailFrom> | undefined {
  const known = published.mailFrom.get(name);
  if (known !== undefined) return known;
  const { id, entry = "" } = change;
  if (id === undefined || !isMailFromId(id)) return undefined;
  const identities = published.entries.get(entry) ?? [];
  const domain = identities[0]?.domain ?? entry;
  if (published.entriesWithMailFrom.has(entry) || name === domain || !isWithin(name, domain)) return undefined;
  const region = identities[0]?.region;
  return region === undefined ? {} : { region };
}

function readIdentity(change: MailChange): PlannedIdentity | undefined {
  const { before, after, action } = change.resource;
  const name = stringOf(after?.email_identity) ?? stringOf(before?.email_identity);
  if (name === undefined) return undefined;
  const region = stringOf(after?.region) ?? stringOf(before?.region);
  const isNew = isAdded(change) || isToBeMade(after?.dkim_signing_attributes);
  return {
    entry: change.entry,
    domain: canonicalName(name),
    region,
    tokens: (isNew ? undefined : tokensOf((after ?? before)?.dkim_signing_attributes)) ?? [],
    isNew,
    isGone: action === "delete",
  };
}

function isToBeMade(value: unknown): boolean {
  const [block] = Array.isArray(value) ? value : [];
  return value === UNKNOWN || block === UNKNOWN || (isObject(block) && block.tokens === UNKNOWN);
}

function tokensOf(value: unknown): readonly string[] | undefined {
  const [block] = Array.isArray(value) ? value : [];
  const tokens = isObject(block) ? block.tokens : undefined;
  return Array.isArray(tokens) && tokens.every((token) => typeof token === "string") ? tokens : undefined;
}
