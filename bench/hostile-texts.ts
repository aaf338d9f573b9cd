// How time grows where a text is hostile: each reader of a stranger's text gets repetitions of what its grammar is made of, once and
// twice as long. A reader that takes more than linear time doubles more than twice: `node bin/run.js bench/hostile-texts.ts [READER]`.
import os from "node:os";
import { inlineYaml, spfWithSes, textNotes } from "../lib/adopt/texts";
import { readZoneFile } from "../lib/adopt/zone-file/zone-file";
import { printable } from "../lib/cli/terminal";
import { describeFailure, HttpError } from "../lib/cloudflare/error";
import { parseConfiguration } from "../lib/config/configuration";
import { canonicalValue, txtVersion } from "../lib/dns/canonical";
import { dmarcSetting } from "../lib/dns/kinds/dmarc";
import { spfSetting } from "../lib/dns/kinds/spf";
import { fullName, idnFault, nameFault, relativeName, toAsciiName, toUnicodeName } from "../lib/dns/names";
import { dkimTags, parseDkimTags } from "../lib/dns/text/dkim";
import { parseDmarc, tagFaults } from "../lib/dns/text/dmarc";
import { domainSpecFault } from "../lib/dns/text/domain-spec";
import { escapeInvisible, inlineCode, singleLine, visibleText } from "../lib/dns/text/escape";
import { malformedPolicy } from "../lib/dns/text/malformed-policy";
import { spfFromTerms } from "../lib/dns/text/spf";
import { parseSpf } from "../lib/dns/text/spf-parser";
import { openTerms } from "../lib/dns/text/spf-reach";
import { formatTxt, parseTxt } from "../lib/dns/text/txt";
import { proxyOf } from "../lib/net/proxy";
import { readPlan } from "../lib/plan/plan";
import { formatRdata } from "../lib/rdata/format";
import { canonicalWireName } from "../lib/rdata/name";
import { renderJson } from "../lib/review/render/json";
import { renderMarkdown } from "../lib/review/render/markdown";
import { renderText } from "../lib/review/render/text";
import { review } from "../lib/review/review";
import { sesFailure } from "../lib/ses/failure";
import { formatDiagnostic, parsePlainDiagnostics, parseUiLine } from "../lib/terraform/diagnostics";
import { readReply } from "../lib/verify/dns/wire/reply";
import { envelopeOf } from "../lib/verify/message/envelope/envelope";
import { parseReceived } from "../lib/verify/message/envelope/received";
import { parseReceivedSpf } from "../lib/verify/message/envelope/received-spf";
import { authorDomain } from "../lib/verify/message/from-header";
import { fieldValue, parseMessage } from "../lib/verify/message/header";
import { asciiDomain, domainOf, envelopeAddress } from "../lib/verify/message/names";
import { canonicalBody, canonicalField } from "../lib/verify/message/signature/canonical";
import { readSignature } from "../lib/verify/message/signature/read";
import { isMessage } from "../lib/verify/message/verify";
import { parseDkimKey } from "../lib/verify/protocols/dkim-key";
import { parseHcl } from "../packages/emulator/internals/parsers";

/** Characters of the shorter text. */
const SIZE = 20_000;
/** What looks worse than this is measured again, with more runs and over a longer way. */
const SUSPECT = 3;
/** Of eight times the length: linear is 8, quadratic 64, and what is between is the machine's noise. */
const LIMIT = 24;
/** Milliseconds below which nothing is measured. */
const FLOOR = 12;

const PIECES = [
  " ",
  "\t",
  "\n",
  "\r",
  "\r\n",
  "0",
  "1h",
  "a",
  "A",
  '"',
  "\\",
  '\\"',
  ".",
  "a.",
  ".a",
  "[",
  "[[",
  "{",
  "]",
  "}",
  ":",
  ",",
  "%{",
  "%{i}",
  "%",
  "a@",
  "@",
  ";",
  "=",
  "=?",
  "=?utf-8?q?",
  "(",
  ")",
  "()",
  "<",
  ">",
  "/",
  "-",
  "_",
  "!",
  "*",
  "#",
  "'",
  "`",
  "|",
  "\u0301",
  "\u00e9",
  "\ufeff",
  "\u202e",
  "\ud800",
  "xn--",
  "a;",
  ";p=",
  "p=a;",
  "include:a ",
  "ip4:192.0.2.1 ",
  "mailto:a@b,",
  "- ",
  "a: ",
  "&a ",
  "*a ",
  "<<: ",
  "? ",
  "$(",
  "${",
  '"a" ',
  '""',
  "\n\n",
  "\n ",
  "\n;",
  "\n(",
  "\na 1 A 1",
  "::",
  "from ",
  "by ",
  "/*",
  "<<a\n",
  "for ",
  "a-",
  "-a",
  "client-ip=",
  "domain of ",
  "envelope-from <",
  "not authorized to perform ",
  "\u001b[",
  "Error: ",
  "│ ",
];

