// What each host's form is given, as its documentation has it.
import { formatTxt } from "../../lib/dns/text/txt";
import { formatFault, renderRecords } from "../../lib/records/format";
import { formFields, HOSTS, type Host } from "../../lib/records/forms";
import { EVERY_TYPE } from "./every-type";
import { EXPECTED, extra, PUBLISHED } from "./samples";

const [dkim, , , mx, spf] = PUBLISHED;
const long = "x".repeat(300);
const halves = `"${"x".repeat(255)}" "${"x".repeat(45)}"`;
const txt = (text: string, rest = {}) => extra("txt", "TXT", { content: formatTxt(text), ...rest });
const fields = (host: Host, record = mx!) => Object.values(formFields(record, host));

test.each<[Host, unknown[], unknown[], string, string, string]>([
  [
    "cloudflare",
    ["mail", "feedback-smtp.us-east-1.amazonses.com", "10", null],
    ["aaa._domainkey", "aaa.dkim.amazonses.com", "", null],
    '"v=spf1 include:amazonses.com ~all"',
    halves,
    '"\\195\\169 \\"q\\""',
  ],
  [
    "route53",
    ["mail", "10 feedback-smtp.us-east-1.amazonses.com", "", 300],
    ["aaa._domainkey", "aaa.dkim.amazonses.com", "", 300],
    '"v=spf1 include:amazonses.com ~all"',
    halves,
    '"\\303\\251 \\"q\\""',
  ],
  [
    "google",
    ["mail", "10 feedback-smtp.us-east-1.amazonses.com.", "", 300],
    ["aaa._domainkey", "aaa.dkim.amazonses.com.", "", 300],
    '"v=spf1 include:amazonses.com ~all"',
    halves,
    '"\\195\\169 \\"q\\""',
  ],
  [
    "azure",
    ["mail", "feedback-smtp.us-east-1.amazonses.com", "10", 300],
    ["aaa._domainkey", "aaa.dkim.amazonses.com", "", 300],
    "v=spf1 include:amazonses.com ~all",
    long,
    'é "q"',
  ],
  [
    "generic",
    ["mail", "feedback-smtp.us-east-1.amazonses.com", "10", 300],
    ["aaa._domainkey", "aaa.dkim.amazonses.com", "", 300],
    "v=spf1 include:amazonses.com ~all",
    long,
    'é "q"',
  ],
])("%s gets names, priorities and texts in its own way", (host, ofMx, ofDkim, ofSpf, ofLong, ofBytes) => {
  expect(fields(host)).toEqual(ofMx);
  expect(fields(host, dkim!)).toEqual(ofDkim);
  expect(formFields(spf!, host).value).toBe(ofSpf);
  expect(formFields(txt(long), host).value).toBe(ofLong);
  expect(formFields(txt('é "q"'), host).value).toBe(ofBytes);
});

test("the zone apex is @ or an empty field, and a note says which", () => {
  const apex = txt("v=spf1 -all", { name: "example.com" });
  expect(HOSTS.map((host) => formFields(apex, host).host)).toEqual(["@", "", "", "@", "@"]);
  const table = (host: Host) => renderRecords([apex], "text", { host, isHandedOver: true });
  expect(HOSTS.filter((host) => table(host).includes("Where the host is empty"))).toEqual(["route53", "google"]);
});

test("a name in another zone stays absolute", () => {
  expect(formFields(extra("a", "A", { name: "www.example.net", content: "192.0.2.1" }), "generic").host).toBe(
    "www.example.net",
  );
});

test("the priority is never lost: without a column of its own the value begins with it", () => {
  const value = (columns: "value"[] | ["value", "priority"]) =>
    renderRecords([mx!], "csv", { columns, host: "generic" }).split("\r\n")[1];
  expect(value(["value"])).toBe("10 feedback-smtp.us-east-1.amazonses.com\r");
  expect(value(["value", "priority"])).toBe("feedback-smtp.us-east-1.amazonses.com,10\r");
});

test.each(["a\nb", "a\u202eb", "a\u0000", "\u2028"])("a text that nobody can type keeps its quotes: %j", (text) => {
  expect(formFields(txt(text), "generic").value).toBe(formatTxt(text));
  const bytes = extra("txt", "TXT", { content: '"\\255\\254"' });
  expect(formFields(bytes, "azure").value).toBe('"\\255\\254"');
});

test("json has the fields of the form beside the record", () => {
  expect(JSON.parse(renderRecords([mx!], "json", { host: "route53" }))).toEqual([
    {
      ...mx!,
      form: {
        for: "route53",
        host: "mail",
        value: "10 feedback-smtp.us-east-1.amazonses.com",
        priority: "",
        ttl: 300,
      },
    },
  ]);
});

test("records of one name and type are one set where a host has sets", () => {
  const two = [txt("one"), txt("two")];
  const says = (host: Host) => renderRecords(two, "markdown", { host, isHandedOver: true }).includes("one record set");
  expect(HOSTS.filter(says)).toEqual(["route53", "google", "azure"]);
  expect(renderRecords([two[0]!], "markdown", { host: "azure", isHandedOver: true })).not.toContain("one record set");
});

