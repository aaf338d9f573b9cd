// The jobs of `npm test`, which run in parallel.
import type { Job } from "./side-by-side";

/** @param args what follows `--` on the command line, for jest: paths of tests and options */
export function testJobs(args: readonly string[]): Job[] {
  return [
    { name: "lint", args: ["node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."] },
    { name: "types", args: ["node_modules/typescript/bin/tsc", "--pretty", `${process.stdout.isTTY === true}`] },
    {
      name: "tests",
      // --ci, which takes no value, stands before the paths: --selectProjects would take a path as the name of a project.
      args: ["node_modules/jest/bin/jest.js", "--selectProjects", "unit", "e2e", "--ci", ...args],
      isShown: true,
    },
  ];
}
