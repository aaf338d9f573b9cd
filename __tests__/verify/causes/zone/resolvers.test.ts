// When signatures are to blame for a resolver's failure: "take the DS out" is advice that does harm where they are not.
import { resolverProblems } from "../../../../lib/verify/causes/zone/resolvers";
import type { Answer, Dns, QueryOptions } from "../../../../lib/verify/dns/answer";
import { cname, failed, noName, recordWith, seen } from "../../answers";

const record = recordWith("dkim-1");
const right = cname(record, "aaa.dkim.amazonses.com");
const soa = noName(60);
const DS: Answer = {
  server: { address: "192.0.2.53", port: 53 },
  authoritative: false,
  authenticated: false,
  status: "answer",
  records: [
    {
      name: "example.com",
      type: "DS",
      ttl: 60,
      value: { kind: "rdata", text: "1 13 2 00", bytes: Buffer.from("00010d0200", "hex") },
    },
  ],
};

/** What one resolver does. */
interface Habits {
  /** EDE codes of its failures. */
  readonly codes?: readonly number[];
  /** Of the record. @default both: it answers when told not to check, and fails when asked again */
  readonly unchecked?: Answer;
  readonly again?: Answer;
  /** Zones on the way whose SOA it refuses to check. @default - none */
  readonly refuses?: readonly string[];
  /** Zones for which it gives a DS, unchecked. */
  readonly ds?: readonly string[];
  /** Zones whose parent has a DS, by the walk. */
  readonly signed?: readonly string[];
}

function dnsOf(resolvers: readonly Habits[], asked: string[] = []): Dns {
  const unasked = async () => {
    throw new Error("not to be asked");
  };
  const answer = (habits: Habits, name: string, type: string, { checkingDisabled, repeat }: QueryOptions): Answer => {
    const { codes = [], unchecked = right, refuses = [], ds = [] } = habits;
    const failure = failed("servfail", "r", codes);
    if (type === "DS") return ds.includes(name) ? DS : soa;
    if (type === "SOA") return refuses.includes(name) && !checkingDisabled ? failure : soa;
    if (checkingDisabled) return unchecked;
    return repeat ? (habits.again ?? failure) : failure;
  };
  return {
    authoritativeAnswers: unasked,
    referrals: unasked,
    resolve: unasked,
    zoneOf: async (zone) => {
      const signed = resolvers.some((one) => one.signed?.includes(zone));
      return { zone, servers: [], nameServers: [], signed };
    },
    resolverAnswers: async (name, type, options = {}) => {
      asked.push(`${type} ${name}${options.checkingDisabled ? " unchecked" : ""}${options.repeat ? " again" : ""}`);
      return resolvers.map((habits) => answer(habits, name, type, options));
    },
  };
}

const failing = (...resolvers: readonly Habits[]) =>
  seen(
    record,
    [right],
    resolvers.map(({ codes = [] }) => failed("servfail", "r", codes)),
  );

const REFUSED = { refuses: ["example.com"] };
const SIGNED = { signed: ["example.com"] };

test.each<readonly [what: string, habits: Habits, id: "dnssec-broken" | "resolver-failing"]>([
  ["says that signatures are wrong", { codes: [6], unchecked: failed("servfail") }, "dnssec-broken"],
  ["says so of a single record of a sound zone", { codes: [10], ...SIGNED }, "dnssec-broken"],
  ["says so once and is then silent", { codes: [7], again: failed("timeout") }, "resolver-failing"],
  ["says so once and then answers", { codes: [7], again: right }, "resolver-failing"],
  ["refuses to check the zone, which has a DS", { ...REFUSED, ...SIGNED }, "dnssec-broken"],
  ["refuses it, and only resolvers know of the DS", { ...REFUSED, ds: ["example.com"] }, "dnssec-broken"],
  ["refuses it, and there is no DS", REFUSED, "resolver-failing"],
  ["answers unchecked, where the zone is sound and has a DS", SIGNED, "resolver-failing"],
  ["answers when asked again, where there is a DS", { ...REFUSED, ...SIGNED, again: right }, "resolver-failing"],
  ["has not reached the name servers, where there is a DS", { ...REFUSED, ...SIGNED, codes: [22] }, "resolver-failing"],
  ["fails unchecked as well, where there is a DS", { ...SIGNED, unchecked: failed("servfail") }, "resolver-failing"],
  ["fails with a code of no use, where there is a DS", { ...REFUSED, ...SIGNED, codes: [13] }, "dnssec-broken"],
])("a resolver that %s", async (_, habits, id) => {
  const found = await resolverProblems(dnsOf([habits]), "example.com", [failing(habits)]);
  expect(found.map((one) => one.rule)).toEqual([id]);
  const mentionsDs = found.some(({ fix }) => fix.includes("DS record"));
  expect(mentionsDs).toBe(id === "dnssec-broken");
});

