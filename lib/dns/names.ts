// DNS names: full, lower-case, ASCII, no trailing dot. Only such names go to Cloudflare: with relative names a plan can say "no
// change" for a change, and a trailing dot is a difference in every plan (terraform-provider-cloudflare #6566, #7286).
import { domainToASCII, domainToUnicode } from "node:url";
import { otherQuotes } from "./text/quotes";

/** The characters that IDNA reads as a dot (UTS #46 §2.3). */
const DOTS = /[.\u3002\uFF0E\uFF61]/;

/**
 * `name` in ASCII and lower case, without a trailing dot; undefined if a label has no ASCII form. Each label is converted
 * separately, because the URL rules of domainToASCII() would read `1.2.3` as an address. The rules check lengths, not this.
 */
export function toAsciiName(name: string): string | undefined {
  const labels = name.trim().split(DOTS);
  if (labels.length > 1 && labels.at(-1) === "") labels.pop();
  const ascii = labels.map((label) => (/^[\x21-\x7e]*$/.test(label) ? label.toLowerCase() : domainToASCII(label)));
  return ascii.includes("") ? undefined : ascii.join(".");
}

/** `name` with its punycode labels decoded; labels that are not valid punycode stay as they are. */
export function toUnicodeName(name: string): string {
  return name.replace(/(?<![^.])xn--[^.]+/gi, (label) => domainToUnicode(label) || label);
}

/** Alphabets whose letters look alike: no registry accepts two of them in one label (UTS #39 §5.1). */
const ALPHABETS = { Latin: /\p{Script=Latin}/u, Cyrillic: /\p{Script=Cyrillic}/u, Greek: /\p{Script=Greek}/u };

/**
 * Why `name` has no ASCII form, or a misleading one, as a sentence; undefined if nothing is wrong. A label that mixes alphabets is
 * refused if it is typed in Unicode; typed as punycode it is taken as intended.
 */
export function idnFault(name: string): string | undefined {
  const labels = name.trim().split(DOTS);
  if (labels.length > 1 && labels.at(-1) === "") labels.pop();
  for (const label of labels) {
    if (label === "") return "has an empty label: remove a dot";
    const isAscii = /^[\x21-\x7e]*$/.test(label);
    // If a label cannot be decoded, Node 20 and 22 return the empty text, and Node 24 returns it unchanged.
    if (isAscii && /^xn--/i.test(label) && /^(?:xn--|$)/i.test(domainToUnicode(label)))
      return `has the label "${label}", which is no valid punycode: write the name in its own letters`;
    if (isAscii) continue;
    const quotes = otherQuotes(name);
    if (quotes !== undefined) return `has ${quotes} in it, which are no quotes here: leave them out`;
    const ascii = domainToASCII(label);
    if (ascii === "") return `has the label "${label}", which has no form in ASCII: correct it`;
    const mixed = Object.entries(ALPHABETS).filter(([, letter]) => letter.test(label));
    if (mixed.length > 1) {
      const alphabets = mixed.map(([alphabet]) => alphabet).join(" and ");
      return `has the label "${label}" of ${alphabets} letters: type it again, or write "${ascii}" if it is meant`;
    }
  }
  return undefined;
}

/** Whether `name` is `ancestor` or a subdomain of it. */
export function isWithin(name: string, ancestor: string): boolean {
  return name === ancestor || name.endsWith(`.${ancestor}`);
}

/**
 * The full name of `@` or of a label below `domain`. A name with a dot is already full: if it is in another domain, the rules refuse
 * it; it never becomes `www.other.example.example.com`. A name that ends in an underscored label, such as `_sip._tcp`, cannot be
 * full, because no top-level domain begins with an underscore.
 */
export function fullName(name: string, domain: string): string {
  if (name === "@") return domain;
  return /\.[^_.][^.]*$/.test(name) ? name : `${name}.${domain}`;
}

/** The inverse of fullName(): `@`, the labels below `domain`, or the full name if it is not in `domain`. */
export function relativeName(name: string, domain: string): string {
  if (name === domain) return "@";
  return isWithin(name, domain) ? name.slice(0, -domain.length - 1) : name;
}

/** RFC 1035 §2.3.1, with the underscores that are common in owner names (RFC 8552) and a wildcard as the first label. */
const LABEL = /^(?:\*|[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)$/;

/** What is wrong with `name` as an owner name, as a sentence; undefined if nothing is. */
export function nameFault(name: string): string | undefined {
  if (name.length > 253) return `is ${name.length} characters long, the limit is 253`;
  for (const label of name.split(".")) {
    if (label.length > 63) return `has the label "${label}" of ${label.length} characters, the limit is 63`;
    if (label === "") return "has an empty label";
    if (!LABEL.test(label)) return `has the label "${label}", which is not of letters, digits and inner hyphens`;
  }
  return undefined;
}
