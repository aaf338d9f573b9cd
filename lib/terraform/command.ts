// Runs one terraform command in one stack's folder, for plan, apply and outputs. A command that fails always has at least one error, in
// Terraform's words if it printed any.

import type { Environment } from "../net/proxy";
import type { TerraformBinary } from "./binary";
import { type Diagnostic, parsePlainDiagnostics, parseUiLine, type UiLine, uniqueDiagnostics } from "./diagnostics";
import { TerraformError } from "./errors";
import type { Interrupts } from "./process/interrupts";
import { type ProcessOptions, type ProcessResult, type RunProcess, runProcess } from "./process/process";
import type { StateVersion } from "./saved-plans/plan-info";
import { PRIVATE_UMASK } from "./state-files";
import type { StateRole } from "./state-role";
import type { SynthesizedStack } from "./synth";

export type Phase = "init" | "plan" | "show" | "apply" | "destroy";

/** An event for progress displays. For each stack and phase: started, any number of progress, then finished or failed. */
export interface TerraformEvent {
  readonly stack: string;
  readonly phase: Phase;
  readonly kind: "started" | "progress" | "finished" | "failed";
  /** Terraform's own line for people, or the phase. */
  readonly message: string;
  /** The resource of a progress event. */
  readonly address?: string;
  /** Steps done so far: resources refreshed (plan), or operations complete (apply, destroy). */
  readonly done?: number;
  /** Operations in all; a replacement is two. Known in apply and destroy only. */
  readonly total?: number;
}

/** The context of every command. */
export interface TerraformContext {
  readonly binary: TerraformBinary;
  /** Terraform's environment: credentials, TF_* and all. */
  readonly env: Environment;
  /** Of `init`, which installs providers. @default - env */
  readonly initEnv?: Environment;
  readonly interrupts: Interrupts;
  /** The role for the state, if plan and apply have separate ones. @default - the configuration's */
  readonly stateRole?: StateRole;
  /** @default runProcess */
  readonly run?: RunProcess;
  /** A command of mailzone that a message suggests, with the options that this run was given. @default - without any */
  readonly commandLine?: (words: string) => string;
  /** @default - not called */
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** `mailzone plan`, as the user of this run would type it. */
export function suggested({ commandLine = (text) => `mailzone ${text}` }: TerraformContext, words: string): string {
  return commandLine(words);
}

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** It failed because of an interrupt. */
  readonly interrupted: boolean;
  /** A signal ended it, in an unknown state. */
  readonly killed: boolean;
  /** Empty if ok; otherwise at least one, except if it was interrupted before it started. */
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** The collected stdout. */
  readonly stdout: string;
}

/** Runs a command that prints plain text. */
export async function runPlain(
  context: TerraformContext,
  stack: SynthesizedStack,
  args: readonly string[],
  options: Pick<ProcessOptions, "stdoutFile"> = {},
): Promise<CommandResult> {
  const result = await run(context, stack, args, options);
  return conclude(context, args, result, parsePlainDiagnostics(result.stderr));
}

/** Runs a command with `-json` among its arguments, and passes each line that it prints to `onLine`. */
export async function runUi(
  context: TerraformContext,
  stack: SynthesizedStack,
  args: readonly string[],
  onLine: (line: UiLine) => void,
): Promise<CommandResult> {
  const diagnostics: Diagnostic[] = [];
  const onStdoutLine = (text: string): void => {
    const line = parseUiLine(text);
    if (line?.diagnostic) diagnostics.push(line.diagnostic);
    if (line) onLine(line);
  };
  const result = await run(context, stack, args, { onStdoutLine });
  // Errors before the machine-readable output starts, such as an unknown flag, are plain text.
  return conclude(context, args, result, [...diagnostics, ...parsePlainDiagnostics(result.stderr)]);
}

