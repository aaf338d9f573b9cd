// Everything outside that the functions of this room use. It is passed to them; they use no process and no terminal of their
// own. The command line creates one context for its process (lib/cli/shell.ts), and a program that uses mailzone as a library
// creates another (createWorkspace in lib/app/create-workspace.ts). A test creates one with its own Terraform, person and clouds.
import type { Readable } from "node:stream";
import type { createAcm } from "../acm/acm";
import type { Budget } from "../cloudflare/budget";
import type { createCloudflare } from "../cloudflare/client";
import type { Configuration } from "../config/configuration";
import type { BackendSettings } from "../config/schema/backend";
import type { Clock } from "../net/clock";
import type { Environment } from "../net/proxy";
import { wordsOf } from "../records/words/languages";
import type { SesPace } from "../ses/pace";
import type { createSes } from "../ses/ses";
import type { TerraformBinary } from "../terraform/binary";
import type { TerraformEvent } from "../terraform/command";
import type { Interrupts } from "../terraform/process/interrupts";
import type { RunProcess } from "../terraform/process/process";
import type { PlanKind } from "../terraform/saved-plans/plan-info";
import type { SavedPlans } from "../terraform/saved-plans/store";
import type { createDns } from "../verify/dns/dns";
import type { DnsOptions } from "../verify/dns/options";
import type { policyFetch } from "../verify/protocols/mta-sts";
import type { tlsProbe } from "../verify/protocols/tls";

/** How the gateway to Cloudflare works. */
export interface GatewaySettings {
  /** Milliseconds in which a list of a zone answers reads. @default 60000 */
  readonly freshness?: number;
}

/** Where files are read and written, and what the environment says. */
export interface Place {
  /** The working folder, absolute. File names are relative to it. */
  readonly cwd: string;
  /** The project's folder, absolute: what mailzone keeps is in it. @default - cwd */
  readonly root?: string;
  /** Credentials, proxies and settings, as in `process.env`. */
  readonly env: Environment;
  /** The text that is piped in. */
  readonly stdin: () => Readable;
}

/** How programs are run: terraform, synth and git. */
export interface Programs {
  readonly run: RunProcess;
  /** Ctrl-C, for everything that runs or asks. */
  readonly interrupts: Interrupts;
  /** The program that runs Terraform's commands, once it is found. It is looked for once in a run, and only if it is needed. */
  readonly terraform: { binary?: Promise<TerraformBinary> | undefined };
  /** The program that makes the stacks, like `app` of cdktf.json. It writes them to the folder in CDKTF_OUTDIR. */
  readonly synth: { readonly file: string; readonly args: readonly string[] };
  /** This process, as shown to other commands that wait for the same folder. */
  readonly pid: number;
  readonly isRunning: (pid: number) => boolean;
}

/** Is told about progress. Answers are not reported here: functions return them. */
export interface Reporter {
  /** A warning or progress: one or more lines, for people. */
  readonly say: (text: string) => void;
  /** Terraform starts on this many stacks. @default - nobody watches */
  readonly watchStacks?: (stacks: number, label: string) => Promise<StacksWatch>;
  /** Terraform is downloaded, if the machine has none. @default - nobody watches */
  readonly watchFetch?: () => FetchWatch;
}

export interface StacksWatch {
  readonly onEvent: (event: TerraformEvent) => void;
  /** The gateway's progress, one line. @default - it is not shown */
  readonly onGateway?: (text: string) => void;
  readonly end: () => void;
}

export interface FetchWatch {
  /** Bytes so far, and in total if that is known. */
  readonly onProgress: (done: number, total: number | undefined) => void;
  readonly end: () => void;
}

/** A person who can be asked. */
export interface Questions {
  /**
   * Undefined at the end of the input, and at Ctrl-C.
   * @default - nobody can be asked: what needs a yes is refused
   */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
}

/** How the clients of AWS, Cloudflare, DNS and websites are made. */
export interface Clients {
  readonly createSes: typeof createSes;
  /** @default - ACM is not asked */
  readonly createAcm?: typeof createAcm | undefined;
  readonly createCloudflare: typeof createCloudflare;
  readonly createDns: typeof createDns;
  /** @default - certificates are not checked */
  readonly tlsProbe?: typeof tlsProbe | undefined;
  /** @default - policies of MTA-STS are not fetched */
  readonly policyFetch?: typeof policyFetch | undefined;
}

export interface Time {
  /** Waits. */
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** All of the above. Functions that need less ask for less. */
export interface Context extends Place, Programs, Reporter, Questions, Time {
  readonly clients: Clients;
  /** All requests of the run to Cloudflare wait for it. @default - they wait for none */
  readonly budget?: Budget | undefined;
  /** All calls of the run to SES keep to it. @default - they do not wait */
  readonly sesPace?: SesPace | undefined;
}

/** What mailzone keeps for a project, of the real world or of an emulated one. The two share nothing. */
export interface ProjectData {
  readonly kind: PlanKind;
  /** Comes before every line, to mark emulated output. */
  readonly label: string;
  /** Absolute: `.mailzone`, or the emulator's folder in it. */
  readonly folder: string;
  /** CDKTF's out folder, absolute. */
  readonly out: string;
  readonly plans: SavedPlans;
  /** The configuration's names, as they were typed. @default - none was typed */
  readonly config?: readonly string[];
  /** In an emulated world: the real providers plan and apply. @default - emulated ones do */
  readonly realProviders?: boolean;
}

/** A context in which Terraform runs and the clouds are asked. */
export interface Workspace extends Context, ProjectData {
  /** The backend of the stacks; an emulated world has a local state. @default - no role is read from it */
  readonly backend?: BackendSettings | undefined;
  /** The environment of `terraform init`, if it may reach more than the other commands. @default - env */
  readonly initEnv?: Environment | undefined;
  /** The environment for downloads, if `env` points to an emulated world. @default - env */
  readonly outerEnv?: Environment | undefined;
  /** The servers for DNS questions. @default - the Internet's servers */
  readonly dns?: DnsOptions | undefined;
  /** The gateway to Cloudflare that Terraform runs behind; false if it runs without. @default - the usual settings */
  readonly gateway?: GatewaySettings | false;
  /** Why Terraform may not run in a stack's folder. @default - it may run in every folder */
  readonly refusesFolder?: (folder: string) => string | undefined;
}

/** Runs `job` in a workspace for a configuration. An emulated world runs only during the job. */
export type InWorkspace = <T>(
  config: Pick<Configuration, "domains" | "backend">,
  job: (workspace: Workspace) => Promise<T>,
) => Promise<T>;

/** Comes before output that may be passed on, if the world is emulated. */
export const EMULATED_REMARK = wordsOf("en").emulatedServices;
