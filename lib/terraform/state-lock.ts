// The lock of a state: whether a run takes it, who holds it, and how to remove it after a run has died. Terraform only reports the holder
// when it needs the lock itself, so this runs a command that takes the lock and changes nothing.
import { type CommandResult, runPlain, type TerraformContext } from "./command";
import type { Diagnostic } from "./diagnostics";
import type { SynthesizedStack } from "./synth";

/** Options for the state's lock. */
export interface Locking {
  /**
   * Whether the command takes the lock. Without it a plan can be killed without leaving a lock and needs no write permission, but may read
   * the state in the middle of another run.
   * @default true
   */
  readonly lock?: boolean;
  /** How long to wait for the lock, such as `10m`. @default - not at all */
  readonly lockTimeout?: string;
}

/** As arguments of `terraform plan`, `apply` and `destroy`. */
export function lockArgs({ lock = true, lockTimeout }: Locking): readonly string[] {
  if (!lock) return ["-lock=false"];
  return lockTimeout === undefined ? [] : [`-lock-timeout=${lockTimeout}`];
}

/** A lock, as its holder described it. */
export interface StateLock {
  readonly id: string;
  readonly path: string;
  /** `apply`, `plan`, or what Terraform calls it. */
  readonly operation: string;
  /** USER@HOST */
  readonly who: string;
  /** Terraform's version. */
  readonly version: string;
  /** `2026-01-02 03:04:05 UTC`, by the holder's clock. */
  readonly created: string;
}

/** The lock in Terraform's error; undefined if there is none. */
export function parseStateLock(diagnostics: readonly Pick<Diagnostic, "detail">[]): StateLock | undefined {
  for (const { detail } of diagnostics) {
    const [, lockInfo] = /^[ \t]*Lock Info:[ \t]*\n((?:[ \t]+\S.*\n?)+)/m.exec(detail) ?? [];
    if (lockInfo === undefined) continue;
    const fields = new Map(
      [...lockInfo.matchAll(/^[ \t]+([A-Z][A-Za-z]+):[ \t]*(.*)$/gm)].map(([, key, value]) => [key, value]),
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
  /** @default - nobody holds it, if the command succeeded */
  readonly held?: StateLock;
}

/** No stack has this resource, so that nothing would be removed even without -dry-run. */
const ABSENT_RESOURCE = "terraform_data.mailzone-asks-for-the-lock";

/** Who holds the lock of an initialised stack's state: a dry run takes the lock and releases it. */
export async function readStateLock(context: TerraformContext, stack: SynthesizedStack): Promise<StateLockResult> {
  const result = await runPlain(context, stack, ["state", "rm", "-dry-run", ABSENT_RESOURCE]);
  const held = parseStateLock(result.errors);
  if (held !== undefined) return { result, held };
  // A stack that was never applied has no state; Terraform finds that only after it has taken the lock.
  const isEmpty = result.errors.some(({ detail }) => detail.includes("No state file was found"));
  return { result: isEmpty ? { ...result, ok: true, errors: [] } : result };
}

/** Removes the lock with this id. */
export function forceUnlock(context: TerraformContext, stack: SynthesizedStack, id: string): Promise<CommandResult> {
  return runPlain(context, stack, ["force-unlock", "-force", id]);
}
