// Names from a message, which may be any text.
import { domainToASCII, domainToUnicode } from "node:url";
import { toAsciiName } from "../../dns/names";

/** The name in lower case and shortened, safe to show: without escape sequences or markup. */
export function safeName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .slice(0, 253)
    .replace(/[^a-z0-9._-]/g, "?");
}

/** The part after the last `@`, safe to show. */
export function domainOf(address: string): string {
  return safeName(address.slice(address.lastIndexOf("@") + 1));
}

/**
 * An envelope address with its domain in ASCII; empty for a bounce, whose sender is `<>`; undefined if SPF cannot be evaluated for it.
 * Each character of `text` is a byte.
 */
export function envelopeAddress(text: string | undefined): string | undefined {
  if (text === "" || text === "<>") return "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in an address
  const [, local, bytes = ""] = /^([^\x00-\x20<>@\x7f]*)@([^\x00-\x20<>@\x7f]+)$/.exec(text ?? "") ?? [];
  const domain = asciiDomain(bytes, 1);
  return local === undefined || domain === undefined ? undefined : `${local}@${domain}`;
}

/** The domain that UTF-8 bytes spell, in ASCII and lower case (RFC 8616 §2); undefined if it is not a domain. */
export function asciiDomain(bytes: string, leastLabels = 2): string | undefined {
  if (bytes.length > 1000) return undefined;
  const name = toAsciiName(Buffer.from(bytes, "latin1").toString("utf8"));
  if (name === undefined || name.length > 253 || bytes.endsWith(".")) return undefined;
  const labels = name.split(".");
  return labels.length >= leastLabels && labels.every((label) => LABEL_PATTERN.test(label)) ? name : undefined;
}

/**
 * The same for a domain in a signature: each label that is not ASCII must be a U-label (RFC 8616 §5, RFC 5890 §2.3.2.1). Other
 * spellings, which only some receivers accept, are not a domain.
 */
export function signedDomain(bytes: string, leastLabels = 2): string | undefined {
  const domain = asciiDomain(bytes, leastLabels);
  const labels = Buffer.from(bytes, "latin1").toString("utf8").split(".");
  const areOwn = labels.every(
    (label) => /^[\x21-\x7e]+$/.test(label) || domainToUnicode(domainToASCII(label)) === label,
  );
  return areOwn ? domain : undefined;
}

/** With `_`, which some selectors have, although RFC 6376 §3.1 wants host names. */
const LABEL_PATTERN = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** Typed text in the form of header fields, one character for each byte. */
export function headerBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** A client name that somebody typed, in ASCII if it is a domain; an address literal stays as it is. */
export function typedName(text: string): string {
  return asciiDomain(headerBytes(text), 1) ?? text;
}
