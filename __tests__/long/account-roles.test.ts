// An account with a role for plan and one for apply: which of them the real terraform takes on is decided when it runs, also
// for a plan that was saved, and no digest depends on it.
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(90_000);

const ACCOUNT = "444455556666";
const [PLAN, APPLY] = ["plan", "apply"].map((purpose) => `arn:aws:iam::${ACCOUNT}:role/mail-${purpose}`) as [
  string,
  string,
];
const domains = (settings: string, role = `{plan: '${PLAN}', apply: '${APPLY}'}`) =>
  `defaults: {aws: {region: us-east-1}, protect: false}
domains:
  - {domain: example.com, aws: {assumeRoleArn: ${role}}, ${settings}}
`;

let project: Project;
withProject((fresh) => {
  project = fresh;
}, domains("dmarc: {rua: dmarc@example.com}"));

/** The roles that were taken on since the last time. */
async function assumed(): Promise<string[]> {
  const journal = ".mailzone/sandbox/world.jsonl";
  const { stdout } = await project.run("emulator", "status", "--json");
  const { calls } = JSON.parse(stdout) as { calls: string[] };
  const kept = project
    .read(...journal.split("/"))
    .split("\n")
    .filter((line) => !line.includes('"calls/'));
  project.write(journal, kept.join("\n"));
  return calls.flatMap((call) => /^sts:AssumeRole (.*)/.exec(call)?.[1] ?? []);
}

async function digest(): Promise<string> {
  const { stdout } = await project.run("review", "--emulated", "--format", "json");
  return (JSON.parse(stdout) as { stacks: { digest: string }[] }).stacks[0]?.digest ?? "";
}

test("plan reads by the one, a saved plan is applied by the other, and a reviewed digest holds for both", async () => {
  // Whatever the environment says, the command decides.
  project.env = { TF_VAR_mailzone_purpose: "apply" };
  expect(await project.run("plan", "--emulated")).toMatchObject({ code: 0 });
  expect(await assumed()).toEqual([PLAN]);
  const first = await digest();
  expect(await project.run("apply", "--emulated")).toMatchObject({ code: 0 });
  expect(await assumed()).toEqual([APPLY]);
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);

  project.write("domains.yaml", domains("mailFrom: bounce"));
  expect(await project.run("plan", "--emulated")).toMatchObject({ code: 0 });
  await assumed();
  const reviewed = await digest();
  expect(reviewed).not.toBe(first);
  const applied = await project.run("apply", "--emulated", "--expect", `mailzone=${reviewed}`);
  expect(applied).toMatchObject({ code: 0 });
  expect(await assumed()).toEqual([APPLY]);

  expect(await project.run("destroy", "--all", "--yes", "--emulated")).toMatchObject({ code: 0 });
  expect(await assumed()).toEqual([APPLY]);
});

test("another role for the apply is another digest; one role becomes two without touching a resource", async () => {
  project.write("domains.yaml", domains("mailFrom: bounce", `'${APPLY}'`));
  const { stdout } = await project.run("check");
  expect(stdout).toMatch(/^domains\.yaml:3:.*\(role-shared\)$/m);
  expect(await project.run("plan", "--emulated")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("1 warning: mailzone check\n"),
  });
  await project.apply();
  await assumed();

  project.write("domains.yaml", domains("mailFrom: bounce"));
  const split = await project.run("plan", "--emulated", "--fail-on-changes");
  expect(split).toMatchObject({ code: 0, stdout: expect.stringContaining("no changes") });
  expect(await assumed()).toEqual([PLAN]);
  const one = await digest();
  project.write("domains.yaml", domains("mailFrom: bounce", `{plan: '${PLAN}', apply: '${APPLY}-x'}`));
  await project.run("plan", "--emulated");
  expect(await digest()).not.toBe(one);
});
