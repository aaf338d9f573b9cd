// Runs in the emulator before the real terraform and tofu: exit 0 means that the command may run. What is checked is in
// packages/emulator/src/guard.
import { checkTerraformCall } from "../../../packages/emulator/commands";
import { singleLine } from "../../dns/text/escape";

const [emulator = "", ...args] = process.argv.slice(2);
const { problem, notes } = checkTerraformCall({ args, cwd: process.cwd(), env: process.env, emulator });
for (const line of problem === undefined ? notes : [problem]) process.stderr.write(`emulated: ${singleLine(line)}\n`);
if (problem !== undefined) process.exitCode = 1;
