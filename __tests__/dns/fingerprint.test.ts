// The fingerprint of what was seen: the same from an API's answer and from a plan's `before`, another for anything that counts.
import { identityFingerprint, mailFromFingerprint, recordFingerprint } from "../../lib/dns/fingerprint";

const RECORD = {
  type: "MX",
  name: "mail.example.com",
  content: "mx.example.net",
  priority: 10,
  ttl: 1,
  proxied: false,
  comment: null,
};

test("it is pinned, since imports.yaml files have it", () => {
  expect(recordFingerprint(RECORD)).toMatchInlineSnapshot(`"v1-f9e7122369f2838591052b0e97578f2f"`);
  expect(
    identityFingerprint({
      domain: "example.com",
      configurationSet: "set",
      tags: { a: "1" },
      tokens: ["a", "b", "c"],
    }),
  ).toMatchInlineSnapshot(`"v1-5a3132cef5d122c207dcf31a43146da1"`);
  expect(
    mailFromFingerprint({
      domain: "mail.example.com",
      behavior: "USE_DEFAULT_VALUE",
    }),
  ).toMatchInlineSnapshot(`"v1-12643c858a48e9dd82850d6e650812df"`);
});

test("absent, null and empty are the same, and so is what does not count", () => {
  const { comment: _, proxied: __, ...bare } = RECORD;
  expect(recordFingerprint(bare)).toBe(recordFingerprint(RECORD));
  expect(recordFingerprint({ ...RECORD, comment: "" })).toBe(recordFingerprint(RECORD));
  expect(
    recordFingerprint({
      ...RECORD,
      modified_on: "2026-11-24",
      settings: null,
    } as typeof RECORD),
  ).toBe(recordFingerprint(RECORD));
  const text = { ...RECORD, type: "TXT" };
  expect(recordFingerprint({ ...text, priority: null })).toBe(recordFingerprint(text));
  const identity = { domain: "example.com", tokens: ["a", "b"] };
  expect(
    identityFingerprint({
      ...identity,
      tags: { "aws:x": "y" },
      configurationSet: "",
    }),
  ).toBe(identityFingerprint(identity));
  expect(identityFingerprint({ ...identity, tokens: ["b", "a"] })).toBe(identityFingerprint(identity));
  expect(identityFingerprint({ ...identity, tags: { a: "1", b: "2" } })).toBe(
    identityFingerprint({ ...identity, tags: { b: "2", a: "1" } }),
  );
});

test("every value that counts changes the fingerprint", () => {
  const all = [
    RECORD,
    { ...RECORD, type: "TXT" },
    { ...RECORD, name: "Mail.example.com" },
    { ...RECORD, content: '"mx.example.net"' },
    { ...RECORD, priority: 20 },
    { ...RECORD, ttl: 300 },
    { ...RECORD, proxied: true },
    { ...RECORD, comment: "c" },
  ].map(recordFingerprint);
  const identities = [
    { domain: "a.example.com", tokens: ["a"] },
    { domain: "a.example.com", tokens: ["b"] },
    { domain: "a.example.com", tokens: ["a"], configurationSet: "set" },
    { domain: "a.example.com", tokens: ["a"], tags: { a: "1" } },
    { domain: "a.example.com", tokens: ["a"], tags: { a: "2" } },
  ].map(identityFingerprint);
  const mailFroms = [{}, { domain: "a.example.com" }, { behavior: "REJECT_MESSAGE" }].map(mailFromFingerprint);
  const every = [...all, ...identities, ...mailFroms];
  expect(new Set(every).size).toBe(every.length);
});
