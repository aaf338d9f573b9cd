// Finds what differs between what was applied and what is there now, without a plan: the states are read, each zone is listed once,
// and SES is asked once for each identity. It changes nothing and takes no lock.
import type { Configuration } from "../../config/configuration";
import { compareStacks } from "../../drift/drift";
import type { Drift } from "../../drift/result";
import type { AppliedStack, Unknown } from "../../drift/state";
import { allStacks } from "../configuration";
import type { Workspace } from "../context";
import { Refused } from "../refused";
import { readLive } from "./live";
import { readStates, strayStates } from "./states";

/** Which stacks are compared. */
export interface DriftRequest {
  /** Names of stacks. @default - all stacks of the configuration */
  readonly stacks?: readonly string[];
  /** How many states are pulled at a time. @default 1 */
  readonly parallel?: number;
}

/**
 * Compares what was applied with the real world. What cannot be read is unknown, and so is the whole answer if nothing else differs.
 * @throws Refused if a name is not a stack; TerraformError if there is no Terraform to pull a state with; InterruptedError
 */
export async function findDrift(
  workspace: Workspace,
  config: Pick<Configuration, "backend" | "domains">,
  { stacks: named = [], parallel = 1 }: DriftRequest = {},
): Promise<Drift> {
  const all = allStacks(config);
  const missing = named.find((name) => !all.includes(name));
  if (missing !== undefined)
    throw new Refused(`stack "${missing}" is not in the configuration: the stacks are ${all.join(", ")}`);
  const names = named.length === 0 ? all : all.filter((name) => named.includes(name));
  const states = await readStates(workspace, config, names, parallel);
  const live = await readLive(
    workspace,
    config.domains,
    states.flatMap(({ resources }) => resources),
  );
  const strays = named.length === 0 ? strayStates(workspace, config, all).map(strayState) : [];
  const drift = compareStacks(states, live, strays);
  if (drift.state !== "drift") return drift;
  // A plan of a pipeline takes no lock either: what looks like drift may be half of an apply.
  const suspects = names.filter((name) => isIn(drift, name));
  const again = await readStates(workspace, config, suspects, parallel);
  const moved = again.filter(({ stack, version }) => states.find((one) => one.stack === stack)?.version !== version);
  return moved.length === 0
    ? drift
    : { ...compareStacks([], live, strays), state: "unknown", unknown: moved.map(beingApplied) };
}

function isIn({ domains }: Drift, stack: string): boolean {
  return domains.some(({ items }) => items.some(({ change }) => change.stack === stack));
}

function beingApplied({ stack }: AppliedStack): Unknown {
  return {
    stack,
    message: `the state of stack "${stack}" was written while this looked: run it again when the apply has ended`,
  };
}

function strayState(file: string): Unknown {
  return {
    message: `"${file}" is the state of a stack that the configuration does not have, so nobody plans what it made: bring the stack back, or destroy it first`,
  };
}
