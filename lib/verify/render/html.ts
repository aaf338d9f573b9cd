// The answer as a page to be sent and opened offline: the hand-over table with what became of each record.

import { kindOf } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import type { PageCause, PageDomain } from "../../records/page/model";
import { byEntry, pageStart } from "../../records/page/of-records";
import { renderPage } from "../../records/page/page";
import type { LiveNotes } from "../../records/table";
import type { Cause, CheckedIdentity, CheckedRecord, Verification } from "../verification";
import type { VerifyWords } from "../words/words";
import { identityLine, statusText, verdictLine } from "./status";

export function renderHtml(
  verification: Verification,
  {
    words,
    remark,
    isHandedOver = true,
  }: { readonly words: VerifyWords; readonly remark?: string | undefined; readonly isHandedOver?: boolean },
): string {
  const { at, verdict, accounts, unseen } = verification;
  const records = verification.records.map(({ record }) => record);
  const checked = new Map(verification.records.map((one) => [keyOf(one.record), one]));
  const groups = byEntry(records);
  const isOfNone = (cause: Cause) => !groups.some(([entry, own]) => isAbout(cause, entry, own[0]));
  return renderPage({
    ...pageStart(records, { words: words.table, remark, isHandedOver, live: notesOf(verification, checked) }),
    domains: groups.map(([entry, own]) => domainOf(verification, entry, own, checked, words)),
    check: {
      at,
      verdict,
      headline: verdictLine(verification, words),
      unseen,
      causes: verification.causes.filter(isOfNone).map((cause) => causeOf(cause, words)),
      facts: accounts.map(words.account),
    },
  });
}

function domainOf(
  { at, causes, identities, extras }: Verification,
  entry: string,
  records: readonly DnsRecord[],
  checked: ReadonlyMap<string, CheckedRecord>,
  words: VerifyWords,
): PageDomain {
  const identity = identities.find((one) => one.entry === entry);
  const text = identity === undefined ? undefined : identityLine({ ...identity, deadline: null }, at, words);
  const [first] = records;
  return {
    entry,
    domain: first?.domain ?? entry,
    records: records.map((record) => {
      const one = checked.get(keyOf(record));
      return { record, status: one && { kind: one.status, text: statusText(one, words.table) } };
    }),
    extras: extras.filter((extra) => extra.entry === entry),
    causes: causes.filter((cause) => isAbout(cause, entry, first)).map((cause) => causeOf(cause, words)),
    identity: identity === undefined || text === undefined ? undefined : identityOf(identity, text),
  };
}

/** By the records that it names, else by the domain or the zone that it is about. */
function isAbout({ records, domain }: Cause, entry: string, first: DnsRecord | undefined): boolean {
  if (records.length > 0) return records.some((one) => one.entry === entry);
  return domain === first?.domain || domain === first?.zone;
}

function causeOf(cause: Cause, words: VerifyWords): PageCause {
  return { id: cause.rule, severity: cause.severity, ...words.cause(cause) };
}

function identityOf({ verified, deadline }: CheckedIdentity, text: string) {
  return { isVerified: verified === true, text, deadline };
}

function notesOf({ identities }: Verification, checked: ReadonlyMap<string, CheckedRecord>): LiveNotes {
  const deadlines = new Map(identities.map(({ entry, deadline }) => [entry, deadline]));
  return (record) => {
    const deadline = kindOf(record.purpose).isCheckedBySes ? (deadlines.get(record.entry) ?? null) : null;
    return {
      status: checked.get(keyOf(record))?.status ?? "",
      deadline: deadline === null ? null : new Date(deadline).toISOString(),
    };
  };
}

function keyOf({ entry, id }: DnsRecord): string {
  return `${entry} ${id}`;
}
