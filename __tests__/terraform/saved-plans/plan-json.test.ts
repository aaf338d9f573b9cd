import { noCounts, summarizePlanJson } from "../../../lib/terraform/saved-plans/plan-json";

const plan = (rest: object): string => JSON.stringify({ format_version: "1.2", ...rest });
const change = (actions: string[], rest: object = {}): object => ({ mode: "managed", change: { actions, ...rest } });

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
    change(["read"]),
    { mode: "data", change: { actions: ["read"] } },
  ];
  expect(summarizePlanJson(plan({ resource_changes, applyable: true, errored: false }))).toEqual({
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
  ["a data source", { resource_changes: [{ mode: "data", change: { actions: ["read"] } }] }, { changed: false }],
  ["an output", { output_changes: { a: { actions: ["update"] } } }, { changed: true, outputsChanged: true }],
  [
    "an output without change",
    { output_changes: { a: { actions: ["no-op"] } } },
    { changed: false, outputsChanged: false },
  ],
  ["a new address", { resource_changes: [{ ...change(["no-op"]), previous_address: "a.b" }] }, { changed: true }],
  ["a plan that failed", { errored: true, applyable: false }, { errored: true, applyable: false }],
])("of %s", (_, rest, expected) => {
  expect(summarizePlanJson(plan(rest))).toMatchObject({ counts: noCounts, ...expected });
});

test("an older Terraform does not say whether a plan can be applied", () => {
  expect(summarizePlanJson(plan({}))).toMatchObject({ applyable: null, errored: false });
});

test.each(["", "null", "[]", "{}", '{"format_version":', "terraform has crashed"])("%j is no plan", (text) => {
  expect(() => summarizePlanJson(text)).toThrow("terraform show -json printed no plan");
});
