// The hand-over table from state, from a saved output, and when the state cannot be read; and two commands at once.
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

test("a state that cannot be read is an error, never placeholders", async () => {
  await project.startApplied();
  project.write(".mailzone/sandbox/terraform.mailzone.tfstate", "{ broken");
  const { code, stdout, stderr } = await project.runHere("records", "--emulated");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain('stack "mailzone": Error: Unsupported state file format');
  expect(await project.runHere("records", "--emulated", "--placeholders")).toMatchObject({ code: 0 });
});
