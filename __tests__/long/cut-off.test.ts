// An apply that is stopped, and one that is killed: nothing is lost, nothing is made twice.
import fs from "node:fs";
import { Project, until } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());
afterAll(() => Project.clean());

const delay = (...args: string[]) => project.run("sandbox", "fault", "delay", ...args);
const planAgain = () => project.run("plan", "--sandbox", "--fail-on-changes");

/** The processes of terraform in this project's stack folder. */
function terraforms(): number[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return (
          fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(project.path(".mailzone")) &&
          fs.readlinkSync(`/proc/${pid}/exe`).includes("terraform")
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

test.each(["the command alone", "its whole group"])(
  "Ctrl-C to %s: terraform is interrupted once, its state is kept",
  async (target) => {
    await project.run("plan", "--sandbox");
    await delay("1500ms", "--operation", "create", "--name", "www.example.com");
    const { child, ended, stderr } = project.start("apply", "--sandbox");
    await until(() => stderr().includes("mail-from-mx: Creation complete"), "the apply is under way");
    process.kill(target === "the command alone" ? child.pid! : -child.pid!, "SIGINT");
    const { code, stderr: said, stdout } = await ended;
    expect(code).toBe(130);
    expect(said).toContain("interrupted: waiting for what is under way, state is kept");
    expect(said).not.toContain("Two interrupts received");
    expect(stdout).toMatch(/^sandbox: mailzone: interrupted: /m);

    await project.run("sandbox", "fault", "clear");
    await project.apply();
    expect(await planAgain()).toMatchObject({ code: 0 });
    expect((await project.world()).records).toHaveLength(7);
  },
);

test("SIGKILL after the effect: what stands outside the state is named with its import, and nothing is made twice", async () => {
  await project.run("plan", "--sandbox");
  await delay("60s", "--after", "--operation", "create", "--name", "_dmarc.example.com");
  await delay("60s", "--after", "--operation", "create", "--type", "aws_sesv2_email_identity");
  const { child, ended, stderr } = project.start("apply", "--sandbox");
  await until(() => stderr().includes("example_com__mail-from-spf: Creation complete"), "the apply is under way");
  await until(() => terraforms().length > 0, "terraform runs");
  const journal = () => project.read(".mailzone", "sandbox", "world.jsonl");
  await until(
    () => /"records\/[^\n]*_dmarc/.test(journal()) && /"identities\//.test(journal()),
    "the world has changed",
  );
  for (const pid of [...terraforms(), child.pid!]) process.kill(pid, "SIGKILL");
  await ended;

  expect((await project.run("apply", "--sandbox")).stderr).toContain(
    'the last apply of stack "mailzone" did not end well: run mailzone plan --sandbox',
  );
  const world = await project.world();
  await project.run("plan", "--sandbox");
  const apply = await project.run("apply", "--sandbox");
  expect(apply.code).toBe(2);
  const chdirOption = ["-chdir=.mailzone/sandbox/out/stacks/mailzone"];
  const chdir = `npx mailzone sandbox -- terraform ${chdirOption}`;
  expect(apply.stderr).toContain('identity "example.com" of "example.com" in us-east-1 exists outside the state');
  expect(apply.stderr).toContain(`${chdir} import 'aws_sesv2_email_identity.example_com' 'example.com@us-east-1'`);
  expect(apply.stderr).toContain('record "dmarc" of "example.com", TXT "_dmarc.example.com", exists outside the state');
  expect(await project.world()).toEqual(world);

  // As the messages say, for each that is named; the record's id is that of the name in the zone's list.
  const status = JSON.parse((await project.run("sandbox", "status", "--json")).stdout) as {
    zones: { records: { id: string; name: string }[] }[];
  };
  for (const advice of apply.stderr.split(/^(?=record |identity )/m).slice(1)) {
    const [, address = "", importId = ""] = / import '(\S+)' '([^']+)'/.exec(advice) ?? [];
    const [, name] = /\?name=([^)]+)\)/.exec(advice) ?? [];
    const record = status.zones[0]?.records.find((candidate) => candidate.name === name);
    const id = importId.replace("<record id>", record?.id ?? "");
    expect(await project.run("sandbox", "--", "terraform", ...chdirOption, "import", address, id)).toMatchObject({
      code: 0,
    });
  }
  await project.apply();
  expect(await planAgain()).toMatchObject({ code: 0 });
  expect((await project.world()).records).toHaveLength(7);
});

test("a zone that has the records already is told of clearly", async () => {
  await project.startApplied();
  fs.rmSync(project.path(".mailzone", "sandbox", "terraform.mailzone.tfstate"));
  await project.run("plan", "--sandbox");
  const { code, stderr } = await project.run("apply", "--sandbox");
  expect(code).toBe(2);
  for (const id of ["mail-from-mx", "mail-from-spf", "dmarc", "web-www"])
    expect(stderr).toContain(`record "${id}" of "example.com", `);
  expect((await project.world()).records).toHaveLength(7);
});
