// Whether the next step of a ladder is earned, and by which figures.
import {
  DEFAULT_LADDER,
  type DmarcLadder,
  LADDER_STEPS,
  nextStep,
  policyOfStep,
  stepOf,
} from "../../lib/dns/dmarc-ladder";
import { isEarned, ladderVerdict, windowBegin } from "../../lib/reports/summary/ladder";
import { ReportTally } from "../../lib/reports/summary/tally";
import { aggregate } from "./read-all";
import { ALIGNED, DAY, FORGED, feedback, MONDAY, type ReportSample } from "./samples";

/** The window ends four weeks after the first Monday. */
const NOW = (MONDAY + 28 * DAY) * 1000;
const PLACES = { dmarc: undefined, spf: undefined, mailFrom: undefined, entry: undefined };

async function verdictOf(
  samples: readonly ReportSample[],
  { ladder = {}, dmarc = "v=DMARC1; p=none;" }: { ladder?: Partial<DmarcLadder>; dmarc?: string } = {},
) {
  const all = { ...DEFAULT_LADDER, ...ladder };
  const tally = new ReportTally({ since: windowBegin(all, NOW) });
  for (const sample of samples) tally.add(await aggregate(feedback(sample)));
  return ladderVerdict({ domain: "example.com", entry: "example.com", dmarc, places: PLACES, ladder: all }, tally, {
    now: NOW,
  });
}

const on = (day: number, sample: ReportSample = {}): ReportSample => ({
  id: `${day} ${JSON.stringify(sample)}`.replace(/[<>&"]/g, ""),
  begin: MONDAY + day * DAY,
  end: MONDAY + (day + 1) * DAY - 1,
  ...sample,
});
const days = (from: number, to: number, sample: ReportSample = {}) =>
  Array.from({ length: to - from }, (_, at) => on(from + at, sample));

test("the steps go up, and one that a ladder leaves out is passed over", () => {
  expect(LADDER_STEPS.map((step) => nextStep(DEFAULT_LADDER, step))).toEqual([...LADDER_STEPS.slice(1), undefined]);
  expect(nextStep({ steps: ["reject", "none", "quarantine"] }, "quarantine-test")).toBe("quarantine");
  for (const step of LADDER_STEPS) expect(stepOf(policyOfStep(step))).toBe(step);
});

test("four clean weeks earn the next step", async () => {
  const verdict = await verdictOf(days(0, 27, { rows: [ALIGNED, FORGED] }));
  expect(verdict).toMatchObject({ step: "none", next: "quarantine-test", missing: [] });
  expect(verdict.figures).toEqual({
    own: 2430,
    failed: 0,
    forwarded: 0,
    days: 27,
    receivers: 1,
    unproven: 0,
    reporters: ["receiver.example"],
  });
  expect(verdict.effect).toMatchObject({ policy: "quarantine", messages: 81, senders: [{ group: "foreign" }] });
  expect(isEarned(verdict)).toBe(true);
});

const ESP = { address: "198.51.100.4", count: 1, signatures: [["amazonses.com", "pass"]] } as const;

test.each<readonly [string, ReportSample[], string]>([
  ["nothing", [], "no report is of the last 28 days"],
  ["two weeks alone", days(14, 28), "the first report is 14 days old, of 28 that must be clean"],
  ["weeks that ended ten days ago", days(0, 18), "the last report is 10 days old"],
  ["one day in four", [0, 4, 8, 12, 16, 20, 24, 27].map((day) => on(day)), "only 8 of 28 days have a report"],
  [
    "few messages",
    days(0, 28, { rows: [{ ...ALIGNED, count: 3 }] }),
    "84 messages of its own are less than the 100 that the ladder asks for",
  ],
  [
    "its own sender that fails",
    days(0, 28, { rows: [ALIGNED, ESP] }),
    "28 of its own 2548 messages failed, 1.10 % where 0.1 % may",
  ],
  [
    "a policy that is not applied yet",
    days(0, 28, { policy: { p: "reject" } }),
    "receivers find p=reject and domains.yaml says p=none: apply that first",
  ],
])("%s earns nothing, and it is said why", async (_, samples, why) => {
  const verdict = await verdictOf(samples);
  expect(verdict.missing).toContain(why);
  expect(isEarned(verdict)).toBe(false);
});

test("forwarded mail is reported and does not count as failed", async () => {
  const forwarded = { ...ESP, reasons: ["forwarded"] };
  const verdict = await verdictOf(days(0, 28, { rows: [ALIGNED, forwarded] }));
  expect([verdict.missing, verdict.figures.forwarded]).toEqual([[], 28]);
});

test("a report that is read in part earns nothing", async () => {
  const tally = new ReportTally();
  for (const sample of days(0, 28)) tally.add(await aggregate(feedback(sample).replace("</row>", "</row><row/>")));
  const facts = {
    domain: "example.com",
    entry: "example.com",
    dmarc: "v=DMARC1; p=none;",
    places: PLACES,
    ladder: DEFAULT_LADDER,
  };
  expect(ladderVerdict(facts, tally, { now: NOW }).missing).toContain(
    "28 of its reports could not be read to the end: mend them or take them away",
  );
});

test("a receiver of RFC 7489 does not tell t=y, and one of RFC 9990 does", async () => {
  const dmarc = "v=DMARC1; p=quarantine; t=y;";
  expect((await verdictOf(days(0, 28, { policy: { p: "quarantine" } }), { dmarc })).missing).toEqual([]);
  expect((await verdictOf(days(0, 28, { policy: { p: "quarantine", testing: "n" } }), { dmarc })).missing).toEqual([
    "receivers find p=quarantine and domains.yaml says p=quarantine; t=y: apply that first",
  ]);
});

test("the last step of a ladder has no next one", async () => {
  const verdict = await verdictOf(days(0, 28, { policy: { p: "reject" } }), { dmarc: "v=DMARC1; p=reject;" });
  expect([verdict.next, isEarned(verdict)]).toEqual([undefined, false]);
});
