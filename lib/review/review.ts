// The review of some plans: verdict, what each change means, and what was accepted. Renderers write it; they judge nothing.

import { canonicalName } from "../dns/canonical";
import type { Finding, Severity } from "../dns/finding";
import { isEffective } from "../plan/change";
import { planDigest } from "../plan/digest";
import type { Plan } from "../plan/plan";
import type { MailChange } from "./changes/change";
import type { Preflight } from "./preflight";
import { gatherReviewFacts, type Risk } from "./rules/rule";
import { applyRules, RULES, type RuleStatement } from "./rules/rules";
import { plainSentence, type Sentence } from "./rules/sentence";

/** Somebody takes a rule's word as known: for one domain, or for all. */
export interface Acceptance {
  readonly rule: string;
  /** @default - all domains, and what belongs to none */
  readonly domain?: string;
}

export interface ReviewOptions {
  /** @default - none */
  readonly accept?: readonly Acceptance[];
  /** Who accepts. */
  readonly acceptedBy?: string;
  /** What stood in the way of the plans, by stack. @default - nobody looked */
  readonly preflights?: ReadonlyMap<string, Preflight>;
}

/** A rule's word on a change or on a plan: a finding with what the review's own renderers need. What is safe is a note. */
export interface Effect extends Finding {
  readonly risk: Risk;
  readonly accepted: boolean;
  readonly stack: string;
  /** The change that it explains. @default - the plan as a whole */
  readonly change?: MailChange;
  /** The message, with the values that come from records apart. */
  readonly sentence: Sentence;
}

/** A change and all that was said of it. */
export interface ReviewedChange {
  readonly change: MailChange;
  /** The worst that is not accepted. */
  readonly risk: Risk;
  readonly effects: readonly Effect[];
}

/** What happens to one domain. */
export interface DomainReview {
  /** Undefined for what belongs to none. */
  readonly domain?: string;
  readonly risk: Risk;
  readonly changes: readonly ReviewedChange[];
  /** All that was said of the domain, the worst first, drift as well. */
  readonly effects: readonly Effect[];
}

export interface StackReview {
  readonly stack: string;
  readonly digest: string;
  readonly status: "complete" | "incomplete" | "failed";
  /** Resources that change. */
  readonly changes: number;
}

export interface Review {
  /** The worst that is not accepted; "none" where nothing changes. */
  readonly verdict: Risk | "none";
  readonly counts: Readonly<Record<Risk | "accepted", number>>;
  readonly acceptedBy?: string;
  readonly stacks: readonly StackReview[];
  /** The riskiest first, then by name. */
  readonly domains: readonly DomainReview[];
  /** The worst first. */
  readonly effects: readonly Effect[];
  /** What stands in the way in the zones: it judges nothing, and is in no digest. */
  readonly preflights: ReadonlyMap<string, Preflight>;
  /** Acceptances that meet nothing. */
  readonly unused: readonly Acceptance[];
}

const RISKS: readonly Risk[] = ["danger", "caution", "safe"];

/** Rules that cannot be accepted. */
export const FIXED_RULES: readonly string[] = RULES.filter(({ fixed }) => fixed).map(({ id }) => id);

export function review(
  plans: readonly Plan[],
  { accept = [], acceptedBy, preflights = new Map() }: ReviewOptions = {},
): Review {
  const facts = gatherReviewFacts(plans);
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
    // A record of another entry may lie in the domain.
    record: change?.entry === domain ? change?.id : undefined,
    address: change?.resource.address,
    message: plainSentence(sentence),
    accepted,
    acceptedBy: accepted ? acceptedBy : undefined,
  };
}

function meets({ rule, domain }: Acceptance, statement: RuleStatement): boolean {
  const isMeant = domain === undefined || domain === statement.domain || canonicalName(domain) === statement.domain;
  return rule === statement.rule && !FIXED_RULES.includes(rule) && isMeant;
}

function stackReview(plan: Plan): StackReview {
  const { stack, failed, complete, deferred, changes } = plan;
  const changing = changes.filter(isEffective).length;
  const status = failed ? "failed" : complete && deferred.length === 0 ? "complete" : "incomplete";
  return { stack, digest: planDigest(plan), status, changes: changing };
}

function domainReviews(changes: readonly MailChange[], effects: readonly Effect[]): DomainReview[] {
  const said = new Map<MailChange, Effect[]>();
  const byDomain = new Map<string | undefined, { changes: MailChange[]; effects: Effect[] }>();
  const group = (domain: string | undefined) => {
    const known = byDomain.get(domain) ?? { changes: [], effects: [] };
    byDomain.set(domain, known);
    return known;
  };
  for (const effect of effects) {
    // What is said of a plan as a whole stands at the top only.
    if (effect.change !== undefined || effect.domain !== undefined) group(effect.domain).effects.push(effect);
    if (effect.change === undefined) continue;
    const known = said.get(effect.change);
    if (known === undefined) said.set(effect.change, [effect]);
    else known.push(effect);
  }
  for (const change of changes) group(change.domain).changes.push(change);
  const reviews = [...byDomain].map(([domain, { changes, effects }]): DomainReview => {
    const reviewed = changes.map((change) => ({
      change,
      effects: said.get(change) ?? [],
      risk: worstOf(said.get(change) ?? []),
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

/** The worst that is not accepted. */
export function worstOf(effects: readonly Effect[]): Risk {
  return RISKS.find((risk) => effects.some((effect) => !effect.accepted && effect.risk === risk)) ?? "safe";
}

function worstFirst(effects: readonly Effect[]): readonly Effect[] {
  return RISKS.flatMap((risk) => effects.filter((effect) => effect.risk === risk));
}
