// What a repository needs beside its files, as steps: each can tell whether it is done, and says how it is done by hand; some
// can be done by an API. doctor asks all of them, setup does what can be done and asks again.
import { ApiError } from "./api";

export interface Step {
  /** What is to be: `environment "mailzone-apply": default branch only, with reviewers`. */
  readonly title: string;
  /** By hand: commands to type, or where in the settings. */
  readonly how: readonly string[];
  readonly check: () => Promise<StepStatus>;
}

export type StepStatus =
  | { readonly state: "done" /** What else is to be known. */; readonly note?: string }
  | {
      readonly state: "missing";
      readonly what: string;
      /** Does it by the API. @default - only a person can */
      readonly fix?: () => Promise<void>;
    }
  | { readonly state: "unknown"; readonly why: string };

export interface StepResult {
  readonly step: Step;
  /** `made`: just now; `would make`: in a dry run; `failed`: the API refused, and `text` says why. */
  readonly state: StepStatus["state"] | "made" | "would make" | "failed";
  readonly text?: string;
}

/** Asks each step in its order. What a step cannot ask, it cannot tell. */
export async function checkSteps(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(resultOf(step, await checkStep(step)));
  return results;
}

/**
 * Does what is missing and can be done, in the steps' order, and then asks whether it is.
 * @param dry does nothing, and says what it would do
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
    // A token that is wrong, or a network that is not there, is the same for all steps.
    if (!(error instanceof ApiError) || error.status === 0 || error.status === 401 || error.status === 429) throw error;
    return { state: "unknown", why: error.message };
  }
}

function resultOf(step: Step, standing: StepStatus): StepResult {
  const text = standing.state === "done" ? standing.note : standing.state === "missing" ? standing.what : standing.why;
  return { step, state: standing.state, ...(text !== undefined && { text }) };
}
