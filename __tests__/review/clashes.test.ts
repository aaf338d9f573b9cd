import { clashesOf } from "../../lib/review/clashes";
import { type LiveRecord, plannedCreates } from "../../lib/review/creates";
import { change, changesOf, dns, mx, plan, RECORD, record, txt, type Values, ZONE } from "./plans";

const NAME = "mail.example.com";
const live = (type: string, content: string, rest: Partial<LiveRecord> = {}): LiveRecord => ({
  id: "live",
  type,
  name: NAME,
  content,
  priority: null,
  proxied: false,
  ...rest,
});
const why = (id: string, wanted: Values, ...records: LiveRecord[]) =>
  clashesOf(changesOf(plan([record(id, null, wanted)])), new Map([[ZONE, records]])).map(({ reason }) => reason);

const cname = (content: string, name = NAME) => dns("CNAME", name, content);
const SPF = "v=spf1 include:amazonses.com ~all";
const DMARC = "v=DMARC1; p=none;";
const BOUNCES = "feedback-smtp.us-east-1.amazonses.com";
const caa = (data: Values) => dns("CAA", NAME, undefined as never, { data });

test.each<[string, string, Values, LiveRecord, string | false]>([
  [
    "a CNAME where an address stands",
    "web-www",
    cname("a.example"),
    live("A", "192.0.2.1"),
    "Cloudflare refuses a CNAME",
  ],
  [
    "a CNAME where a CNAME stands",
    "web-www",
    cname("a.example"),
    live("CNAME", "b.example"),
    "Cloudflare refuses a CNAME",
  ],
  [
    "an address where a CNAME stands",
    "record-a",
    dns("A", NAME, "192.0.2.1"),
    live("CNAME", "b.example"),
    "refuses another address",
  ],
  ["a second address", "record-a", dns("A", NAME, "192.0.2.1"), live("A", "192.0.2.2"), false],
  ["a text beside NS", "record-a", txt(NAME, "x"), live("NS", "ns.example"), "beside NS"],
  ["NS beside a text", "record-a", dns("NS", NAME, "ns.example"), live("TXT", '"x"'), "beside NS"],
  ["DS beside NS", "record-a", dns("DS", NAME, "1 2 3 AB"), live("NS", "ns.example"), false],
  ["the same address", "record-a", dns("A", NAME, "192.0.2.1"), live("A", "192.0.2.1"), "it is the same record"],
  [
    "the same CNAME with other case and a dot",
    "web-www",
    cname("a.example"),
    live("CNAME", "A.example."),
    "it is the same record",
  ],
  [
    "the same address in other digits",
    "record-a",
    dns("AAAA", NAME, "2001:db8::1"),
    live("AAAA", "2001:0DB8:0::0001"),
    "it is the same record",
  ],
  ["the same text without quotes", "record-t", txt(NAME, "proof"), live("TXT", "proof"), "it is the same record"],
  ["another text", "record-t", txt(NAME, "proof"), live("TXT", '"other"'), false],
  ["a second SPF", "mail-from-spf", txt(NAME, SPF), live("TXT", "v=spf1 -all"), "two SPF records"],
  ["SPF beside a text", "mail-from-spf", txt(NAME, SPF), live("TXT", '"v=spf10"'), false],
  ["a second DMARC", "dmarc", txt(NAME, DMARC), live("TXT", '"v=DMARC1; p=reject"'), "two DMARC records"],
  [
    "a second MX at MAIL FROM",
    "mail-from-mx",
    mx(NAME, BOUNCES),
    live("MX", "mx.example.net", { priority: 10 }),
    "exactly one MX",
  ],
  [
    "the same MX with another priority at MAIL FROM",
    "mail-from-mx",
    mx(NAME, BOUNCES),
    live("MX", BOUNCES, { priority: 5 }),
    "exactly one MX",
  ],
  ["a second MX elsewhere", "record-mx", mx(NAME, "a.example"), live("MX", "b.example", { priority: 10 }), false],
  [
    "the same MX elsewhere",
    "record-mx",
    mx(NAME, "a.example"),
    live("MX", "a.example", { priority: 10 }),
    "it is the same record",
  ],
  ["MAIL FROM where a CNAME stands", "mail-from-mx", mx(NAME, BOUNCES), live("CNAME", "b.example"), "follow the CNAME"],
  ["a text of the user's where a CNAME stands", "record-t", txt(NAME, "x"), live("CNAME", "b.example"), false],
  [
    "the same record in parts",
    "record-caa",
    caa({ flags: 0, tag: "issue", value: "amazon.com", port: null }),
    live("CAA", "", { data: { flags: "0", tag: "issue", value: "amazon.com" } }),
    "it is the same record",
  ],
  [
    "another record in parts",
    "record-caa",
    caa({ flags: 0, tag: "issue", value: "amazon.com" }),
    live("CAA", "", { data: { flags: 0, tag: "issue", value: "pki.example" } }),
    false,
  ],
  [
    "parts that are not known",
    "record-caa",
    caa({ flags: 0, tag: "issue", value: "a" }),
    live("CAA", "0 issue a"),
    false,
  ],
  [
    "a name in other letters",
    "record-a",
    dns("A", "Mail.Example.COM", "192.0.2.1"),
    live("CNAME", "b.example", { name: "MAIL.example.com." }),
    "refuses another address",
  ],
  ["another name", "record-a", dns("A", `x.${NAME}`, "192.0.2.1"), live("CNAME", "b.example"), false],
])("%s", (_title, id, wanted, other, expected) => {
  expect(why(id, wanted, other)).toEqual(expected === false ? [] : [expect.stringContaining(expected)]);
});

