// The report of mailzone review: dangers and cautions, and what in the zones blocks the plans. Safe effects are not findings.
import type { Finding } from "../dns/finding";
import { obstacleFindings } from "../review/preflight";
import type { Effect, Review } from "../review/review";
import { RULES } from "../review/rules/rules";
import { type Level, located, type Report, type ReportedRule, type ReportFiles, reportOf } from "./report";

const LEVELS: Readonly<Record<Effect["risk"], Level>> = { danger: "error", caution: "warning", safe: "note" };

const REPORTED: readonly ReportedRule[] = [
  {
    id: "stands-in-the-way",
    level: "error",
    summary: "A record that is in the zone already is in the plan's way.",
    detail: "The apply would fail at it, or a name would have two records of which receivers take none.",
  },
  {
    id: "zone-unread",
    level: "warning",
    summary: "The zones could not be read before the plan was saved.",
    detail: "Nobody knows what stands in the plan's way.",
  },
  ...RULES.map(({ id, risk, when, why }): ReportedRule => ({ id, level: LEVELS[risk], summary: when, detail: why })),
];

export function reportReview({ effects, preflights }: Review, files: ReportFiles): Report {
  const findings = effects
    .filter(({ risk }) => risk !== "safe")
    .map((effect): Finding => {
      const entry = effect.change?.entry ?? effect.domain;
      return entry === undefined ? effect : { ...effect, at: files.find?.(entry, effect.change?.id) };
    });
  return reportOf("review", [...located(obstacleFindings(preflights), files), ...findings], REPORTED, files);
}
