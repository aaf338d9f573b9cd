import { malformedPolicy } from "../../../lib/dns/text/malformed-policy";

test.each([
  [" v=DMARC1; p=reject", "dmarc", 'a blank before "v=DMARC1"'],
  ["\u00a0v=DMARC1; p=reject", "dmarc", 'a blank before "v=DMARC1"'],
  ['"v=DMARC1; p=reject"', "dmarc", '"\\"" before "v=DMARC1"'],
  ["“v=DMARC1; p=reject”", "dmarc", '"“" before "v=DMARC1"'],
  ["v=dmarc1; p=reject", "dmarc", 'its version in other letters than "v=DMARC1"'],
  ["V=DMARC1; p=reject", "dmarc", 'its version in other letters than "v=DMARC1"'],
  ["v=DMARC1, p=reject", "dmarc", 'no ";" behind "v=DMARC1"'],
  ["v=DMARC1\\; p=reject", "dmarc", 'no ";" behind "v=DMARC1"'],
  ["v=DMARC 1; p=reject", "dmarc", 'a version that is not spelled "v=DMARC1"'],
  ["DMARC1; p=reject", "dmarc", 'no "v=" before its version'],
  [" v=spf1 -all", "spf", 'a blank before "v=spf1"'],
  ["v=spf1include:_spf.example.net -all", "spf", 'no blank behind "v=spf1"'],
  ["v=spf1\tinclude:_spf.example.net -all", "spf", 'no blank behind "v=spf1"'],
  ["v=spf1+a+mx-all", "spf", 'no blank behind "v=spf1"'],
  ["spf1 include:_spf.example.net -all", "spf", 'no "v=" before its version'],
  ["v=spf 1 -all", "spf", 'a version that is not spelled "v=spf1"'],
])("%j is almost %s: %s", (text, kind, why) => {
  expect(malformedPolicy(text)).toEqual({ kind, why });
});

test.each([
  "v=DMARC1; p=none",
  "v = DMARC1 ; p=none",
  "v=spf1 -all",
  "V=SPF1 -all",
  "v=DMARC10; p=none",
  "spf2.0/pra -all",
  "v=spf2.0/pra -all",
  "v=DKIM1; p=abc",
  "MS=ms00000000",
  "we use v=spf1 here, said nobody",
  "",
])("%j is not", (text) => {
  expect(malformedPolicy(text)).toBeUndefined();
});
