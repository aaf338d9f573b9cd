import { clockNotes, type Deadline, deadlineOf } from "../../lib/ses/deadline";
import { identity, KEY_MADE, type Statuses } from "./places";

const HOUR = 60 * 60 * 1000;

test.each<[string, Statuses, number, number | null, Omit<Deadline, "about" | "left"> | null]>([
  ["a fresh key", { dkim: "PENDING" }, 1, null, { until: KEY_MADE + 72 * HOUR, basis: "key generation" }],
  ["a restart", { dkim: "PENDING" }, 101, 100, { until: KEY_MADE + 172 * HOUR, basis: "restart" }],
  [
    "a key made after the restart",
    { dkim: "PENDING" },
    1,
    -5,
    { until: KEY_MADE + 72 * HOUR, basis: "key generation" },
  ],
  ["a search that somebody else started again", { dkim: "PENDING" }, 73, null, null],
  ["nothing to look for", { dkim: "SUCCESS" }, 1, null, null],
  ["a search that is over", { dkim: "FAILED" }, 1, null, null],
  ["a search of a moment", { dkim: "TEMPORARY_FAILURE" }, 1, null, null],
])("%s", (_, statuses, hours, restart, expected) => {
  const now = KEY_MADE + hours * HOUR;
  const lastRestart = restart === null ? null : KEY_MADE + restart * HOUR;
  expect(deadlineOf(identity(statuses), now, lastRestart)).toEqual(
    expected === null ? null : { about: true, ...expected, left: expected.until - now },
  );
});

test("without a time of the key only a restart tells", () => {
  const unknown = identity({ dkim: "PENDING" });
  const other = { ...unknown, dkim: { ...unknown.dkim, keyMade: null } };
  expect(deadlineOf(other, KEY_MADE)).toBeNull();
  expect(deadlineOf(other, KEY_MADE, KEY_MADE)).toMatchObject({
    basis: "restart",
    left: 72 * HOUR,
  });
});

test("the clock in words", () => {
  const notes = (statuses: Statuses, hours: number, restart?: number) =>
    clockNotes(identity(statuses), KEY_MADE + hours * HOUR, restart).map(
      ({ severity, message }) => `${severity}: ${message}`,
    );
  expect([
    ...notes({ dkim: "PENDING" }, 1),
    ...notes({ dkim: "PENDING" }, 49),
    ...notes({ dkim: "PENDING" }, 71.5),
    ...notes({ dkim: "PENDING" }, 100, KEY_MADE + 99 * HOUR),
    ...notes({ dkim: "PENDING" }, 100),
    ...notes({ dkim: "FAILED", mailFrom: "FAILED" }, 100),
    ...notes({}, 100),
  ]).toMatchInlineSnapshot(`
    [
      "info: ses looks for the DKIM records of "example.com" about 71 hours more, until about 2026-01-04 00:00 UTC, counted from the making of its key",
      "warning: ses looks for the DKIM records of "example.com" about 23 hours more, until about 2026-01-04 00:00 UTC, counted from the making of its key: publish them now",
      "warning: ses looks for the DKIM records of "example.com" less than an hour more, until about 2026-01-04 00:00 UTC, counted from the making of its key: publish them now",
      "info: ses looks for the DKIM records of "example.com" about 71 hours more, until about 2026-01-08 03:00 UTC, counted from the last restart",
      "info: ses looks for the DKIM records of "example.com", nobody can say how long: it gives up 72 hours after it began",
      "error: ses has given up looking for the DKIM records of "example.com": publish them, then run "mailzone verify --retry"",
      "error: ses has given up looking for the MAIL FROM records of "mail.example.com": publish them, then run "mailzone verify --retry"",
    ]
  `);
});
