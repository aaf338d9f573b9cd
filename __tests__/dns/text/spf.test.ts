import fc from "fast-check";
import { formatSpf, lookupCounter, lookupTerms, mergeSpf, type Spf, spfFromTerms } from "../../../lib/dns/text/spf";
import { formatSpfTerms, formatTerm, isSpf, parseSpf, type SpfTerm } from "../../../lib/dns/text/spf-parser";
import { anyText, holds } from "./fuzz";

test("words are written in a fixed order, each term once, with ~all at the end", () => {
  const spf: Spf = {
    amazonses: true,
    include: ["_spf.example.net", "amazonses.com"],
    a: ["@", "@/24", "b.example.com/24//64"],
    ip4: ["192.0.2.0/24"],
    ip6: ["2001:db8::/32"],
    mx: ["@"],
    exists: ["%{i}.example.com"],
  };
  const text =
    "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a a/24 a:b.example.com/24//64 mx include:amazonses.com include:_spf.example.net exists:%{i}.example.com ~all";
  expect(formatSpf(spf)).toBe(text);
  expect(formatSpfTerms(parseSpf(text).terms)).toBe(text);
  expect(formatSpf({ redirect: "_spf.example.net" })).toBe("v=spf1 redirect=_spf.example.net");
});

test("terms are read with qualifier, name, value and prefix lengths", () => {
  expect(parseSpf("V=SPF1  ?A:Example.com/24//64 -ip6:2001:db8::/32 ip4:192.0.2.1 redirect=%{d}.example.net ")).toEqual(
    {
      terms: [
        { kind: "mechanism", qualifier: "?", name: "a", value: "Example.com", cidr4: 24, cidr6: 64 },
        { kind: "mechanism", qualifier: "-", name: "ip6", value: "2001:db8::", cidr6: 32 },
        { kind: "mechanism", qualifier: "", name: "ip4", value: "192.0.2.1" },
        { kind: "modifier", qualifier: "", name: "redirect", value: "%{d}.example.net" },
      ],
      problems: [],
    },
  );
});

test.each([
  ["v=spf10 -all", 'does not begin with "v=spf1" and a space, receivers pass it over'],
  [
    "v=spf1 incldue:a.example",
    'the term "incldue:a.example" is no mechanism, they are all include exists ptr a mx ip4 ip6',
  ],
  ["v=spf1 -all.", 'the term "-all." is no mechanism, they are all include exists ptr a mx ip4 ip6'],
  ["v=spf1 -all:x", 'the term "-all:x" has something after "all", which stands alone'],
  ["v=spf1 include", 'the term "include" needs a name after ":"'],
  ["v=spf1 ptr/24", 'the term "ptr/24" has "/24" where ":" and a name may stand'],
  ["v=spf1 a:", 'the term "a:" has an empty name, write one'],
  ["v=spf1 a:museum.", 'the term "a:museum." has the name "museum." of one label, write the full name'],
  [
    "v=spf1 a:192.0.2.1",
    'the term "a:192.0.2.1" has the name "192.0.2.1" that ends in digits, addresses stand in ip4 and ip6',
  ],
  ["v=spf1 a:x.-com", 'the term "a:x.-com" has a name that ends in "-com", which is no top-level label'],
  ["v=spf1 ip4:192.0.2", 'the term "ip4:192.0.2" needs an IPv4 address or network after ":", such as 192.0.2.0/24'],
  [
    "v=spf1 ip6:fe80::1%eth0",
    'the term "ip6:fe80::1%eth0" needs an IPv6 address or network after ":", such as 2001:db8::/32',
  ],
  [
    "v=spf1 ip4:192.0.2.0/33",
    'the term "ip4:192.0.2.0/33" has the prefix length 33, write 0 to 32 without leading zeros',
  ],
  ["v=spf1 a//064", 'the term "a//064" has the prefix length 064, write 0 to 128 without leading zeros'],
  ["v=spf1 -redirect=a.example", 'the term "-redirect=a.example" is a modifier: write "redirect=" without a qualifier'],
  ["v=spf1 exp=a.example exp=b.example", 'the modifier "exp" stands 2 times, keep one'],
  [
    "v=spf1 exists:%(i).example",
    'the term "exists:%(i).example" has a "%" that begins no macro, write "%%" for a percent sign',
  ],
  [
    "v=spf1 exists:%{x}.example",
    'the term "exists:%{x}.example" has "%{x}" with an unknown letter, the letters are s l o d i p h v',
  ],
  [
    "v=spf1 exists:%{c}.example",
    'the term "exists:%{c}.example" has "%{c}", a macro for the text of explanations only',
  ],
  [
    "v=spf1 exists:%{d0}.example",
    'the term "exists:%{d0}.example" has "%{d0}" that keeps no label, write a number above 0',
  ],
  ["v=spf1 exists:%{d!}.example", 'the term "exists:%{d!}.example" has "%{d!}", which is no macro'],
  ["v=spf1 a:ü.example", 'the term "a:ü.example" has the character U+00FC, only visible ASCII may stand there'],
  ["v=spf1 foo=%abc", 'the term "foo=%abc" has a "%" that begins no macro, write "%%" for a percent sign'],
])("%j: %s", (text, problem) => {
  expect(parseSpf(text).problems).toEqual([problem]);
});

