// Aggregate reports as receivers write them, and as nobody should.
import { aggregate, faults, findAll, messagesOf } from "./read-all";
import { ALIGNED, FORGED, feedback } from "./samples";

test("a report gives its receiver, id, period, policy and rows", async () => {
  const report = await aggregate(
    feedback({ policy: { adkim: "r", aspf: "s", p: "quarantine", sp: "none", pct: "50" } }),
  );
  expect(report).toEqual({
    kind: "dmarc",
    reporter: "receiver.example",
    id: "1",
    period: { begin: 1_793_577_600, end: 1_793_663_999 },
    policy: {
      domain: "example.com",
      policy: "quarantine",
      subdomainPolicy: "none",
      dkimAlignment: "relaxed",
      spfAlignment: "strict",
      percent: 50,
    },
    rows: [
      {
        address: "192.0.2.1",
        count: 90,
        disposition: "none",
        dkim: true,
        spf: true,
        overrides: [],
        from: "example.com",
        signatures: [
          { domain: "example.com", selector: "abc", result: "pass" },
          { domain: "amazonses.com", selector: "ses", result: "pass" },
        ],
        spfResults: [{ domain: "mail.example.com", scope: "mfrom", result: "pass" }],
      },
    ],
    doubts: [],
    isPartial: false,
  });
});

test.each<readonly [string, string]>([
  [
    "the namespace of RFC 9990",
    feedback({ root: ['<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">', "</feedback>"] }),
  ],
  ["another namespace", feedback({ root: ['<feedback xmlns="http://dmarc.org/dmarc-xml/0.1">', "</feedback>"] })],
  ["a prefix at the root", feedback({ root: ['<d:feedback xmlns:d="urn:example">', "</d:feedback>"] })],
  ["no XML declaration", feedback({ prolog: "" })],
  ["a byte order mark", `\ufeff${feedback()}`],
  ["blanks before it", `\n\n  ${feedback({ prolog: "" })}`],
  [
    "a schema element around it that is never closed",
    feedback({ prolog: '<?xml version="1.0"?> <xs:schema xmlns:xs="urn:x">\n' }),
  ],
  ["names in capitals", feedback().replace(/<(\/?)(\w+)/g, (_, slash, name) => `<${slash}${name.toUpperCase()}`)],
  ["results in capitals", feedback().replaceAll(">pass<", ">Pass<").replaceAll(">none<", ">None<")],
  ["identities instead of identifiers", feedback().replaceAll("identifiers>", "identities>")],
  ["values in CDATA", feedback().replace("<count>90", "<count><![CDATA[90]]>")],
  ["line ends around values", feedback().replace("<count>90", "<count>\r\n  90\t")],
  ["a count as 90.0", feedback().replace("<count>90", "<count>90.0")],
  ["comments", feedback().replace("<count>", "<!-- <count>7</count> --><count>")],
  [
    "an extension below the root",
    feedback().replace("  <record>", "<extension><x:a xmlns:x='u'>1</x:a></extension>  <record>"),
  ],
  [
    "an extension in a record",
    feedback().replace("</auth_results>", "</auth_results><x:arc><x:count>5</x:count></x:arc>"),
  ],
  ["an unknown element in the metadata", feedback().replace("<report_id>", "<new>1</new><report_id>")],
  ["attributes", feedback().replace("<row>", '<row id="1" count="4">')],
])("%s changes no figure and is no doubt", async (_, xml) => {
  const report = await aggregate(xml);
  expect(report).toEqual(await aggregate(feedback()));
});

test.each(["utf-16le", "latin1"] as const)("a report in %s is read", async (encoding) => {
  const named = { "utf-16le": "UTF-16", latin1: "ISO-8859-1" }[encoding];
  const text = feedback({ reporter: "Empf\u00e4nger", prolog: `<?xml version="1.0" encoding="${named}"?>` });
  const bytes = Buffer.from(encoding === "latin1" ? text : `\ufeff${text}`, encoding);
  expect((await aggregate(bytes)).reporter).toBe("Empf\u00e4nger");
});

test("a receiver without a name is known by the domain of its address", async () => {
  const xml = feedback().replace("<org_name>receiver.example</org_name>", "<org_name></org_name>");
  expect((await aggregate(xml)).reporter).toBe("receiver.example");
});

test("addresses of recipients are not in what is read", async () => {
  expect(JSON.stringify(await aggregate(feedback()))).not.toContain("recipients.example");
});

test("an IPv4 address that is written as IPv6 is an IPv4 address", async () => {
  const { rows } = await aggregate(feedback({ rows: [{ address: "::FFFF:192.0.2.7" }, { address: "2001:DB8::1" }] }));
  expect(rows.map(({ address }) => address)).toEqual(["192.0.2.7", "2001:db8::1"]);
});

