// Every cause, set up on real DNS servers on loopback: it is named, nothing else is, and it reads as its golden does.
import fs from "node:fs";
import path from "node:path";
import { CAUSES } from "../../lib/verify/causes/table";
import { renderHtml } from "../../lib/verify/render/html";
import { renderText } from "../../lib/verify/render/text";
import type { Verification } from "../../lib/verify/verification";
import { verifyWordsOf } from "../../lib/verify/words/languages";
import { sample } from "../run/cases";
import type { Scenario } from "./scenarios/scenario";
import { play, SCENARIOS } from "./scenarios/scenarios";

const GOLDENS = path.join(__dirname, "goldens");
const names = SCENARIOS.map(({ name }) => name);

/** What was found in a scenario, which is played once for all tests. */
const played = new Map<string, Promise<Verification>>();
function playOnce(scenario: Scenario): Promise<Verification> {
  const found = played.get(scenario.name) ?? play(scenario);
  played.set(scenario.name, found);
  return found;
}

/** Each has servers of its own: `npm test` plays every seventh one, `test:long` all. */
const PLAYED = sample(SCENARIOS, 7);

test.each(PLAYED)("$name", async (scenario) => {
  const found = await playOnce(scenario);
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

test("a page shows each cause once, above all domains if it is about none of them", async () => {
  for (const scenario of PLAYED) {
    const found = await playOnce(scenario);
    const page = renderHtml(found, { words: verifyWordsOf("en") });
    const told = [...page.matchAll(/<code class="soft">([a-z0-9-]+)<\/code>/g)].map(([, id]) => id);
    const rules = new Set(found.causes.map(({ rule }) => rule));
    expect([scenario.name, [...new Set(told)].sort()]).toEqual([scenario.name, [...rules].sort()]);
  }
});
