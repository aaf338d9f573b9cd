// `npm test`: format and lint, types, and the tests that are quick, side by side. What follows `--` goes to jest:
// `npm test -- __tests__/layers.test.ts`.
import { sideBySide } from "./side-by-side";

const JOBS = [
  { name: "lint", args: ["node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."] },
  { name: "types", args: ["node_modules/typescript/bin/tsc", "--pretty", `${process.stdout.isTTY === true}`] },
  {
    name: "tests",
    // An option that takes no value stands last: --selectProjects would take a path for a project.
    args: ["node_modules/jest/bin/jest.js", "--selectProjects", "unit", "e2e", "--ci", ...process.argv.slice(3)],
    isShown: true,
  },
];
/** As a shell tells of a signal. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

async function main(): Promise<void> {
  let code: number | undefined;
  // What a signal has ended has found nothing.
  const jobs = sideBySide(JOBS, (text) => code === undefined && process.stderr.write(text));
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      code = CODES[signal];
      jobs.signal(signal);
    });
  const told = await jobs.code;
  process.exitCode = code ?? told;
}

void main();
