// The settings for records, by kind of record: their schemas, and what a Domain gets from them.
import type * as z from "zod";
import type { Domain } from "../../dns/domain";
import type { KindSetting } from "../../dns/kinds/kinds";
import type { EntryContext } from "../entries/context";
import { dkim } from "./dkim";
import { dmarc, makeDmarc } from "./dmarc";
import { mailFrom, makeMailFrom } from "./mail-from";
import { makeRecords, records } from "./records";
import { spf } from "./spf";
import { makeWeb, web } from "./web";

/** In the order in which domains.yaml is documented. */
export const KIND_SETTINGS = { dkim, mailFrom, dmarc, spf, web, records } satisfies Readonly<
  Record<KindSetting, z.ZodType>
>;

/** Not made here: the DKIM settings belong to the identity, and the SPF record is merged from all entries of a domain. */
type MadeElsewhere = "dkim" | "spf";

type Settings = { [setting in KindSetting]?: z.infer<(typeof KIND_SETTINGS)[setting]> };

/** @param of returns a setting of the entry, see ownSetting() */
export function makeKinds(
  of: <Setting extends KindSetting>(setting: Setting) => Settings[Setting],
  place: EntryContext,
): { readonly [setting in Exclude<KindSetting, MadeElsewhere>]: Domain[setting] } {
  return {
    mailFrom: place.attempt(() => makeMailFrom(of("mailFrom"), place), undefined),
    dmarc: place.attempt(() => makeDmarc(of("dmarc"), place), undefined),
    web: makeWeb(of("web"), place),
    records: makeRecords(of("records"), place),
  };
}