const side = (fields: object) => ({
  zone_id: "0".repeat(32),
  ttl: 1,
  proxied: false,
  priority: null,
  data: null,
  ...fields,
});
const judge = (type: string, name: string, content: string, kind = "cloudflare_dns_record", address = `${kind}.a`) => {
  const change = {
    actions: ["update"],
    before: side({ type, name, content: "a" }),
    after: side({ type, name, content }),
  };
  const row = {
    address,
    mode: "managed",
    type: kind,
    name: "a",
    provider_name: "registry.terraform.io/cloudflare/cloudflare",
    change,
  };
  const judged = review([readPlan(JSON.stringify({ format_version: "1.2", resource_changes: [row] }), "a")]);
  return [renderText(judged), renderMarkdown(judged), renderJson(judged)];
};
const yaml = (text: string) => parseConfiguration([{ file: "domains.yaml", text }], []);
const inYaml = (lines: (text: string) => string) => (text: string) => yaml(lines(JSON.stringify(text)));
const domain = (rest: string) => `domains:\n  - domain: example.com\n    aws: {region: eu-west-1}\n    ${rest}\n`;
const zoneRecord = (content: string) => ({
  zone: "example.com",
  zoneId: null,
  id: null,
  type: "TXT",
  name: "example.com",
  content,
  priority: null,
  data: null,
  ttl: 1,
  proxied: false,
  comment: null,
  tags: [],
  flattened: false,
});
const field = (key: string, line: string) => ({ key, line: `${key}: ${line}` });
const options = { records: [], now: 0, resolver: () => Promise.reject(new Error("nothing is asked")) } as never;

