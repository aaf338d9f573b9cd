// What the comparison found, by domain, with what the review's rules say about it.
import type { ResourceChange } from "../plan/change";
import type { Effect, Review, ReviewedChange } from "../review/review";
import type { Risk } from "../review/rules/rule";
import type { Unknown } from "./state";

/**
 * `changed`: it differs. `gone`: it is not there any more. `remade`: the same name and type is there under another id, so that
 * Terraform does not find it. `extra`: nobody applied it, and mail suffers.
 */
export type DriftKind = "changed" | "gone" | "remade" | "extra";

/** A difference, with what the review says about it. */
export interface DriftItem extends ReviewedChange {
  readonly kind: DriftKind;
}

/** The differences of one domain. */
export interface DomainDrift {
  readonly domain?: string;
  readonly risk: Risk;
  readonly items: readonly DriftItem[];
  /** What the review's rules say about them, worst first. */
  readonly effects: readonly Effect[];
}

/** What is no longer as it was applied. */
export interface Drift {
  /** `drift` also if other things could not be told. */
  readonly state: "clean" | "drift" | "unknown";
  /** The worst risk; "none" if nothing differs. */
  readonly verdict: Risk | "none";
  /** By domain, the riskiest domain first; undefined for what belongs to no domain. */
  readonly domains: readonly DomainDrift[];
  readonly counts: Review["counts"];
  readonly unknown: readonly Unknown[];
  /** How much was compared. */
  readonly compared: {
    readonly stacks: number;
    readonly zones: number;
    readonly records: number;
    readonly identities: number;
    /** Configuration sets, with their events and topics. */
    readonly sets: number;
    /** Policies of roles that may send. */
    readonly senders: number;
    /** Certificates of websites. */
    readonly certificates: number;
    /** Resources of ours that only a plan compares: none any more. */
    readonly leftToPlan: 0;
  };
  /** Equal for two comparisons that found the same differences. */
  readonly digest: string;
}

const KINDS: Readonly<Partial<Record<ResourceChange["action"], DriftKind>>> = {
  update: "changed",
  delete: "gone",
  replace: "remade",
  create: "extra",
};

/** The differences as the review judged them. */
export function driftOf(
  { verdict, counts, domains, stacks }: Review,
  unknown: readonly Unknown[],
  compared: Drift["compared"],
): Drift {
  const found = domains.map(
    ({ domain, risk, changes, effects }): DomainDrift => ({
      domain,
      risk,
      effects,
      items: changes.flatMap((change): DriftItem[] => {
        const kind = KINDS[change.change.resource.action];
        return kind === undefined ? [] : [{ ...change, kind }];
      }),
    }),
  );
  const differs = found.filter(({ items }) => items.length > 0);
  return {
    state: differs.length > 0 ? "drift" : unknown.length > 0 ? "unknown" : "clean",
    verdict: differs.length > 0 ? verdict : "none",
    domains: differs,
    counts,
    unknown,
    compared,
    digest: stacks.map(({ stack, digest }) => `${stack}=${digest}`).join("\n"),
  };
}
