import { readPlan } from "../../lib/plan/plan";
import { noCounts, summarize, unknownActions } from "../../lib/plan/summary";

const read = (rest: object) => readPlan(JSON.stringify({ format_version: "1.2", planned_values: {}, ...rest }), "mail");
const change = (actions: string[], rest: object = {}): object => ({
  address: "a.b",
  type: "a",
  name: "b",
  mode: "managed",
  change: {
    actions,
    before: actions[0] === "create" && actions.length === 1 ? null : {},
    after: ["delete", "forget"].includes(actions[0] ?? "") && actions.length === 1 ? null : {},
    ...rest,
  },
});
const data = { address: "data.a.b", type: "a", name: "b", mode: "data", change: { actions: ["read"] } };

test("resources are counted as Terraform counts them: a replacement is one added and one destroyed", () => {
  const resource_changes = [
    change(["no-op"]),
    change(["create"]),
    change(["create"]),
    change(["update"]),
    change(["update"], { importing: { id: "z/r" } }),
    change(["no-op"], { importing: { id: "z/s" } }),
    change(["delete", "create"]),
    change(["create", "delete"]),
    change(["delete"]),
    change(["forget"]),
    data,
  ];
  expect(summarize(read({ resource_changes, applyable: true, errored: false }))).toEqual({
    counts: { import: 2, add: 4, change: 2, destroy: 3, forget: 1 },
    changed: true,
    outputsChanged: false,
    applyable: true,
    errored: false,
  });
});

test.each([
  ["nothing", {}, { changed: false, outputsChanged: false }],
  ["a resource without change", { resource_changes: [change(["no-op"])] }, { changed: false }],
  ["a data source", { resource_changes: [data] }, { changed: false }],
  ["an output", { output_changes: { a: { actions: ["update"] } } }, { changed: true, outputsChanged: true }],
  [
    "an output without change",
    { output_changes: { a: { actions: ["no-op"] } } },
    { changed: false, outputsChanged: false },
  ],
  ["a new address", { resource_changes: [{ ...change(["no-op"]), previous_address: "a.old" }] }, { changed: true }],
  ["an action that the apply runs", { action_invocations: [{ address: "action.x.y" }] }, { changed: true }],
  ["a row of actions that nobody knows", { resource_changes: [change(["vanish"])] }, { changed: true }],
  ["a plan that failed", { errored: true, applyable: false }, { errored: true, applyable: false }],
])("of %s", (_, rest, expected) => {
  expect(summarize(read(rest))).toMatchObject({ counts: noCounts, ...expected });
});

test("an older Terraform does not say whether a plan can be applied", () => {
  expect(summarize(read({}))).toMatchObject({ applyable: null, errored: false });
});

test("an unknown action is found, also in deferred changes and in data sources that are not only read", () => {
  const { mode: _, ...rest } = { ...data, change: { actions: ["delete"], before: {}, after: null } };
  const plan = read({
    resource_changes: [change(["no-op"]), change(["create", "vanish"]), change([]), { ...rest, mode: "data" }],
    deferred_changes: [{ reason: "absent_prereq", resource_change: change(["update"], { after: null }) }],
  });
  expect(unknownActions(plan).map(({ actions }) => actions)).toEqual([
    ["create", "vanish"],
    [],
    ["delete"],
    ["update"],
  ]);
});
