// How `verify --readiness` shows its list.
import type { ReadinessStatus } from "../verify/readiness/list";
import { readinessCode } from "../verify/readiness/readiness";
import {
  type ReadinessReport,
  renderReadinessJson,
  renderReadinessMarkdown,
  renderReadinessText,
} from "../verify/readiness/render";
import { colors } from "./colors";
import { writeAnswer } from "./output";
import { EXIT, type Shell } from "./shell";

const COLORS: Readonly<Record<ReadinessStatus, (text: string) => string>> = {
  there: colors.green,
  missing: colors.red,
  confirm: colors.yellow,
  "cannot-tell": colors.yellow,
};

export interface ReadinessOutput {
  readonly format: "text" | "markdown" | "json";
  /** Adds to a text that it is emulated. */
  readonly remark: (text: string) => string;
  /** A file. @default - it is printed */
  readonly out?: string;
}

/** Prints the list, or writes it, and returns the exit code. */
export function showReadiness(shell: Shell, report: ReadinessReport, { format, remark, out }: ReadinessOutput): number {
  const paint = (status: ReadinessStatus, text: string) => (out === undefined ? COLORS[status](text) : text);
  const text = format === "markdown" ? renderReadinessMarkdown(report) : renderReadinessText(report, paint);
  writeAnswer(shell, out === undefined ? {} : { out }, format === "json" ? renderReadinessJson(report) : remark(text));
  return shell.interrupts.interrupted ? EXIT.interrupted : readinessCode(report.list);
}
