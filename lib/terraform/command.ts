// One terraform command in one stack's folder: what all of plan, apply and outputs share. A command that fails always
// has at least one error to show, in Terraform's words where it said any.
import type { TerraformBinary } from "./binary";
import { type Diagnostic, parsePlainDiagnostics, parseUiLine, type UiLine, uniqueDiagnostics } from "./diagnostics";
import { TerraformError } from "./errors";
import type { Interrupts } from "./process/interrupts";
import {
  type Environment,
  type ProcessOptions,
  type ProcessResult,
  type RunProcess,
  runProcess,
} from "./process/process";
import type { StateVersion } from "./saved-plans/plan-info";
import { PRIVATE_UMASK } from "./state-files";
import type { StateRole } from "./state-role";
import type { SynthesizedStack } from "./synth";

export type Phase = "init" | "plan" | "show" | "apply" | "destroy";

/** What is going on, for whoever draws progress. Of each stack and phase: started, any number of progress, one end. */
export interface TerraformEvent {
  readonly stack: string;
  readonly phase: Phase;
  readonly kind: "started" | "progress" | "finished" | "failed";
  /** Terraform's own line for people, or the phase. */
  readonly message: string;
  /** The resource that a progress is about. */
  readonly address?: string;
  /** Steps done so far: resources refreshed (plan), or operations complete (apply, destroy). */
  readonly done?: number;
  /** Operations in all; a replacement is two. Known in apply and destroy only. */
  readonly total?: number;
}

/** What every command here runs with. */
export interface TerraformContext {
  readonly binary: TerraformBinary;
  /** Terraform's environment: credentials, TF_* and all. */
  readonly env: Environment;
  readonly interrupts: Interrupts;
  /** The role of the state, where plan and apply have one each. @default - as the configuration has it */
  readonly stateRole?: StateRole;
  /** @default runProcess */
  readonly run?: RunProcess;
  /** @default - nobody listens */
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** It did not end well, and an interrupt is why. */
  readonly interrupted: boolean;
  /** A signal ended it, where and in whatever state it was. */
  readonly killed: boolean;
  /** Empty if ok; at least one if not ok, except where it was interrupted before it began. */
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** What was collected of stdout. */
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

/** Runs a command with `-json` among its arguments, and hands on each line that it prints. */
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
  // What is wrong before Terraform comes to its machine-readable output, such as an unknown flag, is plain.
  return conclude(context, args, result, [...diagnostics, ...parsePlainDiagnostics(result.stderr)]);
}

/** Tells of a phase's start and end around the command that it consists of. */
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

/** Which version of its state a stack has; null where it has none yet. In an initialised folder. */
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

/** A command that ended well but whose answer cannot be used. */
export function asFailed(result: CommandResult, error: unknown): CommandResult {
  if (!(error instanceof TerraformError)) throw error;
  return { ...result, ok: false, errors: [{ severity: "error", summary: error.message, detail: "" }] };
}

/**
 * Reads lineage and serial of what `terraform state pull` prints.
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
  return { lineage, serial };
}

function run(
  context: TerraformContext,
  stack: SynthesizedStack,
  args: readonly string[],
  options: Partial<ProcessOptions>,
): Promise<ProcessResult> {
  const { binary, interrupts, run: runIt = runProcess } = context;
  // No news of newer versions, no hints at commands to type next; both as the caller's environment has them, if it has.
  const env = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...context.env };
  // Providers may lie in a folder that others share; all else that Terraform writes may hold secrets.
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
