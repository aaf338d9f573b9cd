// Expectations of an apply that are refused.
import { Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

test.each([
  [["--expect", "mailzone"], '"mailzone" is no expectation: write STACK=DIGEST, as in the review'],
  [["--expect", "mailzone=a", "--expect", "mailzone=b"], 'stack "mailzone" is expected with two digests: name one'],
  [["mailzone", "--expect", "mailzone=a"], "apply got stack names and expectations: --expect names the stacks already"],
  [["--expect", "nope=a"], 'stack "nope" is not in the configuration: the stacks are mailzone'],
  [
    ["--expect", `mailzone=v1-${"0".repeat(64)}`],
    'stack "mailzone" was reviewed with a digest of version v1, this mailzone makes v2: review the plan again, and expect the digest of that review',
  ],
  [["--expect-file", "nothing"], 'cannot read "nothing": it is not there (ENOENT): name a file of STACK=DIGEST lines'],
])("apply %j is refused", async (args, message) => {
  expect(await project.runHere("apply", "--emulated", ...args)).toMatchObject({ code: 2, stderr: `${message}\n` });
});
