// Zone files (RFC 1035 §5): for any DNS server, and with Cloudflare's tags for the import of its dashboard. They hold the
// records alone, without SOA and NS, to be included in a zone that has them; each record says its own TTL and full name, and
// there is no $TTL, because BIND lets one in an included file count for the rest of the including file.
import { hasPlaceholder } from "../dns/domain-records";
import type { DnsRecord } from "../dns/record";
import { isAddressType } from "../dns/record-types";
import { plainText } from "../dns/text/txt";
import { absoluteName, formatRdata, ZONE_FILE_STYLE } from "../rdata/format";
import { AUTOMATIC_TTL, FORMS, type Host, isApexCname } from "./forms";

export type ZoneFileFormat = "bind" | "cloudflare";

/** Cloudflare, Import and export records: a zone file has at most 256 KiB. */
const CLOUDFLARE_BYTES = 256 * 1024;

/**
 * The records, which are of one zone, see zoneFileFault().
 * @param remark a line of comment at the top
 */
export function renderZoneFile(records: readonly DnsRecord[], format: ZoneFileFormat, remark?: string): string {
  const lines = records.map((record) => {
    const ttl = record.ttl === 1 && format === "bind" ? AUTOMATIC_TTL : record.ttl;
    const line = [absoluteName(record.name), ttl, "IN", record.type, formatRdata(record, ZONE_FILE_STYLE)].join("\t");
    // What cannot be proxied carries no tag.
    if (format === "bind" || !isAddressType(record.type)) return line;
    return `${line} ; cf_tags=cf-proxied:${record.proxied}`;
  });
  const head = [...(remark === undefined ? [] : [`; ${remark}`]), `$ORIGIN ${absoluteName(records[0]?.zone ?? "")}`];
  return [...head, ...lines].join("\n");
}

/** Why the records cannot be a zone file, and what to do; undefined where they can. */
export function zoneFileFault(records: readonly DnsRecord[], format: ZoneFileFormat): string | undefined {
  const zones = [...new Set(records.map(({ zone }) => zone))];
  if (zones.length === 0) return `${format} got no records: choose others, or see them with --format text`;
  if (zones.length > 1)
    return `${format} writes one zone, got ${firstNames(zones.map((zone) => `"${zone}"`))}: name one with --zone`;
  const open = records.filter(hasPlaceholder).map(({ id, entry }) => `"${id}" of "${entry}"`);
  if (open.length > 0)
    return `${format} got placeholders instead of values, in ${firstNames(open)}: apply them first, or leave them out with --only or --purpose`;
  const bytes = format === "cloudflare" ? Buffer.byteLength(renderZoneFile(records, format)) + 1 : 0;
  if (bytes > CLOUDFLARE_BYTES)
    return `${format} takes files of at most ${CLOUDFLARE_BYTES} bytes, got ${bytes}: write several, with --only`;
  return undefined;
}

/** Amazon Route 53, Creating records by importing a zone file. */
const ROUTE53_RECORDS = 1000;
/** Azure DNS, Import and export a DNS zone file: of a text of several strings it keeps so many characters. */
const AZURE_CHARACTERS = 255;
const AZURE_LINES = 10_000;

/** Why a host would not import the records as they are, and what to do; undefined where it does. */
export function importFault(records: readonly DnsRecord[], host: Host): string | undefined {
  if (host === "generic" || host === "cloudflare") return undefined;
  const { title } = FORMS[host];
  const refuse = (found: DnsRecord | undefined, why: string) =>
    found &&
    `${title} ${why}, got "${found.id}" of "${found.entry}": leave it out with --purpose, and enter it by hand`;
  const text = (isUnsupported: (content: string) => boolean) =>
    records.find(({ type, content }) => type === "TXT" && isUnsupported(content ?? ""));
  const limit = host === "route53" ? ROUTE53_RECORDS : host === "azure" ? AZURE_LINES - 2 : Number.POSITIVE_INFINITY;
  if (records.length > limit)
    return `${title} imports at most ${limit} records, got ${records.length}: write several files, with --only`;
  return (
    refuse(records.find(isApexCname), "takes no CNAME for the zone itself") ??
    (host === "azure"
      ? refuse(
          text((content) => plainText(content).length > AZURE_CHARACTERS),
          `cuts a text at ${AZURE_CHARACTERS} characters when it imports a file`,
        )
      : undefined) ??
    // Its import has a way of its own to read them, which is not described whole.
    (host === "route53"
      ? refuse(
          text((content) => /\\[0-9]/.test(content)),
          "is not known to read escaped bytes in a file",
        )
      : undefined)
  );
}

function firstNames(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
}
