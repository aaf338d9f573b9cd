// mailzone init: creates a repository. It asks on a terminal, takes options elsewhere, and writes everything or nothing.
import fs from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { PACKAGE, packageFile } from "../app/package";
import { Refused } from "../app/refused";
import { present, writeNew } from "../files/write-new";
import type { Answers } from "../init/domains-yaml";
import { type NewFile, repositoryFiles } from "../init/files";
import { AnswerError, type Pipeline, QUESTIONS, type Question, questionsFor } from "../init/questions";
import { INVOCATION } from "./invocation";
import { EXIT, type Shell } from "./shell";

const PIPELINES: readonly (readonly [pipeline: Pipeline, name: string])[] = [
  ["github", "GitHub Actions"],
  ["gitlab", "GitLab CI"],
  ["atlantis", "Atlantis"],
];

type InitOptions = { readonly [P in Pipeline]?: boolean } & { readonly [K in Question["key"]]?: string };

export function addInit(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("init")
    .description(
      "a repository of your own: domains.yaml, package.json and pipelines, in a folder that has none of them",
    )
    .argument("[dir]", "the folder; made where it is not there", ".");
  for (const [pipeline, name] of PIPELINES) {
    const others = PIPELINES.map(([other]) => other).filter((other) => other !== pipeline);
    command.addOption(new Option(`--${pipeline}`, `with ${name}'s pipelines`).conflicts(others));
  }
  for (const { key, value, help } of QUESTIONS) command.option(`--${key} <${value}>`, help);
  command.action(async (folder: string, options: InitOptions) => exit(await init(shell, folder, options)));
}

async function init(shell: Shell, name: string, options: InitOptions): Promise<number> {
  const [pipeline] = PIPELINES.find(([one]) => options[one]) ?? [];
  const folder = path.resolve(shell.cwd, name);
  const templates = pipeline === undefined ? [] : templatesOf(pipeline);
  const manifest = packageFile();
  const filesOf = (answers: Answers) =>
    repositoryFiles({ answers, manifest, templates, ...(pipeline !== undefined && { pipeline }) });

  // Checked before anything is asked, so that nobody answers in vain. With an owner, who is optional, there are the most files.
  const sample = filesOf({ domain: "", region: "", backend: { type: "local" }, owner: "" });
  refusePresent(folder, name, sample);
  const files = filesOf(await answersOf(shell, options, pipeline));
  try {
    writeNew(folder, files);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") refusePresent(folder, name, files);
    throw error;
  }
  shell.print(
    `${files.length} files are written into "${name}":\n${files.map(({ path: file }) => `  ${file}`).join("\n")}`,
  );
  shell.print(
    `Next:\n${nextSteps(name, pipeline)
      .map((step) => `  ${step}`)
      .join("\n")}`,
  );
  return EXIT.yes;
}

function refusePresent(folder: string, name: string, files: readonly NewFile[]): void {
  const found = present(
    folder,
    files.map((file) => file.path),
  );
  if (found.length === 0) return;
  const is = found.length === 1 ? "is there already, and is" : "are there already, and are";
  throw new Refused(
    `${found.map((file) => `"${file}"`).join(", ")} in "${name}" ${is} not written over: nothing is written, move them away or name another folder`,
  );
}

/** The pipelines as they are in the package. What they run is in the package too. */
function templatesOf(pipeline: Pipeline): NewFile[] {
  const folder = path.join(PACKAGE, "pipelines", pipeline);
  const names = fs.readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => ({ path: name, text: fs.readFileSync(path.join(folder, name), "utf8") }));
}

async function answersOf(shell: Shell, options: InitOptions, pipeline: Pipeline | undefined): Promise<Answers> {
  const questions = questionsFor(pipeline);
  const { ask } = shell;
  const missing = questions.filter(({ key }) => options[key] === undefined);
  if (missing.length > 0 && ask === undefined) {
    const lines = missing.map(({ key, value, help }) => `  --${key} <${value}>  ${help}`);
    throw new Refused(`init has no terminal on which to ask, and needs:\n${lines.join("\n")}`);
  }
  if (options.owner !== undefined && !questions.some(({ key }) => key === "owner"))
    throw new Refused(
      "--owner is written into CODEOWNERS, which only a repository with pipelines gets: add --github, --gitlab or --atlantis",
    );
  let known: Partial<Answers> = {};
  for (const question of questions) {
    const given = options[question.key];
    known =
      given === undefined
        ? await asked(ask, shell.say, question, known, pipeline)
        : taken(question, given, known, pipeline);
  }
  return known as Answers;
}

/** The value of an option. */
function taken(
  { key, read }: Question,
  text: string,
  known: Partial<Answers>,
  pipeline: Pipeline | undefined,
): Partial<Answers> {
  try {
    return { ...known, ...read(text.trim(), known, pipeline) };
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    throw new Refused(`--${key}: ${error.message}`);
  }
}

/** Asks on the terminal until the answer is valid. */
async function asked(
  ask: Shell["ask"],
  say: Shell["say"],
  question: Question,
  known: Partial<Answers>,
  pipeline: Pipeline | undefined,
): Promise<Partial<Answers>> {
  const fallback = question.fallback?.(known);
  for (;;) {
    const line = await ask?.(`${question.prompt}${fallback === undefined ? "" : ` [${fallback}]`}: `);
    if (line === undefined) throw new Refused("nothing is written: not all was answered");
    const text = line || fallback;
    if (text === undefined) continue;
    try {
      return { ...known, ...question.read(text, known, pipeline) };
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      say(error.message);
    }
  }
}

function nextSteps(name: string, pipeline: Pipeline | undefined): string[] {
  const docs = "node_modules/@mailzone/mailzone/docs";
  return [
    ...(name === "." ? [] : [`cd ${/^[\w./][\w./-]*$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`}`]),
    "npm install                             # and commit package-lock.json with the rest",
    `${INVOCATION} check`,
    `${INVOCATION} adopt --write   # where the zone has records of this domain already`,
    `${INVOCATION} lock            # the providers' checksums, to be committed`,
    pipeline === undefined
      ? `${INVOCATION} plan            # ${docs}/pipelines.md, where several work on it`
      : `${docs}/pipelines-${pipeline}.md says how the first change is reviewed and applied`,
  ];
}
