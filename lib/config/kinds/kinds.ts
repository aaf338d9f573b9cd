// The settings for records, by kind of record: their schemas, and what a Domain gets from them.
import type * as z from "zod";
import type { Domain } from "../../dns/domain";
import type { KindSetting } from "../../dns/kinds/kinds";
import type { EntryContext } from "../entries/context";
import { configurationSet } from "../schema/configuration-set";
import { bimi, makeBimi } from "./bimi";
import { certificate, makeCertificate } from "./certificate";
import { dkim } from "./dkim";
import { dmarc, makeDmarc } from "./dmarc";
import { mail } from "./mail";
import { mailFrom, makeMailFrom } from "./mail-from";
import { makeMtaSts, mtaSts } from "./mta-sts";
import { makeRecords, records } from "./records";
import { reportConsent } from "./report-consent";
import { spf } from "./spf";
import { makeTlsRpt, tlsRpt } from "./tls-rpt";
import { makeWeb, web } from "./web";

/** In the order in which domains.yaml is documented. */
export const KIND_SETTINGS = {
  mail,
  dkim,
  configurationSet,
  mailFrom,
  dmarc,
  spf,
  tlsRpt,
  mtaSts,
  bimi,
  reportConsent,
  web,
  certificate,
  records,
} satisfies Readonly<Record<KindSetting, z.ZodType>>;

/** Not made here: mail, the configuration set and the DKIM settings belong to the entry as a whole, and the others need all entries of the configuration. */
type MadeElsewhere = "mail" | "dkim" | "configurationSet" | "spf" | "reportConsent";

type Settings = { [setting in KindSetting]?: z.infer<(typeof KIND_SETTINGS)[setting]> };

/** @param of returns a setting of the entry, see ownSetting() */
export function makeKinds(
  of: <Setting extends KindSetting>(setting: Setting) => Settings[Setting],
  place: EntryContext,
): { readonly [setting in Exclude<KindSetting, MadeElsewhere>]: Domain[setting] } {
  const web = makeWeb(of("web"), place);
  return {
    mailFrom: place.attempt(() => makeMailFrom(of("mailFrom"), place), undefined),
    dmarc: place.attempt(() => makeDmarc(of("dmarc"), place), undefined),
    tlsRpt: place.attempt(() => makeTlsRpt(of("tlsRpt"), place), undefined),
    mtaSts: place.attempt(() => makeMtaSts(of("mtaSts"), of("records"), place), undefined),
    bimi: place.attempt(() => makeBimi(of("bimi"), place), undefined),
    web,
    certificate: place.attempt(() => makeCertificate(of("certificate"), web, place), undefined),
    records: makeRecords(of("records"), place),
  };
}
