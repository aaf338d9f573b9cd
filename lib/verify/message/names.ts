// Names that a message holds: they may be anything.
import { toAsciiName } from "../../dns/names";

/** In lower case and short: it must neither move a cursor nor begin markup. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .slice(0, 253)
    .replace(/[^a-z0-9._-]/g, "?");
}

/** What stands behind the last `@`. */
export function domainOf(address: string): string {
  return plainName(address.slice(address.lastIndexOf("@") + 1));
}

/** An envelope's address as it stands; undefined where it is none that SPF could be asked for. */
export function addressOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[^\s<>@\p{Cc}]*@[a-z0-9._-]+$/iu.test(text) ? text : undefined;
}

/** The domain, in ASCII and lower case, that bytes of UTF-8 spell (RFC 8616 §2); undefined where they spell none. */
export function asciiDomain(bytes: string, leastLabels = 2): string | undefined {
  if (bytes.length > 1000) return undefined;
  const name = toAsciiName(Buffer.from(bytes, "latin1").toString("utf8"));
  if (name === undefined || name.length > 253 || bytes.endsWith(".")) return undefined;
  const labels = name.split(".");
  return labels.length >= leastLabels && labels.every((label) => LABEL.test(label)) ? name : undefined;
}

/** With `_`, which selectors have, though RFC 6376 §3.1 asks for host names. */
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
