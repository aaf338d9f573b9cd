// What reports add up to: each once, by sender, with the reason why messages failed.

import type { PublishedPolicy } from "../../lib/reports/report";
import { failureReason } from "../../lib/reports/summary/reason";
import { senderOf } from "../../lib/reports/summary/source";
import { summariseDomains, summariseTls } from "../../lib/reports/summary/summary";
import { ReportTally } from "../../lib/reports/summary/tally";
import { aggregate, readOne } from "./read-all";
import { ALIGNED, DAY, FORGED, feedback, MONDAY, type ReportSample, type RowSample, tlsReport } from "./samples";

async function tallyOf(samples: readonly ReportSample[], options = {}): Promise<ReportTally> {
  const tally = new ReportTally(options);
  for (const sample of samples) tally.add(await aggregate(feedback(sample)));
  return tally;
}

const only = async (samples: readonly ReportSample[]) => {
  const [domain, ...others] = summariseDomains(await tallyOf(samples), []);
  expect(others).toEqual([]);
  return domain!;
};

test("a report that comes twice counts once, and another with the same id and other figures is a conflict", async () => {
  const tally = new ReportTally();
  const first = await aggregate(feedback());
  const again = await aggregate(feedback({ reporter: "RECEIVER.example" }));
  expect([tally.add(first), tally.add(first), tally.add(again)]).toEqual(["counted", "duplicate", "duplicate"]);
  expect(tally.add(await aggregate(feedback({ rows: [FORGED] })))).toBe("conflict");
  expect(tally.domains.get("example.com")?.counts).toEqual({ both: 90, dkimOnly: 0, spfOnly: 0, none: 0 });
});

test("reports without an id are distinguished by their content", async () => {
  const tally = new ReportTally();
  const add = async (sample: ReportSample) => tally.add(await aggregate(feedback({ id: "", ...sample })));
  expect([await add({}), await add({}), await add({ rows: [FORGED] })]).toEqual(["counted", "duplicate", "counted"]);
});

test("the same id of another receiver, domain or day is another report", async () => {
  const samples = [
    {},
    { reporter: "other.example" },
    { domain: "example.org" },
    { begin: MONDAY + DAY, end: MONDAY + 2 * DAY },
  ];
  const tally = await tallyOf(samples);
  expect([...tally.domains.values()].map(({ domain, reports }) => [domain, reports])).toEqual([
    ["example.com", 3],
    ["example.org", 1],
  ]);
});

test("only reports of the period count, by their middle", async () => {
  const tally = new ReportTally({ since: MONDAY, until: MONDAY + DAY });
  const add = async (begin: number) =>
    tally.add(await aggregate(feedback({ id: String(begin), begin, end: begin + DAY - 1 })));
  expect([await add(MONDAY - DAY), await add(MONDAY), await add(MONDAY + DAY)]).toEqual([
    "outside",
    "counted",
    "outside",
  ]);
});

test("weeks begin on Monday, and one without mail is shown", async () => {
  const at = (days: number) => ({ id: String(days), begin: MONDAY + days * DAY, end: MONDAY + (days + 1) * DAY - 1 });
  const { weeks } = await only([at(-1), at(0), at(6), { ...at(20), rows: [FORGED] }]);
  expect(weeks).toEqual([
    { week: "2026-10-26", passed: 90, failed: 0 },
    { week: "2026-11-02", passed: 180, failed: 0 },
    { week: "2026-11-09", passed: 0, failed: 0 },
    { week: "2026-11-16", passed: 0, failed: 3 },
  ]);
});

const POLICY: PublishedPolicy = { domain: "example.com", policy: "none" };
const rowOf = async (row: RowSample) => (await aggregate(feedback({ rows: [row] }))).rows[0]!;

test.each<readonly [string, RowSample, string]>([
  ["SES's own signature beside ours", ALIGNED, "ses amazonses.com"],
  ["SES's own MAIL FROM domain", { envelope: ["eu-west-1.amazonses.com", "pass"] }, "ses amazonses.com"],
  ["a name that only ends like SES's", { signatures: [["notamazonses.com", "pass"]] }, "signer notamazonses.com"],
  [
    "another sender that signs as itself and as us",
    {
      signatures: [
        ["example.com", "pass"],
        ["esp.example", "pass"],
      ],
      dkim: "pass",
    },
    "signer esp.example",
  ],
  [
    "a server that signs as us alone",
    { signatures: [["example.com", "pass"]], dkim: "pass" },
    "own-signature example.com",
  ],
  [
    "our signature, kept by a forwarder",
    { signatures: [["example.com", "pass"]], dkim: "pass", envelope: ["forwarder.example", "pass"] },
    "own-signature example.com",
  ],
  ["our envelope alone", { envelope: ["bounce.example.com", "pass"], spf: "pass" }, "own-envelope bounce.example.com"],
  ["a foreign envelope", { envelope: ["esp.example", "pass"] }, "envelope esp.example"],
  ["a greeting that passes, which says nothing", { envelope: ["esp.example", "pass", "helo"] }, "address 192.0.2.1"],
  ["a signature that does not pass", { signatures: [["esp.example", "fail"]] }, "address 192.0.2.1"],
])("%s says who sent it", async (_, row, sender) => {
  const { kind, name } = senderOf(await rowOf(row), "example.com");
  expect(`${kind} ${name}`).toBe(sender);
});

