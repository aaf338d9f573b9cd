// Reads SMTP TLS reports (RFC 8460 §4.4): JSON of at most the size of a report. Unknown fields are ignored, as §4.4 asks.
import { readDomain } from "../aggregate/values";
import { MAX_DOUBTS, MAX_VALUE } from "../limits";
import type { ReportPeriod, TlsPolicyResult, TlsReport } from "../report";

type Json = Readonly<Record<string, unknown>>;

export type TlsOutcome =
  | { readonly where: string; readonly report: TlsReport; readonly fault?: undefined }
  | { readonly where: string; readonly report?: undefined; readonly fault: string };

export function readTlsReport(where: string, json: string): TlsOutcome {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\ufeff/, ""));
  } catch {
    return { where, fault: "is no report: it begins as JSON and is not JSON to its end" };
  }
  const report = record(value);
  if (!Array.isArray(report.policies)) return { where, fault: 'is JSON, but no TLS report: it has no list "policies"' };
  const period = periodOf(record(report["date-range"]));
  if (period === undefined) return { where, fault: 'has no readable period ("date-range")' };
  const doubts: string[] = [];
  const policies = report.policies.flatMap((item, index) => policyResult(record(item), index + 1, doubts));
  const isPartial = doubts.length > 0;
  if (doubts.length > MAX_DOUBTS) doubts.splice(MAX_DOUBTS, doubts.length, `and ${doubts.length - MAX_DOUBTS} more`);
  return {
    where,
    report: {
      kind: "tls",
      reporter: text(report["organization-name"]),
      id: text(report["report-id"]),
      period,
      policies,
      doubts,
      isPartial,
    },
  };
}

function policyResult(item: Json, number: number, doubts: string[]): TlsPolicyResult[] {
  const policy = record(item.policy);
  const summary = record(item.summary);
  const domain = readDomain(text(policy["policy-domain"]));
  const successes = count(summary["total-successful-session-count"]);
  const failures = count(summary["total-failure-session-count"]);
  const lacking =
    (domain === undefined && "policy-domain") ||
    (successes === undefined && "total-successful-session-count") ||
    (failures === undefined && "total-failure-session-count");
  if (domain === undefined || successes === undefined || failures === undefined) {
    doubts.push(`policy ${number} is not counted: it has no readable ${lacking}`);
    return [];
  }
  const details = Array.isArray(item["failure-details"]) ? item["failure-details"].map(record) : [];
  const causes = details.flatMap((detail) => {
    const failed = count(detail["failed-session-count"]);
    if (failed === undefined) {
      doubts.push(`policy ${number} has a failure without a readable failed-session-count`);
      return [];
    }
    const host = readDomain(text(detail["receiving-mx-hostname"]));
    return [{ type: text(detail["result-type"]).toLowerCase() || "unknown", count: failed, host }];
  });
  return [{ type: text(policy["policy-type"]).toLowerCase() || "unknown", domain, successes, failures, causes }];
}

/** Dates as RFC 3339; some senders leave the zone out. */
function periodOf(range: Json): ReportPeriod | undefined {
  const [begin, end] = ["start-datetime", "end-datetime"].map((key) => {
    const date = text(range[key]);
    const isDate = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(date);
    return isDate ? Date.parse(/(?:z|[+-]\d\d:?\d\d)$/i.test(date) ? date : `${date}Z`) / 1000 : Number.NaN;
  }) as [number, number];
  return begin <= end ? { begin: Math.trunc(begin), end: Math.trunc(end) } : undefined;
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value.trim().slice(0, MAX_VALUE) : "";
}

function count(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : undefined;
}
