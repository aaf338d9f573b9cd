// The review as data: what other programs read, and the only form that is never cut. docs/review.md describes it.
import type { Preflight } from "../preflight";
import type { Effect, Review } from "../review";
import type { Risk } from "../rules/rule";
import { plainSentence } from "../rules/sentence";
import { type ChangeRow, rowOf } from "./rows";

/** Raised when a field goes or changes its meaning; fields may be added. */
const REVIEW_FORMAT = 1;

export interface ReviewJson {
  readonly format: typeof REVIEW_FORMAT;
  readonly verdict: Risk | "none";
  readonly counts: Review["counts"];
  readonly acceptedBy: string | null;
  readonly stacks: Review["stacks"];
  /** What stands in the way in the zones, of saved plans that were compared with them; empty for files that were named. */
  readonly preflight: readonly ({ readonly stack: string } & Omit<Preflight, "format">)[];
  /** What was said of whole plans. */
  readonly effects: readonly EffectJson[];
  readonly domains: readonly {
    /** Null for what belongs to none. */
    readonly domain: string | null;
    readonly risk: Risk;
    readonly effects: readonly EffectJson[];
    readonly changes: readonly ChangeJson[];
  }[];
}

export interface EffectJson {
  readonly rule: string;
  readonly risk: Risk;
  readonly accepted: boolean;
  readonly stack: string;
  /** The resource's address in Terraform; null where the word is on more than one. */
  readonly address: string | null;
  readonly message: string;
}

export interface ChangeJson {
  readonly stack: string;
  readonly address: string;
  readonly risk: Risk;
  readonly action: string;
  readonly type: string;
  readonly name: SideJson;
  readonly value: SideJson;
  readonly description: string;
  /** Ids of rules. */
  readonly rules: readonly string[];
}

export interface SideJson {
  readonly before: string | null;
  readonly after: string | null;
}

export function reviewJson(review: Review): ReviewJson {
  const { verdict, counts, acceptedBy, stacks, domains, effects, preflights } = review;
  return {
    format: REVIEW_FORMAT,
    verdict,
    counts,
    acceptedBy: acceptedBy ?? null,
    stacks,
    preflight: [...preflights].map(([stack, { unread, clashes }]) => ({ stack, unread, clashes })),
    effects: effects.filter(({ change, domain }) => change === undefined && domain === undefined).map(effectJson),
    domains: domains.map(({ domain, risk, effects, changes }) => ({
      domain: domain ?? null,
      risk,
      effects: effects.map(effectJson),
      changes: changes.map((one) => {
        const { action, type, name, value, description } = rowOf(one);
        const { stack, resource } = one.change;
        const columns = { action, type, name: sides(name), value: sides(value), description };
        return {
          stack,
          address: resource.address,
          risk: one.risk,
          ...columns,
          rules: [...new Set(one.effects.map(({ rule }) => rule))],
        };
      }),
    })),
  };
}

export function renderJson(review: Review): string {
  return JSON.stringify(reviewJson(review), null, 2);
}

function effectJson({ rule, risk, accepted, stack, change, sentence }: Effect): EffectJson {
  return { rule, risk, accepted, stack, address: change?.resource.address ?? null, message: plainSentence(sentence) };
}

function sides({ before, after }: ChangeRow["name"]): SideJson {
  return { before: before ?? null, after: after ?? null };
}
