// `emulator reports`: what receivers report of a domain's mail, for days that are over by the emulator's clock. The mail is described, and what is
// in the outbox is in it on its day. The domain's records and identity are taken as they are now, for all of these days.
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { EmulatorError } from "../errors";
import type { World } from "../world/world";
import { aggregateXml, type ReportHead, type ReportRow, type TlsSessions, tlsJson } from "./documents";
import { type DescribedMail, identityFor, type JudgedMail, judge, seenMail } from "./mail";
import { outboxMail } from "./outbox-mail";
import { type PublishedRecord, publishedRecord, textsAt } from "./policy";

export interface ReportsRequest {
  /** In lower case. */
  readonly domains: readonly string[];
  readonly mail: readonly DescribedMail[];
  /** Days before today, UTC. */
  readonly days: number;
  /** Sessions a day with the domain's own mail servers. @default - no TLS reports */
  readonly tls?: TlsSessions | undefined;
}

export interface WrittenReports {
  /** Absolute. */
  readonly folder: string;
  readonly aggregate: number;
  readonly tls: number;
  /** What real receivers would do otherwise, one line each. */
  readonly notes: readonly string[];
}

/** Invented, and each with its half of the mail. */
const RECEIVERS = ["receiver.example", "mailbox.example"];
const DAY = 86_400;

/** The folder of reports, inside the emulator's folder. */
export function reportsFolder(folder: string): string {
  return path.join(folder, "reports");
}

/**
 * Replaces what an earlier call wrote.
 * @throws EmulatorError if a domain has no DMARC record, or nothing sends as described
 */
export function writeReports(world: World, request: ReportsRequest, emulatorFolder: string): WrittenReports {
  const made = request.domains.map((domain) => reportsOf(world, domain, request, emulatorFolder));
  const folder = reportsFolder(emulatorFolder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = made.flatMap((one) => one.files);
  for (const { name, text } of files) writeFileSync(path.join(folder, name), gzipSync(text));
  const tls = files.filter(({ name }) => name.endsWith(".json.gz")).length;
  return { folder, aggregate: files.length - tls, tls, notes: made.flatMap(({ notes }) => notes) };
}

interface ReportFile {
  readonly name: string;
  readonly text: string;
}

function reportsOf(world: World, domain: string, { mail, days, tls }: ReportsRequest, folder: string) {
  const record = publishedRecord(world, domain);
  if (record === undefined)
    throw new EmulatorError(
      `domain "${domain}" has no DMARC record in the emulator, or two: receivers report on nothing, so apply one first`,
    );
  const identity = identityFor(world, domain);
  const [lacking] = identity === undefined ? mail.filter(({ source }) => /^(?:ses|forwarded)$/.test(source)) : [];
  if (lacking !== undefined)
    throw new EmulatorError(
      `domain "${domain}" has no identity in the emulator: SES sends nothing for it, so apply first`,
    );
  const today = Math.floor(world.now() / 1000 / DAY) * DAY;
  const sent = outboxMail(folder, domain);
  const files: ReportFile[] = [];
  for (let day = days; day >= 1; day -= 1) {
    const begin = today - day * DAY;
    const described = mail.flatMap(({ source, messages }) => {
      const seen = seenMail(world, { source, from: domain, identity, day });
      return seen === undefined ? [] : [{ mail: judge(seen, record), count: messages }];
    });
    const own = sent
      .filter(({ time }) => time >= begin && time < begin + DAY)
      .map(({ seen }) => ({ mail: judge(seen, record), count: 1 }));
    const rows = merge([...described, ...own]);
    RECEIVERS.forEach((receiver, index) => {
      const head = headOf(receiver, domain, begin);
      const share = rows.map((row) => ({ ...row, count: shareOf(row.count, index) })).filter(({ count }) => count > 0);
      if (share.length > 0)
        files.push({ name: fileName(head, domain, "xml"), text: aggregateXml(head, record, share) });
      const sessions = tls && { succeeded: shareOf(tls.succeeded, index), failed: shareOf(tls.failed, index) };
      if (sessions === undefined || sessions.succeeded + sessions.failed === 0) return;
      const policyType = hasMtaSts(world, domain) ? "sts" : "no-policy-found";
      files.push({ name: fileName(head, domain, "json"), text: tlsJson(head, domain, { ...sessions, policyType }) });
    });
  }
  if (files.length === 0)
    throw new EmulatorError(
      `domain "${domain}" has no mail in ${days === 1 ? "this day" : `these ${days} days`}: describe some, such as --mail ses=200; what was sent today is reported tomorrow`,
    );
  return { files, notes: notesOf(world, domain, record, tls !== undefined) };
}

function notesOf(world: World, domain: string, record: PublishedRecord, hasTls: boolean): string[] {
  const asksForTls = textsAt(world, `_smtp._tls.${domain}`).some((text) => /^v=TLSRPTv1\b/.test(text));
  return [
    ...(record.asksForReports
      ? []
      : [`the DMARC record of ${record.domain} has no rua: real receivers would send no reports`]),
    ...(hasTls && !asksForTls ? [`${domain} has no TLS-RPT record: real receivers would send no TLS reports`] : []),
  ];
}

function hasMtaSts(world: World, domain: string): boolean {
  return textsAt(world, `_mta-sts.${domain}`).some((text) => /^v=STSv1\b/.test(text));
}

/** Messages that are alike are one row. */
function merge(all: readonly { readonly mail: JudgedMail; readonly count: number }[]): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const { mail, count } of all) {
    const key = JSON.stringify(mail);
    rows.set(key, { ...mail, count: (rows.get(key)?.count ?? 0) + count });
  }
  return [...rows.values()];
}

/** The first receiver has the odd one. */
function shareOf(count: number, index: number): number {
  return index === 0 ? Math.ceil(count / RECEIVERS.length) : Math.floor(count / RECEIVERS.length);
}

function headOf(receiver: string, domain: string, begin: number): ReportHead {
  const id = createHash("sha256").update(`${receiver} ${domain} ${begin}`).digest("hex").slice(0, 16);
  return { receiver, id, begin, end: begin + DAY - 1 };
}

/** RFC 9990 §3.5.2, RFC 8460 §5.1. */
function fileName({ receiver, begin, end, id }: ReportHead, domain: string, extension: "xml" | "json"): string {
  return `${receiver}!${domain}!${begin}!${end}!${id}.${extension}.gz`;
}
