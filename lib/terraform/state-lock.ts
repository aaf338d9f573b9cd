// The lock of a state: whether a run takes it, who has it, and how it is taken away from a run that is dead. Terraform tells who
// has a lock only when it wants it itself, so that is how it is asked: by a command that would write, and does not.
import { type CommandResult, runPlain, type TerraformContext } from "./command";
import type { Diagnostic } from "./diagnostics";
import type { SynthesizedStack } from "./synth";

/** What a command does about the state's lock. */
export interface Locking {
  /**
   * Whether it takes it. Without it a plan can be cut off and leaves nothing behind, and needs no right to write; what it reads may
   * be half of what a run under way makes.
   * @default true
   */
  readonly lock?: boolean;
  /** How long it waits for it, such as `10m`. @default - not at all */
  readonly lockTimeout?: string;
}

/** As arguments of `terraform plan`, `apply` and `destroy`. */
export function lockArgs({ lock = true, lockTimeout }: Locking): readonly string[] {
  if (!lock) return ["-lock=false"];
  return lockTimeout === undefined ? [] : [`-lock-timeout=${lockTimeout}`];
}

/** Who has a lock, in the words of who took it. */
export interface StateLock {
  readonly id: string;
  readonly path: string;
  /** `apply`, `plan`, or what Terraform calls it. */
  readonly operation: string;
  /** USER@HOST */
  readonly who: string;
  /** Terraform's version. */
  readonly version: string;
  /** `2026-01-02 03:04:05 UTC`, by the clock of who took it. */
  readonly created: string;
}

/** The lock that Terraform tells of in an error; undefined where it tells of none. */
export function parseStateLock(diagnostics: readonly Pick<Diagnostic, "detail">[]): StateLock | undefined {
  for (const { detail } of diagnostics) {
    const [, told] = /^[ \t]*Lock Info:[ \t]*\n((?:[ \t]+\S.*\n?)+)/m.exec(detail) ?? [];
    if (told === undefined) continue;
    const fields = new Map(
      [...told.matchAll(/^[ \t]+([A-Z][A-Za-z]+):[ \t]*(.*)$/gm)].map(([, key, value]) => [key, value]),
    );
    const field = (key: string) => (fields.get(key) ?? "").trim();
    if (field("ID") === "") continue;
    return {
      id: field("ID"),
      path: field("Path"),
      operation: field("Operation")
        .replace(/^OperationType/, "")
        .toLowerCase(),
      who: field("Who"),
      version: field("Version"),
      created: field("Created").replace(/^(\S+ [\d:]+)\.\d+ \+0000 UTC$/, "$1 UTC"),
    };
  }
  return undefined;
}

export interface StateLockResult {
  readonly result: CommandResult;
  /** @default - nobody has it, where the command ended well */
  readonly held?: StateLock;
}

/** What no stack has, so that nothing would be removed even if this were no rehearsal. */
const ABSENT_RESOURCE = "terraform_data.mailzone-asks-for-the-lock";

/** Who has the lock of an initialised stack's state: asks by a rehearsal, which takes the lock and gives it back. */
export async function readStateLock(context: TerraformContext, stack: SynthesizedStack): Promise<StateLockResult> {
  const result = await runPlain(context, stack, ["state", "rm", "-dry-run", ABSENT_RESOURCE]);
  const held = parseStateLock(result.errors);
  if (held !== undefined) return { result, held };
  // A stack that was never applied has no state, and that is found only when the lock was had.
  const isEmpty = result.errors.some(({ detail }) => detail.includes("No state file was found"));
  return { result: isEmpty ? { ...result, ok: true, errors: [] } : result };
}

/** Takes a lock away, if it is still this one. */
export function forceUnlock(context: TerraformContext, stack: SynthesizedStack, id: string): Promise<CommandResult> {
  return runPlain(context, stack, ["force-unlock", "-force", id]);
}
