// The folder of the emulator's world, and who may use it: one command at a time. Nothing in it may link to another place.
import fs from "node:fs";
import path from "node:path";
import type { EmulatorAccess } from "../../packages/emulator/index";
import { projectFolder } from "../app/project";
import { Refused } from "../app/refused";
import { refuseLinksIn } from "../terraform/links";
import type { Shell } from "./shell";

/** What the emulator writes or empties. Whoever provides a folder of stacks may put any links in it. */
const OWN = ["aws", "bin", "out", "outbox", "plans", "reports", "types", path.join("out", "stacks")];

/** The folder for everything that the emulator keeps, absolute. */
export function emulatorFolder(shell: Pick<Shell, "cwd" | "root" | "world">): string {
  return path.join(projectFolder(shell), ".mailzone", shell.world ?? "sandbox");
}

/** Variables that whatever runs in the emulator gets: its folder. The second is the name of earlier versions. */
const VARIABLES = ["MAILZONE_EMULATOR", "MAILZONE_SANDBOX"] as const;

/** Without the variables of the emulator, for a run that is not emulated. */
export const NOT_EMULATED = Object.fromEntries(VARIABLES.map((name) => [name, undefined]));

/** Refuses to use the emulator from a command that runs in it: it would wait for itself. */
function refuseWithin(env: Shell["env"]): void {
  const set = VARIABLES.filter((name) => env[name]);
  const [name, other] = set;
  if (name === undefined) return;
  if (other !== undefined && env[name] !== env[other]) {
    throw new Refused(
      `${name} is "${env[name]}" and ${other} is "${env[other]}", but both name the emulator that runs this command: unset ${other}, the older name`,
    );
  }
  throw new Refused(
    `"mailzone emulator -- …" runs this already (${name} is "${env[name]}"), and has the emulator until it ends: run the mailzone command by itself`,
  );
}

/**
 * Describes who wants to use the emulator's world, and for what.
 * @throws TerraformError if a link would lead a write or a deletion to another place; Refused within `emulator -- COMMAND`: its
 * world is in use until the command ends, and its terraform uses only that world
 */
export function emulatorAccess(shell: Shell, purpose: string): EmulatorAccess {
  const folder = emulatorFolder(shell);
  refuseWithin(shell.env);
  const stacks = path.join(folder, "out", "stacks");
  const project = projectFolder(shell);
  refuseLinksIn(project, folder);
  for (const name of OWN) refuseLinksIn(project, path.join(folder, name));
  const names = fs.existsSync(stacks) ? fs.readdirSync(stacks) : [];
  for (const name of names) refuseLinksIn(project, path.join(stacks, name));
  const log = (line: string) => shell.say(line);
  const { pid, isRunning } = shell;
  return { folder, pid, purpose, log, isRunning };
}
