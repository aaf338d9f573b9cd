// Runs scenarios on both sides, and collects where they differ.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Difference, differences, Names, planOf, statesOf, worldOf } from "./compare";
import { Side, type SideOptions } from "./side";
import type { Scenario } from "./steps";

export interface StepResult {
  readonly scenario: string;
  readonly step: string;
  readonly differences: readonly Difference[];
}

export interface RunOptions {
  readonly terraform: string;
  readonly realProviders: NonNullable<SideOptions["realProviders"]>;
  /** Called after each step. */
  readonly onStep?: (result: StepResult) => void;
  /** Called once a scenario is over, with the versions that Terraform installed for it. */
  readonly onInstalled?: (versions: readonly string[]) => void;
  /** Ends a scenario at the first step that differs other than is known. @default false */
  readonly untilFirst?: boolean;
  readonly known: (difference: Difference) => boolean;
}

export async function runScenario(scenario: Scenario, options: RunOptions): Promise<StepResult[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "mailzone-real-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const common = { terraform: options.terraform, world: scenario.world };
  const emulated = new Side({ ...common, folder: path.join(folder, "emulated") });
  const real = new Side({ ...common, folder: path.join(folder, "real"), realProviders: options.realProviders });
  const names = { emulated: new Names(), real: new Names() };
  const results: StepResult[] = [];
  try {
    for (const { name: step, run } of scenario.steps) {
      const observed = await Promise.all([observe(emulated, names.emulated, run), observe(real, names.real, run)]);
      const result = { scenario: scenario.name, step, differences: differences(observed[0], observed[1], "") };
      results.push(result);
      options.onStep?.(result);
      if (options.untilFirst && result.differences.some((one) => !options.known(one))) break;
    }
    options.onInstalled?.(real.installed());
    const left = real.said.filter((line) => line.includes("is outside it"));
    if (left.length > 0) {
      const outside = { at: ".requests to other hosts", emulated: [], real: left };
      results.push({ scenario: scenario.name, step: "end", differences: [outside] });
    }
    return results;
  } finally {
    process.off("exit", remove);
    remove();
  }
}

async function observe(side: Side, names: Names, run: (side: Side) => Promise<unknown>): Promise<unknown> {
  const seen = (await run(side)) as { planned?: { plan?: unknown } } | undefined;
  const planned = seen?.planned === undefined ? {} : { planned: { ...seen.planned, plan: planOf(seen.planned.plan) } };
  const { states } = side;
  for (const state of Object.values(states)) names.learn(state);
  const { zones } = await side.world();
  for (const { id, name, type, content } of zones.flatMap(({ records }) => records)) {
    if (!names.replace(id)?.toString().startsWith("<")) names.call(id, `${type} ${name} ${content}`);
  }
  const all = { ...seen, ...planned, state: statesOf(states), world: await worldOf(side) };
  // Keys in one order: records of the world are found by their contents, which hold tokens.
  return sorted(names.replace(all));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
