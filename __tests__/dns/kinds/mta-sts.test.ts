// MTA-STS in domains.yaml: the policy, and the record whose id is made of it (RFC 8461 §3).
import { parseConfiguration } from "../../../lib/config/configuration";
import { formatMtaSts, mtaStsSetting } from "../../../lib/dns/kinds/mta-sts";
import {
  formatMtaStsPolicy,
  listsMx,
  mtaStsId,
  mtaStsUrl,
  parseMtaStsPolicy,
} from "../../../lib/dns/text/mta-sts-policy";
import { domains } from "../../adopt/zones";

const of = (setting: string, more = "") => domains(`{domain: example.com, mtaSts: ${setting}${more}}`)[0]?.mtaSts;
const MX =
  ", records: {a: {type: MX, name: '@', content: mx2.example.net, priority: 20}, b: {type: MX, name: '@', content: mx1.example.net, priority: 10}, c: {type: MX, name: sub, content: no.example.net, priority: 5}}";

test("the mail servers are those under records unless they are given", () => {
  expect(of("enforce", MX)?.policy).toEqual({
    mode: "enforce",
    mx: ["mx1.example.net", "mx2.example.net"],
    maxAge: 604_800,
  });
  expect(of("{mx: ['*.bücher.example', MX.example.net.], maxAge: 86400}")?.policy).toEqual({
    mode: "testing",
    mx: ["*.xn--bcher-kva.example", "mx.example.net"],
    maxAge: 86_400,
  });
  expect(of("none")?.policy).toEqual({ mode: "none", mx: [], maxAge: 604_800 });
});

test("a changed policy has another id, of at most 32 letters and digits", () => {
  const ids = ["testing", "enforce", "none", "{mode: enforce, maxAge: 86400}"].map((mode) => of(mode, MX)?.text);
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^v=STSv1; id=[0-9a-f]{32};$/);
  expect(of("enforce", MX)?.text).toBe(of("{mode: enforce, mx: [mx1.example.net, mx2.example.net]}")?.text);
});

test("a text is published as it is, and has no policy", () => {
  expect(of("'v=STSv1; id=1;'")).toEqual({ text: "v=STSv1; id=1;" });
  expect(mtaStsSetting("v=STSv1; id=20160831;")).toEqual({
    value: { raw: "v=STSv1; id=20160831;" },
    exact: true,
    notes: [],
  });
  expect(mtaStsSetting("v=STSv1;").notes).toEqual(['mtaSts has no "id="']);
  expect(formatMtaSts("a1")).toBe("v=STSv1; id=a1;");
});

test.each([
  ["enforce", "does not say where mail arrives"],
  ["{mx: example}", "mail server such as"],
  ["{mx: '*.*.example.net'}", "mail server such as"],
  ["{mx: mx.example.net, maxAge: 31557601}", "about a year"],
  ["{raw: 'v=STSv1; id=1;', mode: none}", "has raw and mode"],
  ["on", "mode"],
])("%s is refused with its position", (setting, message) => {
  const text = `zones: {example.com: null}\ndomains:\n  - {domain: example.com, aws: {region: us-east-1}, mtaSts: ${setting}}\n`;
  const errors = parseConfiguration([{ file: "a.yaml", text }]).findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message: said, at }) => [said, at?.line])).toEqual([[expect.stringContaining(message), 3]]);
});

test("the policy's text is the file that senders fetch", () => {
  const policy = { mode: "enforce", mx: ["mx.example.net", "*.example.org"], maxAge: 604_800 } as const;
  const text = "version: STSv1\nmode: enforce\nmx: mx.example.net\nmx: *.example.org\nmax_age: 604800\n";
  expect(formatMtaStsPolicy(policy)).toBe(text);
  expect(parseMtaStsPolicy(text)).toEqual(policy);
  expect(parseMtaStsPolicy(`x: y\r\n${text.replaceAll("\n", " \r\n")}mode: none\n`)).toEqual(policy);
  expect(mtaStsId(policy)).toMatch(/^[0-9a-f]{32}$/);
  expect(mtaStsUrl("example.com")).toBe("https://mta-sts.example.com/.well-known/mta-sts.txt");
});

test.each([
  ["<html>", 'has no "version: STSv1"'],
  ["version: STSv1\nmode: on\n", 'has no "mode" of none, testing or enforce'],
  ["version: STSv1\nmode: none\nmax_age: soon\n", 'has no "max_age" in seconds'],
  ["version: STSv1\nmode: testing\nmax_age: 1\n", 'has no "mx"'],
  ["x".repeat(70_000), "has 70000 characters, over 64 KB nobody reads it"],
])("a file that is no policy is described: %#", (text, fault) => {
  expect(parseMtaStsPolicy(text)).toEqual({ fault });
});

test.each([
  ["mx.example.net", true],
  ["MX.EXAMPLE.NET.", true],
  ["a.example.org", true],
  ["a.b.example.org", false],
  ["example.org", false],
  ["xmx.example.net", false],
])("%s is in the policy: %j", (host, expected) => {
  expect(listsMx({ mx: ["mx.example.net", "*.example.org"] }, host)).toBe(expected);
});
