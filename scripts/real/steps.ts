// What the scenarios are made of.
import { ZONE, ZONE_NAME } from "./records";
import type { Side, SideOptions } from "./side";

export interface Scenario {
  readonly name: string;
  readonly world?: SideOptions["world"];
  /** Each step does the same on both sides, and returns what else is to be compared. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  readonly run: (side: Side) => Promise<unknown>;
}

/** The versions of both providers that the configurations ask for. */
export interface Versions {
  readonly aws: string;
  readonly cloudflare: string;
}

export const WORLD = { zones: { [ZONE]: ZONE_NAME } };

/** Plans, applies what was planned, and shows what is then planned. */
export async function planAndApply(side: Side): Promise<unknown> {
  const planned = await side.plan();
  if (planned.plan === undefined || planned.code === 1) return { planned };
  return { planned, applied: await side.apply("plan") };
}

export function again(name: string): Step {
  return { name, run: async (side) => ({ planned: await side.plan() }) };
}

export const DESTROY: Step = { name: "destroy", run: async (side) => ({ applied: await side.apply("-destroy") }) };

export function edit(name: string, run: (side: Side) => Promise<unknown>): Step {
  return {
    name,
    async run(side) {
      await run(side);
    },
  };
}
