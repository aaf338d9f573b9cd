// Zone files by chance, full of what the format allows: what named-checkzone takes is read as it reads it.
import fc from "fast-check";
import { count } from "../../run/cases";
import { answers, asBindReads, BIND, testWithBind } from "./answers";

const HEAD = "@ 300 IN SOA ns.example.net. h.example.com. 1 2 3 4 5\n@ 300 NS ns.example.net.\n";

const pick = (...texts: readonly string[]) => fc.constantFrom(...texts);
const label = pick("a", "B", "www", "_x", "10", "*", "x-y", String.raw`d\.t`, String.raw`\097b`, String.raw`s\;c`);
const relative = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const owner = fc.oneof(
  relative,
  pick("@", "", "example.com.", "Sub.Example.com.", "elsewhere.example.", "example.com"),
);
const host = fc.oneof(relative, pick("@", ".", "mx.example.net.", "mx.example.net", "EXAMPLE.com."));
const ttl = pick("", "60", "1h", "1h30m", "2D", "0");
const address = fc.integer({ min: 0, max: 255 }).map((last) => `192.0.2.${last}`);
const chunk = pick(
  "v=spf1",
  "-all",
  "~all",
  ";",
  "a b",
  String.raw`\;`,
  String.raw`\"`,
  String.raw`\\`,
  String.raw`\065`,
);
const bare = pick("v=DMARC1", String.raw`p=none\;`, String.raw`a\ b`, "@", "$x", "ü", String.raw`\200`, String.raw`\"`);
const quoted = fc
  .array(fc.oneof(chunk, pick("(", ")", "\t", "@", "ß", "")), { maxLength: 5 })
  .map((chunks) => `"${chunks.join("")}"`);
const words = fc.array(fc.oneof(quoted, bare), { minLength: 1, maxLength: 4 });
const value = fc.oneof(
  address.map((text) => ["A", text]),
  pick("2001:DB8::1", "2001:db8:0:0:1::", "::ffff:192.0.2.1").map((text) => ["AAAA", text]),
  host.map((text) => ["NS", text]),
  fc.tuple(pick("0", "10", "65535"), host).map((texts) => ["MX", ...texts]),
  fc.tuple(pick("0", "5"), pick("0", "1"), pick("443"), host).map((texts) => ["SRV", ...texts]),
  words.map((texts) => ["TXT", ...texts]),
  pick("1 1 0123456789abcdef 0123456789ABCDEF01234567", "4 2 00 11").map((text) => ["SSHFP", ...text.split(" ")]),
  pick('0 issue "ca.example"', '128 iodef "mailto:a@b.example"', '0 issue ";"').map((text) => ["CAA", text]),
  pick(String.raw`\# 4 c0 00 02 01`, String.raw`\# 4 C0000201`).map((text) => ["TYPE1", text]),
  pick(String.raw`\# 2 abcd`, String.raw`\# 0`).map((text) => ["TYPE65280", text]),
);
/** Between words: blanks, or within brackets line breaks and comments. */
const gap = pick(" ", "\t", "  ");
const wideGap = pick(" ", "\n", "\r\n\t", ' ; "a comment (\n ', "\n\n ");
const entry = fc
  .tuple(owner, ttl, pick("", "IN", "in", "CLASS1"), fc.boolean(), value, gap, wideGap, fc.nat(3), pick("", " ; end"))
  .map(([name, seconds, klass, ttlFirst, [type = "", ...texts], space, wide, bracketAt, comment]) => {
    const front = (ttlFirst ? [seconds, klass] : [klass, seconds]).filter((word) => word !== "");
    const at = Math.min(bracketAt, texts.length);
    const isOpen = at < texts.length;
    const tail = [...texts.slice(0, at), isOpen ? `(${wide}${texts.slice(at).join(wide)}${wide})` : ""];
    return [name, ...front, type, ...tail].join(space) + comment;
  });
const directive = pick(
  "$ORIGIN sub",
  "$ORIGIN example.com.",
  "$ORIGIN .",
  "$ORIGIN com.",
  "$TTL 5m",
  "$TTL 0 ; c",
  "; x",
  "",
);
const file = fc.tuple(
  fc.array(fc.oneof({ weight: 4, arbitrary: entry }, directive), { minLength: 1, maxLength: 8 }),
  pick("\n", "\r\n"),
);

/**
 * Records of one name and type have one ttl in BIND (RFC 2181 §5.2), which then counts for what follows, too. Cloudflare keeps one
 * for each record, and so do we: ttls are compared where they agree and nothing stands twice.
 */
function comparable(lines: readonly string[], own: readonly string[], all: readonly string[]): string[] {
  const ttls = new Map<string, Set<string>>();
  for (const answer of own) {
    const [name = "", ttl = "", type = ""] = answer.split(" ");
    const key = `${name} ${type}`;
    ttls.set(key, (ttls.get(key) ?? new Set()).add(ttl));
  }
  const isOne = [...ttls.values()].every(({ size }) => size === 1);
  const records = lines.filter((line) => !/^(?:[$;]|$)/.test(line));
  return isOne && own.length === records.length + 1
    ? [...all]
    : [...new Set(all.map((answer) => answer.replace(/ \d+ /, " ")))].sort();
}

testWithBind(`by chance: as ${BIND}`, () => {
  let taken = 0;
  fc.assert(
    fc.property(file, ([lines, end]) => {
      const text = HEAD + lines.join(end);
      const read = asBindReads(text);
      if (read === undefined) return;
      taken += 1;
      const own = answers(text);
      expect(comparable(lines, own, own)).toEqual(comparable(lines, own, answers(read)));
    }),
    { numRuns: count(8, 40), seed: 20_261_129 },
  );
  // Most are taken: else this would hold nothing.
  expect(taken).toBeGreaterThan(count(2, 15));
});
