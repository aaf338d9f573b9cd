// The outcome of DMARC for every combination of what SPF and DKIM say (RFC 9989 §5.3.5, §5.3.6): one aligned identifier that
// passes is enough, and what DNS does not tell matters only where it might have been that one.
import { type DmarcIdentifier, dmarcResultOf } from "../../../lib/verify/message/dmarc";
import { HEADER, type SignedProps, signed } from "./signature/sign";
import { KEY, keyText, resolverOf, SHORT_KEY, type Table, verify } from "./signed";

const ALIGNMENTS = [true, false, null];
const claimsOf = (results: readonly string[]): DmarcIdentifier[] =>
  results.flatMap((result) => ALIGNMENTS.map((aligned) => ({ result, aligned })));
const SPF = claimsOf(["pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "unknown"]);
const DKIM = claimsOf(["pass", "fail", "policy", "temperror", "permerror"]);
const SIGNATURES = [[], ...DKIM.map((one) => [one]), ...DKIM.flatMap((one) => DKIM.map((two) => [one, two]))];

/** What a claim may turn out to be once DNS answers: does it authenticate the author's domain? */
function possible({ result, aligned }: DmarcIdentifier): readonly boolean[] {
  const passes = result === "pass" ? [true] : ["temperror", "unknown"].includes(result) ? [true, false] : [false];
  const fits = aligned === null ? [true, false] : [aligned];
  return [...new Set(passes.flatMap((pass) => fits.map((fit) => pass && fit)))];
}

test("every combination of SPF and up to two signatures passes or fails only if no answer of DNS could change that", () => {
  const wrong = SPF.flatMap((spf) =>
    SIGNATURES.flatMap((signatures) => {
      const claims = [...signatures, spf];
      const outcomes = claims.reduce<readonly boolean[]>(
        (all, claim) => [...new Set(all.flatMap((before) => possible(claim).map((now) => before || now)))],
        [false],
      );
      const expected = outcomes.length === 2 ? "temperror" : outcomes[0] ? "pass" : "fail";
      return dmarcResultOf(true, claims) === expected ? [] : [{ claims, expected }];
    }),
  );
  expect(wrong).toEqual([]);
  expect(SPF.length * SIGNATURES.length).toBe(24 * (1 + 15 + 225));
});

test("there is no DMARC without a policy, and no pass if the policy is unknown (§4.10.1, §5.3.2)", () => {
  const pass = [{ result: "pass", aligned: true }];
  expect([dmarcResultOf(false, pass), dmarcResultOf(null, pass), dmarcResultOf(null, [])]).toEqual([
    "none",
    "temperror",
    "temperror",
  ]);
});

const SERVFAIL = { TXT: "ESERVFAIL" } as const;
const OURS = "example.com";
const THEIRS = "stranger.example.net";

/** DNS that makes a signature of the domain so. */
const KEYS: Readonly<Record<string, Table[string] | null>> = {
  pass: { TXT: [keyText()] },
  fail: { TXT: [keyText(SHORT_KEY)] },
  policy: { TXT: [[`v=DKIM1; t=y; ${keyText()[0]}`]] },
  permerror: { TXT: [["v=DKIM1; p="]] },
  temperror: SERVFAIL,
};
const SENDERS: Readonly<Record<string, Table[string] | null>> = {
  pass: { TXT: [["v=spf1 ip4:192.0.2.9 -all"]] },
  fail: { TXT: [["v=spf1 -all"]] },
  softfail: { TXT: [["v=spf1 ~all"]] },
  neutral: { TXT: [["v=spf1 ?all"]] },
  none: null,
  permerror: { TXT: [["v=spf1 ip4:192.0.2.9 ip4:nonsense -all"]] },
  temperror: SERVFAIL,
};
// Nothing else of a stranger can be asked either.
const DEAF = {
  [`_dmarc.${THEIRS}`]: SERVFAIL,
  "_dmarc.example.net": SERVFAIL,
  "_dmarc.net": SERVFAIL,
  [THEIRS]: SERVFAIL,
};

const messages = new Map(
  [OURS, THEIRS].map((d) => [d, signed({ tags: { d }, privateKey: KEY.privateKey }).message] as const),
);
const unsigned = Buffer.from([...HEADER, "", "Hello."].join("\r\n"));

describe.each([OURS, THEIRS])("the envelope's sender is at %s", (sender) => {
  describe.each(Object.keys(SENDERS))("and SPF is %s", (spf) => {
    test.each<[string, string | null, string]>([
      ["not signed", null, "none"],
      ...[OURS, THEIRS].flatMap((d) =>
        Object.keys(KEYS).map((dkim): [string, string, string] => [`${dkim} for ${d}`, d, dkim]),
      ),
    ])("%s", async (_, d, dkim) => {
      const dns = {
        ...DEAF,
        ...(d === null ? {} : { [`bbb._domainkey.${d}`]: KEYS[dkim] ?? null }),
        [sender]: SENDERS[spf] ?? null,
      };
      const envelope = { clientIp: "192.0.2.9", envelopeFrom: `a@${sender}` };
      const proof = await verify(messages.get(d ?? "") ?? unsigned, dns, envelope);
      const seen = [proof.spf.result, proof.spf.aligned, proof.dkim.map(({ result, aligned }) => [result, aligned])];
      expect(seen).toEqual([spf, sender === OURS, d === null ? [] : [[dkim, d === OURS]]]);
      // §5.3.5: what is aligned, and nothing else.
      const aligned = [...(sender === OURS ? [spf] : []), ...(d === OURS ? [dkim] : [])];
      const expected = aligned.includes("pass") ? "pass" : aligned.includes("temperror") ? "temperror" : "fail";
      expect(proof.dmarc.result).toBe(expected);
    });
  });
});

const twice = (first: SignedProps, second: SignedProps) =>
  Buffer.from([signed(first).field, signed(second).field, ...HEADER, "", "Hello.\r\n"].join("\r\n"));
const STRANGER = { tags: { d: THEIRS } };
const ENVELOPE = { clientIp: "192.0.2.9", envelopeFrom: `a@${THEIRS}` };

test.each([
  ["above", twice(STRANGER, {})],
  ["below", twice({}, STRANGER)],
])("a stranger's signature and sender with broken DNS, %s one of ours that passes", async (_, message) => {
  const { verdict, dmarc, dkim, findings } = await verify(
    message,
    { ...DEAF, [`bbb._domainkey.${THEIRS}`]: SERVFAIL },
    ENVELOPE,
  );
  expect([verdict, dmarc.result, dkim.map(({ result }) => result).sort()]).toEqual([
    "pass",
    "pass",
    ["pass", "temperror"],
  ]);
  expect(findings.map(({ rule }) => rule)).toEqual(["spf-foreign"]);
});

test("a stranger that cannot be of our organization costs no question of DMARC", async () => {
  const asked: string[] = [];
  const resolver = resolverOf({ ...DEAF, "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject"]] } });
  await verify(
    twice(STRANGER, {}),
    {},
    {
      ...ENVELOPE,
      resolver: async (name, type) => {
        asked.push(name);
        return resolver(name, type);
      },
    },
  );
  expect(asked.filter((name) => name.startsWith("_dmarc."))).toEqual(["_dmarc.example.com", "_dmarc.com"]);
});