test("a record that the same plan deletes, replaces or changes conflicts with nothing", () => {
  const create = record("web-www", null, cname("a.example"));
  const old = { ...dns("A", NAME, "192.0.2.1"), id: "live" };
  const zones = new Map([[ZONE, [live("A", "192.0.2.1")]]]);
  const found = (...changes: object[]) => clashesOf(changesOf(plan([create, ...changes])), zones);
  expect(found()).toHaveLength(1);
  expect(found(change(`${RECORD}.old`, old, null))).toEqual([]);
  expect(found(change(`${RECORD}.old`, old, { ...old, name: "x.example.com" }))).toEqual([]);
  expect(found(change(`${RECORD}.old`, old, { ...old, type: "TXT" }, { actions: ["delete", "create"] }))).toEqual([]);
  // Forgotten or imported, it stays where it is.
  expect(found(change(`${RECORD}.old`, old, null, { actions: ["forget"] }))).toHaveLength(1);
  expect(found(change(`${RECORD}.old`, old, old, { importing: { id: `${ZONE}/live` } }))).toHaveLength(1);
});

test("each create is reported once, in its own zone", () => {
  const records = [live("A", "192.0.2.1"), live("AAAA", "2001:db8::1", { id: "live-2" })];
  const changes = changesOf(plan([record("web-www", null, cname("a.example"))]));
  expect(clashesOf(changes, new Map([[ZONE, records]]))).toMatchObject([
    { create: { entry: "example.com", record: "web-www", zoneId: ZONE }, live: { id: "live" } },
  ]);
  expect(clashesOf(changes, new Map([["f".repeat(32), records]]))).toEqual([]);
});

test("what is created is listed as far as its name is known, also what is made anew", () => {
  const a = dns("A", NAME, "192.0.2.1");
  const token = { ...cname("a.example"), name: undefined, content: undefined };
  const changes = [
    record("dkim-1", null, token, { after_unknown: { name: true, content: true } }),
    record("record-a", a, { ...a, type: "TXT" }, { actions: ["delete", "create"] }),
    record("record-b", a, { ...a, ttl: 60 }),
    record("record-c", null, { ...a, proxied: true }),
    change("cloudflare_zone.x", null, {}),
  ];
  expect(plannedCreates(changesOf(plan(changes)))).toEqual([
    {
      address: `${RECORD}.example_com__record-a`,
      entry: "example.com",
      record: "record-a",
      zoneId: ZONE,
      type: "TXT",
      name: NAME,
      content: "192.0.2.1",
      priority: null,
      proxied: false,
      data: null,
      moved: false,
    },
    {
      address: `${RECORD}.example_com__record-c`,
      entry: "example.com",
      record: "record-c",
      zoneId: ZONE,
      type: "A",
      name: NAME,
      content: "192.0.2.1",
      priority: null,
      proxied: true,
      data: null,
      moved: false,
    },
  ]);
});

