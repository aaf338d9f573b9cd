// Runs any command behind the gateway, unchanged. What it needs travels in the environment.
import { constants } from "node:os";
import type { Context } from "./context";
import { behindGateway, isInside } from "./gateway";

export interface CommandRequest {
  /** The program, as for a shell: a name on the PATH, or a path. */
  readonly file: string;
  readonly args: readonly string[];
  /** Milliseconds in which a list of a zone answers reads. @default 60000 */
  readonly freshness?: number | undefined;
  /** Whether a person asked for the gateway, and is told if no request came through it. @default true */
  readonly isAsked?: boolean;
  /** As for a process that is run. @default false */
  readonly expendable?: boolean;
}

/**
 * @returns the command's exit code; as a shell has it, 128 and the signal's number if a signal ended it
 * @throws UserError if the command or the gateway cannot be started
 */
export async function runBehindGateway(context: Context, request: CommandRequest): Promise<number> {
  const { file, args, freshness, isAsked = true, expendable = false } = request;
  const { cwd, interrupts } = context;
  const start = async (env: Context["env"], run: Context["run"]) => {
    const { code, signal, interrupted } = await run(file, args, {
      cwd,
      env,
      interrupts,
      interrupt: "group",
      expendable,
      stdio: "inherit",
    });
    return code ?? (interrupted ? 130 : 128 + (signal === null ? 0 : constants.signals[signal]));
  };
  if (isInside(context)) return start(context.env, context.run);
  const outside = { ...context, label: "" };
  return behindGateway(outside, { freshness }, { draw: () => {} }, async ({ env, run, expectRequests }) => {
    const code = await start(env, run);
    // Whether there were records is not known here.
    if (isAsked) expectRequests();
    return code;
  });
}