test.each([
  [
    "v=spf1 include:amazonses.com include:a.example ip4:192.0.2.1 -all",
    { amazonses: true, include: ["a.example"], ip4: ["192.0.2.1"], all: "-all" },
  ],
  ["v=spf1 a/24 +mx:b.example//64 all", { a: ["@/24"], mx: ["b.example//64"], all: "+all" }],
  ["v=spf1 redirect=a.example", { redirect: "a.example" }],
  ["v=spf1 mx", { mx: ["@"], all: "?all" }],
  ["v=spf1 -ip4:192.0.2.1 ~all", undefined],
  ["v=spf1 ptr ~all", undefined],
  ["v=spf1 ~all mx", undefined],
  ["v=spf1 redirect=a.example ~all", undefined],
  ["v=spf1 exp=a.example ~all", undefined],
])("the words for %j are %j", (text, words) => {
  expect(spfFromTerms(parseSpf(text).terms)).toEqual(words);
});

test("what others need is merged behind what the owner has, each once, and the owner's end stays", () => {
  const owner: Spf = { include: ["a.example"], ip4: ["192.0.2.1"], all: "-all" };
  const others: Spf[] = [
    { amazonses: true, include: ["b.example", "a.example"], all: "~all" },
    { mx: ["@"], redirect: "c.example" },
  ];
  expect(mergeSpf(owner, others)).toEqual({
    amazonses: true,
    include: ["a.example", "b.example", "c.example"],
    ip4: ["192.0.2.1"],
    mx: ["@"],
    all: "-all",
  });
  expect(mergeSpf(owner, [])).toEqual(owner);
});

test("only terms that are reached cost a lookup", () => {
  const costly = (text: string) => lookupTerms(parseSpf(text).terms).map(formatTerm);
  expect(costly("v=spf1 ip4:192.0.2.1 a mx/24 ptr exists:a.example include:b.example redirect=c.example")).toEqual([
    "a",
    "mx/24",
    "ptr",
    "exists:a.example",
    "include:b.example",
    "redirect=c.example",
  ]);
  expect(costly("v=spf1 a -all mx redirect=c.example exp=d.example")).toEqual(["a"]);
});

test("lookups are counted through includes, and a record that includes itself never ends", () => {
  const zone: Record<string, string> = {
    "a.example": "v=spf1 include:B.example. include:b.example mx",
    "b.example": "v=spf1 a a:c.example",
    "loop.example": "v=spf1 redirect=loop.example",
  };
  const terms = (name: string) => parseSpf(zone[name] ?? "v=spf1").terms;
  const count = lookupCounter(terms);
  expect(["a.example", "b.example", "loop.example"].map((name) => count(terms(name)))).toEqual([
    7,
    2,
    Number.POSITIVE_INFINITY,
  ]);
});

const host = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z]\.(?:example|com|xn--zckzah)$/);
const macro = fc.constantFrom("%{i}", "%{d2}", "%{l1r+-}", "%%", "%_", "%{H}");
const domainSpec = fc.oneof(
  host,
  fc.tuple(macro, host).map(([a, b]) => `${a}.${b}`),
  macro,
);
const qualifier = fc.constantFrom("" as const, "+" as const, "-" as const, "~" as const, "?" as const);
const bits = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: undefined });
const clean = (term: SpfTerm) =>
  Object.fromEntries(Object.entries(term).filter(([, value]) => value !== undefined)) as unknown as SpfTerm;
const mechanism = (name: string, parts: object) =>
  fc.record({ kind: fc.constant("mechanism" as const), qualifier, name: fc.constant(name), ...parts }).map(clean);
const optionalSpec = fc.option(domainSpec, { nil: undefined });
const term: fc.Arbitrary<SpfTerm> = fc.oneof(
  mechanism("all", {}),
  mechanism("include", { value: domainSpec }),
  mechanism("exists", { value: domainSpec }),
  mechanism("ptr", { value: optionalSpec }),
  mechanism("a", { value: optionalSpec, cidr4: bits(32), cidr6: bits(128) }),
  mechanism("mx", { value: optionalSpec, cidr4: bits(32), cidr6: bits(128) }),
  mechanism("ip4", { value: fc.ipV4(), cidr4: bits(32) }),
  mechanism("ip6", { value: fc.ipV6(), cidr6: bits(128) }),
  fc.record({
    kind: fc.constant("modifier" as const),
    qualifier: fc.constant("" as const),
    name: fc.stringMatching(/^x[a-z0-9_.-]{0,8}$/),
    value: domainSpec,
  }),
);

test("parse undoes format for any terms, and format undoes parse", () => {
  holds(fc.array(term, { maxLength: 12 }), (terms) => {
    const text = formatSpfTerms(terms);
    expect(parseSpf(text)).toEqual({ terms, problems: [] });
    expect(formatSpfTerms(parseSpf(text).terms)).toBe(text);
  });
});

test("words survive being written, read and written again", () => {
  const values = fc.option(fc.uniqueArray(host, { minLength: 1, maxLength: 4 }), { nil: undefined });
  const words = fc.record({
    amazonses: fc.boolean(),
    include: values,
    a: values,
    mx: values,
    exists: values,
    all: fc.constantFrom("~all" as const, "-all" as const, "?all" as const, undefined),
  });
  holds(words, ({ include, a, mx, exists, ...spf }) => {
    const text = formatSpf({
      ...spf,
      ...(include && { include }),
      ...(a && { a }),
      ...(mx && { mx }),
      ...(exists && { exists }),
    } as Spf);
    expect(formatSpf(spfFromTerms(parseSpf(text).terms) ?? {})).toBe(text);
  });
});

test("no text makes the parser throw, and a record without problems is written again", () => {
  holds(anyText, (text) => {
    for (const record of [text, `v=spf1 ${text}`]) {
      const { terms, problems } = parseSpf(record);
      if (isSpf(record) && problems.length === 0) expect(parseSpf(formatSpfTerms(terms))).toEqual({ terms, problems });
    }
  });
});
