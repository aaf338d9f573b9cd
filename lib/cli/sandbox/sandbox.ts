// mailzone sandbox: any command in the sandbox, and what can be done to its world.
import path from "node:path";
import type { Command } from "commander";
import { advanceSandbox, renderStatus, resetSandbox, sandboxStatus } from "../../../packages/emulator/commands";
import { locateProgram } from "../../terraform/binary";
import { runProcess } from "../../terraform/process/process";
import { type FormatOptions, formatOf, withFormat } from "../options";
import { sandboxAccess } from "../sandbox-folder";
import { EXIT, Refused, type Shell } from "../shell";
import { withSandboxEnvironment, worldOf } from "../workspace";
import { configuredDomains } from "./configured";
import { addDemo } from "./demo";
import { addSandboxEdit } from "./edit";
import { addSandboxFault } from "./fault";
import { shims } from "./shims";

type Exit = (code: number) => void;

export function addSandbox(program: Command, shell: Shell, exit: Exit): void {
  const sandbox = program
    .command("sandbox")
    .description("AWS and Cloudflare emulated on this machine, with the real terraform")
    .addHelpText(
      "after",
      "\nmailzone sandbox -- COMMAND… runs any command in it: terraform, cdktf and their arguments, unchanged. It\nknows the zones, accounts and distributions of domains.yaml (or MAILZONE_CONFIG), where there is one.",
    );
  const say = (line: string) => shell.print(`sandbox: ${line}`);

  sandbox
    .command("run", { hidden: true })
    .argument("<command...>")
    .action(async ([file = "", ...args]: string[]) => exit(await run(shell, file, args)));

  addDemo(sandbox, shell, exit);

  withFormat(sandbox.command("status").description("what exists there, as AWS and Cloudflare would show it"), [
    "text",
    "json",
  ]).action(async (options: FormatOptions<"text" | "json">) => {
    const status = await sandboxStatus(sandboxAccess(shell, "sandbox status"));
    shell.print(formatOf(options) === "json" ? JSON.stringify(status, null, 2) : renderStatus(status));
  });

  sandbox
    .command("reset")
    .description("forget the world, its states and plans")
    .action(async () => {
      await resetSandbox(sandboxAccess(shell, "sandbox reset"));
      say("everything is forgotten");
    });

  sandbox
    .command("advance <duration>")
    .description("move its clock on, such as 73h, 30m or 2d: SES looks for records for 72 hours")
    .action(async (duration: string) => {
      const { now } = await advanceSandbox(sandboxAccess(shell, "sandbox advance"), duration);
      say(`its clock shows ${now}`);
    });

  addSandboxEdit(sandbox, shell, say);
  addSandboxFault(sandbox, shell, say);
}

const NO_CDKTF =
  '"cdktf" was not found: run npm ci --prefix tools/cdktf in a clone of mailzone, npm install --save-dev cdktf-cli elsewhere';

async function run(shell: Shell, file: string, args: readonly string[]): Promise<number> {
  return withSandboxEnvironment(shell, { ...worldOf(configuredDomains(shell)), http: true }, async (env) => {
    shell.say(`sandbox: ${[file, ...args].join(" ")}`);
    const { cwd, interrupts } = shell;
    const { bin, binaryName, guarded } = await shims(shell, env, file);
    // `npx` has node_modules/.bin on the PATH already, and finds the cdktf of the project; in a clone of mailzone it lies apart.
    const tools = ["", path.join("tools", "cdktf")].map((folder) => path.join(cwd, folder, "node_modules", ".bin"));
    const PATH = [bin, env.PATH, ...tools].filter(Boolean).join(path.delimiter);
    if (file === "cdktf" && locateProgram(file, { env: { PATH }, cwd }) === undefined) throw new Refused(NO_CDKTF);
    const { code, interrupted } = await runProcess(guarded, args, {
      cwd,
      env: { ...env, PATH, TERRAFORM_BINARY_NAME: binaryName },
      interrupts,
      interrupt: "group",
      expendable: true,
      stdio: "inherit",
    });
    return code ?? (interrupted ? EXIT.interrupted : EXIT.refused);
  });
}