test("a record that moves to a taken name clashes, one that changes in place does not", () => {
  const moved = (from: string, to: string) =>
    clashesOf(
      changesOf(plan([record("mail-from-mx", { ...mx(from, BOUNCES), id: "own" }, mx(to, BOUNCES))])),
      new Map([[ZONE, [live("MX", "mx.example.net", { priority: 10 })]]]),
    ).map(({ reason }) => reason);
  expect(moved("old.example.com", NAME)).toEqual(["SES wants exactly one MX at MAIL FROM"]);
  expect(moved(NAME, NAME)).toEqual([]);
});

describe("remedies", () => {
  const remedyOf = (id: string, wanted: Values, ...records: LiveRecord[]) =>
    clashesOf(changesOf(plan([record(id, null, wanted)])), new Map([[ZONE, records]])).map(({ remedy }) => remedy);
  const foreign = live("MX", "mx.example.net", { priority: 10 });
  const at = (name: string) => live("A", "192.0.2.1", { name });

  test.each<[string, string, Values, LiveRecord[], object]>([
    ["the same record is adopted", "record-t", txt(NAME, "x"), [live("TXT", '"x"')], { do: "adopt" }],
    ["another policy at the name too", "dmarc", txt(NAME, DMARC), [live("TXT", "v=DMARC1; p=reject")], { do: "adopt" }],
    [
      "an MX of SES's in another region too",
      "mail-from-mx",
      mx(NAME, BOUNCES),
      [live("MX", "feedback-smtp.eu-west-1.amazonses.com", { priority: 10 })],
      { do: "adopt" },
    ],
    [
      "SPF of SES's too",
      "mail-from-spf",
      txt(NAME, SPF),
      [live("TXT", "v=spf1 include:amazonses.com -all")],
      { do: "adopt" },
    ],
    [
      "MAIL FROM leaves a name that gets mail",
      "mail-from-mx",
      mx(NAME, BOUNCES),
      [foreign],
      { do: "mail-from", label: "bounce" },
    ],
    [
      "or whose SPF is another's",
      "mail-from-spf",
      txt(NAME, SPF),
      [live("TXT", "v=spf1 include:_spf.example.net -all")],
      { do: "mail-from", label: "bounce" },
    ],
    [
      "for a name where nothing stands",
      "mail-from-mx",
      mx(NAME, BOUNCES),
      [foreign, at("bounce.example.com"), at("bounces.example.com")],
      { do: "mail-from", label: "ses-bounce" },
    ],
    ["a delegated name is another zone's", "record-t", txt(NAME, "x"), [live("NS", "ns.example")], { do: "delegated" }],
    [
      "of a CNAME and an address one has to go",
      "web-www",
      cname("a.example"),
      [live("A", "192.0.2.1")],
      { do: "delete" },
    ],
    [
      "a CNAME that leads elsewhere is adopted",
      "web-www",
      cname("a.example"),
      [live("CNAME", "b.example")],
      { do: "adopt" },
    ],
  ])("%s", (_title, id, wanted, records, expected) => {
    expect(remedyOf(id, wanted, ...records)).toEqual([expected]);
  });

  test("nothing is adopted in the place of a record that moves", () => {
    const moved = record("dmarc", { ...txt("old.example.com", DMARC), id: "own" }, txt(NAME, DMARC));
    const zones = new Map([[ZONE, [live("TXT", DMARC)]]]);
    expect(clashesOf(changesOf(plan([moved])), zones)).toMatchObject([{ remedy: { do: "delete" } }]);
  });

  test("a record that another plan of the same run deletes conflicts with nothing", () => {
    const creates = changesOf(plan([record("web-www", null, cname("a.example"))]));
    const deletes = changesOf(plan([change(`${RECORD}.old`, { ...dns("A", NAME, "192.0.2.1"), id: "live" }, null)]));
    const zones = new Map([[ZONE, [live("A", "192.0.2.1")]]]);
    expect(clashesOf(creates, zones, [...creates, ...deletes])).toEqual([]);
    expect(clashesOf(creates, zones)).toHaveLength(1);
  });
});
