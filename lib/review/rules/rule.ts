// What a review rule is, and what it sees. Everything is gathered once for all rules: a plan may have ten thousand changes.

import type { Plan } from "../../plan/plan";
import {
  isChanged,
  isChanging,
  isComing,
  isMailFromRecord,
  type MailChange,
  ownerOf,
  type Role,
} from "../changes/change";
import { type DmarcChange, dmarcSide, readDmarcChange } from "../changes/dmarc-change";
import { gatherChanges, gatherDrift } from "../changes/gather";
import { readSpfChange, type SpfChange, spfSide } from "../changes/spf-change";
import type { Sentence } from "./sentence";

export type Risk = "safe" | "caution" | "danger";

/** A rule and the sentence that documents it. */
export interface Rule {
  readonly id: string;
  readonly risk: Risk;
  /** When it speaks. */
  readonly when: string;
  /** Why it has its risk. */
  readonly why: string;
  /** It cannot be accepted. @default false */
  readonly fixed?: true;
  readonly check: (facts: Facts) => readonly Hit[];
}

/** Something that a rule has to say. */
export interface Hit {
  readonly stack: string;
  readonly domain?: string;
  /** The change that it explains. @default - the plan as a whole */
  readonly change?: MailChange;
  readonly sentence: Sentence;
}

/** All plans of the review. */
export interface Facts {
  readonly plans: readonly Plan[];
  /** All resources, those that stay as well. */
  readonly all: readonly MailChange[];
  /** What changes, by role. */
  readonly changing: Readonly<Record<Role, readonly MailChange[]>>;
  readonly drift: readonly MailChange[];
  readonly spf: readonly SpfChange[];
  readonly dmarc: readonly DmarcChange[];
  /** `stack entry` of identities whose DKIM tokens are made anew in this plan. */
  readonly newTokens: ReadonlySet<string>;
  /** `stack entry` of those whose MAIL FROM moves or is switched off: its records have to follow. */
  readonly leavingMailFrom: ReadonlySet<string>;
}

export function gatherFacts(plans: readonly Plan[]): Facts {
  const all = plans.flatMap(gatherChanges);
  // The same few texts stand at a thousand names.
  const [readSpf, readDmarc] = [remember(spfSide), remember(dmarcSide)];
  const changing: Record<Role, MailChange[]> = {
    ...{ identity: [], "mail-from": [], dkim: [], "mail-from-mx": [], mx: [] },
    ...{ spf: [], dmarc: [], web: [], record: [], other: [] },
  };
  for (const change of all) if (isChanging(change)) changing[change.role].push(change);
  const making = changing.identity.filter(
    (change) => isComing(change) || (isChanged(change) && change.differs.includes("dkim_signing_attributes")),
  );
  const leaving = changing["mail-from"].filter(
    ({ resource, differs }) =>
      resource.action === "delete" || (resource.action === "update" && differs.includes("mail_from_domain")),
  );
  return {
    plans,
    all,
    changing,
    drift: plans.flatMap(gatherDrift),
    spf: changing.spf.map((change) => readSpfChange(change, readSpf)),
    dmarc: changing.dmarc.map((change) => readDmarcChange(change, readDmarc)),
    leavingMailFrom: new Set(leaving.map(ownerOf)),
    newTokens: new Set(making.map(ownerOf)),
  };
}

function remember<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.get(text) ?? read(text);
    known.set(text, value);
    return value;
  };
}

/** Whether a record at the MAIL FROM name goes or moves because the setting does. */
export function followsMailFrom(change: MailChange, { leavingMailFrom }: Facts): boolean {
  return isMailFromRecord(change) && leavingMailFrom.has(ownerOf(change));
}

/** A rule about one change at a time; what it says of it, or nothing. */
export function perChange(
  roles: readonly Role[],
  check: (change: MailChange, facts: Facts) => Sentence | false | undefined,
): Rule["check"] {
  return (facts) => {
    const hits: Hit[] = [];
    // Loops, where flatMap would make an empty list for each of ten thousand changes and ninety rules.
    for (const role of roles) {
      for (const change of facts.changing[role]) {
        const sentence = check(change, facts);
        if (sentence) hits.push(...hit(change, sentence));
      }
    }
    return hits;
  };
}

/** A rule about one plan at a time. */
export function perPlan(check: (plan: Plan, facts: Facts) => Sentence | false | undefined): Rule["check"] {
  return (facts) =>
    facts.plans.flatMap((plan) => {
      const sentence = check(plan, facts);
      return sentence ? [{ stack: plan.stack, sentence }] : [];
    });
}

/** The names at which a role's record stands more than once when the plan is done. */
export function repeatedNames({ all }: Facts, role: Role): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const change of all) {
    const name = change.after?.name;
    if (change.role !== role || name === undefined) continue;
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return repeated;
}

export function hit(change: MailChange, sentence: Sentence | false | undefined): Hit[] {
  const { stack, domain } = change;
  return sentence ? [{ stack, ...(domain !== undefined && { domain }), change, sentence }] : [];
}
