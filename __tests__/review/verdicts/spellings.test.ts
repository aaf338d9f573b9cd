// No plan that deletes, delegates away or hides a record of mail is below caution, however it is spelled: in capitals, with the
// last dot, relative to the zone, by escapes, under another Terraform address, in a module. And no spelling alone is a danger.
import fc from "fast-check";
import { count } from "../../run/cases";
import { change, dns, IDENTITY, identity, MAIL_FROM, mailFrom, plan, RECORD, reviewed, type Values } from "../plans";

const SIGNING = { dkim_signing_attributes: [{ tokens: ["aaa", "bbb", "ccc"] }] };

const MAIL: readonly Values[] = [
  dns("CNAME", "aaa._domainkey.example.com", "aaa.dkim.amazonses.com"),
  dns("TXT", "s1._domainkey.example.com", '"v=DKIM1; p=MIGf"'),
  dns("MX", "mail.example.com", "feedback-smtp.us-east-1.amazonses.com", { priority: 10 }),
  dns("TXT", "mail.example.com", '"v=spf1 include:amazonses.com ~all"'),
  dns("TXT", "_dmarc.example.com", '"v=DMARC1; p=reject"'),
  dns("TXT", "example.com", '"v=spf1 mx -all"'),
  dns("MX", "example.com", "mx.example.com", { priority: 10 }),
  dns("A", "mx.example.com", "192.0.2.1"),
];

/** The same name, written in another way. */
const nameSpelling = fc.record({
  /** Which letters are capitals, a bit each. */
  upper: fc.nat(2 ** 30 - 1),
  dot: fc.boolean(),
  relative: fc.boolean(),
  escaped: fc.option(fc.nat(), { nil: undefined }),
});

type NameSpelling = typeof nameSpelling extends fc.Arbitrary<infer T> ? T : never;

function spellName(name: string, { upper, dot, relative, escaped }: NameSpelling): string {
  const short = name === "example.com" ? "@" : name.replace(/\.example\.com$/, "");
  const base = relative ? short : name;
  const letters = [...base].map((letter, index) => {
    const cased = ((upper >> (index % 30)) & 1) === 1 ? letter.toUpperCase() : letter;
    const isEscaped = escaped !== undefined && index === escaped % base.length && /[a-z_]/i.test(letter);
    return isEscaped ? `\\${String(cased.charCodeAt(0)).padStart(3, "0")}` : cased;
  });
  return letters.join("") + (dot && !relative ? "." : "");
}

/** The same text: quotes, several strings, escapes. */
const textSpelling = fc.record({ bare: fc.boolean(), cut: fc.nat(), escaped: fc.nat(), isEscaped: fc.boolean() });

type TextSpelling = typeof textSpelling extends fc.Arbitrary<infer T> ? T : never;

function spellText(quoted: string, { bare, cut, escaped, isEscaped }: TextSpelling): string {
  const text = quoted.slice(1, -1);
  if (bare) return text;
  const letters = [...text].map((letter, index) =>
    isEscaped && index === escaped % text.length ? `\\${String(letter.charCodeAt(0)).padStart(3, "0")}` : letter,
  );
  const at = cut % letters.length;
  return `"${letters.slice(0, at).join("")}" "${letters.slice(at).join("")}"`;
}

function respelled(side: Values, names: NameSpelling, texts: TextSpelling): Values {
  const { type, name, content } = side as { type: string; name: string; content: string };
  const value =
    type === "TXT"
      ? spellText(content, texts)
      : type === "A"
        ? content
        : spellName(content, { ...names, relative: false, escaped: undefined });
  return { ...side, name: spellName(name, names), content: value };
}

const address = fc.constantFrom(
  `${RECORD}.example_com__record-x`,
  `${RECORD}.example_com__dkim-9`,
  `${RECORD}.example_com__web-x`,
  `${RECORD}.example_com__mail-from-mx`,
  `${RECORD}.other_test__dmarc`,
  `${RECORD}.dkim1`,
  `${RECORD}.this[0]`,
  `${RECORD}.this["a.b"]`,
  `module.dns.${RECORD}.this["_dmarc.example.com"]`,
);

