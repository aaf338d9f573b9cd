// SPF and DMARC of a domain that no entry owns, and how one would.
import { unownedTexts } from "../../lib/adopt/unowned";
import { domains, live } from "./zones";

const LIVE = [live('TXT example.com "v=spf1 a ~all"'), live('TXT _dmarc.example.com "v=DMARC1; p=none;"')];

test("a record of no entry is reported with the setting that would own it", () => {
  expect(unownedTexts(domains("{domain: example.com, dmarc: false}"), LIVE)).toEqual([
    'the SPF of "example.com" is left alone; to own it as it is write spf: {a: ["@"], all: ~all}',
    'with SES as one of its senders, which SES does not need, it is spf: {amazonses: true, a: ["@"], all: ~all}, of 2 instead of 1 lookups and those of what it includes',
    'the DMARC of "example.com" is left alone; to own it write dmarc: {policy: none}',
  ]);
});

test("what another entry of the same domain owns is not told, though this run is not about that entry", () => {
  const [owner, second] = domains(
    "{domain: example.com, spf: {a: '@'}}",
    "{domain: example.com, name: second, aws: {profile: other}, dmarc: false, mailFrom: second}",
  );
  if (owner === undefined || second === undefined) throw new Error("two entries");
  expect(unownedTexts([owner, second], LIVE)).toEqual([]);
  expect(unownedTexts([second], LIVE, [owner, second])).toEqual([]);
  expect(unownedTexts([second], LIVE, [{ ...owner, state: "released" }, second])).toHaveLength(3);
});

test("what domains.yaml would refuse is not told as a way to own it", () => {
  const includes = [..."abcdefghijk"].map((letter) => `include:${letter}.example`).join(" ");
  const texts = (spf: string, dmarc: string) =>
    unownedTexts(domains("{domain: example.com, dmarc: false}"), [
      live(`TXT example.com "${spf}"`),
      live(`TXT _dmarc.example.com "${dmarc}"`),
    ]);
  expect(texts(`v=spf1 ${includes} ~all`, "v=DMARC1; p=none; foo")).toEqual([
    'the SPF of "example.com" is left alone, and cannot be owned as it is: it needs 11 dns lookups, the limit is 10',
    'the DMARC of "example.com" is left alone, and cannot be owned as it is: it has "foo", expected name=value',
  ]);
  expect(texts("v=spf1 ip4:1.2.3 ~all", "v=DMARC1; p=none;")[0]).toMatch(
    /cannot be owned as it is: the term "ip4:1\.2\.3" needs an IPv4 address/,
  );
});