test.each<readonly [string, string, string]>([
  ["a count that is none", feedback().replace(">90<", ">many<"), 'record 1 is not counted: has the count "many"'],
  ["a negative count", feedback().replace(">90<", ">-1<"), 'record 1 is not counted: has the count "-1"'],
  ["no count", feedback().replace("<count>90</count>", ""), "record 1 is not counted: has no count"],
  [
    "two counts",
    feedback().replace("</count>", "</count><count>1</count>"),
    "record 1 is not counted: <count> is there twice",
  ],
  [
    "a count that is not closed",
    feedback().replace("</count>", "</cout>"),
    "record 1 is not counted: <count> has other elements in it",
  ],
  [
    "a result that is not closed",
    feedback().replace("<dkim>pass</dkim>", "<dkim>pass</dkm>"),
    "record 1 is not counted: <dkim> has other elements in it",
  ],
  ["a row that is not closed", feedback().replace("</row>", "</rwo>"), "record 1 is not counted: <row> is not closed"],
  [
    "rows in an unknown element",
    feedback().replace(/record>/g, "recrd>"),
    "has <row> in <recrd>, where none belongs: it is not counted",
  ],
  [
    "a record in a record",
    feedback().replace("</identifiers>", "</identifiers><record><row><count>5</count></row></record>"),
    "has <record> in <record>, where none belongs: it is not counted",
  ],
])("%s is not counted, and that is said", async (_, xml, doubt) => {
  const report = await aggregate(xml);
  expect(report.doubts).toContain(doubt);
  expect(report.isPartial).toBe(true);
});

test.each<readonly [string, string, string]>([
  [
    "an address that is none",
    feedback().replace(">192.0.2.1<", ">192.0.2.<"),
    'record 1: has the address "192.0.2.", which is none',
  ],
  [
    "a From domain that is cut by bad XML",
    feedback().replace(">example.com</header_from>", ">bad<xml</header_from>"),
    "record 1: has no From domain",
  ],
  [
    "a result that no standard has",
    feedback().replace("<spf>pass</spf>", "<spf>maybe</spf>"),
    'record 1: has spf "maybe", which counts as not passed',
  ],
  [
    "an address of the receiver with markup",
    feedback().replace(">noreply@receiver.example<", "><no@receiver.example><"),
    "<email> has other elements in it",
  ],
])("%s is a doubt, and the messages count", async (_, xml, doubt) => {
  const report = await aggregate(xml);
  expect(report.doubts).toContain(doubt);
  expect([messagesOf(report), report.isPartial]).toEqual([90, false]);
});

test.each<readonly [string, string, string]>([
  ["that is cut off", feedback().slice(0, -13), "in: ends within <feedback>, after 1 row: the rest of it is missing"],
  [
    "whose end tag is misspelt",
    feedback().replace("</feedback>", "</feedbak>"),
    "in: ends within <feedback>, after 1 row: the rest of it is missing",
  ],
  [
    "without a domain",
    feedback().replace("<domain>example.com</domain><p>", "<p>"),
    "in: does not say which domain it is about (policy_published, domain)",
  ],
  ["without a period", feedback({ begin: "", end: "" }), 'in: has no readable period (date_range from "" to "")'],
  [
    "that ends before it begins",
    feedback({ begin: 1_793_663_999, end: 1_793_577_600 }),
    'in: has no readable period (date_range from "1793663999" to "1793577600")',
  ],
  [
    "in milliseconds",
    feedback({ begin: 1_793_577_600_000, end: 1_793_663_999_000 }),
    'in: has no readable period (date_range from "1793577600000" to "1793663999000")',
  ],
])("a report %s is not read", async (_, xml, fault) => {
  expect(await faults(xml)).toEqual([fault]);
});

test("entities that a document declares are not expanded, and nothing is fetched", async () => {
  const prolog =
    '<?xml version="1.0"?><!DOCTYPE feedback [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
  const { reporter, id } = await aggregate(feedback({ prolog, reporter: "&a;&b;", id: "&lt;&#65;&gt;" }));
  expect([reporter, id]).toEqual(["&a;&b;", "<A>"]);
});

test("a value of megabytes is cut, and elements in elements have a limit", async () => {
  const long = await aggregate(feedback({ id: "x".repeat(3_000_000) }));
  expect([long.id.length, long.doubts]).toEqual([
    1000,
    ["has a <report_id> of more than 1000 characters, which is cut"],
  ]);
  const deep = feedback().replace("<row>", `${"<a>".repeat(100_000)}<row>`);
  expect(await faults(deep)).toEqual(["in: has elements 64 deep, which no report has"]);
});

test("two reports in one file are two", async () => {
  const found = await findAll(`${feedback()}${feedback({ prolog: "", id: "2", rows: [FORGED] })}`);
  expect(found.map(({ report }) => report?.id)).toEqual(["1", "2"]);
});

test("it is the same whatever pieces it comes in", async () => {
  const xml = feedback({ rows: [ALIGNED, FORGED], reporter: "Empf\u00e4nger" });
  const whole = await findAll(xml);
  for (const size of [1, 2, 3, 7, 64, 1000]) expect(await findAll(xml, { size })).toEqual(whole);
});
