// What a review rule is, and what it sees. Everything is collected once for all rules, because a plan may have ten thousand
// changes.

import { canonicalName } from "../../dns/canonical";
import { memoized } from "../../dns/maps";
import { isEffective } from "../../plan/change";
import type { Plan } from "../../plan/plan";
import { stringOf } from "../../plan/values";
import { type MailChange, ownerOf, type Role } from "../changes/change";
import { type DmarcChange, dmarcSide, readDmarcChange } from "../changes/dmarc-change";
import { gatherChanges } from "../changes/gather";
import { type MailNames, mailNames } from "../changes/mail-names";
import { type NoMailDomains, noMailDomains } from "../changes/no-mail";
import type { PublishedMail } from "../changes/published";
import type { RecordSide } from "../changes/record-side";
import { readSpfChange, type SpfChange, spfSide } from "../changes/spf-change";
import type { ZoneNames } from "../changes/zone-names";
import type { DmarcEvidence } from "../evidence";
import { publishesNewValue, RECORD_ROLES } from "./records";
import type { Sentence } from "./sentence";

export type Risk = "safe" | "caution" | "danger";

/** A rule and the sentence that documents it. */
export interface ReviewRule {
  readonly id: string;
  readonly risk: Risk;
  /** When the rule applies. */
  readonly when: string;
  /** Why the rule has its risk. */
  readonly why: string;
  /** The rule cannot be accepted. @default false */
  readonly fixed?: true;
  readonly check: (facts: ReviewFacts) => readonly ReviewStatement[];
}

/** What a rule says about a change or a plan. */
export interface ReviewStatement {
  readonly stack: string;
  readonly domain?: string;
  /** The change that it explains. @default - the plan as a whole */
  readonly change?: MailChange;
  readonly sentence: Sentence;
}

/** All plans of the review. */
export interface ReviewFacts {
  readonly plans: readonly Plan[];
  /** All resources, including those that do not change. */
  readonly all: readonly MailChange[];
  /** The changes, by role. */
  readonly changing: Readonly<Record<Role, readonly MailChange[]>>;
  /** The records that are new or say something new at this name. */
  readonly newValues: readonly MailChange[];
  readonly drift: readonly MailChange[];
  readonly spf: readonly SpfChange[];
  readonly dmarc: readonly DmarcChange[];
  readonly published: PublishedMail;
  readonly zones: ZoneNames;
  readonly noMail: NoMailDomains;
  /** The names that mail depends on after the apply. */
  readonly mail: MailNames;
  /** The entries (`stack entry`) whose MAIL FROM moves or is turned off, with the new name. Their records must follow. */
  readonly leavingMailFrom: ReadonlyMap<string, string>;
  /** What DMARC reports say, by domain. @default - nobody gave any */
  readonly evidence?: ReadonlyMap<string, DmarcEvidence>;
}

export function gatherReviewFacts(plans: readonly Plan[], evidence?: ReviewFacts["evidence"]): ReviewFacts {
  const { all, drift, published, zones } = gatherChanges(plans);
  const [readSpf, readDmarc] = [memoized(spfSide), memoized(dmarcSide)];
  const changing: Record<Role, MailChange[]> = {
    identity: [],
    "mail-from": [],
    events: [],
    sender: [],
    "test-address": [],
    certificate: [],
    dkim: [],
    "mail-from-mx": [],
    mx: [],
    spf: [],
    dmarc: [],
    web: [],
    record: [],
    other: [],
  };
  for (const change of all) if (isEffective(change.resource)) changing[change.role].push(change);
  const noMail = noMailDomains(all, published);
  const leaving = changing["mail-from"].filter(
    ({ resource, differs }) =>
      resource.action === "delete" || (resource.action === "update" && differs.includes("mail_from_domain")),
  );
  return {
    plans,
    evidence,
    all,
    changing,
    newValues: RECORD_ROLES.flatMap((role) => changing[role].filter(publishesNewValue)),
    drift,
    published,
    zones,
    noMail,
    mail: mailNames(all, published, noMail),
    spf: changing.spf.map((change) => readSpfChange(change, readSpf)),
    dmarc: changing.dmarc.map((change) => readDmarcChange(change, readDmarc)),
    leavingMailFrom: new Map(
      leaving.map((change) => [
        ownerOf(change),
        canonicalName(stringOf(change.resource.after?.mail_from_domain) ?? ""),
      ]),
    ),
  };
}

/** The values that are not in the other list. */
export function without(values: readonly string[], others: readonly string[]): string[] {
  return values.filter((value) => !others.includes(value));
}

/** Whether a record at the MAIL FROM name is deleted or moved because the setting changes. */
export function followsMailFrom(change: MailChange, { leavingMailFrom }: ReviewFacts): boolean {
  const { isMailFrom, after } = change;
  const target = leavingMailFrom.get(ownerOf(change));
  return isMailFrom && target !== undefined && (after === undefined || after.name === target);
}

/** A rule about one change at a time. It returns what it says, or nothing. */
export function perChange(
  roles: readonly Role[],
  check: (change: MailChange, facts: ReviewFacts) => Sentence | false | undefined,
): ReviewRule["check"] {
  return (facts) => {
    const statements: ReviewStatement[] = [];
    // Loops instead of flatMap, which would create an empty list for each of ten thousand changes and ninety rules.
    for (const role of roles) {
      for (const change of facts.changing[role]) {
        const sentence = check(change, facts);
        if (sentence) statements.push(...statementOf(change, sentence));
      }
    }
    return statements;
  };
}

/** A rule about one record at a time that is new or says something new. */
export function perNewValue(
  check: (change: MailChange, after: RecordSide, facts: ReviewFacts) => Sentence | false | undefined,
): ReviewRule["check"] {
  return (facts) => {
    const statements: ReviewStatement[] = [];
    for (const change of facts.newValues) {
      const sentence = change.after !== undefined && check(change, change.after, facts);
      if (sentence) statements.push(...statementOf(change, sentence));
    }
    return statements;
  };
}

/** A rule about one plan at a time. */
export function perPlan(check: (plan: Plan, facts: ReviewFacts) => Sentence | false | undefined): ReviewRule["check"] {
  return (facts) =>
    facts.plans.flatMap((plan) => {
      const sentence = check(plan, facts);
      return sentence ? [{ stack: plan.stack, sentence }] : [];
    });
}

/** The names that have more than one record of a kind after the apply. Records that Terraform only forgets still exist. */
export function repeatedNames({ all }: ReviewFacts, isKind: (side: RecordSide) => boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { before, after, resource } of all) {
    const side = after ?? (resource.action === "forget" ? before : undefined);
    if (side?.name === undefined || !isKind(side)) continue;
    const key = `${side.zoneId} ${side.name}`;
    if (seen.has(key)) repeated.add(side.name);
    seen.add(key);
  }
  return repeated;
}

export function statementOf(change: MailChange, sentence: Sentence | false | undefined): ReviewStatement[] {
  const { stack, domain } = change;
  return sentence ? [{ stack, domain, change, sentence }] : [];
}
