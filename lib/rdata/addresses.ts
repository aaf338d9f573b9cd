// Addresses as bytes (RFC 1035 §3.4.1, RFC 3596 §2.2).
import { isIPv4, isIPv6 } from "node:net";

/**
 * An IPv6 address in the form of RFC 5952 §4, which Cloudflare stores; any other text unchanged. The URL standard's host serializer
 * produces that form: https://url.spec.whatwg.org/#concept-ipv6-serializer
 */
export function canonicalIpv6(text: string): string {
  return isIPv6(text) && !text.includes("%") ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

/** The bytes of an address of either family. */
export function addressBytes(text: string): Buffer {
  if (isIPv4(text)) return Buffer.from(text.split(".").map(Number));
  // The canonical form has no dotted end.
  const [head = "", tail] = canonicalIpv6(text).split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** The address of 4 or 16 bytes. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at]! << 8) | bytes[2 * at + 1]!).toString(16));
  return canonicalIpv6(groups.join(":"));
}
