// What was signed for one place is worth nothing in another.
import { signedText, verifiedBody } from "../../../lib/ci/github/signature";

const KEY = "a key that only the tests have";
const PLACE = { repository: "example/mail", subject: "7", commit: "a".repeat(40) };
const TEXT = signedText(KEY, PLACE, "run: 1\nmail=v2-0");

test("what is signed is read back", () => {
  expect(verifiedBody(KEY, PLACE, TEXT)).toBe("run: 1\nmail=v2-0");
  expect(verifiedBody(KEY, PLACE, signedText(KEY, PLACE, ""))).toBe("");
});

test.each([
  ["another pull request", { ...PLACE, subject: "8" }, TEXT],
  ["another commit", { ...PLACE, commit: "b".repeat(40) }, TEXT],
  ["another repository", { ...PLACE, repository: "example/other" }, TEXT],
  ["another body", PLACE, TEXT.replace("v2-0", "v2-1")],
  ["something after it", PLACE, `${TEXT}\n`],
  ["something before it", PLACE, `x${TEXT}`],
  ["no signature", PLACE, "```\nrun: 1\n```\nsignature: "],
  ["nothing", PLACE, ""],
])("not for %s", (_, place, text) => {
  expect(verifiedBody(KEY, place, text)).toBeUndefined();
});

test("a review that another key signed is not accepted; an empty or short key signs nothing", () => {
  expect(verifiedBody(`${KEY}.`, PLACE, TEXT)).toBeUndefined();
  expect(() => signedText("", PLACE, "x")).toThrow("at least 16");
  expect(() => verifiedBody("short", PLACE, TEXT)).toThrow("at least 16");
});

test("fields cannot be moved into each other", () => {
  const moved = { repository: "example/mail\n7", subject: PLACE.commit, commit: "run: 1" };
  expect(verifiedBody(KEY, moved, TEXT.replace("run: 1\n", ""))).toBeUndefined();
});
