// The policy of MTA-STS: the file at https://mta-sts.<domain>/.well-known/mta-sts.txt (RFC 8461 §3.2). Its record only has an id, and
// senders fetch the policy again if the id has changed. Pure.
import { createHash } from "node:crypto";
import { canonicalName } from "../canonical";
import { trimBlanks } from "./dkim";
import { POLICY_LENGTH } from "./policy-length";

/** What senders do with a mail server that is not listed or has no valid certificate: nothing, report it, or not deliver to it. */
export type MtaStsMode = "none" | "testing" | "enforce";

export interface MtaStsPolicy {
  readonly mode: MtaStsMode;
  /** The hosts of the domain's MX, or `*.` and the domain above them. */
  readonly mx: readonly string[];
  /** How long senders keep the policy, in seconds. */
  readonly maxAge: number;
}

/** RFC 8461 §3.2: about a year. */
export const MAX_AGE_LIMIT = 31_557_600;

/** The host of the policy. */
export function mtaStsHost(domain: string): string {
  return `mta-sts.${domain}`;
}

/** Where senders fetch the policy. */
export function mtaStsUrl(domain: string): string {
  return `https://${mtaStsHost(domain)}/.well-known/mta-sts.txt`;
}

/** The text of the file. */
export function formatMtaStsPolicy({ mode, mx, maxAge }: MtaStsPolicy): string {
  const lines = ["version: STSv1", `mode: ${mode}`, ...mx.map((host) => `mx: ${host}`), `max_age: ${maxAge}`];
  return `${lines.join("\n")}\n`;
}

/** The inverse of formatMtaStsPolicy(), as senders read it, or why they use none of it. Unknown fields are ignored. */
export function parseMtaStsPolicy(text: string): MtaStsPolicy | { readonly fault: string } {
  if (text.length > 16 * POLICY_LENGTH) return { fault: `has ${text.length} characters, over 64 KB nobody reads it` };
  const fields = new Map<string, string>();
  const mx: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const [key, value] = [trimBlanks(line.slice(0, Math.max(colon, 0))), trimBlanks(line.slice(colon + 1))];
    if (key === "mx") mx.push(value.toLowerCase());
    else if (!fields.has(key)) fields.set(key, value);
  }
  const mode = (["none", "testing", "enforce"] as const).find((one) => one === fields.get("mode"));
  const age = fields.get("max_age") ?? "";
  if (fields.get("version") !== "STSv1") return { fault: 'has no "version: STSv1"' };
  if (mode === undefined) return { fault: 'has no "mode" of none, testing or enforce' };
  if (!/^\d{1,10}$/.test(age)) return { fault: 'has no "max_age" in seconds' };
  if (mx.length === 0 && mode !== "none") return { fault: 'has no "mx"' };
  return { mode, mx, maxAge: Number(age) };
}

/** Made of the policy, so that a changed policy has another id: 32 hexadecimal digits (RFC 8461 §3.1). */
export function mtaStsId(policy: MtaStsPolicy): string {
  return createHash("sha256").update(formatMtaStsPolicy(policy)).digest("hex").slice(0, 32);
}

/** Whether a policy lists a mail server; a `*` stands for one label (RFC 8461 §4.1). */
export function listsMx({ mx }: Pick<MtaStsPolicy, "mx">, host: string): boolean {
  const name = canonicalName(host);
  return mx.some((pattern) =>
    pattern.startsWith("*.") ? name.slice(name.indexOf(".")) === pattern.slice(1) : name === pattern,
  );
}
