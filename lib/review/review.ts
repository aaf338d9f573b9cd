// The review of one or more plans: the verdict, what each change means, and what was accepted. Renderers only print it; they
// decide nothing.

import { canonicalName } from "../dns/canonical";
import type { Finding, Severity } from "../dns/finding";
import { isEffective } from "../plan/change";
import { planDigest } from "../plan/digest";
import type { Plan } from "../plan/plan";
import type { MailChange } from "./changes/change";
import type { DmarcEvidence } from "./evidence";
import type { Preflight } from "./preflight";
import { gatherReviewFacts, type Risk } from "./rules/rule";
import { applyRules, RULES, type RuleStatement } from "./rules/rules";
import { plainSentence, type Sentence } from "./rules/sentence";

/** Somebody accepts the finding of a rule, for one domain or for all. */
export interface Acceptance {
  readonly rule: string;
  /** @default - all domains, and findings that belong to no domain */
  readonly domain?: string;
}

export interface ReviewOptions {
  /** @default - none */
  readonly accept?: readonly Acceptance[];
  /** Who accepts it. */
  readonly acceptedBy?: string;
  /** What in the zones blocks the plans, by stack. @default - the zones were not read */
  readonly preflights?: ReadonlyMap<string, Preflight>;
  /** What DMARC reports say of stricter policies, by domain; see readEvidence(). @default - nobody gave any */
  readonly evidence?: ReadonlyMap<string, DmarcEvidence>;
}

/**
 * What a rule says about a change or a plan: a finding, with the extra fields that the review's renderers need. A safe one is a
 * note.
 */
export interface Effect extends Finding {
  readonly risk: Risk;
  readonly accepted: boolean;
  readonly stack: string;
  /** The change that it explains. @default - the plan as a whole */
  readonly change?: MailChange;
  /** The message, with the values that come from records kept apart. */
  readonly sentence: Sentence;
}

/** A change, with everything that was said about it. */
export interface ReviewedChange {
  readonly change: MailChange;
  /** The worst risk that is not accepted. */
  readonly risk: Risk;
  readonly effects: readonly Effect[];
}

/** What happens to one domain. */
export interface DomainReview {
  /** Undefined for changes that belong to no domain. */
  readonly domain?: string;
  readonly risk: Risk;
  readonly changes: readonly ReviewedChange[];
  /** Everything that was said about the domain, worst first, including drift. */
  readonly effects: readonly Effect[];
}

export interface StackReview {
  readonly stack: string;
  readonly digest: string;
  readonly status: "complete" | "incomplete" | "failed";
  /** How many resources change. */
  readonly changes: number;
}

/** What plans do to mail. */
export interface Review {
  /** The worst risk that is not accepted; "none" if nothing changes. */
  readonly verdict: Risk | "none";
  readonly counts: Readonly<Record<Risk | "accepted", number>>;
  readonly acceptedBy?: string;
  readonly stacks: readonly StackReview[];
  /** Riskiest first, then by name. */
  readonly domains: readonly DomainReview[];
  /** Worst first. */
  readonly effects: readonly Effect[];
  /** What in the zones blocks the plans. It does not change the verdict and is not in a digest. */
  readonly preflights: ReadonlyMap<string, Preflight>;
  /** Acceptances that match nothing. */
  readonly unused: readonly Acceptance[];
}

const RISKS: readonly Risk[] = ["danger", "caution", "safe"];

/** Rules that cannot be accepted. */
export const FIXED_RULES: readonly string[] = RULES.filter(({ fixed }) => fixed).map(({ id }) => id);

