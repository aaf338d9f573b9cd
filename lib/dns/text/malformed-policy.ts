// Texts that were meant as SPF or DMARC but are not valid. Receivers compare the version exactly, so a blank before it or a pasted
// quote turns the policy off silently (RFC 7208 §4.5, RFC 9989 §4.7).
import { isDmarc } from "./dmarc";
import { isSpf } from "./spf-parser";

export interface MalformedPolicy {
  readonly kind: "spf" | "dmarc";
  /** What is wrong with its beginning; continues a sentence after "has" or "begins with". */
  readonly why: string;
}

/** Only so many characters are searched for a version: with more before it, the text is something else. */
const BEGINNING = 40;

/** A version with typical mistakes: quotes, backslashes or blanks before it, a missing "v=", the wrong case. */
const DMARC = /^[^a-z0-9]*(?:v[^a-z0-9]*)?dmarc[^a-z0-9]?1(?![0-9])/i;
const SPF = /^[^a-z0-9]*(?:v[^a-z0-9]*)?spf[^a-z0-9]?1(?![.\d])/i;

/** Undefined for a record that receivers accept, and for any unrelated text. */
export function malformedPolicy(text: string): MalformedPolicy | undefined {
  if (isSpf(text) || isDmarc(text)) return undefined;
  const beginning = text.slice(0, BEGINNING);
  if (DMARC.test(beginning)) return { kind: "dmarc", why: reason(beginning, "v=DMARC1", ";") };
  if (SPF.test(beginning)) return { kind: "spf", why: reason(beginning, "v=spf1", " ") };
  return undefined;
}

function reason(text: string, version: string, end: string): string {
  const rest = text.replace(/^\s+/, "");
  if (rest !== text && rest.startsWith(version)) return `a blank before "${version}"`;
  if (/^\s*[^\sa-z0-9]/i.test(text)) return `${JSON.stringify(text.trim().slice(0, 1))} before "${version}"`;
  if (!/^v/i.test(rest)) return `no "v=" before its version`;
  if (!text.startsWith(version) && text.toLowerCase().startsWith(version.toLowerCase()))
    return `its version in other letters than "${version}"`;
  if (text.startsWith(version)) return `no ${end === " " ? "blank" : `"${end}"`} behind "${version}"`;
  return `a version that is not spelled "${version}"`;
}
