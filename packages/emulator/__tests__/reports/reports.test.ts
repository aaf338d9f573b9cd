// What the emulator's receivers report, read by the program that people read theirs with.
import fs from "node:fs";
import path from "node:path";
import { ZONE_ID } from "../../../../__tests__/helpers/domains";
import { readReports } from "../../../../lib/reports/read/read";
import type { AggregateReport, MailReport } from "../../../../lib/reports/report";
import { outboxFolder } from "../../src/outbox/outbox";
import { type ReportsRequest, reportsFolder, writeReports } from "../../src/reports/reports";
import { createIdentity, currentIdentity, putMailFrom } from "../../src/services/aws/ses-identities";
import { dkimRecordName, dkimTarget } from "../../src/services/aws/ses-search";
import { createRecord } from "../../src/services/cloudflare/records";
import { ensureZones } from "../../src/services/cloudflare/zones";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

/** Noon of a Sunday. */
const NOW = Date.UTC(2026, 10, 29, 12);
const KEY = { account: "000000000000", region: "us-east-1", name: "example.com" };
let world: World;
let folder: string;
let count = 0;
const base = withFreshWorld(
  (fresh) => {
    world = fresh;
  },
  undefined,
  () => NOW,
);
beforeEach(() => {
  count += 1;
  folder = path.join(base, `reports-${count}`);
  ensureZones(world, { [ZONE_ID]: "example.com" }, []);
});

const record = (type: string, name: string, content: string, more: object = {}) =>
  createRecord(world, ZONE_ID, { name, type, content, ttl: 1, proxied: false, ...more });
const dmarc = (text: string) => record("TXT", "_dmarc.example.com", `"${text}"`);

/** The identity, with all that SES looks for unless `lacks` says otherwise. */
function identity(lacks: { dkim?: boolean; mailFrom?: boolean } = {}): void {
  createIdentity(world, { ...KEY, configurationSetName: null, tags: {}, dkim: {} });
  const { dkim } = currentIdentity(world, KEY);
  for (const token of lacks.dkim ? [] : dkim.tokens)
    record("CNAME", dkimRecordName(token, "example.com"), dkimTarget(token, { region: KEY.region, dkim }));
  if (lacks.mailFrom) return;
  putMailFrom(world, KEY, "mail.example.com", "USE_DEFAULT_VALUE");
  record("MX", "mail.example.com", "feedback-smtp.us-east-1.amazonses.com", { priority: 10 });
  record("TXT", "mail.example.com", '"v=spf1 include:amazonses.com ~all"');
}

async function written(request: Partial<ReportsRequest>) {
  const answer = writeReports(world, { domains: ["example.com"], mail: [], days: 1, ...request }, folder);
  const found: MailReport[] = [];
  for (const name of fs.readdirSync(answer.folder).sort()) {
    const file = path.join(answer.folder, name);
    for await (const one of readReports({ name, pieces: () => fs.createReadStream(file) })) {
      if (one.report === undefined) throw new Error(`${name}: ${one.fault}`);
      expect([one.report.doubts, one.report.isPartial]).toEqual([[], false]);
      found.push(one.report);
    }
  }
  return { ...answer, found };
}

const ALL = [
  { source: "ses", messages: 101 },
  { source: "forwarded", messages: 3 },
  { source: "forged", messages: 7 },
  { source: "esp.example", messages: 4 },
];

/** Messages of all receivers by what became of them. */
function sums(reports: readonly MailReport[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { rows } of reports.filter((one): one is AggregateReport => one.kind === "dmarc"))
    for (const { dkim, spf, disposition, count: messages, signatures } of rows) {
      const key = `${signatures[0]?.domain ?? "-"} ${dkim ? "dkim" : "-"} ${spf ? "spf" : "-"} ${disposition}`;
      counts[key] = (counts[key] ?? 0) + messages;
    }
  return counts;
}

test("each source is reported as a receiver sees it, and all messages are in one report or the other", async () => {
  identity();
  dmarc("v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com");
  const { found, notes, aggregate, tls } = await written({ mail: ALL, days: 3 });
  expect([aggregate, tls, notes]).toEqual([6, 0, []]);
  expect(sums(found)).toEqual({
    "example.com dkim spf pass": 303,
    "example.com dkim - pass": 9,
    "- - - quarantine": 21,
    "esp.example - - quarantine": 12,
  });
  expect(found[0]).toMatchObject({
    period: { begin: Date.UTC(2026, 10, 26) / 1000, end: Date.UTC(2026, 10, 27) / 1000 - 1 },
    policy: { domain: "example.com", policy: "quarantine", testing: false, dkimAlignment: "relaxed" },
  });
});

