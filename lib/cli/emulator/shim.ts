// Runs in the emulator before the real terraform and tofu, see packages/emulator/src/guard: exit 0 means that the command may
// run.
import { terraformCallProblem } from "../../../packages/emulator/commands";
import { singleLine } from "../../dns/text/escape";

const [emulator = "", ...args] = process.argv.slice(2);

function ask(): string | undefined {
  try {
    return terraformCallProblem({ args, cwd: process.cwd(), env: process.env, emulator });
  } catch (error) {
    return `the emulator cannot tell what terraform would do here: ${(error as Error).message}`;
  }
}

const why = ask();
if (why !== undefined) {
  process.stderr.write(`emulated: ${singleLine(why)}\n`);
  process.exitCode = 1;
}
