import { FILES, faults } from "../config/broken-answers";

test(`${FILES.length} broken files each have a good error and no domains`, () => {
  expect(FILES.length).toBeGreaterThanOrEqual(300);
  expect(FILES.flatMap(faults)).toEqual([]);
}, 120_000);
