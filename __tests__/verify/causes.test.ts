// Every cause, set up on real DNS servers on loopback: it is named, nothing else is, and it reads as its golden does.
import fs from "node:fs";
import path from "node:path";
import { CAUSES } from "../../lib/verify/causes/table";
import { renderText } from "../../lib/verify/render/text";
import { play, SCENARIOS } from "./scenarios/scenarios";

const GOLDENS = path.join(__dirname, "goldens");
const names = SCENARIOS.map(({ name }) => name);

test.each(SCENARIOS)("$name", async (scenario) => {
  const found = await play(scenario);
  expect(found.causes.map(({ rule }) => rule)).toEqual(scenario.causes);
  expect(found.verdict).toBe(scenario.verdict);
  expect(`${renderText(found)}\n`).toBe(fs.readFileSync(path.join(GOLDENS, `${scenario.name}.txt`), "utf8"));
});

test("there is a golden per scenario, and no other", () => {
  expect(fs.readdirSync(GOLDENS).sort()).toEqual(names.map((name) => `${name}.txt`).sort());
});

test("every cause has a scenario, and a section in docs/diagnosis.md; and there is no other section", () => {
  const played = new Set(SCENARIOS.flatMap(({ causes }) => causes));
  expect([...played].sort()).toEqual(Object.keys(CAUSES).sort());
  const page = fs.readFileSync("docs/diagnosis.md", "utf8");
  expect([...page.matchAll(/^### `?([a-z0-9-]+)`?$/gm)].map(([, id]) => id).sort()).toEqual(Object.keys(CAUSES).sort());
});
