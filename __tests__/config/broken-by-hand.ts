// Files that no mutation of a valid one makes: broken YAML, and what is not YAML at all.
import { type BrokenFile, FULL } from "./broken-files";

const DOMAINS = "domains: [{domain: example.com, aws: {region: us-east-1}}]";
const lines = FULL.split("\n");

/** Cut off in the middle of a line, with a bracket or quote open or not. */
const CUT: BrokenFile[] = lines.flatMap((line, index) => {
  const open = Math.max(line.lastIndexOf("{"), line.lastIndexOf("["), line.indexOf('"'));
  if (open < 0 || line.startsWith("x-")) return [];
  return [
    { title: `cut off in line ${index + 1}`, text: [...lines.slice(0, index), line.slice(0, open + 2)].join("\n") },
  ];
});

const TABBED: BrokenFile[] = lines.flatMap((line, index) =>
  /^ +[a-z]/i.test(line)
    ? [
        {
          title: `a tab in line ${index + 1}`,
          text: lines.with(index, line.replace(/^ +/, "\t")).join("\n"),
          says: /tab/,
        },
      ]
    : [],
);

const TWICE: BrokenFile[] = lines.flatMap((line, index) =>
  /^ *[a-z][\w-]*: [^{&]*$/i.test(line)
    ? [{ title: `line ${index + 1} twice`, text: lines.toSpliced(index, 0, line).join("\n"), says: /stands twice/ }]
    : [],
);

const laughs = ["x-a: &a [l, l, l, l, l, l, l, l, l, l]"];
for (let letter = 1; letter < 12; letter++) {
  const [name, before] = [letter, letter - 1].map((code) => String.fromCharCode(97 + code));
  laughs.push(`x-${name}: &${name} [${Array(10).fill(`*${before}`).join(", ")}]`);
}

const zone = (id: string) => `zones: {example.com: ${id}}\n${DOMAINS}`;
const field = (text: string) => `domains:\n  - domain: example.com\n    aws: {region: us-east-1}\n    ${text}\n`;
const name = (text: string) => `domains: [{domain: ${text}, aws: {region: us-east-1}}]`;

const SINGLE: readonly (readonly [title: string, text: string, says?: RegExp])[] = [
  ["nothing", "", /the file is empty/],
  ["blanks", "  \n\n"],
  ["comments only", "# nothing\n# yet\n", /the file is empty/],
  ["a byte order mark only", "\uFEFF"],
  ["a list at the top", "- domain: example.com\n"],
  ["a text at the top", "domains\n"],
  ["a number at the top", "7"],
  ["null", "null"],
  ["no domains", "zones: {}\n", /list at least one domain/],
  ["domains without a value", "domains:\n"],
  ["domains as a map", "domains: {example.com: {}}"],
  ["an empty entry", "domains:\n  -\n"],
  ["two documents", `${DOMAINS}\n---\n${DOMAINS}\n`, /a second document/],
  ["a document after its end", `${DOMAINS}\n...\n${DOMAINS}\n`],
  ["CRLF", "domains:\r\n  - domain: example.com\r\n    tlt: 5\r\n", /did you mean "ttl"/],
  ["CR only", "domains:\r  - domain: example.com\r"],
  ["a byte order mark before a mistake", `\uFEFFzoness: {}\n${DOMAINS}`, /did you mean "zones"/],
  ["UTF-16 read as UTF-8", "\uFFFD\uFFFDd\0o\0m\0", /save it as UTF-8/],
  ["Latin-1 read as UTF-8", `# b\uFFFDcher\n${DOMAINS}`, /save it as UTF-8/],
  ["binary garbage", "\x7fELF\x02\x01\x01\0\0\0{[&*!|>'\"%@`"],
  ["an escape sequence", `# \u001b[31m\n${DOMAINS}`, /U\+001B/],
  ["an alias without an anchor", field("ttl: *nowhere"), /no anchor "&nowhere"/],
  ["an anchor after its alias", "domains: [*a]\nx-a: &a {domain: example.com}\n", /no anchor/],
  ["an anchor within itself", "x-a: &a [*a]\ndomains: *a\n", /within its own anchor/],
  ["a map that merges itself", `x-a: &a\n  <<: *a\n${DOMAINS}`, /within its own anchor/],
  ["a billion laughs", `${laughs.join("\n")}\n${DOMAINS}`, /more than a million/],
  ["a merge of a text", field("<<: text"), /merges what is no map/],
  ["a merge of a list of texts", field("<<: [a, b]"), /merges what is no map/],
  ["a list as a key", `? [a]\n: b\n${DOMAINS}`, /a key is a list or a map/],
  ["a map as a key", `? {a: b}\n: c\n${DOMAINS}`],
  [
    "a key that is one as a text and as a number",
    field('web: {1: d1.cloudfront.net, "1": d2.cloudfront.net}'),
    /stands twice/,
  ],
  ["a number as a key", `1: 2\n${DOMAINS}`, /unknown key "1"/],
  ["an empty key", `: 2\n${DOMAINS}`],
  ["a prototype in a free map", field("web: {__proto__: d1.cloudfront.net}"), /"__proto__" cannot be a key/],
  ["a prototype that is merged", `x-a: &a {__proto__: {ttl: 5}}\n${DOMAINS}`, /"__proto__"/],
  ["10,000 levels of [", `x-deep: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n${DOMAINS}`, /nested deeper/],
  ["10,000 levels of {", `x-deep: ${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}\n${DOMAINS}`, /nested deeper/],
  ["10,000 levels of -", `${"- ".repeat(10_000)}a`, /nested deeper/],
  ["10,000 levels of ?", `${"? ".repeat(10_000)}a`, /nested deeper/],
  ["10,000 open brackets", "[".repeat(10_000), /nested deeper/],
  ["5 MB in one text", `domains: ${"x".repeat(5_000_000)}`],
  ["5 MB in one key", `${"x".repeat(5_000_000)}: 1`],
  ["5 MB of blanks and a tab", `domains:\n${" ".repeat(5_000_000)}\n\t- a`],
  ["a key over 1,024 characters", `${"x".repeat(1100)}: 1\n${DOMAINS}`],
  ["an unknown tag", field("comment: !secret x"), /this tag/],
  ["a language's tag", field("comment: !!python/object:os.system x"), /this tag/],
  ["an unknown directive", `%FOO x\n---\n${DOMAINS}`, /directive/],
  ["a percent at the beginning", `%FOO x\n${DOMAINS}`],
  ["an unknown escape", field('comment: "\\q"'), /backslash/],
  ["a colon in a text", field("comment: mail: ours"), /colon/],
  ["an at sign that begins a text", field("records: {a: {type: TXT, name: @, content: x}}"), /put quotes around it/],
  ["a backtick", field("comment: `x`"), /put quotes around it/],
  ["two anchors", field("comment: &a &b x"), /two anchors/],
  ["two tags", field("comment: !a !b x")],
  ["text behind a block's head", field("comment: |x\n      y")],
  ["too little indentation", "domains:\n  - domain: example.com\n   ttl: 5\n"],
  ["a key without a colon", `zones\n${DOMAINS}`],
  ["a closing bracket alone", field("ttl: ]")],
  ["an item left out", field("allow: [a,,b]")],
  ["text after a quoted one", field('comment: "a" b')],
  ["a list item among keys", `- a\n${DOMAINS}`],
  ["an unclosed quote", field("comment: 'it"), /quote is not closed/],
  ["an unclosed double quote", field('comment: "it'), /quote is not closed/],
  [
    "a zone id in octal digits",
    zone("01234567012345670123456701234567"),
    /is 01234567012345670123456701234567: .*put quotes/,
  ],
  [
    "a zone id that YAML reads as a float",
    zone("1234567890123456789012345678901e5"),
    /is 1234567890123456789012345678901e5: .*quotes/,
  ],
  ["a zone id of 31 digits", zone("0123456789abcdef0123456789abcde"), /32 hexadecimal digits/],
  ["a zone id in capitals", zone("0123456789ABCDEF0123456789ABCDEF")],
  ["a zone id as hexadecimal number", zone("0x0123456789abcdef"), /is 0x0123456789abcdef/],
  ["a zone without labels", `zones: {"a..b": }\n${DOMAINS}`, /empty label/],
  ["a zone with a blank", `zones: {"a b.example": }\n${DOMAINS}`],
  ["a huge number", field(`ttl: ${"9".repeat(400)}`)],
  ["a number beyond integers", field("ttl: 99999999999999999999")],
  ["not a number", field("ttl: .nan"), /is \.nan/],
  [
    "a negative priority",
    field("records: {m: {type: MX, name: a, content: b.example, priority: -1}}"),
    /priority.*whole number/,
  ],
  ["yes for true", field("protect: yes"), /: write true \(schema\)|: write true$/],
  ["off for false", field("mailFrom: {spf: off}"), /~all/],
  ["an account id without quotes", field("aws: {allowedAccountIds: [111122223333]}")],
  [
    "a record key in capitals",
    field("records: {Verify: {type: TXT, name: a, content: b}}"),
    /key "Verify" in "records".*lower-case/,
  ],
  ["a backend without a type", `backend: {bucket: b}\n${DOMAINS}`, /"backend.type" is missing/],
  ["a backend of another type", `backend: {type: [s3]}\n${DOMAINS}`],
  ["invalid punycode", name("xn--a.example"), /no valid punycode/],
  ["invalid punycode in a zone", `zones: {xn--a.example: }\n${DOMAINS}`, /no valid punycode/],
  ["invalid punycode in web", field("web: {xn--a: d1.cloudfront.net}"), /no valid punycode/],
  ["invalid punycode in mailFrom", field("mailFrom: xn--a"), /no valid punycode/],
  ["two alphabets in a label", name("p\u0430ypal.example"), /Latin and Cyrillic letters/],
  ["a name with a blank", name('"exam ple.com"')],
  ["a name of one label", name("localhost")],
  ["a mail address", name("a@example.com")],
  ["an address of a page", name("https://example.com")],
  ["a name with an empty label", name("a..example"), /empty label/],
];

export const HAND_MADE: readonly BrokenFile[] = [
  ...SINGLE.map(([title, text, says]) => ({ title, text, ...(says === undefined ? {} : { says }) })),
  ...CUT,
  ...TABBED,
  ...TWICE,
];
