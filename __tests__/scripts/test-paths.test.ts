// Which tests the npm scripts run: the paths that one types, and not all of them, see CONTRIBUTING.md.
import fs from "node:fs";
import { buildArgv } from "jest";
import { testJobs } from "../../scripts/test-jobs";

const { scripts } = JSON.parse(fs.readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const parsed = async (args: readonly string[]) => {
  const { selectProjects, _: paths } = await buildArgv([...args]);
  return { selectProjects, paths };
};

test("npm test -- PATH runs these tests of both projects", async () => {
  const [, ...args] = testJobs(["__tests__/a.test.ts", "b/"]).find(({ name }) => name === "tests")!.args;
  expect(await parsed(args)).toEqual({ selectProjects: ["unit", "e2e"], paths: ["__tests__/a.test.ts", "b/"] });
});

test.each(["unit", "e2e", "long"])("npm run test:%s -- PATH runs these tests", async (project) => {
  const [, args = ""] = scripts[`test:${project}`]!.split(/\bjest /);
  expect(await parsed([...args.split(" "), "config/"])).toEqual({ selectProjects: [project], paths: ["config/"] });
});

test("jest by itself takes a path after --selectProjects as a project", async () => {
  expect(await parsed(["--selectProjects", "unit", "a.test.ts"])).toEqual({
    selectProjects: ["unit", "a.test.ts"],
    paths: [],
  });
});
