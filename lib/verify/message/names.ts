// Names that a message holds: they may be anything.
import { domainToASCII, domainToUnicode } from "node:url";
import { toAsciiName } from "../../dns/names";

/** In lower case and short: it must neither move a cursor nor begin markup. */
export function safeName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .slice(0, 253)
    .replace(/[^a-z0-9._-]/g, "?");
}

/** What stands behind the last `@`. */
export function domainOf(address: string): string {
  return safeName(address.slice(address.lastIndexOf("@") + 1));
}

/**
 * An envelope's address, its domain in ASCII; empty of a bounce, whose sender is `<>`; undefined where it is none that SPF could be
 * asked for. A character is a byte.
 */
export function envelopeAddress(text: string | undefined): string | undefined {
  if (text === "" || text === "<>") return "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may stand in an address
  const [, local, bytes = ""] = /^([^\x00-\x20<>@\x7f]*)@([^\x00-\x20<>@\x7f]+)$/.exec(text ?? "") ?? [];
  const domain = asciiDomain(bytes, 1);
  return local === undefined || domain === undefined ? undefined : `${local}@${domain}`;
}

/** The domain, in ASCII and lower case, that bytes of UTF-8 spell (RFC 8616 §2); undefined where they spell none. */
export function asciiDomain(bytes: string, leastLabels = 2): string | undefined {
  if (bytes.length > 1000) return undefined;
  const name = toAsciiName(Buffer.from(bytes, "latin1").toString("utf8"));
  if (name === undefined || name.length > 253 || bytes.endsWith(".")) return undefined;
  const labels = name.split(".");
  return labels.length >= leastLabels && labels.every((label) => LABEL_PATTERN.test(label)) ? name : undefined;
}

/**
 * The same where a signature holds it: a label that is not ASCII is a U-label, and then the message is an internationalized one
 * (RFC 8616 §5, RFC 5890 §2.3.2.1). Other spellings, which only some readers take for it, are none.
 */
export function signedDomain(bytes: string, leastLabels = 2): string | undefined {
  const domain = asciiDomain(bytes, leastLabels);
  const labels = Buffer.from(bytes, "latin1").toString("utf8").split(".");
  const areOwn = labels.every(
    (label) => /^[\x21-\x7e]+$/.test(label) || domainToUnicode(domainToASCII(label)) === label,
  );
  return areOwn ? domain : undefined;
}

/** With `_`, which selectors have, though RFC 6376 §3.1 asks for host names. */
const LABEL_PATTERN = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** What somebody typed, as headers hold it: a character is a byte. */
export function headerBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** A client's name that somebody typed, in ASCII where it is a domain; an address literal stays. */
export function typedName(text: string): string {
  return asciiDomain(headerBytes(text), 1) ?? text;
}
