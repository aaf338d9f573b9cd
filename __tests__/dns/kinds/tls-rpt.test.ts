// TLS-RPT in domains.yaml, and its text as a setting again (RFC 8460 §3).
import { parseConfiguration } from "../../../lib/config/configuration";
import { tlsRptSetting } from "../../../lib/dns/kinds/tls-rpt";
import { domains } from "../../adopt/zones";

const textOf = (setting: string) => domains(`{domain: example.com, tlsRpt: ${setting}}`)[0]?.tlsRpt;

test.each([
  ["tls@example.com", "v=TLSRPTv1; rua=mailto:tls@example.com"],
  ["mailto:tls@bücher.example", "v=TLSRPTv1; rua=mailto:tls@xn--bcher-kva.example"],
  ["https://tls.example.net/in?x=1", "v=TLSRPTv1; rua=https://tls.example.net/in?x=1"],
  ["{rua: [a@example.com, b@example.com]}", "v=TLSRPTv1; rua=mailto:a@example.com,mailto:b@example.com"],
  ["'v=TLSRPTv1;rua=mailto:x@example.com'", "v=TLSRPTv1;rua=mailto:x@example.com"],
  ["{raw: 'v=TLSRPTv1; rua=mailto:x@example.com;'}", "v=TLSRPTv1; rua=mailto:x@example.com;"],
  ["false", undefined],
])("%s is the text %s", (setting, text) => {
  expect(textOf(setting)).toBe(text);
});

test.each([
  "ftp://example.com/x",
  "http://example.com/x",
  "'a@example.com,b@example.com'",
  "'https://example.com/a;b'",
  "https:///x",
  "v=TLSRPTv2",
  "[]",
  "{}",
  "{raw: 'v=TLSRPTv1; rua=mailto:x@example.com', rua: x@example.com}",
])("%s is refused with its position", (setting) => {
  const text = `zones: {example.com: null}\ndomains:\n  - {domain: example.com, aws: {region: us-east-1}, tlsRpt: ${setting}}\n`;
  const errors = parseConfiguration([{ file: "a.yaml", text }]).findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message, at }) => [message.includes("tlsRpt"), at?.line])).toEqual([[true, 3]]);
});

test.each([
  ["v=TLSRPTv1; rua=mailto:a@example.com,https://x.example/y", { rua: ["a@example.com", "https://x.example/y"] }],
  ["v=TLSRPTv1;rua=mailto:a@example.com", { raw: "v=TLSRPTv1;rua=mailto:a@example.com" }],
  ["v=TLSRPTv1; rua=ftp://x", { raw: "v=TLSRPTv1; rua=ftp://x" }],
])("%s becomes a setting that publishes it unchanged", (text, value) => {
  expect(tlsRptSetting(text)).toMatchObject({ value, exact: true });
});

test("a mistake in a text that is kept is named", () => {
  expect(tlsRptSetting("v=TLSRPTv1; x=1").notes).toEqual(['tlsRpt has no "rua="']);
});