test.each<readonly [string, RowSample, Partial<PublishedPolicy>, string | undefined]>([
  ["DKIM passed and SPF did not", { ...ALIGNED, spf: "fail" }, {}, undefined],
  ["SPF passed and DKIM did not", { ...ALIGNED, dkim: "fail" }, {}, undefined],
  [
    "SES signed with its own domain alone",
    { signatures: [["amazonses.com", "pass"]], envelope: ["amazonses.com", "pass"] },
    {},
    "ses-unsigned",
  ],
  [
    "a subdomain signed, and adkim is strict",
    { signatures: [["mail.example.com", "pass"]] },
    { dkimAlignment: "strict" },
    "strict-dkim",
  ],
  [
    "SPF passed for a subdomain, and aspf is strict",
    { envelope: ["mail.example.com", "pass"] },
    { spfAlignment: "strict" },
    "strict-spf",
  ],
  ["the receiver knows a mailing list", { ...FORGED, reasons: ["mailing_list"] }, {}, "forwarded"],
  ["our signature was broken", { signatures: [["example.com", "fail"]] }, {}, "signature-broken"],
  ["there was no signature of ours", { signatures: [["example.com", "none"]] }, {}, "unauthenticated"],
  ["another sender signed", { signatures: [["esp.example", "pass"]] }, {}, "other-signer"],
  ["the envelope is another's", { envelope: ["esp.example", "pass"] }, {}, "other-envelope"],
  ["the SPF record does not name the server", FORGED, {}, "spf-without-it"],
  ["nothing is authenticated", {}, {}, "unauthenticated"],
  [
    "a passing signature of the From domain counts as failed",
    { signatures: [["example.com", "pass"]] },
    {},
    "inconsistent",
  ],
])("where %s, the reason is said", async (_, sample, policy, reason) => {
  const row = await rowOf(sample);
  expect(failureReason(row, { ...POLICY, ...policy }, senderOf(row, "example.com"))).toBe(reason);
});

test("senders come in the order of what to do: aligned, partly aligned, failing, foreign", async () => {
  const ses: RowSample = { signatures: [["amazonses.com", "pass"]], count: 5, address: "192.0.2.50" };
  const esp: RowSample = { signatures: [["esp.example", "pass"]], count: 8, address: "192.0.2.60" };
  const { senders } = await only([
    { rows: [FORGED, esp, { ...esp, dkim: "pass" }, ses, { ...ALIGNED, signatures: [["example.com", "pass"]] }] },
  ]);
  expect(senders.map(({ sender, group, messages }) => [sender.name, group, messages])).toEqual([
    ["example.com", "aligned", 90],
    ["esp.example", "partly", 16],
    ["amazonses.com", "failing", 5],
    ["203.0.113.9", "foreign", 3],
  ]);
});

test("a sender that the SPF record names seems to be ours, and so does an address that also sends what passes", async () => {
  const rows: RowSample[] = [
    { signatures: [["esp.example", "pass"]], address: "192.0.2.60" },
    { signatures: [["other.example", "pass"]], address: "192.0.2.70" },
    { ...ALIGNED, address: "192.0.2.80" },
    { address: "192.0.2.80" },
  ];
  const tally = await tallyOf([{ rows }]);
  const places = { dmarc: undefined, spf: undefined, mailFrom: undefined, entry: undefined };
  const facts = { domain: "example.com", entry: "example.com", spf: "v=spf1 include:_spf.esp.example ~all", places };
  const [domain] = summariseDomains(tally, [facts]);
  expect(domain?.senders.map(({ sender, group }) => [sender.name, group])).toEqual([
    ["amazonses.com", "aligned"],
    ["192.0.2.80", "failing"],
    ["esp.example", "failing"],
    ["other.example", "foreign"],
  ]);
});

test("the effect of a stricter policy is on what failed both, and not on subdomains with a policy of their own", async () => {
  const rows: RowSample[] = [
    { ...ALIGNED, spf: "fail" },
    FORGED,
    { ...FORGED, from: "shop.example.com", count: 4 },
    { ...FORGED, count: 2, address: "203.0.113.10", reasons: ["local_policy"] },
  ];
  const effects = async (policy: Record<string, string>) =>
    (await only([{ rows, policy }])).effects.map(({ policy: one, messages, fromSubdomains, exempted }) => [
      one,
      messages,
      fromSubdomains,
      exempted,
    ]);
  expect(await effects({ p: "none" })).toEqual([
    ["quarantine", 9, 4, 2],
    ["reject", 9, 4, 2],
  ]);
  expect(await effects({ p: "none", sp: "none" })).toEqual([
    ["quarantine", 5, 0, 2],
    ["reject", 5, 0, 2],
  ]);
  expect(await effects({ p: "quarantine" })).toEqual([["reject", 9, 4, 2]]);
  expect(await effects({ p: "reject", testing: "y" })).toEqual([["reject", 9, 4, 2]]);
  expect(await effects({ p: "reject" })).toEqual([]);
});

test("the policy is that of the last report, whatever order they come in", async () => {
  const later = { id: "2", begin: MONDAY + DAY, end: MONDAY + 2 * DAY - 1, policy: { p: "reject" } };
  for (const samples of [
    [{}, later],
    [later, {}],
  ])
    expect((await only(samples)).policy.policy).toBe("reject");
});

test("TLS reports are added up by domain", async () => {
  const tally = new ReportTally();
  expect([tally.add(await readOne(tlsReport())), tally.add(await readOne(tlsReport()))]).toEqual([
    "counted",
    "duplicate",
  ]);
  tally.add(await readOne(tlsReport({ "report-id": "tls-2" })));
  expect(summariseTls(tally)).toMatchObject([
    {
      domain: "example.com",
      reports: 2,
      successes: 40,
      failures: 6,
      causes: [{ name: "certificate-expired", messages: 6 }],
    },
  ]);
});
