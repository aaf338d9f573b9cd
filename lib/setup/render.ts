// The results of doctor and setup, for a terminal or a log.
import type { StepResult } from "./step";

const WORDS: Readonly<Record<StepResult["state"], string>> = {
  done: "done",
  made: "made",
  "would make": "would make",
  missing: "missing",
  failed: "failed",
  unknown: "cannot tell",
};

const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length));

/** A line for each step, then a numbered list of what is left to do, and how. @param check the command that checks again */
export function renderResults(results: readonly StepResult[], check: string): string {
  const lines = results.map(({ step, state, text }) => {
    const line = `${WORDS[state].padEnd(WIDTH)}  ${step.title}`;
    return text === undefined ? line : `${line}: ${text}`;
  });
  const left = results.filter(({ state }) => state === "missing" || state === "failed" || state === "unknown");
  if (left.length === 0) return lines.join("\n");
  const todo = left.flatMap(({ step, state }, index) => [
    `${`${index + 1}.`.padEnd(3)} ${step.title}${state === "unknown" ? " (if it is not done)" : ""}`,
    ...step.how.map((how) => `      ${how}`),
  ]);
  return [...lines, "", `Left to do; ${check} tells what is done:`, ...todo].join("\n");
}

export function resultsJson(results: readonly StepResult[]): string {
  const steps = results.map(({ step: { title, how }, state, text }) => ({ title, state, text: text ?? null, how }));
  return JSON.stringify(steps, null, 2);
}
