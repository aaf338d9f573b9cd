// mailzone emulator: runs any command in the emulator, and changes the emulator's world.
import path from "node:path";
import type { Command } from "commander";
import {
  advanceEmulatorClock,
  readEmulatorStatus,
  renderEmulatorStatus,
  resetEmulator,
} from "../../../packages/emulator/commands";
import { isGatewayOff } from "../../app/gateway";
import { Refused } from "../../app/refused";
import { runBehindGateway } from "../../app/run-behind-gateway";
import { locateProgram } from "../../terraform/binary";
import { emulatorAccess } from "../emulator-folder";
import { type CommonOptions, type FormatOptions, formatOf, providersOption, withFormat } from "../options";
import { EXIT, type RunCommand, type Shell } from "../shell";
import { realProvidersOf, withEmulator, worldOf } from "../workspace";
import { domainsForWorld } from "./configured";
import { addDemo } from "./demo";
import { addEmulatorEdit } from "./edit";
import { addEmulatorFault } from "./fault";
import { addEmulatorReports } from "./reports";
import { shims } from "./shims";

type ProviderOptions = Pick<CommonOptions, "providers">;
type Exit = (code: number) => void;

/**
 * @param emulator the command, with nothing but its description
 * @param runCommand runs a whole command line: the demo runs some
 */
export function addEmulatorCommands(emulator: Command, shell: Shell, exit: Exit, runCommand: RunCommand): void {
  emulator.addHelpText(
    "after",
    [
      "\nmailzone emulator -- COMMAND… runs any command in it, such as terraform or cdktf",
      "with their arguments, unchanged. With --providers real before the --, terraform",
      "has the real providers. It knows the zones, accounts and distributions of",
      "domains.yaml (or MAILZONE_CONFIG), if there is one.",
    ].join("\n"),
  );
  const say = (line: string) => shell.print(`emulated: ${line}`);

  emulator
    .command("run", { hidden: true })
    .addOption(providersOption("which providers plan and apply"))
    .argument("<command...>")
    .action(async ([file = "", ...args]: string[], options: ProviderOptions) =>
      exit(await run(shell, options, file, args)),
    );

  addDemo(emulator, shell, exit, runCommand);

  withFormat(emulator.command("status").description("what exists there, as AWS and Cloudflare would show it"), [
    "text",
    "json",
  ]).action(async (options: FormatOptions<"text" | "json">) => {
    const status = await readEmulatorStatus(emulatorAccess(shell, "emulator status"));
    shell.print(formatOf(options) === "json" ? JSON.stringify(status, null, 2) : renderEmulatorStatus(status));
  });

  emulator
    .command("reset")
    .description("forget the world, its states and plans")
    .action(async () => {
      await resetEmulator(emulatorAccess(shell, "emulator reset"));
      say("everything is forgotten");
    });

  emulator
    .command("advance <duration>")
    .description("move its clock on, such as 73h, 30m or 2d: SES looks for records for 72 hours")
    .action(async (duration: string) => {
      const { now } = await advanceEmulatorClock(emulatorAccess(shell, "emulator advance"), duration);
      say(`its clock shows ${now}`);
    });

  addEmulatorEdit(emulator, shell, say);
  addEmulatorFault(emulator, shell, say);
  addEmulatorReports(emulator, shell, say);
}

const NO_CDKTF =
  '"cdktf" was not found: run npm ci --prefix tools/cdktf in a clone of mailzone, npm install --save-dev cdktf-cli elsewhere';

async function run(shell: Shell, options: ProviderOptions, file: string, args: readonly string[]): Promise<number> {
  const realProviders = realProvidersOf(shell, { ...options, emulated: true });
  const world = { ...worldOf(domainsForWorld(shell)), http: true, realProviders };
  return withEmulator(shell, world, async (env, emulator) => {
    shell.say(`emulated: ${[file, ...args].join(" ")}`);
    const { cwd, interrupts } = shell;
    const initEnv = emulator.initEnvironment(shell.env as NodeJS.ProcessEnv);
    const { bin, binaryName, guarded } = await shims(shell, { env, initEnv }, file);
    // `npx` puts node_modules/.bin on the PATH and finds the project's cdktf. In a clone of mailzone cdktf is in another
    // folder.
    const tools = ["", path.join("tools", "cdktf")].map((folder) => path.join(cwd, folder, "node_modules", ".bin"));
    const PATH = [bin, env.PATH, ...tools].filter(Boolean).join(path.delimiter);
    if (file === "cdktf" && locateProgram(file, { env: { PATH }, cwd }) === undefined) throw new Refused(NO_CDKTF);
    const inside = { ...env, PATH, TERRAFORM_BINARY_NAME: binaryName };
    // The real provider sends requests, which the gateway answers from lists as it does in front of Cloudflare.
    if (realProviders !== undefined && !isGatewayOff(shell)) {
      const context = { ...shell, env: inside, say: (text: string) => shell.say(`emulated: ${text}`) };
      return runBehindGateway(context, { file: guarded, args, isAsked: false, expendable: true });
    }
    const { code, interrupted } = await shell.run(guarded, args, {
      cwd,
      env: inside,
      interrupts,
      interrupt: "group",
      expendable: true,
      stdio: "inherit",
    });
    return code ?? (interrupted ? EXIT.interrupted : EXIT.refused);
  });
}
