// Secrets do not belong in domains.yaml: a field that looks like one is refused, and its value is never printed.
import type { Finding } from "../dns/finding";
import { OWN_KEY } from "./own-key";
import { schemaError } from "./schema-findings";
import type { YamlSource } from "./yaml/source";

type Path = readonly PropertyKey[];

/** Maps whose keys the user chooses. */
const USER_KEYED = new Set(["zones", "web", "records", "overrides", "ignore", "tags", "events", "cloudWatch"]);

const ANY_VARIABLE = "the variable that the provider documents";

/** Names of fields, in any spelling, and the variable that the provider reads instead. */
const SECRET_NAMES: readonly (readonly [pattern: RegExp, variable: string])[] = [
  [/^(?:aws)?secret(?:access)?key$|^(?:aws)?secret$/, "AWS_SECRET_ACCESS_KEY"],
  [/^(?:aws)?accesskey(?:id)?$/, "AWS_ACCESS_KEY_ID"],
  [/^ssecustomerkey$/, "AWS_SSE_CUSTOMER_KEY"],
  [/^(?:aws)?sessiontoken$/, "AWS_SESSION_TOKEN"],
  [/^(?:cloudflare|cf)?(?:api(?:token|key)|token)$/, "CLOUDFLARE_API_TOKEN"],
  [/^password$|^passwd$/, "TF_HTTP_PASSWORD"],
  // consul: user and password in one; azurerm: a certificate with its key; cos: half of the key.
  [/^credentials?$|^privatekey$|^connstr$|^connectionstring$|^httpauth$|^clientcertificate$|^secretid$/, ANY_VARIABLE],
  [/(?:secret|password|passphrase|token|apikey|accesskey|privatekey|encryptionkey)$/, ANY_VARIABLE],
];

/** Values that are secrets whatever the field is called. */
const SECRET_VALUES: readonly (readonly [pattern: RegExp, variable: string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, "AWS_ACCESS_KEY_ID"],
  [/\bcf(?:ut|at|k)_[A-Za-z0-9_-]{20}/, "CLOUDFLARE_API_TOKEN"],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/, ANY_VARIABLE],
  // A password in a URL; the user name also has its own variable.
  [/^https?:\/\/[^/\s:@]*:[^/\s@]+@/i, "TF_HTTP_USERNAME and TF_HTTP_PASSWORD"],
  [/^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i, ANY_VARIABLE],
];

/** Whether a value is a secret, whatever the field is called. */
export function isSecret(text: string): boolean {
  return SECRET_VALUES.some(([pattern]) => pattern.test(text));
}

/** One finding per field that looks like a secret, and the paths of those fields. */
export function secretFindings(source: YamlSource): { readonly findings: Finding[]; readonly paths: readonly Path[] } {
  const findings = new Map<string, Finding>();
  const paths: Path[] = [];
  visit(source.value, [], false, (path, variable) => {
    paths.push(path);
    const step = path.at(-1);
    const subject = typeof step === "number" ? path.slice(path.findLastIndex((at) => typeof at === "string")) : [step];
    // Terraform keeps a subscriber's URL in its state, and no variable could replace it.
    const fix = path.includes("subscribers")
      ? "leave the user and password out of the URL"
      : path.includes("dkim")
        ? OWN_KEY
        : `set ${variable} in the environment instead`;
    const message = `"${subject.map(String).join(".")}" looks like a secret, and this file is read by many: ${fix}`;
    const finding = schemaError(message, source.keyAt(path));
    // A value of an anchor has many paths and one location.
    findings.set(`${finding.at?.line}:${finding.at?.column}`, finding);
  });
  return { findings: [...findings.values()], paths };
}

function visit(value: unknown, path: Path, free: boolean, report: (path: Path, variable: string) => void): void {
  if (typeof value === "string") {
    const found = SECRET_VALUES.find(([pattern]) => pattern.test(value));
    if (found) report(path, found[1]);
  }
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    const step = [...path, isList ? Number(key) : key];
    const plain = key.toLowerCase().replace(/[_-]/g, "");
    const found = free || isList ? undefined : SECRET_NAMES.find(([pattern]) => pattern.test(plain));
    // The token of a backend is not a Cloudflare token.
    if (found) report(step, path[0] === "backend" && plain === "token" ? ANY_VARIABLE : found[1]);
    else visit(inner, step, !isList && !free && USER_KEYED.has(key), report);
  }
}
