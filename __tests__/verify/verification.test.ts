// Verdict, exit code and the time of the next check: pure functions of what was found.
import {
  type Cause,
  type CheckedRecord,
  exitCode,
  type RecordStatus,
  secondsToNextCheck,
  verdictOf,
} from "../../lib/verify/verification";
import { ARTICLE } from "../helpers/domains";
import { recordsOf } from "./world";

const [record] = recordsOf(ARTICLE);

function seen(status: RecordStatus, wait: number | null = null): CheckedRecord {
  return { record: record!, status, authorities: [], resolvers: [], wait, causes: [] };
}

function cause(rule: string, severity: Cause["severity"]): Cause {
  return { source: "verify", rule, severity, domain: "example.com", records: [], message: "", fix: "" };
}

const ERROR = cause("dnssec-broken", "error");
const PENDING = cause("ses-pending", "error");
const WARNING = cause("web-tls", "warning");

test.each<
  readonly [records: readonly CheckedRecord[], causes: readonly Cause[], verdict: string, code: number, wait: number]
>([
  [[seen("live"), seen("live")], [], "live", 0, 0],
  [[seen("live")], [WARNING], "live", 0, 0],
  [[], [], "live", 0, 0],
  [[seen("live")], [ERROR], "not-live", 1, 30],
  [[seen("live"), seen("missing")], [], "not-live", 1, 30],
  [[seen("different")], [], "not-live", 1, 30],
  [[seen("propagating", 120)], [], "not-live", 1, 121],
  [[seen("propagating", 2)], [], "not-live", 1, 5],
  [[seen("propagating")], [], "not-live", 1, 30],
  [[seen("propagating", 7200)], [], "not-live", 1, 300],
  [[seen("propagating", 120), seen("propagating", 10)], [], "not-live", 1, 11],
  [[seen("propagating", 5), seen("missing")], [], "not-live", 1, 6],
  [[seen("live")], [PENDING], "not-live", 1, 60],
  [[seen("propagating", 200)], [PENDING], "not-live", 1, 60],
  [[seen("live"), seen("cannot-tell")], [], "cannot-tell", 2, 15],
  [[seen("missing"), seen("cannot-tell")], [], "not-live", 1, 15],
])("%#: %j %j", (records, causes, verdict, code, wait) => {
  const found = { records, causes, verdict: verdictOf({ records, causes }) };
  expect([found.verdict, exitCode(found), secondsToNextCheck(found)]).toEqual([verdict, code, wait]);
});

test("what has not changed is looked at less and less often, and every 5 minutes at the least", () => {
  const looks = (records: readonly CheckedRecord[]) =>
    Array.from({ length: 8 }, (_, idle) => secondsToNextCheck({ verdict: "not-live", records, causes: [] }, idle));
  expect(looks([seen("missing")])).toEqual([30, 45, 68, 101, 152, 228, 300, 300]);
  expect(looks([seen("propagating", 1)])).toEqual([5, 8, 11, 17, 25, 38, 57, 85]);
  expect(looks([seen("propagating", 600)])).toEqual(Array.from({ length: 8 }, () => 300));
  expect(secondsToNextCheck({ verdict: "live", records: [], causes: [] }, 3)).toBe(0);
});
