import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readPlannedState } from "../../lib/terraform/planned-state";
import { zipOf } from "../files/zip-of";

const folder = mkdtempSync(path.join(tmpdir(), "mailzone-planned-state-"));
afterAll(() => rmSync(folder, { recursive: true }));

const planned = (bytes: Buffer) => {
  const file = path.join(folder, "plan.tfplan");
  writeFileSync(file, bytes);
  return readPlannedState(file);
};
const planOf = (state: unknown) => zipOf({ tfplan: "x", tfstate: JSON.stringify(state) });

test("a plan's file has the version of its state; there is none before the first apply", async () => {
  const state = { version: 4, serial: 14, lineage: "1e66a9a9", resources: [] };
  expect(await planned(planOf(state))).toEqual({ lineage: "1e66a9a9", serial: 14 });
  expect(await planned(planOf({ ...state, serial: 0, lineage: "" }))).toBeNull();
});

test.each<[string, Buffer]>([
  ["that is encrypted", Buffer.from('{"meta":{},"encrypted_data":"x","encryption_version":"v0"}')],
  ["that is torn", planOf({ serial: 1, lineage: "a" }).subarray(0, 60)],
  ["without a state", zipOf({ tfplan: "x" })],
  ["with something else in its place", zipOf({ tfstate: "no JSON" })],
  ["whose state has no version", planOf({ serial: "1", lineage: "a" })],
  ["whose state is null", planOf(null)],
  ["that is empty", Buffer.alloc(0)],
])("a file %s does not tell", async (_what, bytes) => {
  expect(await planned(bytes)).toBeUndefined();
});

test("a plan that is not there tells no state", async () => {
  expect(await readPlannedState(path.join(folder, "none"))).toBeUndefined();
});
