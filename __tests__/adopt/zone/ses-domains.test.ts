import { sesDomains } from "../../../lib/adopt/zone/ses-domains";
import { live } from "../zones";

const MX = live("MX bounce.example.com 10 feedback-smtp.eu-west-1.amazonses.com");

test("a domain without DKIM records is ignored unless it is named; then its MX gives the region", () => {
  expect(sesDomains([MX])).toEqual([]);
  expect(sesDomains([MX], ["example.com"])).toEqual([{ domain: "example.com", regions: ["eu-west-1"], tokens: [] }]);
});

test("a domain that is named has what its records say as well", () => {
  const dkim = live("CNAME aaa._domainkey.example.com aaa.dkim.eu-south-1.amazonses.com");
  expect(sesDomains([dkim], ["example.com"])).toEqual(sesDomains([dkim]));
  expect(sesDomains([dkim])).toEqual([{ domain: "example.com", regions: ["eu-south-1"], tokens: ["aaa"] }]);
});
