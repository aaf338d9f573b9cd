// Zone files (RFC 1035 §5): for any DNS server, and with Cloudflare's tags for the import of its dashboard. They hold the
// records alone, without SOA and NS, to be included in a zone that has them; each record says its own TTL and full name, and
// there is no $TTL, because BIND lets one in an included file count for the rest of the including file.
import { hasPlaceholder } from "../dns/domain-records";
import type { DnsRecord } from "../dns/record";
import { isAddressType } from "../dns/record-types";
import { absoluteName, formatRdata, ZONE_FILE_STYLE } from "../rdata/format";
import { AUTOMATIC_TTL, type Host } from "./forms";
import { importHead } from "./import-file";

export type ZoneFileFormat = "bind" | "cloudflare";

/** Cloudflare, Import and export records: a zone file has at most 256 KiB. */
const CLOUDFLARE_BYTES = 256 * 1024;

/**
 * The records, which are of one zone, see zoneFileFault().
 * @param remark a line of comment at the top
 * @param host whose import it is for. @default - any DNS server's
 */
export function renderZoneFile(
  records: readonly DnsRecord[],
  format: ZoneFileFormat,
  { remark, host }: { readonly remark?: string | undefined; readonly host?: Host | undefined } = {},
): string {
  const lines = records.map((record) => {
    const ttl = record.ttl === 1 && format === "bind" ? AUTOMATIC_TTL : record.ttl;
    const line = [absoluteName(record.name), ttl, "IN", record.type, formatRdata(record, ZONE_FILE_STYLE)].join("\t");
    // What cannot be proxied carries no tag.
    if (format === "bind" || !isAddressType(record.type)) return line;
    return `${line} ; cf_tags=cf-proxied:${record.proxied}`;
  });
  const origin = absoluteName(records[0]?.zone ?? "");
  const head = [...(remark === undefined ? [] : [`; ${remark}`]), `$ORIGIN ${origin}`, ...importHead(origin, host)];
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

function firstNames(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
}