/** Each takes the text as its input, and in the places of it where a longer one is read. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "dns/names": (text) => [
    toAsciiName(text),
    toUnicodeName(text),
    idnFault(text),
    nameFault(text),
    fullName(text, "a.b"),
    relativeName(text, "a.b"),
  ],
  "dns/meaning": (text) =>
    ["TXT", "CNAME", "MX", "AAAA"].map((type) => canonicalValue({ type, content: text, priority: null, data: null })),
  "dns/meaning of parts": (text) =>
    ["CAA", "SRV", "TLSA"].map((type) =>
      canonicalValue({
        type,
        content: null,
        priority: null,
        data: { target: text, digest: text, value: text, certificate: text },
      }),
    ),
  "dns/meaning, kind": (text) => [txtVersion(text), txtVersion(`v=${text}`)],
  "dns/text/txt": (text) => [
    formatTxt(text),
    attempt(() => parseTxt(text)),
    attempt(() => parseTxt(`"${text}`)),
    parseTxt(formatTxt(text)),
  ],
  "dns/text/almost": (text) => [malformedPolicy(text), malformedPolicy(`v${text}`), malformedPolicy(`v=spf1${text}`)],
  "dns/text/spf": (text) =>
    ["", "v=spf1 ", "v=spf1 include:", "v=spf1 a=", "v=spf1 ip4:", "v=spf1 a/"].map((start) => [
      parseSpf(start + text),
      spfFromTerms(parseSpf(start + text).terms),
      openTerms(parseSpf(start + text).terms),
    ]),
  "dns/text/domain-spec": (text) => [domainSpecFault(text.slice(0, 4096)), domainSpecFault(`%{${text.slice(0, 4000)}`)],
  "dns/text/dmarc": (text) =>
    ["", "v=DMARC1;", "v=DMARC1; p=none; rua=", "v=DMARC1; p="].map((start) => [
      parseDmarc(start + text),
      tagFaults(start + text),
    ]),
  "dns/text/dkim": (text) => [
    dkimTags(text),
    parseDkimTags(`v=DKIM1; p=${text}`),
    parseDkimKey(`v=DKIM1; p=${text}`),
    parseDkimKey(text),
  ],
  "dns/text/visible": (text) => [visibleText(text), escapeInvisible(text), singleLine(text), inlineCode(text)],
  "adopt/texts": (text) => [
    spfSetting(text),
    spfSetting(`v=spf1 ${text}`),
    spfWithSes(`v=spf1 ${text}`),
    dmarcSetting(`v=DMARC1; p=none; ${text}`),
    inlineYaml(text),
  ],
  "adopt/texts, notes": (text) =>
    textNotes({ type: "TXT", content: '"v=spf1 -all"' } as never, zoneRecord(`v=spf1 ${text}`)),
  "adopt/zone-file": (text) => readZoneFile(text, "example.com"),
  "adopt/zone-file, TXT": (text) => readZoneFile(`a 300 IN TXT ${text}`, "example.com"),
  "adopt/zone-file, quoted": (text) => readZoneFile(`a 300 IN TXT "${text}"`, "example.com"),
  "adopt/zone-file, owner": (text) => readZoneFile(`${text} 300 IN A 192.0.2.1`, "example.com"),
  "adopt/zone-file, times": (text) => readZoneFile(`a ${text} IN A 192.0.2.1\n$TTL ${text}`, "example.com"),
  "adopt/zone-file, parts": (text) =>
    ["CAA 0 issue", "SRV 1 1 1", "TLSA 3 1 1", "HTTPS 1 .", "TYPE65280 \\# 4"].map((type) =>
      attempt(() => readZoneFile(`a 300 IN ${type} ${text}`, "example.com")),
    ),
  "config/yaml": yaml,
  "config/yaml, a value": (text) => yaml(`domains: ${text}`),
  "config/yaml, a name": inYaml((text) => `domains:\n  - {domain: ${text}, aws: {region: eu-west-1}}\n`),
  "config/yaml, a region": inYaml(
    (text) => `domains:\n  - {domain: example.com, aws: {region: ${text}, profile: ${text}, assumeRoleArn: ${text}}}\n`,
  ),
  "config/yaml, DMARC": inYaml((text) => domain(`dmarc: {policy: none, rua: ${text}, ruf: [${text}]}`)),
  "config/yaml, raw": inYaml((text) => domain(`dmarc: {raw: ${text}}\n    spf: {raw: ${text}}`)),
  "config/yaml, a record": inYaml((text) =>
    domain(
      `records: {a: {type: TXT, name: a, content: ${text}}, b: {type: CNAME, name: b, content: ${text}}, c: {type: TXT, name: ${text}, content: c}}`,
    ),
  ),
  "config/yaml, web, comment": inYaml((text) =>
    domain(`web: {${text}: ${text}}\n    comment: ${text}\n    mailFrom: ${text}\n    ignore: {${text}: ${text}}`),
  ),
  "config/yaml, backend": inYaml((text) => `backend: {type: s3, bucket: ${text}, key: ${text}}\n${domain("name: a")}`),
  "config/yaml, keys": (text) => yaml(domain(`tags: {${JSON.stringify(text)}: a}\n    ${JSON.stringify(text)}: a`)),
  "plan, review of its own record": (text) =>
    ["TXT", "CNAME", "MX", "NS", "A"].map((type) => judge(type, "_dmarc.example.com", text)),
  "plan, review of SPF and DMARC": (text) => [
    judge("TXT", "_dmarc.example.com", `"v=DMARC1; p=none; ${text}"`),
    judge("TXT", "example.com", `"v=spf1 ${text}"`),
    judge("TXT", "a._domainkey.example.com", `"v=DKIM1; p=${text}"`),
  ],
  "plan, review of a name": (text) => [judge("TXT", text, "a"), judge("MX", text, "10 a")],
  "plan, review of a foreign one": (text) => [
    judge("TXT", "a", text, "aws_route53_record"),
    judge("MX", text, text, "dnsimple_record"),
    judge("A", "a", text, "cloudflare_record"),
  ],
  "plan, an address": (text) => [
    judge("A", "a", "a", "cloudflare_dns_record", text),
    judge("A", "a", "a", "cloudflare_dns_record", `a["${text}`),
  ],
  records: (text) =>
    ["TXT", "CAA", "SRV", "TLSA", "URI"].map((type) =>
      attempt(() =>
        formatRdata(
          {
            type,
            content: text,
            priority: 1,
            data: type === "TXT" ? null : { value: text, target: text, certificate: text },
          } as never,
          "bind" as never,
        ),
      ),
    ),
  "terraform/diagnostics": (text) => [
    parsePlainDiagnostics(text),
    parsePlainDiagnostics(`Error: ${text}`),
    parsePlainDiagnostics(`\u2577\n\u2502 Error: ${text}\n\u2575`),
  ],
  "terraform/diagnostics, JSON": (text) => [
    parseUiLine(text),
    parseUiLine(JSON.stringify({ "@message": text, type: text })),
    formatDiagnostic(text, { severity: "error", summary: text, detail: text }),
  ],
  "ses/failure": (text) =>
    sesFailure(Object.assign(new Error(text), { name: text }), {
      action: "a",
      subject: "b",
      region: "c",
      access: "d",
    } as never),
  "cloudflare/error": (text) =>
    describeFailure(new HttpError(403, { errors: [{ code: 1, message: text }] }), "zone", {
      secret: "token-of-eight",
      fix: "",
    }),
  "cli/terminal": printable({ A_TOKEN: "not-a-real-token", HTTPS_PROXY: "http://u:not-a-real-one@proxy.example" }),
  "net/proxy": (text) => attempt(() => proxyOf({ HTTPS_PROXY: text, NO_PROXY: text }, new URL("https://example.com"))),
  "verify/dns/wire": (text) => [
    readReply(Buffer.from(text)),
    readReply(Buffer.concat([Buffer.from("000080000001ffff00000000", "hex"), Buffer.from(text)])),
    canonicalWireName(text),
  ],
  "verify/message, parts": (text) => [
    isMessage(Buffer.from(text)),
    parseMessage(Buffer.from(text)),
    parseMessage(Buffer.from(`From: ${text}`)).fields.map(fieldValue),
  ],
  "verify/message, From": (text) => [
    authorDomain(text),
    authorDomain(`a <${text}`),
    authorDomain(`"${text}`),
    authorDomain(`(${text}`),
    envelopeAddress(text),
    domainOf(text),
    asciiDomain(text),
  ],
  "verify/message, Received": (text) =>
    ["", "from ", "from a (", "from a by ", "from a ([", "from a (helo "].map((start) => parseReceived(start + text)),
  "verify/message, Received-SPF": (text) =>
    ["", "pass ", "pass (", "pass client-ip=", "pass (domain of "].map((start) => parseReceivedSpf(start + text)),
  "verify/message, envelope": (text) =>
    envelopeOf([field("received", text), field("received-spf", text), field("return-path", text)] as never, options),
  "verify/message, signature": (text) =>
    ["", "v=1; a=rsa-sha256; d=", "v=1; b=", "v=1; h="].map((start) =>
      readSignature(field("dkim-signature", start + text) as never, 0),
    ),
  "verify/message, canonical": (text) => [
    canonicalBody(text, "relaxed"),
    canonicalBody(text, "simple"),
    canonicalField(field("a", text) as never, "relaxed"),
  ],
  "emulator/guard/hcl": (text) => [
    attempt(() => parseHcl(text)),
    attempt(() => parseHcl(`a = "${text}`)),
    attempt(() => parseHcl(`a = ${text}`)),
  ],
};

/** A reader may refuse what it gets; a stack that ends is no refusal. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return error;
  }
}

/** Milliseconds of the processor, the least of several runs: other programs run beside it. */
function time(read: (text: string) => unknown, piece: string, size: number, runs = 1): number {
  const text = piece.repeat(Math.ceil(size / piece.length));
  const taken = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    attempt(() => read(text));
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...taken);
}

