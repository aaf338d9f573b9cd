// Creates a repository. It asks a person what is not given, and writes everything or nothing.
import fs from "node:fs";
import path from "node:path";
import { present, writeNew } from "../files/write-new";
import type { Answers } from "../init/domains-yaml";
import { type NewFile, repositoryFiles } from "../init/files";
import { AnswerError, type InitQuestion, type Pipeline, questionsFor } from "../init/questions";
import type { Context } from "./context";
import { PACKAGE, packageFile } from "./package";
import { Refused } from "./refused";

export interface RepositoryRequest {
  /** The folder, which is created if it is not there. */
  readonly folder: string;
  /** @default - no pipeline */
  readonly pipeline: Pipeline | undefined;
  /** The answers as a person would type them, by question. @default - the person is asked */
  readonly answers: { readonly [K in InitQuestion["key"]]?: string | undefined };
}

/**
 * Writes the files of a new repository.
 * @returns them, in the order of writing
 * @throws Refused if a file is there already, an answer is not valid or missing: then nothing is written
 */
export async function createRepository(
  context: Pick<Context, "ask" | "cwd" | "say">,
  request: RepositoryRequest,
): Promise<readonly NewFile[]> {
  const { folder: name, pipeline } = request;
  const folder = path.resolve(context.cwd, name);
  const templates = pipeline === undefined ? [] : templatesOf(pipeline);
  const manifest = packageFile();
  const filesOf = (answers: Answers) => repositoryFiles({ answers, manifest, templates, pipeline });

  // Checked before anything is asked, so that nobody answers in vain. With an owner, who is optional, there are the most files.
  const sample = filesOf({ domain: "", region: "", backend: { type: "local" }, owner: "" });
  refusePresent(folder, name, sample);
  const files = filesOf(await answersOf(context, request));
  try {
    writeNew(folder, files);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") refusePresent(folder, name, files);
    throw error;
  }
  return files;
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

async function answersOf(
  context: Pick<Context, "ask" | "say">,
  { pipeline, answers }: RepositoryRequest,
): Promise<Answers> {
  const questions = questionsFor(pipeline);
  const { ask, say } = context;
  const missing = questions.filter(({ key }) => answers[key] === undefined);
  if (missing.length > 0 && ask === undefined) {
    const lines = missing.map(({ key, value, help }) => `  --${key} <${value}>  ${help}`);
    throw new Refused(`init has no terminal on which to ask, and needs:\n${lines.join("\n")}`);
  }
  if (answers.owner !== undefined && !questions.some(({ key }) => key === "owner"))
    throw new Refused(
      "--owner is written into CODEOWNERS, which only a repository with pipelines gets: add --github, --gitlab or --atlantis",
    );
  let known: Partial<Answers> = {};
  for (const question of questions) {
    const given = answers[question.key];
    known =
      given === undefined ? await asked(ask, say, question, known, pipeline) : taken(question, given, known, pipeline);
  }
  return known as Answers;
}

/** The value of an option. */
function taken(
  { key, read }: InitQuestion,
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
  ask: Context["ask"],
  say: Context["say"],
  question: InitQuestion,
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
