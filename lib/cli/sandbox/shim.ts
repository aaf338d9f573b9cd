// What stands before the real terraform and tofu in the sandbox, see lib/sandbox/guard: exit 0 where the command may run.
import { oneLine } from "../../dns/text/visible";
import { refusal } from "../../sandbox/guard/admission";

const [sandbox = "", ...args] = process.argv.slice(2);

function ask(): string | undefined {
  try {
    return refusal({ args, cwd: process.cwd(), env: process.env, sandbox });
  } catch (error) {
    return `the sandbox cannot tell what terraform would do here: ${(error as Error).message}`;
  }
}

const why = ask();
if (why !== undefined) {
  process.stderr.write(`sandbox: ${oneLine(why)}\n`);
  process.exitCode = 1;
}
