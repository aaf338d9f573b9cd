// Programs of Python that some long tests run: strangers that speak to our emulators, and a stranger that our clients speak to.
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const OWN = path.resolve(__dirname, "..", "..", ".cache", "python", "bin", "python");

/** A Python that has tools/python/requirements.txt: `.ci/run` makes one in `.cache/python`; MAILZONE_TEST_PYTHON names another. */
export const PYTHON = [process.env.MAILZONE_TEST_PYTHON ?? OWN].find((file) => fs.existsSync(file));

/** Skipped where there is no such Python. */
export const describeWithPython = (PYTHON === undefined ? describe.skip : describe) as typeof describe;

export interface PythonRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `python args…` to its end, in the background, so that a server of this process can answer it; `input` is its stdin. */
export function runPython(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = process.cwd(),
  input = "",
) {
  return new Promise<PythonRun>((resolve) => {
    const options = { cwd, env: environment(env), maxBuffer: 1e8 };
    const child = execFile(PYTHON ?? "python3", args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

export interface PythonServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server that tells its address as `Running on http://…`, as Flask's do. */
export async function startPython(args: readonly string[]): Promise<PythonServer> {
  const child = spawn(PYTHON ?? "python3", args, { env: environment({}), stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += String(chunk);
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("close", () => reject(new Error(said)));
  });
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Nothing of the machine's own: no credentials, no proxies. */
function environment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, PYTHONDONTWRITEBYTECODE: "1", ...env };
}
