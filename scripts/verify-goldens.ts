// Writes __tests__/verify/goldens: what verify says of each scenario. `node bin/run.js scripts/verify-goldens.ts`
import fs from "node:fs";
import path from "node:path";
import { play, SCENARIOS } from "../__tests__/verify/scenarios/scenarios";
import { renderText } from "../lib/verify/render/text";

const FOLDER = path.resolve("__tests__/verify/goldens");

async function main(): Promise<void> {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const scenario of SCENARIOS) {
    const found = await play(scenario);
    fs.writeFileSync(path.join(FOLDER, `${scenario.name}.txt`), `${renderText(found)}\n`);
    const ids = found.causes.map(({ rule }) => rule).join();
    if (ids !== scenario.causes.join() || found.verdict !== scenario.verdict)
      console.log(
        `${scenario.name}: got ${found.verdict} ${ids}, expected ${scenario.verdict} ${scenario.causes.join()}`,
      );
  }
}

void main();
