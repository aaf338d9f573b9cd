// Texts that are meant as SPF or DMARC and are none: receivers compare the version letter by letter, so that a blank before it
// or a pasted quote turns the policy off without a word (RFC 7208 §4.5, RFC 9989 §4.7).
import { isDmarc } from "./dmarc";
import { isSpf } from "./spf-parser";

export interface MalformedPolicy {
  readonly kind: "spf" | "dmarc";
  /** What is wrong with its beginning, in words that go on after "has" or "begins with". */
  readonly why: string;
}

/** Where the version stands, if anywhere: what is longer before it is another text. */
const BEGINNING = 40;

/** What looks like a version behind slips: quotes, backslashes, blanks, a lost "v=", other letters' case. */
const DMARC = /^[^a-z0-9]*(?:v[^a-z0-9]*)?dmarc[^a-z0-9]?1(?![0-9])/i;
const SPF = /^[^a-z0-9]*(?:v[^a-z0-9]*)?spf[^a-z0-9]?1(?![.\d])/i;

/** Undefined for a record that receivers take, and for any other text. */
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
