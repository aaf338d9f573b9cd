// Whom a record lets pass, in many spellings, and records that miss it by little.
import { parseSpf } from "../../../lib/dns/text/spf-parser";
import { loopTerm, openTerms } from "../../../lib/dns/text/spf-reach";

const open = (text: string) => openTerms(parseSpf(`v=spf1 ${text}`).terms);

test.each([
  ["+all", ["+all"]],
  ["all", ["all"]],
  ["ip4:0.0.0.0/0 -all", ["ip4:0.0.0.0/0"]],
  ["ip4:192.0.2.1/0 -all", ["ip4:192.0.2.1/0"]],
  ["ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", ["ip4:0.0.0.0/1", "ip4:128.0.0.0/1"]],
  ["ip4:0.0.0.0/2 ip4:64.0.0.0/2 ~all", ["ip4:0.0.0.0/2", "ip4:64.0.0.0/2"]],
  ["+ip4:0.0.0.0/1 ?all", ["+ip4:0.0.0.0/1"]],
  ["ip6:::/0 -all", ["ip6:::/0"]],
  ["ip6:2000::/3 -all", ["ip6:2000::/3"]],
  ["ip6:2000::/4 -all", ["ip6:2000::/4"]],
  ["ip6:::ffff:192.0.2.1/0 -all", ["ip6:::ffff:192.0.2.1/0"]],
  ["exists:example.net -all", ["exists:example.net"]],
  ["exists:%{d} -all", ["exists:%{d}"]],
  ["a/0 -all", ["a/0"]],
  ["mx:example.net/1 -all", ["mx:example.net/1"]],
  ["a//0 -all", ["a//0"]],
])("%s lets anybody send", (text, terms) => {
  expect(open(text)).toEqual(terms);
});

test.each([
  "-all",
  "~all",
  "?all",
  "-all +all",
  "-ip4:0.0.0.0/0 ~all",
  "ip4:192.0.2.0/24 ip6:2001:db8::/32 -all",
  "ip4:0.0.0.0/2 -all",
  "ip4:0.0.0.0/2 ip4:0.0.0.0/3 ip4:0.0.0.0/2 -all",
  "ip6:fc00::/7 ip6:::/3 -all",
  "ip6:2001::/16 -all",
  "exists:%{ir}.list.example -all",
  "exists:%{l}.users.example -all",
  "a mx a:example.net/24 -all",
  "include:amazonses.com redirect=example.net",
])("%s does not", (text) => {
  expect(open(text)).toEqual([]);
});

test.each([
  ["include:example.com -all", true],
  ["include:EXAMPLE.com. -all", true],
  ["include:%{d} -all", true],
  ["redirect=%{o}", true],
  ["redirect=example.com", true],
  ["include:_spf.example.com -all", false],
  ["include:%{i}._spf.example.net -all", false],
  ["a:example.com -all", false],
])("whether %s leads back to example.com", (text, loops) => {
  expect(loopTerm(parseSpf(`v=spf1 ${text}`).terms, "example.com") !== undefined).toBe(loops);
});