interface Growth {
  readonly piece: string;
  readonly short: number;
  readonly long: number;
}

function isWorse(read: (text: string) => unknown, { piece, short, long }: Growth): boolean {
  if (long < FLOOR || long < SUSPECT * short) return false;
  return time(read, piece, 8 * SIZE, 3) > LIMIT * time(read, piece, SIZE, 3);
}

const [, , , wanted] = process.argv;
console.log(`${os.cpus()[0]?.model}, Node ${process.version}; milliseconds for ${SIZE} and ${2 * SIZE} characters`);
for (const [name, read] of Object.entries(READERS)) {
  if (wanted !== undefined && !name.includes(wanted)) continue;
  try {
    const all = PIECES.map((piece) => ({ piece, short: time(read, piece, SIZE), long: time(read, piece, 2 * SIZE) }));
    const worse = all.filter((one) => isWorse(read, one));
    if (worse.length > 0) process.exitCode = 1;
    const slowest = all.reduce((worst, one) => (one.long > worst.long ? one : worst));
    for (const { piece, short, long } of worse.length > 0 ? worse : [slowest]) {
      const verdict = worse.length > 0 ? "  more than linear" : "";
      console.log(
        `${name.padEnd(34)}${JSON.stringify(piece).padEnd(22)}${short.toFixed(1).padStart(8)}${long.toFixed(1).padStart(8)}${verdict}`,
      );
    }
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name.padEnd(34)}${String(error)}`);
  }
}
