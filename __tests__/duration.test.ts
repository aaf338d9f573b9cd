import { formatDuration, parseDuration } from "../lib/duration";

test.each([
  ["73h", 262_800_000],
  ["30m", 1_800_000],
  ["2d", 172_800_000],
  ["1.5h", 5_400_000],
  ["45s", 45_000],
  [" 1h ", 3_600_000],
])("%s is read", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["73x", "h", "", "-3h", "3 h 2m", "73"])("%p is not understood", (text) => {
  expect(() => parseDuration(text)).toThrow(
    `duration "${text}" is not understood: write a number and ms, s, m, h or d, such as 73h`,
  );
});

test.each([
  [0, "0m"],
  [59_000, "0m"],
  [1_800_000, "30m"],
  [262_800_000, "3d 1h"],
  [-3_600_000, "-1h"],
])("%d ms are shown as %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
