import { problem } from "../../lib/verify/causes/problem";
import { mergeProblems } from "../../lib/verify/results";
import { recordWith } from "./answers";

test("errors come first, and the same message about two records is shown once", () => {
  const [one, two] = [recordWith("dkim-1"), recordWith("dkim-2")];
  const words = { message: "a cache has an older answer", fix: "wait" };
  const missing = { message: "it is not there", fix: "make it" };
  const found = mergeProblems([
    problem("cache-old", "example.com", [one], words),
    problem("record-missing", "example.com", [one], missing),
    problem("cache-old", "example.com", [two], words),
    problem("record-missing", "example.com", [two], { ...missing, message: "another is not there" }),
  ]);
  expect(found.map(({ rule, records }) => [rule, records.map((record) => record.id)])).toEqual([
    ["record-missing", ["dkim-1"]],
    ["record-missing", ["dkim-2"]],
    ["cache-old", ["dkim-1", "dkim-2"]],
  ]);
});
