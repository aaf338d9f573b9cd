// `npm test`: lint, types, and the quick tests, in parallel. Arguments after `--` go to jest: `npm test -- __tests__/layers.test.ts`.
import { sideBySide } from "./side-by-side";
import { testJobs } from "./test-jobs";

/** The exit codes that a shell gives for these signals. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

async function main(): Promise<void> {
  let code: number | undefined;
  // A job that was ended by a signal has no result to show.
  const jobs = sideBySide(testJobs(process.argv.slice(3)), (text) => code === undefined && process.stderr.write(text));
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      code = CODES[signal];
      jobs.signal(signal);
    });
  const result = await jobs.code;
  process.exitCode = code ?? result;
}

void main();