export function review(
  plans: readonly Plan[],
  { accept = [], acceptedBy, preflights = new Map(), evidence }: ReviewOptions = {},
): Review {
  const facts = gatherReviewFacts(plans, evidence);
  const used = new Set<Acceptance>();
  const effects = applyRules(facts).map((statement): Effect => {
    const known = accept.filter((acceptance) => meets(acceptance, statement));
    for (const acceptance of known) used.add(acceptance);
    return effectOf(statement, known.length > 0, acceptedBy);
  });
  const count = (risk: Risk) => effects.filter((effect) => !effect.accepted && effect.risk === risk).length;
  const counts = { danger: count("danger"), caution: count("caution"), safe: count("safe") };
  const accepted = effects.filter((effect) => effect.accepted).length;
  return {
    verdict: effects.length === 0 ? "none" : (RISKS.find((risk) => counts[risk] > 0) ?? "safe"),
    counts: { ...counts, accepted },
    acceptedBy: accepted > 0 ? acceptedBy : undefined,
    stacks: plans.map(stackReview),
    domains: domainReviews(
      facts.all.filter(({ resource }) => isEffective(resource)),
      effects,
    ),
    effects: worstFirst(effects),
    preflights,
    unused: accept.filter((acceptance) => !used.has(acceptance)),
  };
}

/** Whether the review is as bad as `limit`, or worse. */
export function reaches({ counts }: Review, limit: "caution" | "danger"): boolean {
  return counts.danger > 0 || (limit === "caution" && counts.caution > 0);
}

const SEVERITIES: Readonly<Record<Risk, Severity>> = { danger: "error", caution: "warning", safe: "note" };

function effectOf(statement: RuleStatement, accepted: boolean, acceptedBy = ""): Effect {
  const { risk, domain, change, sentence } = statement;
  return {
    ...statement,
    source: "review",
    severity: SEVERITIES[risk],
    // A record of another entry may be in the domain.
    record: change?.entry === domain ? change?.id : undefined,
    address: change?.resource.address,
    message: plainSentence(sentence),
    accepted,
    acceptedBy: accepted ? acceptedBy : undefined,
  };
}

function meets({ rule, domain }: Acceptance, statement: RuleStatement): boolean {
  const isForDomain = domain === undefined || domain === statement.domain || canonicalName(domain) === statement.domain;
  return rule === statement.rule && !FIXED_RULES.includes(rule) && isForDomain;
}

function stackReview(plan: Plan): StackReview {
  const { stack, failed, complete, deferred, changes } = plan;
  const changing = changes.filter(isEffective).length;
  const status = failed ? "failed" : complete && deferred.length === 0 ? "complete" : "incomplete";
  return { stack, digest: planDigest(plan), status, changes: changing };
}

function domainReviews(changes: readonly MailChange[], effects: readonly Effect[]): DomainReview[] {
  const effectsOf = new Map<MailChange, Effect[]>();
  const byDomain = new Map<string | undefined, { changes: MailChange[]; effects: Effect[] }>();
  const group = (domain: string | undefined) => {
    const known = byDomain.get(domain) ?? { changes: [], effects: [] };
    byDomain.set(domain, known);
    return known;
  };
  for (const effect of effects) {
    // What is said about a plan as a whole is shown only at the top.
    if (effect.change !== undefined || effect.domain !== undefined) group(effect.domain).effects.push(effect);
    if (effect.change === undefined) continue;
    const known = effectsOf.get(effect.change);
    if (known === undefined) effectsOf.set(effect.change, [effect]);
    else known.push(effect);
  }
  for (const change of changes) group(change.domain).changes.push(change);
  const reviews = [...byDomain].map(([domain, { changes, effects }]): DomainReview => {
    const reviewed = changes.map((change) => ({
      change,
      effects: effectsOf.get(change) ?? [],
      risk: worstOf(effectsOf.get(change) ?? []),
    }));
    return {
      domain,
      risk: worstOf(effects),
      changes: reviewed,
      effects: worstFirst(effects),
    };
  });
  const rank = ({ risk, domain }: DomainReview) =>
    `${RISKS.indexOf(risk)}${domain === undefined ? 1 : 0}${domain ?? ""}`;
  return reviews
    .map((one) => [rank(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, one]) => one);
}

/** The worst risk that is not accepted. */
export function worstOf(effects: readonly Effect[]): Risk {
  return RISKS.find((risk) => effects.some((effect) => !effect.accepted && effect.risk === risk)) ?? "safe";
}

function worstFirst(effects: readonly Effect[]): readonly Effect[] {
  return RISKS.flatMap((risk) => effects.filter((effect) => effect.risk === risk));
}
