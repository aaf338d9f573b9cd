// mailzone sandbox: any command in the sandbox, and what can be done to its world.
import path from "node:path";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import {
  addZoneInSandbox,
  advanceSandbox,
  armSandboxFault,
  clearSandboxFaults,
  deleteInSandbox,
  resetSandbox,
  sandboxStatus,
} from "../sandbox/commands";
import { parseDuration } from "../sandbox/duration";
import { renderStatus } from "../sandbox/status-text";
import type { FaultMatch } from "../sandbox/world/faults";
import { runProcess } from "../terraform/process/process";
import { addDemo } from "./demo";
import { type FormatOptions, formatOf, withFormat } from "./options";
import { EXIT, type Shell } from "./shell";
import { sandboxAccess, withSandboxEnvironment } from "./workspace";

type Exit = (code: number) => void;

export function addSandbox(program: Command, shell: Shell, exit: Exit): void {
  const sandbox = program
    .command("sandbox")
    .description("AWS and Cloudflare emulated on this machine, with the real terraform")
    .addHelpText(
      "after",
      "\nmailzone sandbox -- COMMAND… runs any command in it: terraform, cdktf and their arguments, unchanged.",
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

  addEdit(sandbox, shell, say);
  addFault(sandbox, shell, say);
}

function addEdit(sandbox: Command, shell: Shell, say: (line: string) => void): void {
  const edit = sandbox.command("edit").description("change its world behind Terraform's back");
  const access = () => sandboxAccess(shell, "sandbox edit");
  const kinds = ["identity", "zone", "distribution"];

  edit
    .command("add")
    .description("make a zone that a configuration can look up by name")
    .addArgument(new Argument("<kind>", "what to make").choices(["zone"]))
    .argument("<name>", "its name, such as example.com")
    .action(async (_kind: string, name: string) => {
      const zone = await addZoneInSandbox(access(), name);
      say(`made the zone ${zone.name} with the id ${zone.id}`);
    });

  edit
    .command("delete")
    .description("delete a record; or an identity, a zone or a distribution, with all that hangs on it")
    .argument("<name>", `a record's full name, such as _dmarc.example.com; or one of ${kinds.join(", ")}`)
    .argument("[type]", "a record type such as TXT (default: all records of the name); or the name of the identity, …")
    .action(async (name: string, type?: string) => {
      const other = kinds.includes(name) && type !== undefined;
      const deletion = other ? { name: type, type: name } : { name, ...(type === undefined ? {} : { type }) };
      for (const line of await deleteInSandbox(access(), deletion)) say(`deleted ${line}`);
    });
}

interface MatchOptions extends FaultMatch {
  readonly for?: string;
}

function addFault(sandbox: Command, shell: Shell, say: (line: string) => void): void {
  const fault = sandbox.command("fault").description("let the next calls to AWS or Cloudflare fail or take long");
  const access = () => sandboxAccess(shell, "sandbox fault");
  const match = (command: Command) =>
    command
      .addOption(
        new Option("--operation <operation>", "which calls")
          .choices(["any", "create", "read", "update", "delete"])
          .default("any"),
      )
      .option("--type <type>", "Terraform's name of the resource type (default: any)")
      .option("--name <part>", "part of the record's or identity's name (default: any)")
      .option("--times <count>", "how many calls; 0: all until it is cleared", wholeNumber, 1);

  match(fault.command("error").description("answer with an error"))
    .option("--status <status>", "the HTTP status, such as 429", wholeNumber, 500)
    .option("--code <code>", "the service's own error code")
    .option("--message <text>", "the service's own words")
    .action(async (options: MatchOptions & { status: number; code?: string; message?: string }) => {
      await armSandboxFault(access(), { kind: "error", ...options });
      say(`armed an error ${options.status} for ${subject(options)}`);
    });

  match(fault.command("delay").argument("<duration>", "such as 500ms or 30s").description("answer late"))
    .option("--after", "after the effect: the call has worked, and nobody is told yet")
    .action(async (duration: string, { after, ...options }: MatchOptions & { after?: boolean }) => {
      const milliseconds = parseDuration(duration);
      await armSandboxFault(access(), { kind: "delay", milliseconds, when: after ? "after" : "before", ...options });
      say(`armed a delay of ${duration} ${after ? "after" : "before"} the effect for ${subject(options)}`);
    });

  fault
    .command("clear")
    .description("disarm what is armed")
    .action(async () => say(`disarmed ${await clearSandboxFaults(access())} faults`));
}

async function run(shell: Shell, file: string, args: readonly string[]): Promise<number> {
  return withSandboxEnvironment(shell, {}, async (env) => {
    shell.say(`sandbox: ${[file, ...args].join(" ")}`);
    const { cwd, interrupts } = shell;
    // npx has it on the PATH already, and finds the cdktf of the project.
    const PATH = [env.PATH, path.join(cwd, "node_modules", ".bin")].filter(Boolean).join(path.delimiter);
    const { code, interrupted } = await runProcess(file, args, {
      cwd,
      env: { ...env, PATH },
      interrupts,
      interrupt: "group",
      stdio: "inherit",
    });
    return code ?? (interrupted ? EXIT.interrupted : EXIT.refused);
  });
}

function subject({ operation = "any", type = "any type", name, times = 1 }: FaultMatch): string {
  const calls = times === 0 ? "every call" : times === 1 ? "the next call" : `the next ${times} calls`;
  return `${calls} (${operation}, ${type}${name === undefined ? "" : `, name with "${name}"`})`;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("write a whole number.");
  return Number(text);
}
