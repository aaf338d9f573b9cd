// All kinds of records that an entry publishes, in the order of the hand-over table. Whatever needs one thing of each kind is a
// `Record<Purpose, …>`, so that the compiler names a kind that is missing there.
import { DKIM } from "./dkim";
import { DMARC } from "./dmarc";
import type { Kind, LoneText, RecordRole, Sighting } from "./kind";
import { MAIL_FROM_MX, MAIL_FROM_SPF } from "./mail-from";
import { RECORD } from "./record";
import { SPF } from "./spf";
import { WEB } from "./web";

export const KINDS = {
  dkim: DKIM,
  "mail-from-mx": MAIL_FROM_MX,
  "mail-from-spf": MAIL_FROM_SPF,
  dmarc: DMARC,
  spf: SPF,
  web: WEB,
  record: RECORD,
} as const satisfies Readonly<Record<string, Kind>>;

/** Why a record is published. */
export type Purpose = keyof typeof KINDS;

/** The fields of domains.yaml that ask for records. */
export type KindSetting = (typeof KINDS)[Purpose]["setting"];

export const PURPOSES = Object.keys(KINDS) as readonly Purpose[] as readonly [Purpose, ...Purpose[]];

/** The fields that a domain has once, whichever of its entries says them. */
export const OWNED_SETTINGS: ReadonlySet<string> = new Set(
  Object.values<Kind>(KINDS).flatMap(({ isOwned, setting }) => (isOwned ? [setting] : [])),
);

/** A record that an entry may leave to somebody else; the field is called as its record. */
export type LeavablePurpose = {
  [P in Purpose]: (typeof KINDS)[P] extends { readonly isLeavable: true } ? P : never;
}[Purpose];

export const LEAVABLE = PURPOSES.filter((purpose): purpose is LeavablePurpose => kindOf(purpose).isLeavable === true);

/** The words of the hand-over table's last column. */
export const DESCRIPTIONS = Object.fromEntries(
  PURPOSES.map((purpose) => [purpose, KINDS[purpose].description]),
) as Readonly<Record<Purpose, string>>;

export function kindOf(purpose: Purpose): Kind {
  return KINDS[purpose];
}

/** The purpose that a record's id within its entry says; undefined where it is none of ours. */
export function purposeOfId(id: string): Purpose | undefined {
  return PURPOSES.find((purpose) => {
    const own: string | RegExp = KINDS[purpose].id;
    return typeof own === "string" ? own === id : own.test(id);
  });
}

/** What mail takes a record for. An MX is a matter of who sends with its name, see the review. */
export function roleOf(seen: Sighting): RecordRole {
  const purpose = PURPOSES.find((one) => kindOf(one).isLike(seen));
  return purpose === undefined ? "record" : KINDS[purpose].role;
}

/** The texts of which a name has one, by their version. */
export const LONE_TEXTS: ReadonlyMap<string, LoneText> = new Map(
  PURPOSES.flatMap((purpose) => {
    const { lone } = kindOf(purpose);
    return lone === undefined ? [] : [[lone.version, lone] as const];
  }),
);

/** The text that two records of a name both are, and of which it may have one; undefined where they get on. */
export function secondText(one: string, other: string): LoneText | undefined {
  return [...LONE_TEXTS.values()].find(({ isOne }) => isOne(one) && isOne(other));
}

/** The fields of domains.yaml that are one text, which words or `raw` say. */
export const TEXT_SETTINGS: ReadonlySet<string> = new Set(
  Object.values<Kind>(KINDS).flatMap(({ lone, setting, id }) =>
    lone !== undefined && setting === id ? [setting] : [],
  ),
);
