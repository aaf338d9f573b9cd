// Existing records that conflict with a desired one. Each message says how to resolve it and what happens to mail until then. adopt
// never deletes anything: the message says what a person has to do.

import type { ZoneRecord } from "../../../cloudflare/zone-record";
import { txtVersion } from "../../../dns/canonical";
import { kindOf, SINGLETON_TEXTS } from "../../../dns/kinds/kinds";
import { conflictsWithCname } from "../../../dns/record-types";
import { plainText } from "../../../dns/text/txt";
import type { LiveZones } from "../../zone/live-zones";
import type { DesiredRecord } from "./desired";

/**
 * The conflicts of a desired record, as sentences.
 * @param isClaimed whether an existing record is paired with a desired one
 */
export function clashTexts(
  wanted: DesiredRecord,
  zones: LiveZones,
  isClaimed: (live: ZoneRecord) => boolean,
): string[] {
  const { zone, name, type, purpose } = wanted;
  const { alone, clash } = kindOf(purpose);
  const { workaround, meanwhile } = clash;
  const others = zones.at(zone, name).filter((live) => !isClaimed(live));
  const isApex = name === zone;
  const say = (what: string, fix: string, until = meanwhile) => `${what}: ${fix}; ${until}`;

  const servers = type === "NS" || type === "DS" ? [] : zones.delegation(zone, name);
  if (servers.length > 0) {
    const what = `"${servers[0]?.name}" is handed to other name servers by ${describe(servers)}, so that nobody asks zone "${zone}" for "${name}"`;
    return [say(what, "publish the record there, or delete the NS records")];
  }
  if (type === "CNAME") {
    const obstacles = others.filter((live) => conflictsWithCname(live.type, isApex));
    if (obstacles.length === 0) return [];
    const what = `${describe(obstacles)} in zone "${zone}" ${verb(obstacles)} where a CNAME must be alone`;
    return [say(what, `delete ${it(obstacles)}, or ${workaround}`)];
  }
  const clashes: string[] = [];
  const cname = others.filter((live) => live.type === "CNAME");
  if (cname.length > 0 && conflictsWithCname(type, isApex)) {
    const what = `${describe(cname)} in zone "${zone}" is in the way, as a CNAME shares its name with nothing`;
    const until = purpose === "dmarc" ? "until then the policy behind the CNAME holds" : meanwhile;
    clashes.push(say(what, `delete it, or ${workaround}`, until));
  }
  clashes.push(...duplicateTexts(wanted, others));
  if (type === "MX") {
    const mx = others.filter((live) => live.type === "MX");
    const isContradiction =
      mx.length > 0 && (alone !== undefined || [wanted, ...mx].some(({ content }) => content === "."));
    const rule = alone ?? 'the null MX "." stands alone';
    if (isContradiction)
      clashes.push(
        say(`${describe(mx)} in zone "${zone}" ${verb(mx)} too, and ${rule}`, `delete ${it(mx)}, or ${workaround}`),
      );
  }
  return clashes;
}

/** RFC 7208 §4.5, RFC 9989 §4.10: if there are two records at a name, receivers use none. */
function duplicateTexts(
  { zone, name, type, content, purpose }: DesiredRecord,
  others: readonly ZoneRecord[],
): string[] {
  const kind = type === "TXT" ? txtVersion(plainText(content ?? "")) : undefined;
  if (kind === undefined) return [];
  const same = others.filter((live) => live.type === "TXT" && txtVersion(plainText(live.content)) === kind);
  if (same.length === 0) return [];
  const {
    title = `record of the kind ${kind}`,
    mergeAdvice = "",
    meanwhile = kindOf(purpose).clash.meanwhile,
  } = SINGLETON_TEXTS.get(kind) ?? {};
  const fix = `keep one at "${name}"${mergeAdvice} and delete the other${same.length > 1 ? "s" : ""}`;
  return [`${describe(same)} in zone "${zone}" ${verb(same)} too, a second ${title}: ${fix}; ${meanwhile}`];
}

/** `MX "mail.example.com" 10 mx.example.net (record 0123…)`, and how many more there are. */
function describe(records: readonly ZoneRecord[]): string {
  const shown = records.slice(0, 3).map(({ type, name, priority, content, id }) => {
    const value = [priority ?? "", shorten(content)].join(" ").trim();
    return `${type} "${name}" ${value}${id === null ? "" : ` (record ${id})`}`;
  });
  const more = records.length - shown.length;
  return `${shown.join(" and ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function verb(records: readonly ZoneRecord[]): string {
  return records.length > 1 ? "stand" : "stands";
}

function it(records: readonly ZoneRecord[]): string {
  return records.length > 1 ? "them" : "it";
}
