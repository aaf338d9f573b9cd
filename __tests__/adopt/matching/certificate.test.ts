// The record of a certificate that stands in the zone already, as every certificate of the account has the same one.
import type { AcmCertificate } from "../../../lib/acm/certificate";
import { matchCertificate } from "../../../lib/adopt/matching/certificates";
import { matchDomains } from "../../../lib/adopt/matching/domains";
import { domains, live } from "../zones";

const NAME = `_${"0123456789abcdef".repeat(2)}.www.example.com`;
const WANTED = domains("{domain: example.com, mail: none, web: {www: d1.cloudfront.net}, certificate: true}");
const matched = (...records: Parameters<typeof matchDomains>[1]["live"]) => {
  const { matches, notes } = matchDomains(WANTED, { live: records, identities: new Map(), managed: new Set() });
  return [matches.find(({ id }) => id === "certificate-www")?.status, notes.length];
};

const ARN = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000001";
const SEEN: AcmCertificate = {
  arn: ARN,
  names: ["www.example.com"],
  status: "ISSUED",
  type: "AMAZON_ISSUED",
  inUseBy: [],
  keyAlgorithm: "RSA_2048",
  tags: {},
  validations: [
    { name: "www.example.com", method: "DNS", record: { name: NAME, target: "_x.mhbtsbpdnt.acm-validations.aws" } },
  ],
};
const [DOMAIN] = WANTED;
const certificateMatch = (...seen: readonly AcmCertificate[]) => matchCertificate(DOMAIN!, seen)[0];

test("a certificate that fits is imported by its ARN, one in use before others, and its records are told by ACM", () => {
  expect(certificateMatch(SEEN)).toMatchObject({ id: "certificate", status: "identical", importId: ARN, notes: [] });
  const used = { ...SEEN, arn: ARN.replace(/1$/, "2"), inUseBy: ["arn:aws:cloudfront::1:distribution/E"] };
  expect(certificateMatch(SEEN, used)).toMatchObject({
    importId: used.arn,
    notes: [expect.stringContaining("1 more")],
  });
  expect(certificateMatch({ ...SEEN, tags: { team: "web" } })).toMatchObject({ status: "different" });
  const beside = {
    sets: new Map(),
    senders: new Map(),
    testAddresses: new Map(),
    certificates: new Map([["example.com", [SEEN]]]),
  };
  const both = [
    live(`CNAME ${NAME} _x.mhbtsbpdnt.acm-validations.aws`),
    live(`CNAME ${NAME.replace("0", "f")} _y.mhbtsbpdnt.acm-validations.aws`),
  ];
  const { matches } = matchDomains(WANTED, { live: both, identities: new Map(), managed: new Set(), beside });
  expect(matches.filter(({ id }) => id.startsWith("certificate")).map(({ id, status }) => [id, status])).toEqual([
    ["certificate", "identical"],
    ["certificate-www", "identical"],
  ]);
});

test.each<[string, Partial<AcmCertificate>, string]>([
  ["imported", { type: "IMPORTED" }, "not requested from ACM"],
  ["under another first name", { names: ["a.example.com", "www.example.com"] }, 'first name is "a.example.com"'],
  ["validated by mail", { validations: [{ name: "www.example.com", method: "EMAIL" }] }, "not validated by DNS"],
  ["failed", { status: "FAILED" }, "status is FAILED"],
])("one that is %s is not taken over, and why is said", (_what, changes, why) => {
  expect(certificateMatch({ ...SEEN, ...changes })).toMatchObject({
    status: "absent",
    importId: null,
    notes: [expect.stringContaining(why)],
  });
});

test("a certificate is absent if ACM has none", () => {
  expect(certificateMatch()).toMatchObject({ status: "absent", notes: [] });
});

test("a single ACM record at the name is adopted; several, or none, say nothing", () => {
  const one = live(`CNAME ${NAME} _x.mhbtsbpdnt.acm-validations.aws`);
  const other = live(`CNAME ${NAME.replace("0", "f")} _y.mhbtsbpdnt.acm-validations.aws`);
  expect(matched(one)).toEqual(["identical", 1]);
  expect(matched()).toEqual(["absent", 0]);
  expect(matched(one, other)).toEqual(["absent", 0]);
});
