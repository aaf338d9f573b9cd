// The review as data: other programs read this form, and it is the only one that is never cut. docs/review.md describes it.
import type { Preflight } from "../preflight";
import type { Effect, Review } from "../review";
import type { Risk } from "../rules/rule";
import { plainSentence } from "../rules/sentence";
import { type ChangeRow, rowOf } from "./rows";

/** Increased when a field is removed or changes its meaning. New fields may be added without it. */
const REVIEW_FORMAT = 1;

export interface ReviewJson {
  readonly format: typeof REVIEW_FORMAT;
  readonly verdict: Risk | "none";
  readonly counts: Review["counts"];
  readonly acceptedBy: string | null;
  readonly stacks: Review["stacks"];
  /** What in the zones blocks saved plans that were compared with them; empty for files that were named. */
  readonly preflight: readonly ({ readonly stack: string } & Omit<Preflight, "format">)[];
  /** What was said about whole plans. */
  readonly effects: readonly EffectJson[];
  readonly domains: readonly {
    /** Null for changes that belong to no domain. */
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
  /** The Terraform address of the resource; null if it is about more than one. */
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
  /** The ids of rules. */
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