describe("DNS does not tell of a name above", () => {
  const from = (domain: string, d: string) =>
    signed({ tags: { d, h: "From" }, header: [`From: a@${domain}`, ...HEADER.slice(1)] }).message;
  const REJECT = { TXT: [["v=DMARC1; p=reject"]] };
  const STRICT = { TXT: [["v=DMARC1; p=reject; adkim=s"]] };

  test.each<[string, string, string, Record<string, Table[string]>, (string | boolean | null)[]]>([
    ["the From domain signs, and has a record of its own", OURS, OURS, { "_dmarc.com": SERVFAIL }, ["pass", true]],
    [
      "its parent signs, and nobody knows which of them is the organization",
      "news.example.com",
      OURS,
      { "_dmarc.news.example.com": REJECT, "_dmarc.example.com": SERVFAIL },
      ["temperror", null],
    ],
    [
      "its parent signs, under strict alignment",
      "news.example.com",
      OURS,
      { "_dmarc.news.example.com": STRICT, "_dmarc.example.com": SERVFAIL },
      ["fail", false],
    ],
    [
      "a stranger below another top-level domain signs",
      "news.example.com",
      THEIRS,
      { "_dmarc.news.example.com": REJECT, "_dmarc.example.com": SERVFAIL },
      ["fail", false],
    ],
    [
      "it has no record of its own, so the policy is unknown, though it signs itself",
      "news.example.com",
      "news.example.com",
      { "_dmarc.example.com": SERVFAIL },
      ["temperror", true],
    ],
    [
      "a sister signs whose own walk cannot be told",
      "news.example.com",
      "shop.example.com",
      { "_dmarc.shop.example.com": SERVFAIL, "_dmarc.example.com": REJECT },
      ["temperror", null],
    ],
  ])("%s", async (_, domain, d, zones, expected) => {
    const dns: Record<string, Table[string]> = {
      [`bbb._domainkey.${d}`]: { TXT: [keyText()] },
      [d]: { A: ["192.0.2.1"] },
      ...zones,
    };
    const { dmarc, dkim } = await verify(from(domain, d), dns, ENVELOPE);
    expect([dmarc.result, dkim[0]?.aligned]).toEqual(expected);
  });

  test("whether a name exists: only no such name says no (§3.2.13)", async () => {
    const dns = {
      "_dmarc.example.com": { TXT: [["v=DMARC1; p=reject; sp=none; np=reject"]] },
      "news.example.com": { MX: "ESERVFAIL" },
    };
    expect((await verify(from("news.example.com", OURS), dns, ENVELOPE)).dmarc).toMatchObject({
      result: "pass",
      policy: "none",
    });
  });

  test("a record of ours that passes, and DMARC passes without it: not told, since it is not known to do its part", async () => {
    const message = twice(
      { tags: { d: OURS, h: "From" }, header: ["From: a@news.example.com", ...HEADER.slice(1)] },
      { tags: { d: "news.example.com", h: "From" }, header: ["From: a@news.example.com", ...HEADER.slice(1)] },
    )
      .toString("latin1")
      .replace("From: Shop <shop@example.com>", "From: a@news.example.com");
    const dns = {
      "_dmarc.news.example.com": REJECT,
      "_dmarc.example.com": SERVFAIL,
      "bbb._domainkey.news.example.com": { TXT: [keyText()] },
    };
    const { verdict, dmarc, findings } = await verify(Buffer.from(message, "latin1"), dns, ENVELOPE);
    expect([verdict, dmarc.result]).toEqual(["cannot-tell", "pass"]);
    expect(findings).toContainEqual({
      source: "message",
      domain: "news.example.com",
      rule: "alignment-dns",
      severity: "unknown",
      message: '"example.com" passes, and DNS does not tell whether it may speak for "news.example.com": try again',
    });
  });
});