/** A key of for_each may have dots in it, which the helper takes for those of the address. */
const recordChange = (where: string, before: Values | null, after: Values | null, rest: Values = {}) => ({
  ...change(where, before, after, rest),
  type: RECORD,
  name: where.startsWith(`${RECORD}.example`) || where.startsWith(`${RECORD}.other`) ? where.split(".")[1] : "this",
});

const standing = (except: number) =>
  MAIL.filter((_, index) => index !== except).map((side, index) => change(`${RECORD}.standing[${index}]`, side, side));

const WORLD = [
  change(`${IDENTITY}.example_com`, identity(SIGNING), identity(SIGNING)),
  change(`${MAIL_FROM}.example_com`, mailFrom(), mailFrom()),
];

const verdict = (changes: readonly object[]) => reviewed(plan([...WORLD, ...changes])).verdict;
const RISKY = ["caution", "danger"];
const runs = { numRuns: count(25, 200), seed: 7 };

test("a record of mail that goes is never below caution", () => {
  fc.assert(
    fc.property(
      fc.nat(MAIL.length - 1),
      address,
      nameSpelling,
      textSpelling,
      fc.boolean(),
      (at, where, names, texts, isAlone) => {
        const gone = recordChange(where, respelled(MAIL[at] as Values, names, texts), null);
        expect(RISKY).toContain(isAlone ? reviewed(plan([gone])).verdict : verdict([...standing(at), gone]));
      },
    ),
    runs,
  );
});

test("a record of mail that becomes something else, or another name's, is never below caution", () => {
  const elsewhere = fc.constantFrom<Values>(
    dns("TXT", "note.example.com", '"hello"'),
    dns("CNAME", "www.example.com", "host.example.net"),
    dns("A", "host.example.com", "192.0.2.9"),
    ...MAIL,
  );
  fc.assert(
    fc.property(
      fc.nat(MAIL.length - 1),
      elsewhere,
      address,
      nameSpelling,
      textSpelling,
      (at, to, where, names, texts) => {
        const from = MAIL[at] as Values;
        fc.pre(to !== from);
        const actions = from.type === to.type ? ["update"] : ["delete", "create"];
        const turned = recordChange(where, respelled(from, names, texts), respelled(to, names, texts), { actions });
        expect(RISKY).toContain(verdict([...standing(at), turned]));
      },
    ),
    runs,
  );
});

test("everything that delegates, aliases or hides a name of mail is a danger", () => {
  const shadows = fc.constantFrom<Values>(
    ...["example.com", "mail.example.com", "_domainkey.example.com", "_dmarc.example.com", "mx.example.com"].flatMap(
      (name) => ["NS", "DS", "DNAME"].map((type) => dns(type, name, "ns.example.net")),
    ),
    ...["mail.example.com", "_dmarc.example.com", "mx.example.com", "aaa._domainkey.example.com"].map((name) =>
      dns("CNAME", name, "host.example.net"),
    ),
    ...["CNAME", "MX", "TXT"].map((type) => dns(type, "*.example.com", "host.example.net")),
  );
  fc.assert(
    fc.property(shadows, address, nameSpelling, (side, where, names) => {
      const made = recordChange(where, null, { ...side, name: spellName(side.name as string, names) });
      expect({ made, verdict: verdict([...standing(-1), made]) }).toMatchObject({ verdict: "danger" });
    }),
    runs,
  );
});

test("another spelling alone is safe", () => {
  fc.assert(
    fc.property(fc.nat(MAIL.length - 1), nameSpelling, textSpelling, (at, names, texts) => {
      const side = MAIL[at] as Values;
      const turned = change(`${RECORD}.x[0]`, side, respelled(side, names, texts), { actions: ["update"] });
      expect(["safe", "none"]).toContain(verdict([...standing(at), turned]));
      const back = change(`${RECORD}.x[0]`, respelled(side, names, texts), side, { actions: ["update"] });
      expect(["safe", "none"]).toContain(verdict([...standing(at), back]));
    }),
    runs,
  );
});
