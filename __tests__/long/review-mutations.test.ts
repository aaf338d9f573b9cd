import { checkMutations } from "../review/mutations";

test("many bent plans: none crashes the review, none that deletes is safe", () => {
  const runs = Number(process.env.MAILZONE_FUZZ_RUNS ?? 20_000);
  expect(checkMutations(runs, Number(process.env.MAILZONE_FUZZ_SEED ?? 9989)).read).toBeGreaterThan(runs / 10);
}, 600_000);
