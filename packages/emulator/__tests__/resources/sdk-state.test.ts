// What the real aws provider's library makes of a state; that it is so, the comparison with the real provider shows (docs/providers.md).

import { type ObjectValue, UNKNOWN } from "../../src/protocol/value";
import { settleSdk, withKnown } from "../../src/resources/sdk-state";

const map = ["map", "string"] as const;
const BLOCK = {
  attributes: {
    text: { type: "string" },
    count: { type: "number" },
    flag: { type: "bool" },
    tags: { type: map },
    tags_all: { type: map, computed: true },
    names: { type: ["set", "string"] },
  },
  blocks: { options: { nesting: "list", block: { attributes: { pool: { type: "string" } } } } },
} as const;

test("what a read leaves out is empty, at any depth, and what it has stays", () => {
  const nothing = { text: "", count: 0, flag: false, tags: {}, tags_all: {}, names: [], options: [] };
  expect(settleSdk(BLOCK, {})).toEqual(nothing);
  const full = { text: "a", count: 1, flag: true, tags: { a: "b" }, tags_all: { a: "b" }, names: ["a"] };
  expect(settleSdk(BLOCK, { ...full, options: [{ pool: null }] })).toEqual({ ...full, options: [{ pool: "" }] });
});

test("after an apply an empty collection is what was planned, and what the plan left open is empty", () => {
  const planned: ObjectValue = { text: null, tags: null, tags_all: UNKNOWN, names: [] };
  expect(settleSdk(BLOCK, { ...planned, tags: {}, names: null }, planned)).toMatchObject({
    text: "",
    tags: null,
    tags_all: {},
    names: [],
  });
});

test("a failed update keeps what was planned, and the prior value where that is unknown", () => {
  expect(withKnown({ a: 2, b: UNKNOWN, c: UNKNOWN }, { a: 1, b: 1 })).toEqual({ a: 2, b: 1, c: null });
});
