// Reviews as a plan's job hands them on.
import type { Annotation, ReviewFile } from "../../lib/ci/review-file";
import type { ReviewPage } from "../../lib/review/render/page";

export const DIGEST = `v2-${"0".repeat(64)}`;

export const stack = (name: string, rest: Partial<ReviewPage["stacks"][number]> = {}) => ({
  stack: name,
  digest: DIGEST,
  status: "complete" as const,
  changes: 1,
  ...rest,
});

export const line = (rest: Partial<ReviewPage["lines"][number]> = {}): ReviewPage["lines"][number] => ({
  risk: "danger",
  rule: "dmarc-rejects",
  domain: "example.com",
  accepted: false,
  sentence: ["it ", { value: "x" }],
  ...rest,
});

export function page(rest: Partial<ReviewPage> = {}): ReviewPage {
  return {
    verdict: "safe",
    counts: { danger: 0, caution: 0, safe: 1, accepted: 0 },
    stacks: [stack("mail")],
    obstacles: [],
    lines: [],
    tables: [],
    ...rest,
  };
}

export const file = (rest: Partial<ReviewPage> = {}, annotations: readonly Annotation[] = []): ReviewFile => ({
  format: 1,
  page: page(rest),
  annotations,
});
