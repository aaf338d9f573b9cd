// The answer as a page to be sent and opened offline: the hand-over table with what became of each record.

import { kindOf } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import type { PageCause, PageDomain } from "../../records/page/model";
import { byEntry, pageStart } from "../../records/page/of-records";
import { renderPage } from "../../records/page/page";
import type { LiveNotes } from "../../records/table";
import type { Words } from "../../records/words/words";
import type { Cause, CheckedIdentity, CheckedRecord, Verification } from "../verification";
import { accountLine, identityLine, statusText, verdictLine } from "./status";

export function renderHtml(
  verification: Verification,
  {
    words,
    remark,
    isHandedOver = true,
  }: { readonly words: Words; readonly remark?: string | undefined; readonly isHandedOver?: boolean },
): string {
  const { at, verdict, accounts, unseen } = verification;
  const records = verification.records.map(({ record }) => record);
  const checked = new Map(verification.records.map((one) => [keyOf(one.record), one]));
  const groups = byEntry(records);
  const isOfNone = (cause: Cause) => !groups.some(([entry, own]) => isAbout(cause, entry, own[0]));
  return renderPage({
    ...pageStart(records, { words, remark, isHandedOver, live: notesOf(verification, checked) }),
    domains: groups.map(([entry, own]) => domainOf(verification, entry, own, checked, words)),
    look: {
      at,
      verdict,
      headline: verdictLine(verification),
      unseen,
      causes: verification.causes.filter(isOfNone).map(causeOf),
      facts: accounts.map(accountLine),
    },
  });
}

function domainOf(
  { at, causes, identities, extras }: Verification,
  entry: string,
  records: readonly DnsRecord[],
  checked: ReadonlyMap<string, CheckedRecord>,
  words: Words,
): PageDomain {
  const identity = identities.find((one) => one.entry === entry);
  const text = identity === undefined ? undefined : identityLine({ ...identity, deadline: null }, at);
  const [first] = records;
  return {
    entry,
    domain: first?.domain ?? entry,
    records: records.map((record) => {
      const one = checked.get(keyOf(record));
      return { record, status: one && { kind: one.status, text: statusText(one, words) } };
    }),
    extras: extras.filter((extra) => extra.entry === entry),
    causes: causes.filter((cause) => isAbout(cause, entry, first)).map(causeOf),
    ...(identity === undefined || text === undefined ? {} : { identity: identityOf(identity, text) }),
  };
}

/** By the records that it names, else by the domain or the zone that it is about. */
function isAbout({ records, domain }: Cause, entry: string, first: DnsRecord | undefined): boolean {
  if (records.length > 0) return records.some((one) => one.entry === entry);
  return domain === first?.domain || domain === first?.zone;
}

function causeOf({ rule, severity, message, fix }: Cause): PageCause {
  return { id: rule, severity, message, fix };
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
