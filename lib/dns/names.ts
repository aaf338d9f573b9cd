// Names in DNS: full, lower-case, ASCII, no trailing dot. Only such names go to Cloudflare: relative ones plan "no change"
// where there is one, and a trailing dot is a difference for ever (terraform-provider-cloudflare #6566, #7286).
import { domainToASCII, domainToUnicode } from "node:url";

/** The dots that IDNA takes for a dot (UTS #46 §2.3). */
const DOTS = /[.\u3002\uFF0E\uFF61]/;

/**
 * `name` in ASCII and lower case, without a trailing dot; undefined where a label has no ASCII form. Each label is converted
 * by itself, because the URL rules of domainToASCII() would read `1.2.3` as an address. Lengths are for the rules to check.
 */
export function toAsciiName(name: string): string | undefined {
  const labels = name.trim().split(DOTS);
  if (labels.length > 1 && labels.at(-1) === "") labels.pop();
  const ascii = labels.map((label) => (/^[\x21-\x7e]*$/.test(label) ? label.toLowerCase() : domainToASCII(label)));
  return ascii.includes("") ? undefined : ascii.join(".");
}

/** `name` with its punycode labels in the letters they stand for; labels that are no valid punycode stay. */
export function toUnicodeName(name: string): string {
  return name.replace(/(?<![^.])xn--[^.]+/gi, (label) => domainToUnicode(label) || label);
}

/** Alphabets whose letters look alike: no registry takes two of them in one label (UTS #39 §5.1). */
const ALPHABETS = { Latin: /\p{Script=Latin}/u, Cyrillic: /\p{Script=Cyrillic}/u, Greek: /\p{Script=Greek}/u };

/**
 * Why `name` has no ASCII form, or one that nobody could read back, in words; undefined where nothing is wrong. A label
 * that mixes alphabets is refused as long as it is typed in them: written as punycode it is meant.
 */
export function idnFault(name: string): string | undefined {
  const labels = name.trim().split(DOTS);
  if (labels.length > 1 && labels.at(-1) === "") labels.pop();
  for (const label of labels) {
    if (label === "") return "has an empty label: take a dot out";
    const isAscii = /^[\x21-\x7e]*$/.test(label);
    // What cannot be decoded Node 20 and 22 make empty, and Node 24 leaves as it is.
    if (isAscii && /^xn--/i.test(label) && /^(?:xn--|$)/i.test(domainToUnicode(label)))
      return `has the label "${label}", which is no valid punycode: write the name in its own letters`;
    if (isAscii) continue;
    const ascii = domainToASCII(label);
    if (ascii === "") return `has the label "${label}", which has no form in ASCII: correct it`;
    const mixed = Object.entries(ALPHABETS).filter(([, letter]) => letter.test(label));
    if (mixed.length > 1) {
      const alphabets = mixed.map(([alphabet]) => alphabet).join(" and ");
      return `has the label "${label}" of ${alphabets} letters: type it anew, or write "${ascii}" if it is meant`;
    }
  }
  return undefined;
}

/** Whether `name` is `ancestor` or lies below it. */
export function isWithin(name: string, ancestor: string): boolean {
  return name === ancestor || name.endsWith(`.${ancestor}`);
}

/**
 * `@` or a label below `domain` as the full name. A name with a dot is full already: a foreign one is for the rules to
 * refuse, never to be doubled as `www.other.example.example.com`. One that ends in an underscored label, such as
 * `_sip._tcp`, cannot be full: no top-level domain is called so.
 */
export function fullName(name: string, domain: string): string {
  if (name === "@") return domain;
  return /\.[^_.][^.]*$/.test(name) ? name : `${name}.${domain}`;
}

/** The inverse of fullName(): `@`, the labels below `domain`, or the full name where it lies elsewhere. */
export function relativeName(name: string, domain: string): string {
  if (name === domain) return "@";
  return isWithin(name, domain) ? name.slice(0, -domain.length - 1) : name;
}

/** RFC 1035 §2.3.1 with the underscore that owner names of today have; a wildcard as the first label. */
const LABEL = /^(?:\*|[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)$/;

/** What is wrong with `name` as the owner of a record, in words; undefined where nothing is. */
export function nameFault(name: string): string | undefined {
  if (name.length > 253) return `is ${name.length} characters long, the limit is 253`;
  for (const label of name.split(".")) {
    if (label.length > 63) return `has the label "${label}" of ${label.length} characters, the limit is 63`;
    if (label === "") return "has an empty label";
    if (!LABEL.test(label)) return `has the label "${label}", which is not of letters, digits and inner hyphens`;
  }
  return undefined;
}
