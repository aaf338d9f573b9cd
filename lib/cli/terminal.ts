// What may reach a terminal or a CI log. Records, names of files, answers of AWS and Cloudflare and Terraform's messages are
// written by others: all that is printed comes through here, so that nothing of it moves the cursor, hides a text, sets a
// title, or repeats a credential.
import { randomUUID } from "node:crypto";
import { escapeInvisibleInLines } from "../dns/text/escape";
import type { Environment } from "../terraform/process/process";
import { painted, plain } from "./colors";

/** Variables whose values are credentials. Those that end otherwise name files, roles and regions. */
const SECRET_NAMES =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|ACCESS_KEY_ID|USER_SERVICE_KEY|REVIEW_KEY|_PAT)$|^TF_TOKEN_|^GOOGLE_CREDENTIALS$/i;

/** A shorter value is a word or a number, and would be taken out of the middle of others. */
const SHORTEST_SECRET = 8;

/** Ways to send credentials, as a server or a proxy that repeats a request would print them. */
const SENT: readonly RegExp[] = [
  /\b(x-amz-security-token["']?\s{0,9}[:=]\s{0,9}["']?)[^\s"'&,;<>]+/gi,
  /\b((?:Bearer|Basic) )[A-Za-z0-9+/_.~=-]{8,}/gi,
  /\b((?:X-Amz-)?(?:Credential|Signature)=)[^\s"'&,;<>]+/gi,
  /\b(x-auth-(?:user-service-)?key["']?\s{0,9}[:=]\s{0,9}["']?)[^\s"'&,;<>]+/gi,
  /\b(A(?:KIA|SIA))[A-Z0-9]{12,}\b/g,
];

/** A line that begins so is an order to the runner of GitHub Actions, and only its users give those. */
const ORDER = /^([^\S\n]*)::/gm;
/** The older form, and that of Azure Pipelines: their runners look for it anywhere in a line. */
const ORDER_WITHIN = /#(?=#(?:vso)?\[)/gi;

/** Stands for the colons of an order of our own until it is printed: nobody outside can know it. */
const OWN_ORDER = `⟦${randomUUID()}⟧`;

/** Lets workflow commands of our own through, one a line; their texts must be escaped already. */
export function order(commands: string): string {
  return commands.replace(/^::/gm, OWN_ORDER);
}

/**
 * How a text becomes what is printed; made once.
 * @param isPainted whether colours of ours are left in it
 */
export function printable(env: Environment, isPainted = false): (text: string) => string {
  const secrets = secretsOf(env);
  return (text) => (isPainted ? painted(redact(text, secrets), disarmed) : disarmed(redact(plain(text), secrets)));
}

function disarmed(text: string): string {
  return escapeInvisibleInLines(text)
    .replace(ORDER, "$1\\::")
    .replace(ORDER_WITHIN, "\\u0023")
    .replaceAll(OWN_ORDER, "::");
}

/** The values, in each spelling in which they could come back; the longest first, for one may be part of another. */
function secretsOf(env: Environment): readonly string[] {
  const values = Object.entries(env).flatMap(([name, value = ""]) => {
    if (SECRET_NAMES.test(name)) return [value.trim()];
    return /_proxy$/i.test(name) ? proxyPasswords(value) : [];
  });
  const spelled = values
    .filter((value) => value.length >= SHORTEST_SECRET)
    .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
  return [...new Set(spelled)].sort((a, b) => b.length - a.length);
}

/** `user:password` and the password alone. */
function proxyPasswords(text: string): readonly string[] {
  const user = text
    .slice(text.indexOf("//") === -1 ? 0 : text.indexOf("//") + 2)
    .split("@")
    .slice(0, -1)
    .join("@");
  return [user, user.slice(user.indexOf(":") + 1)];
}

function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  return SENT.reduce((rest, pattern) => rest.replace(pattern, "$1…"), known);
}
