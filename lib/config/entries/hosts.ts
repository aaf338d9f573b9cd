// Internationalized names in hosts and mail domains: they become punycode, as the domain itself does (RFC 5890 §2.3.2.1). DNS, SPF
// and DMARC have no other form.
import { idnFault, toAsciiName } from "../../dns/names";
import type { Part } from "../../dns/record-types";
import { EntryFault, type Path } from "./fault";

/** A name in ASCII. @throws EntryFault */
export function asciiName(name: string, subject: string, steps: Path): string {
  const ascii = toAsciiName(name);
  const fault = idnFault(name);
  if (ascii === undefined || fault !== undefined) throw new EntryFault(`${subject} ${fault}`, steps);
  return ascii;
}

/**
 * A text that contains names, with each internationalized label in ASCII. Everything else stays as it is written, including the
 * macros, prefix lengths and capitals of SPF.
 * @throws EntryFault where a label has no form in ASCII
 */
export function asciiLabels(text: string, subject: string, steps: Path): string {
  if (isAscii(text)) return text;
  const parts = text.split(/([./:;=\u3002\uFF0E\uFF61])/u);
  return parts
    .map((part) => {
      if (/^[\u3002\uFF0E\uFF61]$/u.test(part)) return ".";
      return isAscii(part) ? part : asciiName(part, subject, steps);
    })
    .join("");
}

/**
 * A report address as a URI (RFC 9990 §3.5). The domain becomes ASCII. The part before the "@" has no ASCII form, and few receivers
 * could send mail to it (RFC 6531).
 * @throws EntryFault
 */
export function reportUri(address: string, subject: string, steps: Path): string {
  const bare = address.replace(/^mailto:/, "");
  const at = bare.lastIndexOf("@");
  const local = bare.slice(0, at);
  if (!isAscii(local)) {
    const fault = `has ${JSON.stringify(local)} before the "@", which has no form in ASCII: name another address, few receivers mail reports to such a one`;
    throw new EntryFault(`${subject} ${fault}`, steps);
  }
  return `mailto:${local}@${asciiLabels(bare.slice(at + 1), subject, steps)}`;
}

/** A part of a record's data, with the name in it, if there is one, in ASCII. */
export function asciiPart(type: string, { key, format }: Part, value: string, subject: string, steps: Path): string {
  if (format === "name") return value === "." ? value : asciiName(value, subject, steps);
  if (type === "CAA" && key === "value") {
    // `letsencrypt.org; accounturi=…`, `mailto:…` or a URL (RFC 8659 §4.2, §4.4).
    const at = value.lastIndexOf("@") + 1;
    return value.slice(0, at) + asciiLabels(value.slice(at), subject, steps);
  }
  if (type === "URI" && key === "target") return asciiUrl(value);
  return value;
}

/** A URL in ASCII; one that is in ASCII already stays as it is written. */
export function asciiUrl(value: string): string {
  return !isAscii(value) && URL.canParse(value) ? new URL(value).href : value;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
