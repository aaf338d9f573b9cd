import { parseResourceName, resourceName } from "../../lib/dns/resource-name";

test.each([
  ["example.com", "dkim-1", "example_com__dkim-1"],
  ["example.com", undefined, "example_com"],
  ["example.com", "web-@", "example_com__web-X40"],
  ["1und1.example", "dmarc", "X31und1_example__dmarc"],
  ["xn--bcher-kva.example", "web-a.b", "xn--bcher-kva_example__web-a_b"],
  ["a", "web-_x", "a__web-X5Fx"],
])("%j and %j make %j, and it is read back", (entry, id, name) => {
  expect(resourceName(entry, id)).toBe(name);
  expect(parseResourceName(name)).toEqual(id === undefined ? { entry } : { entry, id });
});

test("different records never get one name", () => {
  const parts = ["a", "b", ".", "-", "_", "@", "X", "4", "ü", "__", ".."];
  const texts = parts.flatMap((x) => parts.flatMap((y) => parts.map((z) => x + y + z)));
  const names = new Map<string, string>();
  const wrong = texts.filter((text) => {
    const name = resourceName(text);
    const other = names.get(name) ?? text;
    names.set(name, text);
    const parsed = parseResourceName(resourceName(text, text));
    return !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) || other !== text || parsed?.entry !== text || parsed.id !== text;
  });
  expect(wrong).toEqual([]);
});

test.each(["a__b__c", "a_", "X4", "XZZ", "_a"])("%j is no name of ours", (name) => {
  expect(parseResourceName(name)).toBeUndefined();
});
