// What the functions of this room have of the outside: all of it is handed to them, nothing of a process or a terminal is theirs.
// The command line makes one context for its process (lib/cli/shell.ts), a program that uses mailzone as a library another
// (createContext in lib/app/create-context.ts), and a test one in which Terraform, a person and the clouds are its own.
import type { Readable } from "node:stream";
import type { createCloudflare } from "../adopt/cloudflare/client";
import type { BackendSettings } from "../config/schema/backend";
import type { Clock } from "../net/clock";
import type { createSes } from "../ses/ses";
import type { TerraformEvent } from "../terraform/command";
import type { Interrupts } from "../terraform/process/interrupts";
import type { Environment, RunProcess } from "../terraform/process/process";
import type { PlanKind } from "../terraform/saved-plans/plan-info";
import type { SavedPlans } from "../terraform/saved-plans/store";
import type { createDns } from "../verify/dns/dns";
import type { DnsOptions } from "../verify/dns/options";
import type { tlsProbe } from "../verify/protocols/tls";

/** Where files are read and written, and what the environment says. */
export interface Place {
  /** The project's folder, absolute. Names of files begin here. */
  readonly cwd: string;
  /** Credentials, proxies and settings, as `process.env` has them. */
  readonly env: Environment;
  /** What is piped in. */
  readonly stdin: () => Readable;
}

/** How programs are run: terraform, synth and git. */
export interface Programs {
  readonly run: RunProcess;
  /** Ctrl-C, for all that runs and is asked. */
  readonly interrupts: Interrupts;
  /** What makes the stacks, as cdktf.json's `app`: it writes them where CDKTF_OUTDIR says. */
  readonly synth: { readonly file: string; readonly args: readonly string[] };
  /** This process, as other commands see it that wait for the same folder. */
  readonly pid: number;
  readonly isRunning: (pid: number) => boolean;
}

/** Hears what goes on meanwhile. Answers are no part of it: functions return them. */
export interface Reporter {
  /** A warning, or what goes on: a line or several, for people. */
  readonly say: (text: string) => void;
  /** Terraform begins with so many stacks. @default - nobody watches */
  readonly watchStacks?: (stacks: number, label: string) => Promise<StacksWatch>;
  /** Terraform is fetched, where there is none. @default - nobody watches */
  readonly watchFetch?: () => FetchWatch;
}

export interface StacksWatch {
  readonly onEvent: (event: TerraformEvent) => void;
  readonly end: () => void;
}

export interface FetchWatch {
  /** Bytes so far, and in all where that is known. */
  readonly onProgress: (done: number, total: number | undefined) => void;
  readonly end: () => void;
}

/** A person who can be asked. */
export interface Questions {
  /**
   * Undefined where nothing more can be read, and at Ctrl-C.
   * @default - nobody can be asked: what would need a yes is refused
   */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
}

/** How the clients of AWS, Cloudflare, DNS and websites are made. */
export interface Clients {
  readonly createSes: typeof createSes;
  readonly createCloudflare: typeof createCloudflare;
  readonly createDns: typeof createDns;
  /** @default - certificates are not looked at */
  readonly tlsProbe?: typeof tlsProbe | undefined;
}

export interface Time {
  /** What waits. */
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** All of it. Functions that need less ask for less. */
export interface Context extends Place, Programs, Reporter, Questions, Time {
  readonly clients: Clients;
}

/** What mailzone keeps of a project: of the real world, or of an emulated one, which share nothing. */
export interface Kept {
  readonly kind: PlanKind;
  /** Before every line: what is emulated says so. */
  readonly label: string;
  /** Absolute: `.mailzone`, or the emulator's folder in it. */
  readonly folder: string;
  /** CDKTF's out folder, absolute. */
  readonly out: string;
  readonly plans: SavedPlans;
}

/** A context in which Terraform runs and the clouds are asked. */
export interface Workspace extends Context, Kept {
  /** The backend that the stacks have; an emulated world has a local state. @default - it is not asked for a role */
  readonly backend?: BackendSettings | undefined;
  /** What downloads go by, where `env` leads into an emulated world. @default - env */
  readonly outerEnv?: Environment | undefined;
  /** Whom DNS questions go to. @default - the Internet's servers */
  readonly dns?: DnsOptions | undefined;
  /** Why Terraform may not run in a stack's folder. @default - it may in any */
  readonly refusesFolder?: (folder: string) => string | undefined;
}

/** `mailzone plan`, as a person would type it for the same world. */
export function commandLine(words: string, { kind }: Pick<Kept, "kind">): string {
  return `mailzone ${words}${kind === "sandbox" ? " --emulated" : ""}`;
}
