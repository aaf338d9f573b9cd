// What may be printed to a terminal or a CI log. Others write records, file names, answers of AWS and Cloudflare and
// Terraform's messages. All output goes through here, so that none of it moves the cursor, hides a text, sets a title, or
// repeats a credential.
import { randomUUID } from "node:crypto";
import { escapeInvisibleInLines } from "../dns/text/escape";
import type { Environment } from "../net/proxy";
import { painted, withoutColors } from "./colors";

/** Variables whose values are credentials. Variables with other endings name files, roles and regions. */
const SECRET_NAMES =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|ACCESS_KEY_ID|USER_SERVICE_KEY|REVIEW_KEY|_PAT)$|^TF_TOKEN_|^GOOGLE_CREDENTIALS$/i;

/** A shorter value is a word or a number, and would be removed from the middle of other words. */
const SHORTEST_SECRET = 8;

/** Headers with credentials, in case a server or a proxy prints a request. */
const CREDENTIALS: readonly RegExp[] = [
  /\b(x-amz-security-token["']?\s{0,9}[:=]\s{0,9}["']?)[^\s"'&,;<>]+/gi,
  /\b((?:Bearer|Basic) )[A-Za-z0-9+/_.~=-]{8,}/gi,
  /\b((?:X-Amz-)?(?:Credential|Signature)=)[^\s"'&,;<>]+/gi,
  /\b(x-auth-(?:user-service-)?key["']?\s{0,9}[:=]\s{0,9}["']?)[^\s"'&,;<>]+/gi,
  /\b(A(?:KIA|SIA))[A-Z0-9]{12,}\b/g,
];

/** A line that begins like this is a command to the runner of GitHub Actions. Only its users may give commands. */
const WORKFLOW_COMMAND = /^([^\S\n]*)::/gm;
/** The older form, and that of Azure Pipelines. Their runners look for it anywhere in a line. */
const INLINE_COMMAND = /#(?=#(?:vso)?\[)/gi;

/** Replaces the colons of our own commands until they are printed. Nobody outside can know it. */
const OWN_COMMAND = `⟦${randomUUID()}⟧`;

/** Lets our own workflow commands through, one on each line. Their texts must be escaped already. */
export function allowWorkflowCommands(commands: string): string {
  return commands.replace(/^::/gm, OWN_COMMAND);
}

/**
 * Makes a function that prepares a text for printing; made once.
 * @param isPainted whether our own colours are kept
 */
export function printable(env: Environment, isPainted = false): (text: string) => string {
  const secrets = secretsOf(env);
  return (text) =>
    isPainted ? painted(redact(text, secrets), neutralized) : neutralized(redact(withoutColors(text), secrets));
}

function neutralized(text: string): string {
  return escapeInvisibleInLines(text)
    .replace(WORKFLOW_COMMAND, "$1\\::")
    .replace(INLINE_COMMAND, "\\u0023")
    .replaceAll(OWN_COMMAND, "::");
}

/** The values, in each spelling in which they could appear. Longest first, because one may be part of another. */
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

/** `user:password`, and only the password. */
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
  return CREDENTIALS.reduce((rest, pattern) => rest.replace(pattern, "$1…"), known);
}
