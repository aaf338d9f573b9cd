import { checkMutations } from "./mutations";

test("a thousand bent plans: none crashes the review, none that deletes is safe", () => {
  const { read, refused } = checkMutations(1000, 5);
  expect(read).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(100);
});
