// The review's findings as GitLab's code quality report. GitLab shows them at the lines of a merge request, without a token.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
import { createHash } from "node:crypto";
import type { Annotation } from "./review-file";

const SEVERITY = { danger: "critical", caution: "minor" } as const;

export function codeQuality(annotations: readonly Annotation[]): string {
  const seen = new Map<string, number>();
  const entries = annotations.map(({ file, line, risk, rule, message }) => {
    const identity = [file, rule, message].join("\n");
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    return {
      description: message,
      check_name: rule,
      severity: SEVERITY[risk],
      // The same finding has the same fingerprint in the next pipeline, even if its line has moved.
      fingerprint: createHash("sha256").update(`${identity}\n${count}`).digest("hex"),
      location: { path: file, lines: { begin: line } },
    };
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}
