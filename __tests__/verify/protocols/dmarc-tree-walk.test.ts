// The tree walk against the examples of RFC 9989 and published cases, see rfc9989-cases.ts.
import {
  existsAccordingTo,
  policyFor,
  treeWalkNames,
  txtLookup,
  walkDmarcTree,
} from "../../../lib/verify/protocols/dmarc-tree-walk";
import { memoryDns } from "../memory-dns";
import { DMARC_CASES, type DmarcCase } from "./rfc9989-cases";

test.each(DMARC_CASES)("$source: $name", async (one) => {
  const dns = memoryDns(zoneOf(one));
  const walk = await walkDmarcTree(txtLookup(dns), one.domain);
  expect(walk.organization).toBe(one.organization);
  const policy =
    walk.applied && policyFor(walk.applied, one.domain, existsAccordingTo(await dns.resolve(one.domain, "MX")));
  expect(policy === undefined ? null : [walk.applied?.domain, policy.policy]).toEqual(one.applied);
});

test("the eight names of the example of §4.10", () => {
  expect(treeWalkNames("a.b.c.d.e.f.g.h.i.j.mail.example.com")).toEqual([
    "a.b.c.d.e.f.g.h.i.j.mail.example.com",
    "g.h.i.j.mail.example.com",
    "h.i.j.mail.example.com",
    "i.j.mail.example.com",
    "j.mail.example.com",
    "mail.example.com",
    "example.com",
    "com",
  ]);
});

test.each([
  ["com", 1],
  ["example.com", 2],
  ["a.b.c.d.e.example.com", 7],
  ["a.b.c.d.e.f.example.com", 8],
  ["a.b.c.d.e.f.g.example.com", 8],
])("a walk from %s asks %d names", (domain, count) => {
  expect(treeWalkNames(domain).length).toBe(count);
  expect(treeWalkNames(domain).at(-1)).toBe("com");
});

test.each(["y", "n"])("a walk ends at psd=%s: nothing above is asked", async (psd) => {
  const asked: string[] = [];
  const zone = { "_dmarc.bank.example": { TXT: [`v=DMARC1; p=reject; psd=${psd}`] } };
  await walkDmarcTree(txtLookup(memoryDns(zone, asked)), "mail.giant.bank.example");
  expect(asked).toEqual(["_dmarc.mail.giant.bank.example", "_dmarc.giant.bank.example", "_dmarc.bank.example"]);
});

test("other texts at the name are not a policy", async () => {
  const zone = { "_dmarc.example.com": { TXT: ["v=spf1 -all", "v=DMARC1; p=reject"] }, "_dmarc.com": { TXT: ["x"] } };
  const { records } = await walkDmarcTree(txtLookup(memoryDns(zone)), "example.com");
  expect(records).toEqual([{ domain: "example.com", text: "v=DMARC1; p=reject", psd: "u" }]);
});

test("a name server that fails on the way is reported, and no policy is invented", async () => {
  const zone = { "_dmarc.example.com": { fails: true }, "_dmarc.com": { TXT: ["v=DMARC1; p=reject"] } } as const;
  const walk = await walkDmarcTree(txtLookup(memoryDns(zone)), "mail.example.com");
  expect(walk.applied).toBeUndefined();
  expect(walk.failure?.text).toBe("_dmarc.example.com failed");
});

test("an alias to nowhere exists", async () => {
  const dns = memoryDns({ "shop.example.com": { CNAME: "gone.example.net" } });
  const exists = async (name: string) => existsAccordingTo(await dns.resolve(name, "MX"));
  expect([await exists("shop.example.com"), await exists("none.example.com")]).toEqual([true, false]);
});

function zoneOf({ records, domain, exists }: DmarcCase) {
  const texts = Object.entries(records).map(([name, TXT]) => [`_dmarc.${name}`, { TXT }] as const);
  return Object.fromEntries([...texts, ...(exists === false ? [] : ([[domain, { A: ["192.0.2.1"] }]] as const))]);
}