/** Runs the command of a phase and reports its start and end. */
export async function inPhase(
  context: TerraformContext,
  stack: SynthesizedStack,
  phase: Phase,
  command: () => Promise<CommandResult>,
): Promise<CommandResult> {
  if (context.interrupts.interrupted) return NOT_RUN;
  const tell = (kind: TerraformEvent["kind"], message: string): void =>
    context.onEvent?.({ stack: stack.name, phase, kind, message });
  tell("started", phase);
  const result = await command();
  if (result.ok) tell("finished", phase);
  else tell("failed", result.interrupted ? "interrupted" : (result.errors[0]?.summary ?? phase));
  return result;
}

const NOT_RUN: CommandResult = { ok: false, interrupted: true, killed: false, errors: [], warnings: [], stdout: "" };

/** The version of a stack's state; null if there is none yet. The folder must be initialised. */
export async function pullState(
  context: TerraformContext,
  stack: SynthesizedStack,
): Promise<{ readonly result: CommandResult; readonly state: StateVersion | null }> {
  const result = await runPlain(context, stack, ["state", "pull"]);
  if (!result.ok) return { result, state: null };
  try {
    return { result, state: parseStateVersion(result.stdout) };
  } catch (error) {
    return { result: asFailed(result, error), state: null };
  }
}

/** The result of a command that succeeded but whose output cannot be used. */
export function asFailed(result: CommandResult, error: unknown): CommandResult {
  if (!(error instanceof TerraformError)) throw error;
  return { ...result, ok: false, errors: [{ severity: "error", summary: error.message, detail: "" }] };
}

/**
 * Parses lineage and serial from the output of `terraform state pull`.
 * @returns null where there is no state yet
 * @throws TerraformError if it is not a state
 */
export function parseStateVersion(text: string): StateVersion | null {
  if (text.trim() === "") return null;
  let state: Partial<StateVersion> | null;
  try {
    state = JSON.parse(text);
  } catch {
    state = null;
  }
  const { lineage, serial } = state ?? {};
  if (typeof lineage !== "string" || typeof serial !== "number") {
    throw new TerraformError("terraform state pull printed no state");
  }
  // A state has a lineage from the first time that it is written. A local backend prints nothing before that, S3's a state without one.
  return lineage === "" ? null : { lineage, serial };
}

function run(
  context: TerraformContext,
  stack: SynthesizedStack,
  args: readonly string[],
  options: Partial<ProcessOptions>,
): Promise<ProcessResult> {
  const { binary, interrupts, run: runIt = runProcess } = context;
  // No notices of newer versions, no hints at next commands; the caller's environment may override both.
  const given = args[0] === "init" ? (context.initEnv ?? context.env) : context.env;
  const env = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...given };
  // Providers may be in a shared folder; everything else that Terraform writes may contain secrets.
  const isShared = args[0] === "init" || args[0] === "providers";
  const umask = isShared ? {} : { umask: PRIVATE_UMASK };
  return runIt(binary.file, args, { cwd: stack.folder, env, interrupts, ...umask, ...options });
}

function conclude(
  context: TerraformContext,
  args: readonly string[],
  result: ProcessResult,
  diagnostics: readonly Diagnostic[],
): CommandResult {
  const all = uniqueDiagnostics(diagnostics);
  const ok = result.code === 0;
  const errors = all.filter(({ severity }) => severity === "error");
  const started = result.code !== null || result.signal !== null;
  if (!ok && started && errors.length === 0) {
    const command = [context.binary.file, ...args.slice(0, 1)].join(" ");
    const end = result.signal === null ? `with code ${result.code}` : `by ${result.signal}`;
    errors.push({ severity: "error", summary: `${command} ended ${end}`, detail: result.stderr.trim() });
  }
  return {
    ok,
    interrupted: !ok && result.interrupted,
    killed: result.signal !== null,
    errors: ok ? [] : errors,
    warnings: all.filter(({ severity }) => severity === "warning"),
    stdout: result.stdout,
  };
}
