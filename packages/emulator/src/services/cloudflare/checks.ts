// Checks of Cloudflare's DNS records API, each with its error code. The API reports only the first error that it finds.
import { isIPv4, isIPv6 } from "node:net";
import type { CloudflareRecord } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { isDataType, missingField } from "./data";
import { quotedStrings } from "./quoted-strings";

const HOSTS = ["A", "AAAA", "CNAME"];
const SAME_NAME =
  "For more details, refer to <https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/>.";

/** Only addresses and CNAMEs can be proxied. */
export function isProxiable({ type }: Pick<CloudflareRecord, "type">): boolean {
  return HOSTS.includes(type);
}

/** https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
export function checkIds(world: World, zone: string, id?: string): void {
  const isDeleted = world.deletions.get(`zone/${zone}`) !== undefined;
  if (!isDeleted && [zone, id ?? zone].every((part) => /^[0-9a-f]{32}$/.test(part))) return;
  const route = `/client/v4/zones/${zone}/dns_records${id === undefined ? "" : `/${id}`}`;
  throw new ApiError(404, "7003", `Could not route to ${route}, perhaps your object identifier is invalid?`);
}

export function checkRecord({ name, type, content, data, proxied, priority }: CloudflareRecord, ttl: number): void {
  if (name === "" || name.length > 253 || name.split(".").some((label) => label === "" || label.length > 63)) {
    throw invalid("9000", "DNS name is invalid.");
  }
  if (ttl !== 1 && (ttl < 60 || ttl > 86400)) {
    throw invalid("9021", "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.");
  }
  if (type === "A" && !isIPv4(content)) throw invalid("9005", "Content for A record must be a valid IPv4 address.");
  if (type === "AAAA" && !isIPv6(content))
    throw invalid("9006", "Content for AAAA record must be a valid IPv6 address.");
  if (type === "CNAME" && !/^[^\s/]+$/.test(content)) throw invalid("9007", "Content for CNAME record is invalid.");
  if ((type === "MX" || type === "URI") && priority === null) {
    throw invalid("9100", `priority is a required field for ${type} records.`);
  }
  // The API does not accept content instead of data: kubernetes-sigs/external-dns#6616 and #6462 show the message.
  const missing = isDataType(type) ? missingField(type, data ?? {}) : undefined;
  if (missing !== undefined) throw invalid("9101", `${missing} is a required data field.`);
  if (proxied && !isProxiable({ type })) throw invalid("9004", "This record type cannot be proxied.");
  if (proxied && isUnproxiable(content))
    throw invalid("9003", `Target ${content} is not allowed for a proxied record.`);
  // Both limits have counted bytes in wire format since March 2026: cloudflare/cloudflare-docs#29286, cisagov/manage.get.gov#5244
  if (type === "TXT" && wireLength(content) > 4096)
    throw invalid("9015", "Record content exceeds the allowed length of 4096 wire format bytes.");
}

function invalid(code: string, message: string): ApiError {
  return new ApiError(400, code, message);
}

/**
 * https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/
 * The API does not refuse a CNAME beside a TXT or MX. At the apex Cloudflare answers with the addresses of the target instead
 * (https://developers.cloudflare.com/dns/cname-flattening/); at other names the result is invalid DNS. It is not documented when
 * the API answers 81057 and when 81058. Here 81058 means that the records are the same in everything, and 81057 that they differ
 * only in fields that resolvers do not see.
 */
export function checkConflicts(world: World, record: CloudflareRecord): void {
  const { id, name, type, zone_id } = record;
  const others = world.records.inGroup(name).filter((other) => other.zone_id === zone_id && other.id !== id);
  if (type === "CNAME" && others.some((other) => HOSTS.includes(other.type))) {
    throw new ApiError(400, "81053", `An A, AAAA, or CNAME record with that host already exists. ${SAME_NAME}`);
  }
  if (HOSTS.includes(type) && others.some((other) => other.type === "CNAME")) {
    throw new ApiError(400, "81054", `A CNAME record with that host already exists. ${SAME_NAME}`);
  }
  // The API's documentation: NS records cannot exist on the same name as any other record type. DS is an exception, because a DS
  // record must be beside the NS records.
  const isBesideNs = (other: string) => type !== "DS" && other !== "DS" && (type === "NS") !== (other === "NS");
  if (others.some((other) => isBesideNs(other.type))) {
    throw new ApiError(400, "81056", `NS records with that host already exist. ${SAME_NAME}`);
  }
  const duplicates = others.filter((other) => other.type === type && other.content === record.content);
  const duplicate = duplicates.find((other) => other.priority === record.priority);
  if (duplicate !== undefined) {
    const isIdentical =
      duplicate.ttl === record.ttl && duplicate.proxied === record.proxied && duplicate.comment === record.comment;
    if (isIdentical) throw new ApiError(400, "81058", "An identical record already exists.");
    throw new ApiError(400, "81057", "The record already exists.");
  }
  const sameType = [record, ...others.filter((other) => other.type === type)];
  if (type === "TXT" && sameType.reduce((sum, { content }) => sum + wireLength(content), 0) > 8192) {
    const message = "Combined content length of records with this name and type exceeds 8192 wire format bytes.";
    throw invalid("83011", message);
  }
  // octodns/octodns-cloudflare#102. The code is not from a primary source.
  const isApex = world.zones.get(zone_id)?.name === name;
  if (type === "DS" && !isApex && !others.some((other) => other.type === "NS")) {
    throw invalid("9011", "A DS record needs an NS record with the same name.");
  }
}

/** Each string has a length byte before it (RFC 1035 §3.3.14). Text without quotes is split into strings. */
function wireLength(content: string): number {
  if (!/^".*"$/s.test(content))
    return Buffer.byteLength(content) + Math.max(1, Math.ceil(Buffer.byteLength(content) / 255));
  return quotedStrings(content).reduce((sum, string) => {
    const escaped = string.match(/\\(?:[0-9]{3}|.)/gs) ?? [];
    return sum + 1 + Buffer.byteLength(string) - escaped.reduce((more, one) => more + Buffer.byteLength(one) - 1, 0);
  }, 0);
}

/**
 * Addresses that Cloudflare does not connect to: those of its own resolver, and private and loopback addresses
 * (DNSControl/dnscontrol#4776).
 */
function isUnproxiable(content: string): boolean {
  return (
    /^(?:1\.1\.1\.1|1\.0\.0\.1|0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe[89ab])/.test(
      content,
    ) &&
    (isIPv4(content) || isIPv6(content))
  );
}
