// Digests of plans that are made again.
import { ARTICLE_YAML, type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

test("the digest of a plan made again is the same, and of another it is not", async () => {
  await project.startApplied();
  const digest = async (policy: string) => {
    project.write("domains.yaml", ARTICLE_YAML.replace("web:", `dmarc: {policy: ${policy}}, web:`));
    await project.run("plan", "--emulated");
    const { stdout } = await project.run("review", "--emulated", "--json");
    return (JSON.parse(stdout) as { stacks: { digest: string }[] }).stacks[0]?.digest;
  };
  const first = await digest("reject");
  expect(await digest("reject")).toBe(first);
  expect(await digest("quarantine")).not.toBe(first);
});
