// The record of a certificate that stands in the zone already, as every certificate of the account has the same one.
import { matchDomains } from "../../../lib/adopt/matching/domains";
import { domains, live } from "../zones";

const NAME = `_${"0123456789abcdef".repeat(2)}.www.example.com`;
const WANTED = domains("{domain: example.com, mail: none, web: {www: d1.cloudfront.net}, certificate: true}");
const matched = (...records: Parameters<typeof matchDomains>[1]["live"]) => {
  const { matches, notes } = matchDomains(WANTED, { live: records, identities: new Map(), managed: new Set() });
  return [matches.find(({ id }) => id === "certificate-www")?.status, notes.length];
};

test("a single ACM record at the name is adopted; several, or none, say nothing", () => {
  const one = live(`CNAME ${NAME} _x.mhbtsbpdnt.acm-validations.aws`);
  const other = live(`CNAME ${NAME.replace("0", "f")} _y.mhbtsbpdnt.acm-validations.aws`);
  expect(matched(one)).toEqual(["identical", 1]);
  expect(matched()).toEqual(["absent", 0]);
  expect(matched(one, other)).toEqual(["absent", 0]);
});