test.each<readonly [string, () => void, string, Readonly<Record<string, number>>]>([
  ["SES has not verified", () => identity({ dkim: true, mailFrom: true }), "p=none", { "amazonses.com - - none": 10 }],
  ["has no MAIL FROM of its own", () => identity({ mailFrom: true }), "p=reject", { "example.com dkim - pass": 10 }],
  ["has an alignment that is strict", () => identity(), "p=none; aspf=s", { "example.com dkim - pass": 10 }],
  [
    "only tests quarantine",
    () => identity({ dkim: true }),
    "p=quarantine; t=y; aspf=s",
    { "amazonses.com - - none": 10 },
  ],
  ["rejects", () => identity({ dkim: true }), "p=reject; aspf=s", { "amazonses.com - - reject": 10 }],
])("mail of a domain that %s is judged by that", async (_, make, tags, expected) => {
  make();
  dmarc(`v=DMARC1; ${tags}`);
  const { found, notes } = await written({ mail: [{ source: "ses", messages: 10 }] });
  expect(sums(found)).toEqual(expected);
  expect(notes).toEqual(["the DMARC record of example.com has no rua: real receivers would send no reports"]);
});

test("a subdomain's mail is judged by the policy above it for subdomains", async () => {
  identity();
  dmarc("v=DMARC1; p=none; sp=reject; rua=mailto:a@example.com");
  const { found } = await written({ domains: ["news.example.com"], mail: [{ source: "forged", messages: 2 }] });
  expect(sums(found)).toEqual({ "- - - reject": 2 });
  expect(found[0]).toMatchObject({ policy: { domain: "example.com", subdomainPolicy: "reject" } });
});

test("a message of the outbox is in the reports of its day", async () => {
  identity();
  dmarc("v=DMARC1; p=none; rua=mailto:a@example.com");
  fs.mkdirSync(outboxFolder(folder), { recursive: true });
  const write = (name: string, date: string, more = "") =>
    fs.writeFileSync(
      path.join(outboxFolder(folder), name),
      `Return-Path: <x@mail.example.com>\r\nDKIM-Signature: v=1; a=rsa-sha256;\r\n d=example.com; s=tok; b=x\r\nFrom: Me <me@example.com>\r\nDate: ${date}\r\n${more}\r\nbody\r\n`,
    );
  write("a.eml", "Sat, 28 Nov 2026 10:00:00 +0000");
  write("b.eml", "Sat, 28 Nov 2026 11:00:00 +0000");
  write("today.eml", "Sun, 29 Nov 2026 10:00:00 +0000");
  fs.writeFileSync(path.join(outboxFolder(folder), "odd.eml"), "nothing");
  expect(sums((await written({})).found)).toEqual({ "example.com dkim spf pass": 2 });
});

test("TLS reports are of all sessions, and say that nobody asked for them", async () => {
  identity();
  dmarc("v=DMARC1; p=none; rua=mailto:a@example.com");
  record("TXT", "_mta-sts.example.com", '"v=STSv1; id=1"');
  const { found, tls, notes } = await written({ tls: { succeeded: 5, failed: 1 }, mail: ALL });
  const policies = found.flatMap((one) => (one.kind === "tls" ? one.policies : []));
  expect([tls, policies.map(({ type, successes, failures }) => [type, successes, failures])]).toEqual([
    2,
    expect.arrayContaining([
      ["sts", 3, 1],
      ["sts", 2, 0],
    ]),
  ]);
  expect(notes).toEqual(["example.com has no TLS-RPT record: real receivers would send no TLS reports"]);
});

test("what earlier reports said is gone", async () => {
  identity();
  dmarc("v=DMARC1; p=none; rua=mailto:a@example.com");
  await written({ mail: ALL, days: 5 });
  await written({ mail: ALL, days: 2 });
  expect(fs.readdirSync(reportsFolder(folder))).toHaveLength(4);
});

test.each<readonly [string, () => void, Partial<ReportsRequest>, string]>([
  [
    "without a DMARC record",
    () => identity(),
    { mail: ALL },
    'domain "example.com" has no DMARC record in the emulator, or two: receivers report on nothing, so apply one first',
  ],
  [
    "with two",
    () => {
      identity();
      dmarc("v=DMARC1; p=none");
      dmarc("v=DMARC1; p=reject");
    },
    { mail: ALL },
    'domain "example.com" has no DMARC record in the emulator, or two: receivers report on nothing, so apply one first',
  ],
  [
    "without an identity",
    () => void dmarc("v=DMARC1; p=none"),
    { mail: ALL },
    'domain "example.com" has no identity in the emulator: SES sends nothing for it, so apply first',
  ],
  [
    "without mail",
    () => {
      identity();
      dmarc("v=DMARC1; p=none");
    },
    {},
    'domain "example.com" has no mail in this day: describe some, such as --mail ses=200; what was sent today is reported tomorrow',
  ],
])("a domain %s is refused, and earlier reports stay", (_, make, request, message) => {
  make();
  fs.mkdirSync(reportsFolder(folder), { recursive: true });
  fs.writeFileSync(path.join(reportsFolder(folder), "earlier"), "");
  expect(() => writeReports(world, { domains: ["example.com"], mail: [], days: 1, ...request }, folder)).toThrow(
    message,
  );
  expect(fs.readdirSync(reportsFolder(folder))).toEqual(["earlier"]);
});
