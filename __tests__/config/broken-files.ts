// Files that must not pass, made from a valid one that has every field, and by hand.
import { type Node, parseDocument, type Scalar, type YAMLMap } from "yaml";

export interface BrokenFile {
  readonly title: string;
  readonly text: string;
  /** What a message has to say. */
  readonly says?: RegExp;
}

export const FULL = `x-common: &common {ttl: 300}
zones:
  example.com: 0123456789abcdef0123456789abcdef
  example.org: "1234567890123456789012345678901e"
backend:
  type: s3
  bucket: state
  region: eu-west-1
  prefix: mail/
  encrypt: true
  kmsKeyId: alias/state
  useLockfile: false
  profile: state
  assumeRoleArn: arn:aws:iam::111122223333:role/state
defaults:
  <<: *common
  aws: {region: us-east-1}
  protect: false
domains:
  - domain: example.com
    name: shop
    state: present
    stack: eu
    aws:
      region: eu-west-1
      profile: mail
      assumeRoleArn: arn:aws:iam::111122223333:role/mail
      allowedAccountIds: ["111122223333"]
      tags: {team: mail}
    dkim: {keyLength: 1024, signingHostedZone: dkim.cell.example.net}
    configurationSet: news
    mailFrom: {domain: bounce, onMxFailure: reject, spf: -all}
    dmarc:
      policy: reject
      subdomainPolicy: quarantine
      nonexistentSubdomainPolicy: reject
      testing: true
      alignment: {dkim: strict, spf: relaxed}
      failureOptions: ["1", d]
      rua: [dmarc@example.com, mailto:r@example.com]
      ruf: f@example.com
    spf:
      amazonses: true
      include: _spf.example.net
      ip4: [192.0.2.0/24]
      ip6: ["2001:db8::/32"]
      a: "@"
      mx: [mx.example.com]
      exists: "%{i}.e.example.com"
      all: -all
    web:
      www: d111111abcdef8.cloudfront.net
      shop: {distribution: E1EXAMPLE23, proxied: true}
      a: {target: d2.cloudfront.net, ttl: 60}
    records:
      verify: {type: TXT, name: "@", content: proof}
      caa: {type: CAA, name: "@", data: {flags: 0, tag: issue, value: amazon.com}, ttl: 600, proxied: false}
      mx: {type: MX, name: sub, content: mx.example.com, priority: 5}
    overrides: {dkim-1: {ttl: 120, comment: first}}
    ttl: 300
    comment: mail
    protect: false
    ignore: {dmarc-no-reports: we read none}
  - domain: example.org
`;

type Path = readonly (string | number)[];

/** Every scalar of the full file, by its path, and every key that the schema knows. */
function placesOf(text: string): { readonly scalars: Path[]; readonly keys: Path[] } {
  const scalars: Path[] = [];
  const keys: Path[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (typeof value !== "object" || value === null) scalars.push(path);
    else if (Array.isArray(value)) for (const [index, inner] of value.entries()) walk(inner, [...path, index]);
    else
      for (const [key, inner] of Object.entries(value)) {
        if (key === "<<") continue;
        if (!FREE.has(String(path.at(-1)))) keys.push([...path, key]);
        walk(inner, [...path, key]);
      }
  };
  const { "x-common": _, ...rest } = parseDocument(text).toJS();
  walk(rest, []);
  return { scalars, keys };
}

const FREE = new Set(["zones", "tags", "web", "records", "data", "overrides", "ignore", "x-common"]);
/** Fields that take any text. */
const ANY_TEXT =
  /bucket|prefix|configurationSet|mailFrom\.domain|kmsKeyId|profile|signingHostedZone|content|comment|ignore|tags|include|ip4|ip6|\.a$|spf\.mx|exists|data|backend\.(region|assumeRoleArn)/;

const DOCUMENT = parseDocument(FULL);

/** The full file with `text` in place of a value, by its offsets: a mutation is to cost less than the parsing it tests. */
function withText(path: Path, text: string): string {
  const [from = 0, to = 0] = (DOCUMENT.getIn(path, true) as Node).range ?? [];
  return FULL.slice(0, from) + text + FULL.slice(to);
}

/** JSON is YAML; what it cannot say is written as YAML has it. */
function withValue(path: Path, value: unknown): string {
  return withText(path, value === Number.POSITIVE_INFINITY ? ".inf" : JSON.stringify(value));
}

