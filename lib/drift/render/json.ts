// Drift as data, which is never cut. docs/drift.md describes it.
import type { Risk } from "../../review/rules/rule";
import { plainSentence } from "../../review/rules/sentence";
import type { Drift, DriftKind } from "../result";
import { driftRow, NOT_COMPARED } from "./words";

/** Increased when a field is removed or changes its meaning. New fields may be added without it. */
const DRIFT_FORMAT = 1;

export interface DriftJson {
  readonly format: typeof DRIFT_FORMAT;
  readonly state: Drift["state"];
  readonly verdict: Drift["verdict"];
  readonly compared: Drift["compared"];
  readonly differences: readonly DifferenceJson[];
  /** What the review's rules say, the worst first in each domain. */
  readonly meanings: readonly {
    readonly rule: string;
    readonly risk: Risk;
    readonly domain: string | null;
    /** Of the difference; null if it is about more than one. */
    readonly address: string | null;
    readonly message: string;
  }[];
  readonly unknown: readonly { readonly stack: string | null; readonly message: string }[];
  readonly notCompared: string;
}

export interface DifferenceJson {
  readonly kind: DriftKind;
  readonly stack: string;
  /** The Terraform address; for an extra record `<zone id>/<record id>`. */
  readonly address: string;
  /** Null for what belongs to no domain. */
  readonly domain: string | null;
  readonly risk: Risk;
  readonly type: string;
  readonly name: { readonly applied: string | null; readonly now: string | null };
  readonly value: { readonly applied: string | null; readonly now: string | null };
  readonly description: string;
  /** The ids of the review's rules that say something about it. */
  readonly rules: readonly string[];
}

export function driftJson(drift: Drift): DriftJson {
  const { state, verdict, compared, domains, unknown } = drift;
  return {
    format: DRIFT_FORMAT,
    state,
    verdict,
    compared,
    differences: domains.flatMap(({ domain = null, items }) =>
      items.map((item): DifferenceJson => {
        const { type, name, value, description } = driftRow(item);
        const sides = ({
          before = null,
          after = null,
        }: {
          readonly before?: string | null;
          readonly after?: string | null;
        }) => ({
          applied: before,
          now: after,
        });
        const { stack, resource } = item.change;
        return {
          kind: item.kind,
          stack,
          address: resource.address,
          domain,
          risk: item.risk,
          type,
          name: sides(name),
          value: sides(value),
          description,
          rules: [...new Set(item.effects.map(({ rule }) => rule))],
        };
      }),
    ),
    meanings: domains.flatMap(({ domain = null, effects }) =>
      effects.map(({ rule, risk, change, sentence }) => ({
        rule,
        risk,
        domain,
        address: change?.resource.address ?? null,
        message: plainSentence(sentence),
      })),
    ),
    unknown: unknown.map(({ stack = null, message }) => ({ stack, message })),
    notCompared: NOT_COMPARED,
  };
}

export function renderJson(drift: Drift): string {
  return JSON.stringify(driftJson(drift), null, 2);
}
