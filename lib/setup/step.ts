// What a repository needs in addition to its files, as steps. Each step can check whether it is done and says how to do it by hand;
// some can be done by an API. doctor checks all steps; setup does what it can and checks again.
import { ApiError } from "./api";

export interface Step {
  /** The goal: `environment "mailzone-apply": default branch only, with reviewers`. */
  readonly title: string;
  /** How to do it by hand: commands, or a place in the settings. */
  readonly how: readonly string[];
  readonly check: () => Promise<StepStatus>;
}

export type StepStatus =
  | { readonly state: "done" /** What else to know. */; readonly note?: string }
  | {
      readonly state: "missing";
      readonly what: string;
      /** Does the step by the API. @default - only a person can */
      readonly fix?: () => Promise<void>;
    }
  | { readonly state: "unknown"; readonly why: string };

export interface StepResult {
  readonly step: Step;
  /** `made`: done just now; `would make`: in a dry run; `failed`: the API refused it, and `text` says why. */
  readonly state: StepStatus["state"] | "made" | "would make" | "failed";
  readonly text?: string;
}

/** Checks each step in order. A step that may not ask the API is `unknown`. */
export async function checkSteps(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(resultOf(step, await checkStep(step)));
  return results;
}

/**
 * Does the missing steps that the API can do, in order, and then checks them again.
 * @param dry changes nothing and reports what it would do
 */
export async function fixSteps(steps: readonly Step[], dry: boolean): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const before = await checkStep(step);
    if (before.state !== "missing" || before.fix === undefined) results.push(resultOf(step, before));
    else if (dry) results.push({ step, state: "would make", text: before.what });
    else results.push(await fixStep(step, before.fix));
  }
  return results;
}

async function fixStep(step: Step, job: () => Promise<void>): Promise<StepResult> {
  try {
    await job();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { step, state: "failed", text: error.message };
  }
  const after = await checkStep(step);
  return after.state === "done" ? { step, state: "made" } : resultOf(step, after);
}

async function checkStep(step: Step): Promise<StepStatus> {
  try {
    return await step.check();
  } catch (error) {
    // A wrong token or a missing network concerns all steps.
    if (!(error instanceof ApiError) || error.status === 0 || error.status === 401 || error.status === 429) throw error;
    return { state: "unknown", why: error.message };
  }
}

function resultOf(step: Step, standing: StepStatus): StepResult {
  const text = standing.state === "done" ? standing.note : standing.state === "missing" ? standing.what : standing.why;
  return { step, state: standing.state, text };
}
