// Checks whether the real world still is what was applied, and is live. What looks like drift is checked twice, because an
// apply may be running: a pipeline's plan takes no lock. What could not be checked is not drift.

/** The result, and its text. */
export interface DriftAnswer {
  readonly state: "clean" | "changed" | "failed" | "not-live" | "unknown";
  /** Markdown. */
  readonly report: string;
}

/** The result of one plan of all stacks. */
export type PlannedDrift =
  | { readonly kind: "empty" }
  | { readonly kind: "failed" }
  | {
      readonly kind: "changes";
      /** Of all stacks. It shows whether two plans are the same. */
      readonly digests: string;
      /** Markdown. */
      readonly review: string;
    };

export interface LiveState {
  readonly kind: "live" | "not-live" | "unknown";
  /** Markdown. @default - the log of the run says why */
  readonly report?: string;
}

export interface DriftChecks {
  plan(): Promise<PlannedDrift>;
  verify(): Promise<LiveState>;
}

const CLEAN = "No drift: the plan is empty, and all of it is live.\n";

export async function answerDrift(looks: DriftChecks): Promise<DriftAnswer> {
  const planned = await planTwice(looks);
  const { kind, report: found = "" } = await looks.verify();
  if (kind === "live") return planned;
  const head = kind === "not-live" ? "Not all of it is live:" : "Whether all of it is live could not be told:";
  const details = cut(found, 20_000) || "The log of the run says why.";
  const report = [...(planned.state === "clean" ? [] : [planned.report]), `${head}\n\n${details}\n`].join("\n");
  return { state: planned.state === "clean" ? kind : planned.state, report };
}

/** What looks like drift may be half of a running apply. Then the second plan differs. */
async function planTwice(looks: DriftChecks): Promise<DriftAnswer> {
  const first = await looks.plan();
  if (first.kind === "empty") return { state: "clean", report: CLEAN };
  if (first.kind === "failed")
    return { state: "failed", report: "The plan of the default branch failed: the run says why.\n" };
  const second = await looks.plan();
  if (second.kind === "empty") return { state: "clean", report: CLEAN };
  if (second.kind === "failed" || first.digests !== second.digests)
    return {
      state: "unknown",
      report: "Two looks at the world differ: something is being applied, or changed, just now.\n",
    };
  const head = "The plan of the default branch is not empty: something was changed outside, or never applied.";
  return { state: "changed", report: `${head}\n\n${second.review}` };
}

/** Comes at the end of a line. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const whole = text.slice(0, limit);
  return `${whole.slice(0, whole.lastIndexOf("\n") + 1)}\n(cut: the run has the rest)\n`;
}