/** The full file with one key written differently. */
function withKey(path: Path, change: (key: string) => string): string {
  const parent = path.slice(0, -1);
  const map = (parent.length === 0 ? DOCUMENT.contents : DOCUMENT.getIn(parent)) as YAMLMap<Scalar, unknown>;
  const key = map.items.find((pair) => pair.key.value === path.at(-1))?.key;
  const [from = 0, to = 0] = key?.range ?? [];
  return FULL.slice(0, from) + change(String(path.at(-1))) + FULL.slice(to);
}

const ANYWHERE: readonly (readonly [string, unknown, RegExp])[] = [
  ["a list of lists", [[1]], /./],
  ["a map", { x: [] }, /./],
  ["a fraction", 7.5, /^(?!.*data)/],
  ["infinity", Number.POSITIVE_INFINITY, /^(?!.*data)/],
  ["nothing", null, /^(?!zones)/],
  ["true", true, /^(?!.*(encrypt|useLockfile|protect|testing|amazonses|proxied))/],
];
const TEXTS: readonly (readonly [string, string])[] = [
  ["an empty text", ""],
  ["a very long text", "x y".repeat(2000)],
  ["control characters", "a\u0000\u0007\u001b[31m\u2028b"],
  ["other letters", "Ω😀\u202e"],
  ["__proto__", "__proto__"],
  ["constructor ", "constructor!"],
  ["yes of YAML 1.1", "yes please"],
  ["a time", "2026-01-01T00:00:00Z"],
];

export function mutatedFiles(): BrokenFile[] {
  const { scalars, keys } = placesOf(FULL);
  const title = (path: Path, what: string) => `${path.join(".")} is ${what}`;
  return [
    ...scalars.flatMap((path, index) =>
      // Each place takes half of them, and each of them comes to half of the places.
      ANYWHERE.filter(([, , where], number) => (index + number) % 2 === 0 && where.test(path.join("."))).map(
        ([what, value]) => ({
          title: title(path, what),
          text: withValue(path, value),
        }),
      ),
    ),
    ...scalars
      .filter((path) => !ANY_TEXT.test(path.join(".")))
      .flatMap((path, index) =>
        TEXTS.filter((_, number) => (index + number) % 3 === 0)
          .filter(([, text]) => text === "" || !path.join(".").endsWith("name"))
          .map(([what, value]) => ({
            title: title(path, what),
            text: withValue(path, value),
          })),
      ),
    ...keys.flatMap((path) =>
      EDITS.map(([what, edit]) => ({ title: title(path, what), text: withKey(path, edit), says: meant(path) })),
    ),
    ...["__proto__", "constructor", "toString", "hasOwnProperty"].flatMap((key) =>
      ["", "domains.0.", "domains.0.aws.", "domains.0.dmarc.", "backend.", "defaults."].map((parent) => ({
        title: `${parent}${key} is added`,
        text: parent === "" ? `${key}: 1\n${FULL}` : added(parent.split(".").slice(0, -1), key),
      })),
    ),
  ];
}

const EDITS: readonly (readonly [string, (key: string) => string])[] = [
  ["with a letter too many", (key) => `${key}q`],
  ["with a wrong letter", (key) => `${key.slice(0, -1)}Q`],
  ["with a letter too few", (key) => (key.length > 2 ? key.slice(0, 1) + key.slice(2) : `${key}Q`)],
];

/** A short key is as near to its neighbours: then any suggestion will do. `rf`, from `ruf`, is a tag of DMARC's own. */
function meant(path: Path): RegExp {
  const key = String(path.at(-1));
  return key.length > 3
    ? new RegExp(`did you mean "${key}"\\?|is missing`)
    : /did you mean "|is missing|: leave rf out/;
}

/** The full file with `key: 1` before the first key of a map. */
function added(path: readonly string[], key: string): string {
  const steps = path.map((step) => (/^\d$/.test(step) ? Number(step) : step));
  const [from = 0] = (DOCUMENT.getIn(steps) as Node).range ?? [];
  const start = FULL.lastIndexOf("\n", from) + 1;
  const isFlow = FULL[from] === "{";
  if (isFlow) return `${FULL.slice(0, from + 1)}${key}: 1, ${FULL.slice(from + 1)}`;
  return `${FULL.slice(0, from)}${key}: 1\n${" ".repeat(from - start)}${FULL.slice(from)}`;
}
