import fc from "fast-check";
import { type Dmarc, formatDmarc, isDmarc, parseDmarc, reportDomains } from "../../../lib/dns/text/dmarc";
import { anyText, holds } from "./fuzz";

const ALL: Dmarc = {
  policy: "reject",
  subdomainPolicy: "quarantine",
  nonexistentSubdomainPolicy: "none",
  testing: true,
  dkimAlignment: "strict",
  spfAlignment: "relaxed",
  failureOptions: ["1", "d", "s"],
  rua: ["mailto:a@example.com", "mailto:b@example.net"],
  ruf: ["https://example.com/r"],
};

test("version and policy come first, and it ends in a semicolon", () => {
  expect(formatDmarc({ policy: "none" })).toBe("v=DMARC1; p=none;");
  expect(formatDmarc(ALL)).toBe(
    "v=DMARC1; p=reject; sp=quarantine; np=none; t=y; adkim=s; aspf=r; fo=1:d:s; rua=mailto:a@example.com,mailto:b@example.net; ruf=https://example.com/r;",
  );
});

test("tags are read in order, with spaces and capitals where they may be, unknown and removed ones too", () => {
  expect(
    parseDmarc("v = DMARC1;p=None ; rua = mailto:a@example.com!10m , mailto:b@example.com;pct=50;psd=u;foo=bar"),
  ).toEqual({
    dropped: [],
    tags: [
      { name: "v", value: "DMARC1" },
      { name: "p", value: "None" },
      { name: "rua", value: "mailto:a@example.com!10m , mailto:b@example.com" },
      { name: "pct", value: "50" },
      { name: "psd", value: "u" },
      { name: "foo", value: "bar" },
    ],
    problems: [],
    dmarc: { policy: "none", rua: ["mailto:a@example.com!10m", "mailto:b@example.com"] },
  });
});

test.each([
  ["p=none; v=DMARC1", 'does not begin with "v=DMARC1;", receivers pass it over'],
  ["v=dmarc1; p=none", 'does not begin with "v=DMARC1;", receivers pass it over'],
  ["v=DMARC1", 'has no policy, add "p=none" or another after the version'],
  ["v=DMARC1; p=nonne", "has p=nonne, expected none or quarantine or reject"],
  ["v=DMARC1; p=none; sp=", 'has "sp=", expected name=value'],
  ["v=DMARC1; p=none;; t=y", 'has "", expected name=value'],
  ["v=DMARC1, p=none", 'does not begin with "v=DMARC1;", receivers pass it over'],
  ["v=DMARC1; p=none; p=reject", 'has the tag "p" twice, keep one'],
  ["v=DMARC1; p=none; t=yes", "has t=yes, expected y or n"],
  ["v=DMARC1; p=none; adkim=strict", "has adkim=strict, expected r or s"],
  ["v=DMARC1; p=none; psd=x", "has psd=x, expected y or n or u"],
  ["v=DMARC1; p=none; fo=0:1", "has fo=0:1, expected 0 or 1, d and s, each once, with colons between"],
  ["v=DMARC1; p=none; fo=d:d", "has fo=d:d, expected 0 or 1, d and s, each once, with colons between"],
  ["v=DMARC1; p=none; rua=a@example.com", 'has "a@example.com" in rua, write "mailto:" before an address'],
  ["v=DMARC1; p=none; rua=example.com", 'has "example.com" in rua, expected a URI such as mailto:dmarc@example.com'],
  ["v=DMARC1; p=none; ruf=mailto:a", 'has "mailto:a" in ruf, expected an address such as mailto:dmarc@example.com'],
  [
    "v=DMARC1; p=none; ruf=mailto:a!b@example.com",
    'has "mailto:a!b@example.com" in ruf, expected an address such as mailto:dmarc@example.com',
  ],
  ["v=DMARC1; p=none; ruf=https://example.com/!", 'has "https://example.com/!" in ruf, write "%21" for "!"'],
])("%j: %s", (text, problem) => {
  const { problems, dropped } = parseDmarc(text);
  expect([...problems, ...dropped]).toEqual([problem]);
});

test.each(["t=yes", "adkim=strict", "aspf=", "psd=x", "fo=0:1:d:s"])(
  "an odd %s costs the tag, and not the record",
  (tag) => {
    const { problems, dmarc } = parseDmarc(`v=DMARC1; p=quarantine; ${tag}`);
    // A tag without a value is no tag, and what receivers make of it is not known.
    expect(problems).toEqual(tag === "aspf=" ? ['has "aspf=", expected name=value'] : []);
    expect(dmarc?.policy).toBe("quarantine");
  },
);

test.each(["sp=oops", "np=oops"])("an odd %s leaves the policy open, and is a problem", (tag) => {
  expect(parseDmarc(`v=DMARC1; p=none; ${tag}`)).toMatchObject({
    problems: [expect.stringContaining(tag)],
    dropped: [],
  });
});

test("what cannot be read has no meaning, and the rest keeps its own", () => {
  expect(parseDmarc("v=DMARC1; p=oops; sp=none").dmarc).toBeUndefined();
  expect(parseDmarc("v=DMARC1; p=none; sp=oops; np=reject").dmarc).toEqual({
    policy: "none",
    nonexistentSubdomainPolicy: "reject",
  });
});

test("reports are mailed to domains, each once", () => {
  const rua = ["mailto:a@Example.net?subject=x", "mailto:b@example.net", "https://example.org/"];
  expect([...reportDomains({ policy: "none", rua, ruf: ["mailto:c@example.com!5m"] })]).toEqual([
    ["example.net", "a@Example.net"],
    ["example.com", "c@example.com"],
  ]);
});

test("parse undoes format", () => {
  const policy = fc.constantFrom("none" as const, "quarantine" as const, "reject" as const);
  const alignment = fc.constantFrom("relaxed" as const, "strict" as const);
  const uris = fc.uniqueArray(fc.stringMatching(/^mailto:[a-z]{1,9}@[a-z]{1,9}\.example$/), {
    minLength: 1,
    maxLength: 3,
  });
  const failureOptions = fc.subarray(["1", "d", "s"], { minLength: 1 });
  const dmarc = fc.record(
    {
      policy,
      subdomainPolicy: policy,
      nonexistentSubdomainPolicy: policy,
      testing: fc.constant(true),
      dkimAlignment: alignment,
      spfAlignment: alignment,
      failureOptions,
      rua: uris,
      ruf: uris,
    },
    { requiredKeys: ["policy"] },
  );
  holds(dmarc, (value) => {
    const { dmarc: read, problems } = parseDmarc(formatDmarc(value as Dmarc));
    expect(problems).toEqual([]);
    expect(read).toEqual(value);
  });
});

test("no text makes the parser throw, and what it understands is written so that it is understood again", () => {
  holds(anyText, (text) => {
    for (const record of [text, `v=DMARC1;p=none;${text}`]) {
      const { dmarc, problems } = parseDmarc(record);
      if (!isDmarc(record) || dmarc === undefined || problems.length > 0) continue;
      expect(parseDmarc(formatDmarc(dmarc)).dmarc).toEqual(dmarc);
    }
  });
});
