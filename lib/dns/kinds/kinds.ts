// All kinds of records that an entry publishes, in the order of the hand-over table. Code that needs something for each kind uses
// a `Record<Purpose, …>`, so that the compiler reports a kind that is missing.
import type { Language } from "../languages";
import { BIMI_KIND } from "./bimi";
import { CERTIFICATE_KIND } from "./certificate";
import { DKIM } from "./dkim";
import { DMARC } from "./dmarc";
import type { RecordKind, RecordRole, RecordTraits, SingletonText } from "./kind";
import { MAIL_FROM_MX, MAIL_FROM_SPF } from "./mail-from";
import { MTA_STS_KIND } from "./mta-sts";
import { NO_DKIM, NULL_MX } from "./no-mail";
import { RECORD_KIND } from "./record";
import { REPORT_CONSENT } from "./report-consent";
import { SPF } from "./spf";
import { TLS_RPT_KIND } from "./tls-rpt";
import { TRACKING } from "./tracking";
import { WEB } from "./web";

export const KINDS = {
  dkim: DKIM,
  "mail-from-mx": MAIL_FROM_MX,
  "mail-from-spf": MAIL_FROM_SPF,
  "null-mx": NULL_MX,
  "no-dkim": NO_DKIM,
  dmarc: DMARC,
  spf: SPF,
  "tls-rpt": TLS_RPT_KIND,
  "mta-sts": MTA_STS_KIND,
  bimi: BIMI_KIND,
  "report-consent": REPORT_CONSENT,
  tracking: TRACKING,
  web: WEB,
  certificate: CERTIFICATE_KIND,
  record: RECORD_KIND,
} as const satisfies Readonly<Record<string, RecordKind>>;

/** Why a record is published. */
export type Purpose = keyof typeof KINDS;

/** The fields of domains.yaml that ask for records. */
export type KindSetting = (typeof KINDS)[Purpose]["setting"];

export const PURPOSES = Object.keys(KINDS) as readonly Purpose[] as readonly [Purpose, ...Purpose[]];

/** The fields that a domain has only once, also if several entries have that domain. */
export const ONCE_PER_DOMAIN: ReadonlySet<string> = new Set(
  Object.values<RecordKind>(KINDS).flatMap(({ isOncePerDomain, setting }) => (isOncePerDomain ? [setting] : [])),
);

/** The fields that only a domain with mail has. */
export const MAIL_SETTINGS: readonly KindSetting[] = [
  ...new Set(PURPOSES.flatMap((purpose) => (kindOf(purpose).needsMail ? [KINDS[purpose].setting] : []))),
];

/** A kind of record that an entry can set to false, so that Terraform forgets it. */
export type ReleasablePurpose = {
  [P in Purpose]: (typeof KINDS)[P] extends { readonly isReleasable: true } ? P : never;
}[Purpose];

export const RELEASABLE = PURPOSES.filter(
  (purpose): purpose is ReleasablePurpose => kindOf(purpose).isReleasable === true,
);

/** In a few words, for reviews. */
export const DESCRIPTIONS = Object.fromEntries(
  PURPOSES.map((purpose) => [purpose, KINDS[purpose].description]),
) as Readonly<Record<Purpose, string>>;

/** Whose record it is and what for, as the hand-over table says it. */
export function describeRecord(
  record: { readonly purpose: Purpose; readonly id: string; readonly domain: string },
  language: Language,
) {
  return kindOf(record.purpose).descriptions[language](record);
}

export function kindOf(purpose: Purpose): RecordKind {
  return KINDS[purpose];
}

/** The purpose for a record's id within its entry; undefined for an unknown id. */
export function purposeOfId(id: string): Purpose | undefined {
  return PURPOSES.find((purpose) => {
    const own: string | RegExp = KINDS[purpose].id;
    return typeof own === "string" ? own === id : own.test(id);
  });
}

/** The role of a record for mail. An MX depends on who sends with its name, see the review. */
export function roleOf(seen: RecordTraits): RecordRole {
  const purpose = PURPOSES.find((one) => kindOf(one).matches(seen));
  return purpose === undefined ? "record" : KINDS[purpose].role;
}

/** The texts of which a name must have only one, by their version. */
export const SINGLETON_TEXTS: ReadonlyMap<string, SingletonText> = new Map(
  PURPOSES.flatMap((purpose) => {
    const { singleton } = kindOf(purpose);
    return singleton === undefined ? [] : [[singleton.version, singleton] as const];
  }),
);

/** The singleton text that both of two texts are; undefined where both may be at one name. */
export function commonSingleton(one: string, other: string): SingletonText | undefined {
  return [...SINGLETON_TEXTS.values()].find(({ matches }) => matches(one) && matches(other));
}

/** The fields of domains.yaml that make one text, from fields or from `raw`. */
export const TEXT_SETTINGS: ReadonlySet<string> = new Set(
  Object.values<RecordKind>(KINDS).flatMap(({ isText, setting }) => (isText ? [setting] : [])),
);
