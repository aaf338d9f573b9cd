import { fullName, isWithin, nameFault, relativeName, toAsciiName } from "../../lib/dns/names";

test.each([
  ["Example.COM", "example.com"],
  ["example.com.", "example.com"],
  ["bücher.example", "xn--bcher-kva.example"],
  ["BÜCHER。example", "xn--bcher-kva.example"],
  ["_dmarc.example.com", "_dmarc.example.com"],
  ["1.2.3", "1.2.3"],
  ["a..b", undefined],
  ["", undefined],
  ["a\u00adb\u200d.example", undefined],
])("the ASCII form of %j is %j", (name, ascii) => {
  expect(toAsciiName(name)).toBe(ascii);
});

test("a label is completed, a name with a dot is not", () => {
  expect(["@", "www", "www.example.com", "www.example.org"].map((name) => fullName(name, "example.com"))).toEqual([
    "example.com",
    "www.example.com",
    "www.example.com",
    "www.example.org",
  ]);
});

test("relativeName undoes fullName", () => {
  for (const name of ["@", "www", "www.example.org"]) {
    expect(relativeName(fullName(name, "example.com"), "example.com")).toBe(name);
  }
});

test("within means at or below, not merely ending alike", () => {
  expect(isWithin("example.com", "example.com")).toBe(true);
  expect(isWithin("a.example.com", "example.com")).toBe(true);
  expect(isWithin("notexample.com", "example.com")).toBe(false);
});

test.each([
  ["a.example.com", undefined],
  ["_dmarc.example.com", undefined],
  ["*.example.com", undefined],
  [`${"a".repeat(63)}.example.com`, undefined],
  [`${"a".repeat(64)}.example.com`, `has the label "${"a".repeat(64)}" of 64 characters, the limit is 63`],
  [`${"a.".repeat(126)}a`, undefined],
  [`${"a.".repeat(127)}a`, "is 255 characters long, the limit is 253"],
  ["a..b", "has an empty label"],
  ["-a.example.com", 'has the label "-a", which is not of letters, digits and inner hyphens'],
  ["a b.example.com", 'has the label "a b", which is not of letters, digits and inner hyphens'],
])("the fault of %j is %j", (name, fault) => {
  expect(nameFault(name)).toBe(fault);
});
