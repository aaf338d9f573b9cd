import { deadlineOf, hoursLeft } from "../../lib/ses/deadline";
import { identity, KEY_MADE, type Statuses } from "./places";

const HOUR = 60 * 60 * 1000;

/** Hours after the key was made: now, the last restart, and what is expected. */
test.each<[string, Statuses, number, number | null, number | null]>([
  ["a fresh key", { dkim: "PENDING" }, 1, null, 72],
  ["the last moment", { dkim: "PENDING" }, 72, null, 72],
  ["a restart", { dkim: "PENDING" }, 101, 100, 172],
  ["a key made after the restart", { dkim: "PENDING" }, 1, -5, 72],
  ["a search that somebody else started again", { dkim: "PENDING" }, 73, null, null],
  ["nothing to look for", { dkim: "SUCCESS" }, 1, null, null],
  ["a search that is over", { dkim: "FAILED" }, 1, null, null],
  ["a search of a moment", { dkim: "TEMPORARY_FAILURE" }, 1, null, null],
])("%s", (_, statuses, now, restart, expected) => {
  const at = (hours: number | null) => (hours === null ? null : KEY_MADE + hours * HOUR);
  expect(deadlineOf(identity(statuses), KEY_MADE + now * HOUR, at(restart))).toBe(at(expected));
});

test("only a restart tells the deadline if the time of the key is unknown", () => {
  const unknown = identity({ dkim: "PENDING" });
  const other = { ...unknown, dkim: { ...unknown.dkim, keyMade: null } };
  expect([deadlineOf(other, KEY_MADE), deadlineOf(other, KEY_MADE, KEY_MADE)]).toEqual([null, KEY_MADE + 72 * HOUR]);
});

test.each([
  [72, 72],
  [11.5, 12],
  [0.1, 1],
  [0, 0],
  [-1, 0],
])("of %d hours %d are left", (hours, left) => {
  expect(hoursLeft(KEY_MADE + hours * HOUR, KEY_MADE)).toBe(left);
});
