import { checkMutations } from "./mutations";

test("250 bent plans: none crashes the review, none that deletes is safe", () => {
  const { read, refused } = checkMutations(250, 5);
  expect(read).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(25);
});
