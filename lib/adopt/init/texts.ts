// The TXT records of a name, as settings of a first domains.yaml.
import type { ZoneRecord } from "../../cloudflare/zone-record";
import { KIND_SETTINGS } from "../../config/kinds/kinds";
import { txtVersion } from "../../dns/canonical";
import { BIMI_KIND } from "../../dns/kinds/bimi";
import type { TextSetting } from "../../dns/kinds/kind";
import { MTA_STS_KIND } from "../../dns/kinds/mta-sts";
import { TLS_RPT_KIND } from "../../dns/kinds/tls-rpt";
import { plainText } from "../../dns/text/txt";
import type { LiveZones } from "../zone/live-zones";

const OPTIONAL = [TLS_RPT_KIND, MTA_STS_KIND, BIMI_KIND];

/** The texts of a kind, such as `spf1`. */
export function textsOf(records: readonly ZoneRecord[], kind: string): string[] {
  const texts = records.filter(({ type }) => type === "TXT").map(({ content }) => plainText(content));
  return texts.filter((text) => txtVersion(text) === kind);
}

/** The text as a setting of domains.yaml, or raw; undefined unless there is exactly one text. */
export function textSetting(texts: readonly string[], form: (text: string) => TextSetting): unknown {
  const [only, second] = texts;
  if (only === undefined || second !== undefined) return undefined;
  const { value, exact } = form(only);
  return exact ? value : { raw: only };
}

/** The settings of TLS-RPT, MTA-STS and BIMI for the records that stand; with notes about what receivers cannot use. */
export function optionalTexts(zones: LiveZones, zone: string, domain: string): { settings: object; notes: string[] } {
  const notes: string[] = [];
  const settings = OPTIONAL.flatMap(({ setting, singleton }) => {
    const { ownerName, version, title, toSetting } = singleton;
    const texts = textsOf(zones.at(zone, ownerName(domain)), version);
    if (texts.length > 1)
      notes.push(`left alone: "${domain}" has ${texts.length} texts of a ${title}, of which none is used: keep one`);
    const [only, second] = texts;
    if (only === undefined || second !== undefined) return [];
    // A value that domains.yaml does not take would cost the whole entry. The text it always takes.
    const own = textSetting(texts, toSetting);
    const value = KIND_SETTINGS[setting].safeParse(own).success ? own : { raw: only };
    if (setting === MTA_STS_KIND.setting)
      notes.push(
        `mtaSts of "${domain}" keeps the text of its record, since the policy is not in the zone: write its mode and mx to have it made here`,
      );
    return [[setting, value] as const];
  });
  return { settings: Object.fromEntries(settings), notes };
}
