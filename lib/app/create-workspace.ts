// Creates a workspace for a program that uses mailzone as a library.
import path from "node:path";
import { execPath, kill, pid } from "node:process";
import { Readable } from "node:stream";
import type { BackendSettings } from "../config/schema/backend";
import { isRunning } from "../files/running";
import { CLOCK } from "../net/clock";
import type { Environment } from "../net/proxy";
import { SesPace } from "../ses/pace";
import { Interrupts } from "../terraform/process/interrupts";
import { runProcess } from "../terraform/process/process";
import { SavedPlans } from "../terraform/saved-plans/store";
import { budgetOf } from "./budget";
import { CLIENTS } from "./clients";
import type { Clients, Programs, ProjectData, Questions, Reporter, Workspace } from "./context";
import { SYNTH } from "./package";

/** The input of `createWorkspace`. */
export interface WorkspaceOptions extends Partial<Reporter>, Questions {
  /** The project's folder, absolute: the folder of domains.yaml. */
  readonly cwd: string;
  /** Credentials, proxies and settings, such as `process.env`. */
  readonly env: Environment;
  /** The backend of the configuration, if plan and apply have a role each. @default - none */
  readonly backend?: BackendSettings | undefined;
  /**
   * The program that makes the stacks and writes them to the folder in CDKTF_OUTDIR, like `app` of cdktf.json. @default -
   * mailzone's own app, for domains.yaml
   */
  readonly synth?: Programs["synth"];
  /** What runs terraform and synth. @default - the real programs */
  readonly run?: Programs["run"];
  /** @default - the real clients of AWS, Cloudflare, DNS and websites */
  readonly clients?: Clients;
}

/**
 * The real world, with the data in `.mailzone` and `cdktf.out` of the folder, as for the command line. `interrupts.raise()`
 * acts like Ctrl-C: the first one ends in good order.
 */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { cwd, env, backend, ask, watchStacks, watchFetch } = options;
  return {
    cwd,
    env,
    stdin: () => Readable.from([]),
    run: options.run ?? runProcess,
    interrupts: new Interrupts({ kill: (id, signal) => void kill(id, signal) }),
    terraform: {},
    synth: options.synth ?? { file: execPath, args: SYNTH },
    pid,
    isRunning,
    say: options.say ?? (() => {}),
    watchStacks,
    watchFetch,
    ask,
    clock: CLOCK,
    now: Date.now,
    clients: options.clients ?? CLIENTS,
    budget: budgetOf({ env, clock: CLOCK }),
    sesPace: new SesPace(CLOCK),
    ...realProjectData(cwd),
    backend,
  };
}

/** What is kept for the project in `cwd` of the real world. */
export function realProjectData(cwd: string): ProjectData {
  const folder = path.join(cwd, ".mailzone");
  const plans = new SavedPlans(path.join(folder, "plans"), cwd);
  return { kind: "real", label: "", folder, out: path.join(cwd, "cdktf.out"), plans };
}
