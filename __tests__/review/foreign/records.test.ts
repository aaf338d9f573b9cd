// One record in the words of many providers: what it does to mail is the same.
import { DIALECTS } from "../cases/dialects";
import { change, judged, plan, rules, said, type Values } from "../plans";

const ZONE_ID = "0123456789abcdef0123456789abcdef";
const SPF = "v=spf1 include:_spf.example.net ~all";
const name = (type: string) => `${type}.x`;
const deleted = (type: string, before: Values) => plan([change(name(type), before, null)]);
const created = (type: string, after: Values, rest: Values = {}) => plan([change(name(type), null, after, rest)]);
const updated = (type: string, before: Values, after: Values) => plan([change(name(type), before, after)]);

describe.each(Object.entries(DIALECTS))("%s", (_name, write) => {
  const risk = (text: string) => judged(text).split(" ");

  test("an MX of the domain is made and deleted", () => {
    const [type, side] = write("MX", "", ["10 mx.example.net"]);
    expect(risk(created(type, side))).toEqual(expect.arrayContaining(["danger", "mx-added"]));
    expect(risk(deleted(type, side))).toEqual(expect.arrayContaining(["danger", "mx-removed"]));
    expect(said(created(type, side)).join()).toContain(`inbound mail of "example.com" goes to "10 mx.example.net`);
  });

  test("DMARC begins to reject", () => {
    const [none, reject] = ["none", "reject"].map((policy) => write("TXT", "_dmarc", [`v=DMARC1; p=${policy}`]));
    expect(risk(updated(none?.[0] ?? "", none?.[1] ?? {}, reject?.[1] ?? {}))).toEqual(
      expect.arrayContaining(["danger", "dmarc-rejects"]),
    );
  });

  test("SPF is deleted, DKIM is deleted", () => {
    const [type, side] = write("TXT", "", [SPF]);
    expect(risk(deleted(type, side))).toEqual(expect.arrayContaining(["danger", "spf-removed"]));
    const [keyType, key] = write("TXT", "s1._domainkey", ["v=DKIM1; p=MIGf"]);
    expect(risk(deleted(keyType, key))).toEqual(expect.arrayContaining(["danger", "dkim-removed"]));
  });

  test("an unchanged record has no risk", () => {
    const [type, side] = write("TXT", "", [SPF]);
    expect(judged(updated(type, side, side))).toBe("none");
  });
});

const route53 = (records: unknown, rest: Values = {}) => ({
  zone_id: "Z1",
  name: "example.com",
  type: "TXT",
  ttl: 60,
  records,
  ...rest,
});
const OTHER = "google-site-verification=1";

test.each<[string, string, readonly string[], (readonly string[])?]>([
  ["one of two values goes", updated("aws_route53_record", route53([SPF, OTHER]), route53([OTHER])), ["spf-removed"]],
  [
    "a value comes beside another",
    updated("aws_route53_record", route53([SPF]), route53([OTHER, SPF])),
    ["record-elsewhere"],
    ["spf-removed", "spf-sender-lost"],
  ],
  [
    "the order of values changes",
    updated("aws_route53_record", route53([SPF, OTHER]), route53([OTHER, SPF])),
    [],
    ["spf-removed"],
  ],
  [
    "one of two values changes",
    updated("aws_route53_record", route53([SPF, OTHER]), route53([OTHER, "v=spf1 -all"])),
    ["spf-sender-lost"],
    ["record-removed"],
  ],
  [
    "two MX come at once",
    created("aws_route53_record", route53(["1 a.example", "2 b.example"], { type: "MX" })),
    ["mx-added"],
  ],
  [
    "a weight changes",
    updated(
      "aws_route53_record",
      route53([SPF], { set_identifier: "a", weighted_routing_policy: [{ weight: 1 }] }),
      route53([SPF], { set_identifier: "a", weighted_routing_policy: [{ weight: 9 }] }),
    ),
    ["foreign-changed"],
  ],
  [
    "a weighted record is made",
    created("aws_route53_record", route53([SPF], { set_identifier: "a" })),
    ["spf-published", "record-elsewhere"],
  ],
  [
    "an alias is made",
    created("aws_route53_record", route53(null, { type: "A", alias: [{ name: "d1.cloudfront.net", zone_id: "Z2" }] })),
    ["record-elsewhere"],
  ],
  [
    "the values are not known yet",
    created("aws_route53_record", route53(null, { type: "MX" }), { after_unknown: { records: true } }),
    ["mx-added"],
  ],
  [
    "the type is not known yet",
    created(
      "cloudflare_record",
      { zone_id: ZONE_ID, name: "@", value: "mx.example.net" },
      { after_unknown: { type: true } },
    ),
    ["type-unknown"],
  ],
  [
    "the value is sensitive",
    created(
      "cloudflare_record",
      { zone_id: ZONE_ID, name: "_dmarc", type: "TXT", value: "x" },
      { after_sensitive: { value: true } },
    ),
    ["value-hidden"],
  ],
  [
    "content stands in the newer attribute",
    deleted("cloudflare_record", { zone_id: ZONE_ID, name: "@", type: "TXT", content: SPF, value: SPF }),
    ["spf-removed"],
  ],
  [
    "a long text is split as Route 53 wants it",
    deleted("aws_route53_record", route53(['v=spf1 include:a.example""  ~all'])),
    ["spf-removed"],
  ],
  [
    "a record is forgotten",
    plan([
      change("cloudflare_record.x", { zone_id: ZONE_ID, name: "@", type: "TXT", value: SPF }, null, {
        actions: ["forget"],
      }),
    ]),
    ["policy-forgotten"],
  ],
  [
    "an action is not known",
    plan([
      change("cloudflare_record.x", { zone_id: ZONE_ID, name: "@", type: "TXT", value: SPF }, null, {
        actions: ["melt"],
      }),
    ]),
    ["action-unknown"],
  ],
  [
    "it is called like one of ours",
    deleted("cloudflare_record", { zone_id: ZONE_ID, name: "@", type: "MX", value: "mx.example.net" }),
    ["mx-removed"],
  ],
  [
    "it is called like a record and is none",
    created("aws_route53_query_log_records", { name: "x", type: "y" }),
    ["foreign-changed"],
  ],
  [
    "it moved outside",
    plan([], { resource_drift: [change("aws_route53_record.x", route53([SPF]), null)] }),
    ["record-drifted"],
  ],
])("%s", (_name, text, expected, never = []) => {
  expect(rules(text)).toEqual(expect.arrayContaining([...expected]));
  expect(rules(text).filter((rule) => never.includes(rule))).toEqual([]);
});

test("a relative name is completed by the zone that the plan knows", () => {
  const zone = change("cloudflare_zone.x", { id: "z1", zone: "example.com" }, { id: "z1", zone: "example.com" });
  const record = change("cloudflare_record.x", { zone_id: "z1", name: "mail", type: "TXT", value: SPF }, null);
  expect(said(plan([zone, record]))).toEqual([expect.stringContaining('SPF of "mail.example.com" is deleted')]);
});
