// The command line, with one file for each command. explain.ts turns an error into a line and an exit code here. It changes
// nothing in its process, so tests can run it in theirs.
import { Command, CommanderError } from "commander";
import { budgetOf } from "../app/budget";
import { explain } from "../app/explain";
import { packageFile } from "../app/package";
import { findProject } from "../app/project";
import { SesPace } from "../ses/pace";
import { addAdopt } from "./adopt";
import { addApply } from "./apply";
import { addCheck } from "./check";
import { addCi } from "./ci/ci";
import { addDestroy } from "./destroy";
import { addDrift } from "./drift";
import { addGateway } from "./gateway";
import { withExamples, withHelp } from "./help";
import { addInit } from "./init";
import { addLock } from "./lock";
import { answerOtherName, withoutDestroy } from "./other-names";
import { addPermissions } from "./permissions";
import { addPlan } from "./plan";
import { addRecords } from "./records";
import { addReports } from "./reports";
import { addReview } from "./review";
import { EXIT, type Shell } from "./shell";
import { addStacks } from "./stacks";
import { addUnlock } from "./unlock";
import { paintDangers } from "./verdict";
import { addVerify } from "./verify";

/**
 * Runs the command in `argv`, which does not contain the program's name, to its end.
 * @returns the exit code; errors have been reported then
 */
export async function run(argv: readonly string[], shell: Shell): Promise<number> {
  try {
    return await answer(argv, shell);
  } catch (error) {
    const { text, exitCode } = explain(error);
    if (text !== undefined) shell.say(paintDangers(text));
    return shell.interrupts.interrupted ? EXIT.interrupted : exitCode;
  }
}

async function answer(argv: readonly string[], given: Shell): Promise<number> {
  const shell: { -readonly [key in keyof Shell]: Shell[key] } = { ...given };
  let code: number = EXIT.yes;
  const exit = (value: number) => {
    code = value;
  };
  const answered = answerOtherName(argv[0]);
  if (answered !== undefined) {
    shell.say(answered);
    return EXIT.refused;
  }
  const program = withHelp(new Command("mailzone"))
    .description("Amazon SES identities and their Cloudflare records, from one domains.yaml, in one Terraform plan")
    .showHelpAfterError("(--help lists what there is)")
    .addHelpText(
      "after",
      "\nExit codes: 0 yes; 1 the answer is no; 2 no answer, or refused;\n            130 interrupted (143 by SIGTERM).",
    )
    .version(packageFile().version, "--version", "the version of mailzone")
    .exitOverride()
    // Commander repeats arguments that it does not know.
    .configureOutput({
      writeOut: (text) => shell.print(text.trimEnd()),
      writeErr: (text) => shell.say(withoutDestroy(text.trimEnd())),
    })
    .hook("preAction", (_, command) => {
      if (command.name() === "init") return;
      const isEmulated = command.opts().emulated === true || command.parent?.name() === "emulator";
      const { root, note } = findProject(shell.cwd, isEmulated ? "sandbox" : "real");
      shell.root = root;
      if (note !== undefined) shell.say(note);
      shell.budget = budgetOf(shell, command.opts().budget);
      shell.sesPace = new SesPace(shell.clock);
    });
  for (const add of [
    addInit,
    addCheck,
    addRecords,
    addPlan,
    addApply,
    addDestroy,
    addReview,
    addVerify,
    addDrift,
    addAdopt,
    addReports,
    addStacks,
    addPermissions,
    addLock,
    addUnlock,
    addGateway,
    addCi,
  ])
    add(program, shell, exit);
  const words = emulatorCommand(argv);
  const emulator = program
    .command("emulator")
    .description("AWS and Cloudflare emulated on this machine, with the real terraform");
  // The emulator is loaded only by runs that use it.
  if (words.slice(0, 2).includes("emulator"))
    (await import("./emulator/emulator.js")).addEmulatorCommands(emulator, shell, exit, run);

  withExamples(program);
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    // Requested help is an answer. Everything else that commander throws means a wrong command line.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.yes : EXIT.refused;
  }
  return code;
}

/** Options of `emulator -- COMMAND…`, before the two dashes. */
const RUN_OPTIONS = /^(--providers( \S+|=\S*))?$/;

/**
 * `emulator -- COMMAND…` means `emulator run -- COMMAND…`, because a command may have the same name as one of ours. `sandbox`
 * is the old name of `emulator`, which scripts may use.
 */
function emulatorCommand(argv: readonly string[]): readonly string[] {
  const [first, ...others] = argv;
  if (first !== "emulator" && first !== "sandbox") return argv;
  const dashes = others.indexOf("--");
  const isRun = dashes !== -1 && RUN_OPTIONS.test(others.slice(0, dashes).join(" "));
  return isRun ? ["emulator", "run", ...others] : ["emulator", ...others];
}