test("only Cloudflare takes a CNAME at the apex: a note says so, and a file refuses it", () => {
  const apex = extra("apex", "CNAME", { name: "example.com", content: "example.net" });
  const said = (host?: Host) =>
    renderRecords([apex], "text", { host, isHandedOver: true }).includes("only Cloudflare takes a CNAME");
  expect([undefined, ...HOSTS].map(said)).toEqual([false, false, true, true, true, true]);
  expect(formatFault([apex], "bind", { host: "google" })).toBe(
    'Google Cloud DNS takes no CNAME for the zone itself, got "record-apex" of "example.com": leave it out with --purpose, and enter it by hand',
  );
});

test("types that a host does not take are refused in every format", () => {
  const refused = HOSTS.map((host) =>
    EVERY_TYPE.filter(([record]) =>
      formatFault([record], "text", { host })?.includes(`takes no ${record.type} record`),
    ).map(([{ type }]) => type),
  );
  expect(refused.map((types) => [...new Set(types)].sort().join(" "))).toEqual([
    "",
    "CERT DNSKEY LOC OPENPGPKEY SMIMEA URI",
    "CERT LOC OPENPGPKEY SMIMEA URI",
    "CERT DNSKEY HTTPS LOC OPENPGPKEY SMIMEA SSHFP SVCB URI",
    "",
  ]);
  const [loc] = EVERY_TYPE.find(([{ type }]) => type === "LOC")!;
  expect(formatFault([loc], "csv", { host: "route53" })).toBe(
    'Amazon Route 53 takes no LOC record, got "record-loc" of "example.com": leave it out with --purpose, or choose another host',
  );
});

test.each<[Host, number, string]>([
  ["route53", 3900, "Amazon Route 53 takes no value of more than 4000 characters"],
  ["azure", 4096, "Azure DNS takes no texts of more than 4096 characters at one name"],
])("%s takes texts only up to its limit", (host, most, why) => {
  const one = txt("x".repeat(most));
  expect(formatFault([one], "text", { host })).toBeUndefined();
  expect(formatFault([txt("x".repeat(most + 100))], "text", { host })).toContain(why);
  // Azure counts the texts of a set together.
  const two = formatFault([one, txt("y".repeat(100))], "text", { host });
  expect(two === undefined).toBe(host !== "azure");
  expect(formatFault([one, txt("y".repeat(100), { name: "other.example.com" })], "text", { host })).toBeUndefined();
});

describe("a file for a host's import", () => {
  test("is Cloudflare's own for Cloudflare, and a zone file for the others", () => {
    expect(renderRecords(PUBLISHED, "bind", { host: "cloudflare" })).toBe(renderRecords(PUBLISHED, "cloudflare"));
    const anyones = renderRecords(PUBLISHED, "bind");
    const files = HOSTS.slice(1).map((host) => renderRecords(PUBLISHED, "bind", { host }));
    // Azure's begins with an SOA.
    const [origin, remark, soa, ...azure] = files[2]!.split("\n");
    expect(`${remark}\n${soa}`).toMatch(/^; Azure needs .*\nexample\.com\.\t3600\tIN\tSOA\t/);
    expect([files[0], files[1], [origin, ...azure].join("\n"), files[3]]).toEqual(files.map(() => anyones));
    expect(formatFault(PUBLISHED, "cloudflare", { host: "azure" })).toBe(
      'the format "cloudflare" got --for azure: write --format bind, or leave --for out',
    );
    expect(HOSTS.map((host) => formatFault(PUBLISHED, "bind", { host }))).toEqual(HOSTS.map(() => undefined));
  });

  test("still wants values", () => {
    expect(formatFault(EXPECTED, "bind", { host: "route53" })).toContain("placeholders instead of values");
  });

  test.each<[Host, string, string]>([
    ["azure", "x".repeat(256), "Azure DNS cuts a text at 255 characters when it imports a file"],
    ["azure", 'say "x"', "Azure DNS does not read escapes in a text when it imports a file"],
    ["route53", "é", "Amazon Route 53 is not known to read escaped bytes in a file"],
  ])("of %s refuses what the import would change", (host, text, why) => {
    expect(formatFault([txt(text)], "bind", { host })).toContain(why);
    expect(formatFault([txt(text)], "markdown", { host })).toBeUndefined();
    expect(formatFault([txt("x".repeat(255))], "bind", { host })).toBeUndefined();
  });

  test("of Azure has only the types that its import takes", () => {
    const taken = EVERY_TYPE.map(([record]) => record).filter(
      (record) => formatFault([record], "bind", { host: "azure" }) === undefined,
    );
    const types = [...new Set(taken.map(({ type }) => type))].sort();
    expect(types).toEqual(["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"]);
  });

  test.each<[Host, number, string, boolean]>([
    ["route53", 1000, "1000 records, got 1001", true],
    ["azure", 3000, "3000 record sets, got 3001", true],
    // Three lines are before the records, and one may say that they are emulated.
    ["azure", 9996, "10000 lines, got 10001", false],
  ])("of %s has at most %s records", (host, most, why, areSets) => {
    const many = Array.from({ length: most + 1 }, (_, index) =>
      extra(areSets ? `a${index}` : "a", "A", { content: `192.0.2.${index % 256}` }),
    );
    expect(formatFault(many.slice(1), "bind", { host })).toBeUndefined();
    expect(formatFault(many, "bind", { host })).toContain(`imports at most ${why}`);
  });
});
