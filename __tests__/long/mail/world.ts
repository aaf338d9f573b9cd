// The world of long/mail-programs.test.ts: keys, a table of DNS that all judges ask, and the receiver that python/mail_world.py
// runs in a network namespace.
import { spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { rsaPair } from "../../run/keys";
import { KEY, keyText, SHORT_KEY, type Table } from "../../verify/message/signed";

const PYTHON = path.join(__dirname, "..", "python");
/** What it runs in: everything ends with it. */
const NAMESPACE = ["-nmpf", "--kill-child", "--mount-proc"];

/** Why the receiver cannot run here; undefined where it can. */
export function whyNoWorld(): string | undefined {
  if (process.platform !== "linux") return "it takes Linux";
  if (process.getuid?.() !== 0) return "Postfix takes root";
  const programs = ["opendkim", "opendmarc", "postfix", "unshare", "mount", "python3"];
  const missing = programs.filter((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0);
  if (missing.length > 0) return `missing: ${missing.join(", ")}`;
  return spawnSync("unshare", [...NAMESPACE, "true"]).status === 0 ? undefined : "no network namespace can be made";
}

export const SES = "198.51.100.25";
export const STRANGER = "192.0.2.9";
export const FORWARDER = "203.0.113.9";

export interface Signer {
  readonly name: string;
  readonly domain: string;
  readonly selector: string;
  readonly key: string;
  /** Lines of opendkim.conf. */
  readonly options: readonly string[];
}

const ed25519 = generateKeyPairSync("ed25519");
const ED25519_TEXT = `v=DKIM1; k=ed25519; p=${Buffer.from(ed25519.publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64")}`;
export const WEAK_KEY = rsaPair(768);

const rsa = { domain: "example.com", selector: "bbb", key: KEY.privateKey };
const canonical = (form: string) => [`Canonicalization ${form}`];
export const SIGNERS: readonly Signer[] = [
  { name: "ours", ...rsa, options: canonical("relaxed/simple") },
  { name: "relaxed", ...rsa, options: canonical("relaxed/relaxed") },
  { name: "simple", ...rsa, options: canonical("simple/simple") },
  { name: "simple-relaxed", ...rsa, options: canonical("simple/relaxed") },
  { name: "oversigned", ...rsa, options: [...canonical("relaxed/simple"), "OversignHeaders From,To,Subject,Reply-To"] },
  { name: "expiring", ...rsa, options: [...canonical("relaxed/simple"), "SignatureTTL 86400"] },
  { name: "copied", ...rsa, options: [...canonical("relaxed/simple"), "Diagnostics yes"] },
  { name: "short", ...rsa, selector: "short", key: SHORT_KEY.privateKey, options: canonical("relaxed/simple") },
  {
    name: "ed25519",
    domain: "example.com",
    selector: "ed",
    key: ed25519.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    options: [...canonical("relaxed/simple"), "SignatureAlgorithm ed25519-sha256"],
  },
  { name: "amazon", ...rsa, domain: "amazonses.com", selector: "ses", options: canonical("relaxed/simple") },
  { name: "list", ...rsa, domain: "lists.example.org", selector: "bbb", options: canonical("relaxed/simple") },
  { name: "stranger", ...rsa, domain: "stranger.example.net", selector: "bbb", options: canonical("relaxed/simple") },
];

const text = (...texts: string[]) => ({ TXT: texts.map((one) => [one]) });
const key = (more = "") => text(`v=DKIM1; ${more}${keyText()[0]}`);
const many = Array.from({ length: 11 }, (_, index) => `i${index}.example.net`);

/** As Node's resolver has it; a string in place of an answer is the code of a failure. */
export const DNS: Table = {
  "example.com": { A: ["192.0.2.1"] },
  "news.example.com": { A: ["192.0.2.1"] },
  "_dmarc.example.com": text("v=DMARC1; p=reject"),
  "bbb._domainkey.example.com": key(),
  "short._domainkey.example.com": text(`v=DKIM1; ${keyText(SHORT_KEY)[0]}`),
  "weak._domainkey.example.com": text(`v=DKIM1; p=${WEAK_KEY.publicKey}`),
  "ed._domainkey.example.com": text(ED25519_TEXT),
  "test._domainkey.example.com": key("t=y; "),
  "exact._domainkey.example.com": key("t=s; "),
  "other._domainkey.example.com": key("s=tlsrpt; "),
  "sha1._domainkey.example.com": key("h=sha1; "),
  "gone._domainkey.example.com": text("v=DKIM1; p="),
  "two._domainkey.example.com": text(`v=DKIM1; ${keyText()[0]}`, "v=DKIM1; p="),
  "deaf._domainkey.stranger.example.net": { TXT: "ESERVFAIL" },
  "bbb._domainkey.xn--bcher-kva.example": key(),
  "_dmarc.xn--bcher-kva.example": text("v=DMARC1; p=reject"),
  "xn--bcher-kva.example": text(`v=spf1 ip4:${SES} -all`),
  "ses._domainkey.amazonses.com": key(),
  "bbb._domainkey.lists.example.org": key(),
  "bbb._domainkey.stranger.example.net": key(),
  "bbb._domainkey.co.uk": key(),
  "shop.co.uk": { A: ["192.0.2.1"] },
  "_dmarc.shop.co.uk": text("v=DMARC1; p=reject"),
  "mail.example.com": text("v=spf1 include:amazonses.com ~all"),
  "amazonses.com": text("v=spf1 ip4:198.51.100.0/25 -all"),
  "out.example.com": text(`v=spf1 ip4:${SES} -all`),
  "a25.smtp-out.amazonses.com": text(`v=spf1 ip4:${SES} -all`),
  "stranger.example.net": text(`v=spf1 ip4:${STRANGER} -all`),
  "_dmarc.lists.example.org": text("v=DMARC1; p=none"),
  "lists.example.org": text(`v=spf1 ip4:${FORWARDER} -all`),
  "forwarder.example.net": text(`v=spf1 ip4:${FORWARDER} -all`),
  "strict.example.com": text("v=spf1 -all"),
  "neutral.example.com": text("v=spf1 ?all"),
  "two.example.com": text("v=spf1 +all", "v=spf1 -all"),
  "wrong.example.com": text(`v=spf1 ip4:${SES} ip4:nonsense -all`),
  "wrong-first.example.com": text(`v=spf1 ip4:nonsense ip4:${SES} -all`),
  "many.example.com": text(`v=spf1 ${many.map((name) => `include:${name}`).join(" ")} +all`),
  ...Object.fromEntries(many.map((name) => [name, text("v=spf1 ip4:192.0.2.1 -all")])),
  "redirect.example.com": text("v=spf1 redirect=out.example.com"),
  "mx.example.com": { ...text("v=spf1 mx -all"), MX: [{ exchange: "host.example.com", priority: 10 }] },
  "a.example.com": text("v=spf1 a:host.example.com/24 -all"),
  "host.example.com": { A: [SES] },
  "exists.example.com": text("v=spf1 exists:%{ir}.list.%{d} -all"),
  "25.100.51.198.list.exists.example.com": { A: ["127.0.0.2"] },
  "lost.example.com": text("v=spf1 include:nowhere.example.net +all"),
  "deaf.example.com": text("v=spf1 include:silent.example.net -all"),
  "silent.example.net": { TXT: "ESERVFAIL" },
};

export interface Sending {
  /** Base64. */
  readonly message: string;
  /** Names of signers, the lowest first. */
  readonly sign: readonly string[];
  /** What is replaced behind the signing. */
  readonly after: readonly (readonly [string, string])[];
  /** Base64, put above all of it. */
  readonly above: string;
  readonly ip: string;
  readonly helo: string;
  readonly from: string;
  /** SMTPUTF8 (RFC 6531). */
  readonly utf8: boolean;
}

/** What the receiver answered, and what lies in its mailbox, each by the number of the message. */
export interface Received {
  readonly answers: readonly (readonly [number, string])[];
  readonly delivered: Readonly<Record<string, string>>;
}

export async function receive(messages: readonly Sending[]): Promise<Received> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-mail-"));
  try {
    const args = [...NAMESPACE, "python3", path.join(PYTHON, "mail_world.py"), folder];
    const child = spawn("unshare", args, { stdio: ["pipe", "pipe", "pipe"] });
    const [out, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.stdin.end(JSON.stringify({ dns: DNS, signers: SIGNERS, messages }));
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`mail_world.py ended with ${code}: ${Buffer.concat(errors).toString()}`);
    return JSON.parse(Buffer.concat(out).toString());
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
