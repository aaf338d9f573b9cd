// DKIM's names and the names that they lead to, read as they are written.
import { dkimName, dkimTarget, isDkimName, parseDkimName, parseDkimTarget } from "../../../lib/dns/kinds/dkim";
import { SES_REGIONS } from "../../../lib/dns/regions";

test("a name is read back, and has a selector", () => {
  expect(parseDkimName(dkimName("aaa", "example.com"))).toEqual({ selector: "aaa", domain: "example.com" });
  expect(parseDkimName(dkimName("a.b", "example.com"))).toEqual({ selector: "a.b", domain: "example.com" });
  for (const name of ["_domainkey.example.com", "x_domainkey.example.com", "aaa._domainkey", "example.com"])
    expect(parseDkimName(name)).toBeUndefined();
});

test.each([
  ["aaa._domainkey.example.com", true],
  ["_domainkey.example.com", true],
  ["aaa._domainkey", true],
  ["aaa._domainkeys.example.com", false],
  ["aaa_domainkey.example.com", false],
])("keys are looked for at %s: %j", (name, is) => {
  expect(isDkimName(name)).toBe(is);
});

test("a target is read back in every region, and names its region where the region has a zone of its own", () => {
  for (const region of SES_REGIONS) {
    const target = parseDkimTarget(dkimTarget("aaa", region));
    expect(target?.token).toBe("aaa");
    expect([undefined, region]).toContain(target?.region);
  }
  expect(parseDkimTarget(dkimTarget("aaa", "us-east-1", "dkim.us-east-1.amazonses.com"))?.region).toBe("us-east-1");
});

test.each([
  "aaa.dkim.amazonses.com.example.com",
  "dkim.amazonses.com",
  "aaa.bbb.dkim.amazonses.com",
  "aaa.dkim.eu-west-1.x.amazonses.com",
  "aaa.dkim.amazonses.comx",
  "aaadkim.amazonses.com",
])("%s is none of SES's", (name) => {
  expect(parseDkimTarget(name)).toBeUndefined();
});
