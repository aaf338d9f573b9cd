// What drift makes of its two answers, what is planned and what is live.
import { answerDrift, type FoundDrift, type LiveState, PLAN_TEXTS } from "../../../lib/app/ci/drift-state";

const same: FoundDrift = { kind: "same" };
const failed: FoundDrift = { kind: "failed" };
const changes = (digests = "mail=v2-a"): FoundDrift => ({ kind: "changes", digests, report: "## mailzone review" });
const partial: FoundDrift = { kind: "unknown", report: "mail has no state\n" };
const live: LiveState = { kind: "live" };
const notLive: LiveState = { kind: "not-live", report: "www is not live" };
const unknown: LiveState = { kind: "unknown" };

async function drift(plans: readonly FoundDrift[], verified: LiveState) {
  const left = [...plans];
  const found = await answerDrift({
    texts: PLAN_TEXTS,
    find: async () => left.shift() ?? failed,
    verify: async () => verified,
  });
  // No check too many: each is a run of Terraform over all stacks.
  expect(left).toEqual([]);
  return found;
}

test.each<[string, FoundDrift[], LiveState, string]>([
  ["an empty plan, and all is live", [same], live, "clean"],
  ["a plan that is not empty, twice the same", [changes(), changes()], live, "changed"],
  ["a plan that is not empty, and empty at the second check", [changes(), same], live, "clean"],
  ["a plan that is another at the second check", [changes(), changes("mail=v2-b")], live, "unknown"],
  ["a plan that fails at the second check", [changes(), failed], live, "unknown"],
  ["a plan that failed", [failed], live, "failed"],
  ["not all is live", [same], notLive, "not-live"],
  ["nobody can tell what is live", [same], unknown, "unknown"],
  ["a change, and nobody can tell what is live", [changes(), changes()], unknown, "changed"],
  ["something that could not be told, and all is live", [partial], live, "unknown"],
  ["something that could not be told, and not all is live", [partial], notLive, "not-live"],
  ["something that could not be told, and nobody can tell what is live", [partial], unknown, "unknown"],
  ["a change, and at the second check something that could not be told", [changes(), partial], live, "unknown"],
  ["two checks that differ, and not all is live", [changes(), changes("mail=v2-b")], notLive, "unknown"],
  ["a plan that failed, and not all is live", [failed], notLive, "failed"],
])("%s", async (_, plans, verified, state) => {
  expect((await drift(plans, verified)).state).toBe(state);
});

test("the report says both, and where to look for what it does not know", async () => {
  const { report } = await drift([changes(), changes()], notLive);
  expect(report).toBe(
    "The plan of the default branch is not empty: something was changed outside, or never applied.\n\n## mailzone review\nNot all of it is live:\n\nwww is not live\n",
  );
  expect((await drift([same], unknown)).report).toBe(
    "Whether all of it is live could not be told:\n\nThe log of the run says why.\n",
  );
});

test("a long report is cut at the end of a line", async () => {
  const line = `${"x".repeat(99)}\n`;
  const { report } = await drift([same], { kind: "not-live", report: line.repeat(300) });
  expect(report.length).toBeLessThan(20_200);
  expect(report).toMatch(/\nx{99}\n\n\(cut: the run has the rest\)\n\n$/);
});
