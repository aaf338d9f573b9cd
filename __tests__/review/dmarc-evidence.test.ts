// A plan that makes DMARC stricter, with reports as evidence.
import { readPlan } from "../../lib/plan/plan";
import { readEvidence } from "../../lib/review/evidence";
import { review } from "../../lib/review/review";
import { plan, record, txt } from "./plans";

const tightening = (policy: string) =>
  readPlan(
    plan([
      record(
        "dmarc",
        txt("_dmarc.example.com", "v=DMARC1; p=none;"),
        txt("_dmarc.example.com", `v=DMARC1; p=${policy};`),
      ),
    ]),
    "mail",
  );

const NOW = Date.parse("2026-11-30T09:00:00Z");

const answer = (senders: readonly object[], more: object = {}) =>
  JSON.stringify({
    version: 1,
    domains: [
      {
        domain: "example.com",
        period: { begin: "2026-11-02T00:00:00.000Z", end: "2026-11-29T00:00:00.000Z" },
        messages: 1000,
        senders: [{ title: "Amazon SES", group: "aligned", messages: 984 }],
        effects: ["quarantine", "reject"].map((policy) => ({ policy, messages: 16, senders })),
        ...more,
      },
    ],
  });

const judged = (policy: string, text?: string) => {
  const { verdict, effects } = review(
    [tightening(policy)],
    text === undefined ? {} : { evidence: readEvidence(text, "reports.json", NOW) },
  );
  return { verdict, said: effects.map(({ rule, message }) => `${rule}: ${message}`) };
};

const SES = { title: "Amazon SES", group: "partly", messages: 4 };
const FORGED = { title: "203.0.113.9", group: "foreign", messages: 12 };

test.each([
  ["quarantine", "dmarc-without-evidence"],
  ["reject", "dmarc-rejects"],
])("without evidence, p=%s of a policy that is published is a danger", (policy, rule) => {
  const { verdict, said } = judged(policy);
  expect(verdict).toBe("danger");
  expect(said).toEqual([expect.stringContaining(`${rule}: receivers `)]);
});

test("a policy that is only tested is a danger too without evidence: receivers of RFC 7489 apply it", () => {
  expect(judged("quarantine; t=y").said).toEqual([expect.stringMatching(/^dmarc-without-evidence: /)]);
});

test("a domain's first record has no reports yet, so quarantine stays a caution", () => {
  const first = plan([record("dmarc", null, txt("_dmarc.example.com", "v=DMARC1; p=quarantine;"))]);
  const { verdict, effects } = review([readPlan(first, "mail")]);
  expect([verdict, effects.map(({ rule }) => rule)]).toEqual(["caution", ["dmarc-quarantines", "dmarc-created"]]);
});

test.each(["quarantine", "reject"])(
  "messages of its own senders that p=%s would have hit are a danger with a number",
  (policy) => {
    expect(judged(policy, answer([SES, FORGED]))).toEqual({
      verdict: "danger",
      said: [
        `dmarc-hits-own-mail: with p="${policy}", 4 of 1,000 messages from "example.com" between "2026-11-02" and "2026-11-29" would have been hit that seem to be its own: "Amazon SES 4"`,
      ],
    });
  },
);

test.each(["quarantine", "reject"])("where p=%s would have hit none of its own, a caution has the number", (policy) => {
  expect(judged(policy, answer([FORGED]))).toEqual({
    verdict: "caution",
    said: [
      `dmarc-proven: with p="${policy}", 16 of 1,000 messages from "example.com" between "2026-11-02" and "2026-11-29" would have been hit, none of a sender that seems to be its own`,
    ],
  });
});

test.each<readonly [string, string]>([
  ["of another domain", answer([], { domain: "example.org" })],
  ["without messages", answer([], { messages: 0 })],
  ["that says nothing of this policy", answer([], { effects: [] })],
])("evidence %s is a danger, and the warning stays", (_, text) => {
  const { verdict, said } = judged("quarantine", text);
  expect(verdict).toBe("danger");
  expect(said).toEqual([
    'dmarc-unproven: DMARC of "example.com" becomes "quarantine", and the evidence has no report about it',
    expect.stringMatching(/^dmarc-quarantines: /),
  ]);
});

test.each<readonly [string, object, string]>([
  [
    "older than a month",
    { period: { begin: "2026-09-01T00:00:00.000Z", end: "2026-10-29T00:00:00.000Z" } },
    'about it ends on "2026-10-29", 32 days ago',
  ],
  [
    "of the future",
    { period: { begin: "2026-11-01T00:00:00.000Z", end: "2026-12-29T00:00:00.000Z" } },
    'about it ends on "2026-12-29", in the future',
  ],
  [
    "with mail of strangers alone",
    { senders: [{ title: "203.0.113.9", group: "foreign", messages: 1000 }] },
    "has no message of a sender that seems to be its own",
  ],
])("evidence %s proves nothing", (_, more, why) => {
  const { verdict, said } = judged("reject", answer([FORGED], more));
  expect(verdict).toBe("danger");
  expect(said).toEqual([
    `dmarc-unproven: DMARC of "example.com" becomes "reject", and the evidence ${why}`,
    expect.stringMatching(/^dmarc-rejects: /),
  ]);
});

test("evidence of a month ago, or of tomorrow, still counts, and old evidence of mail that would be hit does too", () => {
  const until = (end: string) => ({ period: { begin: "2026-09-01T00:00:00.000Z", end } });
  const rules = (text: string) => judged("reject", text).said.map((line) => line.split(":")[0]);
  for (const end of ["2026-10-30T09:00:00.000Z", "2026-12-01T00:00:00.000Z"])
    expect(rules(answer([FORGED], until(end)))).toEqual(["dmarc-proven"]);
  expect(rules(answer([SES], until("2026-09-02T00:00:00.000Z")))).toEqual(["dmarc-hits-own-mail"]);
});

test("evidence changes nothing where the policy does not become stricter", () => {
  const loosened = readPlan(
    plan([
      record("dmarc", txt("_dmarc.example.com", "v=DMARC1; p=reject;"), txt("_dmarc.example.com", "v=DMARC1; p=none;")),
    ]),
    "mail",
  );
  const evidence = readEvidence(answer([SES]), "reports.json", NOW);
  expect(review([loosened], { evidence })).toEqual(review([loosened]));
});

test.each<readonly [string, string, string]>([
  ["no JSON", "{", "is not JSON"],
  ["another version", JSON.stringify({ version: 2, domains: [] }), "is not an answer of mailzone reports"],
  ["null", "null", "is not an answer of mailzone reports"],
  ["a domain without a period", answer([], { period: {} }), "has a domain that mailzone reports did not write"],
  ["a domain without senders", answer([], { senders: undefined }), "has a domain that mailzone reports did not write"],
  [
    "a day that there is not",
    answer([], { period: { begin: "2026-13-40T00:00:00.000Z", end: "2026-11-29T00:00:00.000Z" } }),
    "has a domain that mailzone reports did not write",
  ],
  ["a negative number", answer([{ ...SES, messages: -4 }]), "has a sender that mailzone reports did not write"],
  [
    "an unknown policy",
    answer([], { effects: [{ policy: "x", messages: 1, senders: [] }] }),
    "has an effect that mailzone reports did not write",
  ],
])("a file with %s is refused, and it is said what to write", (_, text, what) => {
  expect(() => readEvidence(text, "reports.json", NOW)).toThrow(
    `"reports.json" ${what}: write it with mailzone reports --format json --out FILE`,
  );
});