test("the zone above that cannot be checked is blamed, and nobody is told to take his own DS out", async () => {
  const habits = { refuses: ["com", "example.com"], signed: ["com", "example.com"] };
  const [found] = await resolverProblems(dnsOf([habits]), "example.com", [failing(habits)]);
  expect([found?.rule, found?.message, found?.fix]).toEqual([
    "dnssec-broken",
    'signatures of "com", above "example.com", are wrong: "r" answers only without a check of them, and the parent of "com" has a DS record',
    'ask the owner of "com" to fix its signatures or its DS record; no change in "example.com" helps',
  ]);
});

test("a zone that must be signed again gets that advice, with the meaning of the code", async () => {
  const habits = { codes: [7, 22], ...SIGNED };
  const [found] = await resolverProblems(dnsOf([habits]), "example.com", [failing(habits)]);
  expect([found?.message, found?.fix]).toEqual([
    'signatures of "example.com" are wrong: "r" answers only without a check of them (extended error 7, signature expired)',
    "have the zone signed again where its name servers are; if that takes long, remove the DS record at the registrar",
  ]);
});

test("a name that leads to another zone, of which signatures may be wrong, is no fault of its own zone", async () => {
  const address = { ...record, type: "A", content: "192.0.2.1" } as typeof record;
  const away = seen(address, [right], [failed("servfail", "r", [6])]);
  const ids = async (habits: Habits) =>
    (await resolverProblems(dnsOf([habits]), "example.com", [away])).map(({ rule }) => rule);
  expect(await ids({ codes: [6], ...SIGNED })).toEqual(["resolver-failing"]);
  // Unless the zone itself is refused.
  expect(await ids({ codes: [6], ...SIGNED, ...REFUSED })).toEqual(["dnssec-broken"]);
});

test("what one resolver proves of a record, another that only fails on it need not say", async () => {
  const habits = [{ codes: [10], ...SIGNED }, SIGNED];
  const [found, ...more] = await resolverProblems(dnsOf(habits), "example.com", [failing(...habits)]);
  expect([found?.rule, more]).toEqual(["dnssec-broken", []]);
});

test("if one resolver finds wrong signatures and another one only fails, both are reported", async () => {
  const habits = [
    { codes: [6], ...SIGNED },
    { ...SIGNED, again: right },
  ];
  const found = await resolverProblems(dnsOf(habits), "example.com", [failing(...habits)]);
  expect(found.map(({ rule, fix }) => [rule, fix])).toEqual([
    ["dnssec-broken", expect.stringContaining("remove the DS record")],
    ["resolver-failing", "try again in a minute: it was a passing failure"],
  ]);
});

test("it is asked unchecked first, and again after that: in another order what passes by would look like the effect of CD", async () => {
  const asked: string[] = [];
  await resolverProblems(dnsOf([{ again: right }], asked), "example.com", [failing({})]);
  expect(asked).toEqual([`CNAME ${record.name} unchecked`, `CNAME ${record.name} again`]);
});

test("a server that does not resolve is asked nothing more", async () => {
  const asked: string[] = [];
  const idle = seen(record, [right], [failed("lame", "r")]);
  const found = await resolverProblems(dnsOf([{}], asked), "example.com", [idle]);
  expect(asked).toEqual([]);
  expect(found.map(({ fix }) => fix)).toEqual(["give resolvers that answer for every name with --resolver"]);
});

test("no resolver is blamed if the name servers fail", async () => {
  const dark = seen(record, [failed("servfail")], [failed("servfail", "r", [6]), noName(60, "s")]);
  expect(await resolverProblems(dnsOf([{}, {}]), "example.com", [dark])).toEqual([]);
});
