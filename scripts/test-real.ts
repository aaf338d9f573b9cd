// `npm run test:real`: every scenario with the emulated and the real providers side by side, for each version of the real ones. It
// exits 1 where they differ other than is known. See docs/providers.md.
import { type Arguments, HELP, parseArguments } from "./real/arguments";
import { INTERRUPTED, tryMutations } from "./real/mutations";
import { runScenario, type StepResult } from "./real/run";
import { scenarios } from "./real/scenarios";
import type { Scenario } from "./real/steps";
import { type Chosen, choose } from "./real/versions";

async function main(): Promise<void> {
  const args = readArguments();
  if (args === undefined) return;
  if (args.mutations) return mutate(args);
  const chosen = await choose(args);
  if ("skipped" in chosen) {
    console.log(`skipped: ${chosen.skipped}`);
    // In CI nothing compared is no success.
    if (process.env.CI) process.exitCode = 1;
    return;
  }
  let failed = 0;
  let compared = 0;
  for (const one of chosen.runs) {
    const all = scenarios(one.versions, one.only);
    compared += all.length;
    failed += await compare(one, all);
  }
  if (compared === 0) fail(`no scenario has "${args.only}" in its name`);
  else if (failed > 0) process.exitCode = 1;
}

function mutate(args: Arguments): void {
  try {
    process.exitCode = tryMutations(args) === 0 ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}

/** Undefined if there is nothing to run. */
function readArguments(): Arguments | undefined {
  try {
    const args = parseArguments(process.argv.slice(3));
    if (!args.help) return args;
    console.log(HELP);
  } catch (error) {
    fail((error as Error).message);
  }
  return undefined;
}

function fail(message: string): void {
  console.error(`${message}; npm run test:real -- --help`);
  process.exitCode = 2;
}

/** @returns how many steps differ other than is known */
async function compare(
  { title, realProviders, terraform, known, untilFirst }: Chosen,
  all: readonly Scenario[],
): Promise<number> {
  console.log(title);
  let failed = 0;
  const told = new Set<string>();
  const onInstalled = (all: readonly string[]) => {
    for (const one of all.filter((version) => !told.has(version))) console.log(`  installed: ${one}`);
    for (const one of all) told.add(one);
  };
  for (const scenario of all) {
    const results = await runScenario(scenario, { terraform, realProviders, untilFirst, known, onInstalled });
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
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : text;
}

// What is to be removed at the end is removed then too.
process.once("SIGINT", () => process.exit(INTERRUPTED));
void main();
