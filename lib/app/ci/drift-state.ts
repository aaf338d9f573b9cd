// Checks whether the real world still is what was applied, and is live. What looks like drift is checked twice, because an
// apply may be running: a pipeline takes no lock. What could not be checked is not drift.

/** The result, and its text. */
export interface DriftAnswer {
  readonly state: "clean" | "changed" | "failed" | "not-live" | "unknown";
  /** Markdown. */
  readonly report: string;
}

/** What was found in all stacks at once: by a full plan, or by `drift`, which compares states with zones and SES. */
export type FoundDrift =
  | { readonly kind: "same" }
  | { readonly kind: "failed" }
  /** @param report Markdown: what could not be told */
  | { readonly kind: "unknown"; readonly report: string }
  | {
      readonly kind: "changes";
      /** Of all stacks. It shows whether two checks found the same. */
      readonly digests: string;
      /** Markdown. */
      readonly report: string;
    };

export interface LiveState {
  readonly kind: "live" | "not-live" | "unknown";
  /** Markdown. @default - the log of the run says why */
  readonly report?: string;
}

export interface DriftChecks {
  find(): Promise<FoundDrift>;
  verify(): Promise<LiveState>;
  /** How the result is reported. */
  readonly texts: DriftTexts;
}

/** Sentences of a report, each without a line end. */
export interface DriftTexts {
  readonly clean: string;
  readonly failed: string;
  readonly changes: string;
}

/** Of a full plan. */
export const PLAN_TEXTS: DriftTexts = {
  clean: "No drift: the plan is empty, and all of it is live.",
  failed: "The plan of the default branch failed: the run says why.",
  changes: "The plan of the default branch is not empty: something was changed outside, or never applied.",
};

/** Of states, zones and SES, without a plan. */
export const COMPARISON_TEXTS: DriftTexts = {
  clean:
    "No drift: everything is as it was applied, and all of it is live. Only a full plan finds what was never applied.",
  failed: "What was applied could not be compared: the run says why.",
  changes: "Something is no longer as it was applied: it was changed outside.",
};

export async function answerDrift(checks: DriftChecks): Promise<DriftAnswer> {
  const seen = await findTwice(checks);
  const { kind, report: found = "" } = await checks.verify();
  if (kind === "live") return { state: seen.state, report: seen.report };
  const head = kind === "not-live" ? "Not all of it is live:" : "Whether all of it is live could not be told:";
  const details = cut(found, 20_000) || "The log of the run says why.";
  const report = [...(seen.state === "clean" ? [] : [seen.report]), `${head}\n\n${details}\n`].join("\n");
  // What is not live is certain, even if something else could not be told; but not while something is being applied.
  const isCertain = seen.state === "clean" || (seen.isPartial === true && kind === "not-live");
  return { state: isCertain ? kind : seen.state, report };
}

/** What looks like drift may be half of a running apply. Then the second check differs. */
async function findTwice({ find, texts }: DriftChecks): Promise<DriftAnswer & { readonly isPartial?: boolean }> {
  const clean: DriftAnswer = { state: "clean", report: `${texts.clean}\n` };
  const first = await find();
  if (first.kind === "same") return clean;
  if (first.kind === "failed") return { state: "failed", report: `${texts.failed}\n` };
  if (first.kind === "unknown") return { state: "unknown", report: first.report, isPartial: true };
  const second = await find();
  if (second.kind === "same") return clean;
  if (second.kind !== "changes" || first.digests !== second.digests)
    return {
      state: "unknown",
      report: "Two checks in a row differ: something is being applied, or changed, just now.\n",
    };
  return { state: "changed", report: `${texts.changes}\n\n${second.report}` };
}

/** Comes at the end of a line. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const whole = text.slice(0, limit);
  return `${whole.slice(0, whole.lastIndexOf("\n") + 1)}\n(cut: the run has the rest)\n`;
}
