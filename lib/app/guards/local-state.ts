// A state that is a local file on a pipeline's machine is lost with the machine, and the next apply creates everything again.
import type { Configuration } from "../../config/configuration";
import type { Place } from "../context";
import { Refused } from "../refused";

export interface LocalStateOptions {
  readonly emulated?: boolean;
  /** The machine keeps its disk. @default false */
  readonly localState?: boolean;
}

/** Whether the state would be lost: a local file, in CI. */
export function losesState({ env }: Pick<Place, "env">, { backend }: Pick<Configuration, "backend">): boolean {
  return Boolean(env.CI) && (backend === undefined || backend.type === "local");
}

/**
 * Refuses to write a state that would be lost: a local file, if `CI` is set. An emulated world has no such state.
 * @throws Refused
 */
export function refuseLocalState(
  place: Pick<Place, "env">,
  config: Pick<Configuration, "backend">,
  { emulated = false, localState = false }: LocalStateOptions,
): void {
  if (emulated || localState || !losesState(place, config)) return;
  throw new Refused(
    'nothing is applied: state is a local file, and this is CI, which loses it: add "backend" to domains.yaml, or say --local-state where the machine keeps its disk',
  );
}
