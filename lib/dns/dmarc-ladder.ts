// The steps from p=none to p=reject, and what reports must show before the next one (`dmarc.ladder` in domains.yaml).
import type { Dmarc, DmarcPolicy } from "./text/dmarc";

/** `quarantine-test` is p=quarantine with t=y: receivers report, and do not apply it (RFC 9989 §4.7). */
export const LADDER_STEPS = ["none", "quarantine-test", "quarantine", "reject-test", "reject"] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

export interface DmarcLadder {
  /** From the least to the most strict. */
  readonly steps: readonly LadderStep[];
  /** The last so many days must be clean. */
  readonly days: number;
  /** The domain's own messages that reports must have counted in these days. */
  readonly messages: number;
  /** The largest share of the domain's own messages that may have failed, in percent. */
  readonly maxFailing: number;
}

/** Four weeks show what is sent once a month. */
export const DEFAULT_LADDER: DmarcLadder = { steps: LADDER_STEPS, days: 28, messages: 100, maxFailing: 0.1 };

export function stepOf({ policy, testing = false }: Pick<Dmarc, "policy" | "testing">): LadderStep {
  return testing && policy !== "none" ? `${policy}-test` : policy;
}

export function policyOfStep(step: LadderStep): { readonly policy: DmarcPolicy; readonly testing: boolean } {
  const isTest = step.endsWith("-test");
  return { policy: step.replace(/-test$/, "") as DmarcPolicy, testing: isTest };
}

/** Such as `p=quarantine; t=y`. */
export function stepText(step: LadderStep): string {
  const { policy, testing } = policyOfStep(step);
  return `p=${policy}${testing ? "; t=y" : ""}`;
}

/** The step after `step`: the next one of the ladder that is stricter; undefined at its top. */
export function nextStep({ steps }: Pick<DmarcLadder, "steps">, step: LadderStep): LadderStep | undefined {
  const rank = (one: LadderStep) => LADDER_STEPS.indexOf(one);
  return [...steps].sort((a, b) => rank(a) - rank(b)).find((one) => rank(one) > rank(step));
}
