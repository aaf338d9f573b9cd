// mailzone init: creates a repository. It asks on a terminal, and takes options elsewhere.
import { type Command, Option } from "commander";
import { shellWord } from "../app/command-line";
import { createRepository } from "../app/init";
import { type InitQuestion, type Pipeline, QUESTIONS } from "../init/questions";
import { INVOCATION } from "./invocation";
import { EXIT, type Shell } from "./shell";

const PIPELINES: readonly (readonly [pipeline: Pipeline, name: string])[] = [
  ["github", "GitHub Actions"],
  ["gitlab", "GitLab CI"],
  ["atlantis", "Atlantis"],
];

type InitOptions = { readonly [P in Pipeline]?: boolean } & { readonly [K in InitQuestion["key"]]?: string };

export function addInit(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("init")
    .description(
      "a repository of your own: domains.yaml, package.json and pipelines, in a folder that has none of them",
    )
    .argument("[dir]", "the folder; it is created if it does not exist", ".");
  for (const [pipeline, name] of PIPELINES) {
    const others = PIPELINES.map(([other]) => other).filter((other) => other !== pipeline);
    command.addOption(new Option(`--${pipeline}`, `with pipelines for ${name}`).conflicts(others));
  }
  for (const { key, value, help } of QUESTIONS) command.option(`--${key} <${value}>`, help);
  command.action(async (folder: string, options: InitOptions) => exit(await init(shell, folder, options)));
}

async function init(shell: Shell, folder: string, options: InitOptions): Promise<number> {
  const [pipeline] = PIPELINES.find(([one]) => options[one]) ?? [];
  const files = await createRepository(shell, { folder, pipeline, answers: options });
  const names = files.map(({ path }) => `  ${path}`);
  shell.print(`${files.length} files are written into "${folder}":\n${names.join("\n")}`);
  const steps = nextSteps(folder, pipeline).map((step) => `  ${step}`);
  shell.print(`Next:\n${steps.join("\n")}`);
  return EXIT.yes;
}

function nextSteps(name: string, pipeline: Pipeline | undefined): string[] {
  const docs = "node_modules/@mailzone/mailzone/docs";
  return [
    ...(name === "." ? [] : [`cd ${shellWord(name)}`]),
    "npm install                             # and commit package-lock.json with the rest",
    `${INVOCATION} check`,
    `${INVOCATION} adopt --write   # where the zone has records of this domain already`,
    `${INVOCATION} lock            # the providers' checksums, to be committed`,
    pipeline === undefined
      ? `${INVOCATION} plan            # ${docs}/pipelines.md, where several work on it`
      : `${docs}/pipelines-${pipeline}.md says how the first change is reviewed and applied`,
  ];
}
