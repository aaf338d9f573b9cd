// A domain as it stands after its first apply, with inbound mail and a website, and a line for what a plan does to it:
//
//   + TYPE NAME VALUE          makes a record; `+@dkim-9` under that id, `+!address` under that Terraform address
//   - TYPE NAME VALUE          deletes one
//   ~ TYPE NAME VALUE => TYPE NAME VALUE     changes one in place
//   * TYPE NAME VALUE          forgets one
//
// Several are parted by ` ;; `. A text gets its quotes, unless it begins with one or with `raw:`; `proxied:` before a value
// proxies the record. What the domain has already is changed at its own address.
import { change, dns, IDENTITY, identity, MAIL_FROM, mailFrom, plan, RECORD, reviewed, type Values } from "../plans";

interface Known {
  readonly id: string;
  readonly side: Values;
}

const TOKENS = ["aaa", "bbb", "ccc"];

const KNOWN: readonly Known[] = [
  ...TOKENS.map((token, index) => ({
    id: `dkim-${index + 1}`,
    side: side(`CNAME ${token}._domainkey.example.com ${token}.dkim.amazonses.com`),
  })),
  { id: "mail-from-mx", side: side("MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com") },
  { id: "mail-from-spf", side: side("TXT mail.example.com v=spf1 include:amazonses.com ~all") },
  { id: "dmarc", side: side("TXT _dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com") },
  { id: "spf", side: side("TXT example.com v=spf1 include:_spf.example.net ~all") },
  { id: "record-mx", side: side("MX example.com 10 mx.example.com") },
  { id: "record-a", side: side("A mx.example.com 192.0.2.1") },
  { id: "record-key", side: side("TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G") },
  { id: "record-srv", side: side("CNAME alias.example.com host.example.net") },
  { id: "web-www", side: side("CNAME www.example.com d111111abcdef8.cloudfront.net") },
];

/** The plan that a line stands for. */
export function planOf(line: string, { alone = false } = {}): string {
  const done = line.split(" ;; ").map((part, index) => changeOf(part.trim(), index));
  const touched = new Set(done.map(({ address }) => address));
  const signing = { dkim_signing_attributes: [{ tokens: TOKENS, next_signing_key_length: "RSA_2048_BIT" }] };
  const standing = alone
    ? []
    : [
        change(`${IDENTITY}.example_com`, identity(signing), identity(signing)),
        change(`${MAIL_FROM}.example_com`, mailFrom(), mailFrom()),
        ...KNOWN.map((known) => change(addressOf(known.id), known.side, known.side)),
      ];
  return plan([...standing.filter(({ address }) => !touched.has(address)), ...done]);
}

/** What the review says of a line: its verdict and the rules that speak. */
export function verdictOf(line: string, options?: { alone?: boolean }): { verdict: string; rules: string } {
  const { verdict, effects } = reviewed(planOf(line, options));
  return { verdict, rules: effects.map(({ rule, risk }) => `${risk} ${rule}`).join(", ") };
}

/** `RISK LINE` for each line of a table; `#` begins a remark. */
export function linesOf(table: string): readonly (readonly [risk: string, line: string])[] {
  return table
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ")).trim()] as const);
}

function changeOf(text: string, index: number) {
  const [, kind = "", mark = "", name = "", rest = ""] = /^([-+~*])(?:([@!])(\S+))? (.*)$/s.exec(text) ?? [];
  const [old = "", now = ""] = kind === "~" ? rest.split(" => ") : kind === "+" ? ["", rest] : [rest, ""];
  const [before, after] = [old, now].map((one) => (one === "" ? null : side(one)));
  const known = KNOWN.find((one) => before !== null && JSON.stringify(one.side) === JSON.stringify(before));
  const address = mark === "!" ? name : addressOf(mark === "@" ? name : (known?.id ?? `record-new${index}`));
  const actions =
    kind === "*" ? { actions: ["forget"] } : before?.type !== after?.type && before && after ? REPLACED : {};
  return change(address, before ?? null, after ?? null, actions);
}

const REPLACED = { actions: ["delete", "create"] };

function addressOf(id: string): string {
  return `${RECORD}.example_com__${id}`;
}

function side(text: string): Values {
  const [, type = "", name = "", rest = ""] = /^(\S+) (\S+) ?(.*)$/s.exec(text) ?? [];
  const proxied = rest.startsWith("proxied:");
  const value = proxied ? rest.slice("proxied:".length) : rest;
  if (type.toUpperCase() === "MX") {
    const [priority = "", content = ""] = value.split(" ");
    return dns(type, name, content, { priority: Number(priority) });
  }
  if (value.startsWith("data:")) return dns(type, name, "", { content: null, data: JSON.parse(value.slice(5)) });
  const isBare = type !== "TXT" || value.startsWith('"') || value.startsWith("raw:");
  return dns(type, name, isBare ? value.replace(/^raw:/, "") : `"${value}"`, { proxied });
}
