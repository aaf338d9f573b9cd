import { suggestion } from "../../lib/dns/finding";

test.each([
  ["ttl", "tlt", ["tlsa", "ttl"]],
  ["dmarc", "DMRAC", ["dmaxx", "dmarc"]],
  ["dmarc", "dmarx", ["spf", "dmarc"]],
])("%s is suggested for %s, also where two other letters would make another name of it", (meant, written, known) => {
  expect(suggestion(written, known)).toBe(`: did you mean "${meant}"?`);
});

test("nothing is suggested where no name is similar", () => {
  expect([suggestion("elephant", ["ttl"]), suggestion("abcdef", ["fedcba"]), suggestion("ttl", [], "!")]).toEqual([
    "",
    "",
    "!",
  ]);
});
