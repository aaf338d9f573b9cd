import { LruCache } from "../../../../lib/verify/dns/transport/lru-cache";

test("the list that was unused for the longest time is dropped first", () => {
  const recent = new LruCache<number>(2);
  recent.set("a", 1);
  recent.set("b", 2);
  recent.get("a");
  recent.set("c", 3);
  expect(["a", "b", "c"].map((key) => recent.get(key))).toEqual([1, undefined, 3]);
});
