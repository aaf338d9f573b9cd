// `npm run test:real`: every scenario with the emulated and the real providers side by side, for each version of the real ones. It
// exits 1 where they differ other than is known. See docs/providers.md.
import { tryMutations } from "./real/mutations";
import { runScenario, type StepResult } from "./real/run";
import { scenarios } from "./real/scenarios";
import { type Chosen, choose } from "./real/versions";

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes("--mutations")) {
    process.exitCode = tryMutations(args.filter((arg) => arg !== "--mutations")) === 0 ? 0 : 1;
    return;
  }
  const chosen = await choose(args);
  if ("skipped" in chosen) {
    console.log(`skipped: ${chosen.skipped}`);
    // In CI nothing compared is no success.
    if (process.env.CI) process.exitCode = 1;
    return;
  }
  let failed = 0;
  for (const one of chosen.runs) failed += await compare(one);
  if (failed > 0) process.exitCode = 1;
}

/** @returns how many steps differ other than is known */
async function compare({
  title,
  versions,
  realProviders,
  terraform,
  only,
  known,
  untilFirst,
}: Chosen): Promise<number> {
  console.log(title);
  let failed = 0;
  const told = new Set<string>();
  const onInstalled = (all: readonly string[]) => {
    for (const one of all.filter((version) => !told.has(version))) console.log(`  installed: ${one}`);
    for (const one of all) told.add(one);
  };
  for (const scenario of scenarios(versions).filter(({ name }) => name.includes(only))) {
    const results = await runScenario(scenario, { terraform, realProviders, untilFirst, onInstalled });
    const found = results.map((result) => ({
      ...result,
      differences: result.differences.filter((one) => !known(one)),
    }));
    const knownCount = results.reduce((sum, { differences }) => sum + differences.length, 0);
    const newCount = found.reduce((sum, { differences }) => sum + differences.length, 0);
    failed += newCount;
    const verdict = newCount === 0 ? "the same" : `${newCount} differences`;
    const more = knownCount > newCount ? `, ${knownCount - newCount} known` : "";
    console.log(`  ${scenario.name}: ${results.length} steps, ${verdict}${more}`);
    for (const result of found) tell(result);
  }
  return failed;
}

function tell({ step, differences }: StepResult): void {
  for (const { at, emulated, real } of differences) {
    console.log(`    ${step}: ${at.slice(1)}`);
    console.log(`      emulated: ${shown(emulated)}\n      real:     ${shown(real)}`);
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "(none)";
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

void main();
