// BIMI in domains.yaml, and its text as a setting again.
import { parseConfiguration } from "../../../lib/config/configuration";
import { bimiSetting } from "../../../lib/dns/kinds/bimi";
import { domains } from "../../adopt/zones";

const textOf = (setting: string) => domains(`{domain: example.com, bimi: ${setting}}`)[0]?.bimi;

test.each([
  ["https://example.com/logo.svg", "v=BIMI1; l=https://example.com/logo.svg;"],
  ["https://bücher.example/logo.svg", "v=BIMI1; l=https://xn--bcher-kva.example/logo.svg;"],
  [
    "{logo: 'https://example.com/a.svg', certificate: 'https://example.com/a.pem'}",
    "v=BIMI1; l=https://example.com/a.svg; a=https://example.com/a.pem;",
  ],
  ["'v=BIMI1; l=; a=;'", "v=BIMI1; l=; a=;"],
  ["false", undefined],
])("%s is the text %s", (setting, text) => {
  expect(textOf(setting)).toBe(text);
});

test.each([
  "http://example.com/logo.svg",
  "'https://example.com/a;b.svg'",
  "'https://user@example.com/a.svg'",
  "https://example.com",
  "{certificate: 'https://example.com/a.pem'}",
  "{raw: 'v=BIMI1; l=;', logo: 'https://example.com/a.svg'}",
])("%s is refused with its position", (setting) => {
  const text = `zones: {example.com: null}\ndomains:\n  - {domain: example.com, aws: {region: us-east-1}, bimi: ${setting}}\n`;
  const errors = parseConfiguration([{ file: "a.yaml", text }]).findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message, at }) => [message.includes("bimi"), at?.line])).toEqual([[true, 3]]);
});

test.each([
  ["v=BIMI1; l=https://example.com/a.svg;", { logo: "https://example.com/a.svg" }],
  [
    "v=BIMI1; l=https://example.com/a.svg; a=https://example.com/a.pem;",
    { logo: "https://example.com/a.svg", certificate: "https://example.com/a.pem" },
  ],
  ["v=BIMI1;l=https://example.com/a.svg", { raw: "v=BIMI1;l=https://example.com/a.svg" }],
  ["v=BIMI1; l=https://example.com/a.svg; a=;", { raw: "v=BIMI1; l=https://example.com/a.svg; a=;" }],
  ["v=BIMI1; l=; a=;", { raw: "v=BIMI1; l=; a=;" }],
])("%s becomes a setting that publishes it unchanged", (text, value) => {
  expect(bimiSetting(text)).toMatchObject({ value, exact: true, notes: [] });
});

test("a mistake in a text that is kept is named", () => {
  expect(bimiSetting("v=BIMI1; l=http://x").notes).toEqual([expect.stringContaining("bimi has")]);
});
