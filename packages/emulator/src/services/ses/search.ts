// SES's searches for DNS records, as a pure function of the world: PENDING until the records stand, then SUCCESS; FAILED when
// they did not come in 72 hours. What counts is when they came, not when somebody looked.

import type { CloudflareRecord, Search, SesIdentity } from "../../world/things";
import type { World } from "../../world/world";

/** SES looks for records for 72 hours: https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html */
export const SEARCH_TIME = 72 * 60 * 60 * 1000;

/** Regions that hold the DKIM keys in a zone of their own: https://docs.aws.amazon.com/general/latest/gr/ses.html */
const OWN_DKIM_ZONE: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
  "us-gov-east-1",
]);

/** The record names that DKIM verification looks for; one token is a selector of one's own key. */
export function dkimRecordName(token: string, domain: string): string {
  return `${token}._domainkey.${domain.toLowerCase()}`;
}

export function dkimTarget(token: string, identity: KeyHolder): string {
  return `${token}.${dkimZone(identity)}`;
}

/** What an identity's keys are in: its region, or that of the identity whose keys it takes. */
type KeyHolder = Pick<SesIdentity, "region"> & { readonly dkim: Pick<SesIdentity["dkim"], "origin"> };

/** What SES calls SigningHostedZone. */
export function dkimZone({ region, dkim }: KeyHolder): string {
  const where = primaryRegion(dkim.origin) ?? region;
  return OWN_DKIM_ZONE.has(where) ? `dkim.${where}.amazonses.com` : "dkim.amazonses.com";
}

/**
 * `eu-west-1` of `AWS_SES_EU_WEST_1`, the origin of an identity that takes the keys of another region (Deterministic Easy DKIM):
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-deed.html
 */
export function primaryRegion(origin: string): string | undefined {
  return origin.startsWith("AWS_SES_") ? origin.slice(8).toLowerCase().replaceAll("_", "-") : undefined;
}

/** The identity with its searches where they stand now; the same object if nothing has changed. */
export function bringUpToDate(world: World, identity: SesIdentity): SesIdentity {
  const { dkim, mailFrom } = identity;
  const dkimSearch = nextSearch(dkim, dkimFoundAt(world, identity), world.now());
  const mailFromSearch = mailFrom && nextSearch(mailFrom, mailFromFoundAt(world, identity), world.now());
  if (dkimSearch === dkim && mailFromSearch === mailFrom) return identity;
  return {
    ...identity,
    dkim: { ...dkim, ...dkimSearch },
    mailFrom: mailFrom && { ...mailFrom, ...mailFromSearch },
    // A rotated key sets DKIM back to PENDING and leaves verified sending alone; only success and failure pass on.
    verification: ["SUCCESS", "FAILED"].includes(dkimSearch.status) ? dkimSearch.status : identity.verification,
  };
}

/** Where a search stands now, given since when its records stand in DNS (null: they do not). */
function nextSearch<T extends Search>(search: T, foundAt: number | null, now: number): Search {
  const { status, since } = search;
  const deadline = since + SEARCH_TIME;
  if (status === "SUCCESS") return foundAt === null ? { status: "TEMPORARY_FAILURE", since: now } : search;
  if (status !== "PENDING" && status !== "TEMPORARY_FAILURE") return search;
  // Nobody may have looked for days: what counts is whether the records stood in time, not when somebody looked.
  if (foundAt !== null && foundAt <= deadline) return { status: "SUCCESS", since: foundAt };
  return now > deadline ? { status: "FAILED", since: deadline } : search;
}

function dkimFoundAt(world: World, identity: SesIdentity): number | null {
  const { name, dkim } = identity;
  const found = dkim.tokens.map((token) =>
    world.records
      .inGroup(dkimRecordName(token, name))
      .find((record) =>
        dkim.origin === "EXTERNAL"
          ? record.type === "TXT" && record.content.includes("p=")
          : isPlainCname(record, dkimTarget(token, identity)),
      ),
  );
  return latest(found);
}

/** Exactly one MX: https://docs.aws.amazon.com/ses/latest/dg/mail-from.html */
function mailFromFoundAt(world: World, { region, mailFrom }: SesIdentity): number | null {
  if (mailFrom === null) return null;
  const records = world.records.inGroup(mailFrom.domain.toLowerCase());
  const exchanges = records.filter(({ type }) => type === "MX");
  const isRight = ({ content, priority }: CloudflareRecord) =>
    content === `feedback-smtp.${region}.amazonses.com` && priority === 10;
  const spf = records.find(({ type, content }) => type === "TXT" && /v=spf1 .*include:amazonses\.com/.test(content));
  return latest([exchanges.length === 1 ? exchanges.find(isRight) : undefined, spf]);
}

/** A proxied CNAME answers with addresses: the first documented reason why DKIM stays PENDING. */
function isPlainCname({ type, proxied, content }: CloudflareRecord, target: string): boolean {
  return type === "CNAME" && !proxied && content === target;
}

/** When the last of the records came, or null if one is missing. */
function latest(records: readonly (CloudflareRecord | undefined)[]): number | null {
  if (records.length === 0 || records.includes(undefined)) return null;
  return Math.max(...records.map((record) => Date.parse(record!.modified_on)));
}
