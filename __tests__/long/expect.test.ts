// Several stacks, applied by the digests of their review.
import { domainsYaml, entryOf, Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

/** Plans, and gives `STACK=DIGEST` of each stack as the review has it. */
async function reviewed(): Promise<string[]> {
  await project.run("plan", "--sandbox");
  const { stdout } = await project.run("review", "--sandbox", "--format", "json");
  const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; digest: string }[] };
  return stacks.map(({ stack, digest }) => `${stack}=${digest}`);
}

test("of two stacks none is applied where one is not as reviewed; a file names them all", async () => {
  project.write(
    "domains.yaml",
    domainsYaml(entryOf("example.com", "us-east-1"), entryOf("example.org", "eu-west-1", "stack: other")),
  );
  const digests = await reviewed();
  project.write("digests", `# reviewed\n${digests[0]}\nother=v1-${"0".repeat(64)}\n`);
  expect(await project.run("apply", "--sandbox", "--expect-file", "digests")).toMatchObject({ code: 1 });
  expect(await project.world()).toEqual({ records: [], identities: [] });
  project.write("digests", digests.join("\n"));
  expect(await project.run("apply", "--sandbox", "--expect-file", "digests")).toMatchObject({ code: 0 });
  expect((await project.world()).identities).toHaveLength(2);
});
