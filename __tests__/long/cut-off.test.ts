// An apply that is stopped, and one that is killed: nothing is lost, nothing is made twice.
import fs from "node:fs";
import { articleRecords, HandMadeWorld } from "../helpers/made-by-hand";
import { type Project, until, withProject } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const delay = (...args: string[]) => project.run("emulator", "fault", "delay", ...args);
const planAgain = () => project.run("plan", "--emulated", "--fail-on-changes");

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
    await project.run("plan", "--emulated");
    await delay("1500ms", "--operation", "create", "--name", "www.example.com");
    const { child, ended, stderr } = project.start("apply", "--emulated");
    await until(() => stderr().includes("mail-from-mx: Creation complete"), "the apply is under way");
    process.kill(target === "the command alone" ? child.pid! : -child.pid!, "SIGINT");
    const { code, stderr: said, stdout } = await ended;
    expect(code).toBe(130);
    expect(said).toContain("interrupted: waiting for what is under way, state is kept");
    expect(said).not.toContain("Two interrupts received");
    expect(stdout).toMatch(/^emulated: mailzone: interrupted: /m);

    await project.run("emulator", "fault", "clear");
    await project.apply();
    expect(await planAgain()).toMatchObject({ code: 0 });
    expect((await project.world()).records).toHaveLength(7);
  },
);

test("records made before a SIGKILL are named and adopted, and nothing is created twice", async () => {
  await project.run("plan", "--emulated");
  await delay("60s", "--after", "--operation", "create", "--name", "_dmarc.example.com");
  await delay("60s", "--after", "--operation", "create", "--type", "aws_sesv2_email_identity");
  const { child, ended, stderr } = project.start("apply", "--emulated");
  await until(() => stderr().includes("example_com__mail-from-spf: Creation complete"), "the apply is under way");
  await until(() => terraforms().length > 0, "terraform runs");
  const journal = () => project.read(".mailzone", "sandbox", "world.jsonl");
  await until(
    () => /"records\/[^\n]*_dmarc/.test(journal()) && /"identities\//.test(journal()),
    "the world has changed",
  );
  for (const pid of [...terraforms(), child.pid!]) process.kill(pid, "SIGKILL");
  await ended;

  expect((await project.run("apply", "--emulated")).stderr).toContain(
    'the last apply of stack "mailzone" did not end well: run mailzone plan --emulated',
  );
  const world = await project.world();
  await project.run("plan", "--emulated");
  const refused = await project.run("apply", "--emulated");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be created');
  const applied = await project.run("apply", "--emulated", "--no-preflight");
  expect(applied.code).toBe(2);
  for (const what of ['identity "example.com" of "example.com" in us-east-1', 'record "dmarc" of "example.com", TXT'])
    expect(applied.stderr).toContain(what);
  expect(applied.stderr).toContain("run mailzone adopt --emulated example.com to see it, with --write to import it");
  expect(await project.world()).toEqual(world);

  // As the messages say: adopt finds what stands outside the state, and knows its ids.
  await project.run("emulator", "fault", "clear");
  const adopted = await project.run("adopt", "--emulated", "--write");
  expect(adopted).toMatchObject({ code: 0 });
  // The two that were held up, and any other record that the kill caught between the world and the state.
  expect(adopted.stdout).toMatch(
    /^[2-5] to import unchanged, 0 to import and change, \d to create, 0 clashes, \d managed/m,
  );
  await project.apply();
  fs.rmSync(project.path("imports.yaml"));
  expect(await planAgain()).toMatchObject({ code: 0 });
  expect((await project.world()).records).toHaveLength(7);
});

test("SIGKILL in the middle of importing: the same again converges, nothing is lost and nothing is made twice", async () => {
  const made = new HandMadeWorld(project);
  made.records(articleRecords(made.identity()).slice(0, 6));
  const before = made.all();
  await project.run("adopt", "--write", "--emulated");
  expect((await project.run("plan", "--emulated")).stdout).toContain("8 to import, 1 to add, 0 to change");
  await delay("60s", "--after", "--operation", "create", "--name", "www.example.com");
  const { child, ended } = project.start("apply", "--emulated");
  const journal = () => project.read(".mailzone", "sandbox", "world.jsonl");
  await until(() => /"records\/[^\n]*www\.example/.test(journal()), "the world has changed");
  for (const pid of [...terraforms(), child.pid!]) process.kill(pid, "SIGKILL");
  await ended;
  await project.run("emulator", "fault", "clear");

  expect(await project.run("adopt", "--write", "--emulated")).toMatchObject({ code: 0 });
  await project.apply();
  fs.rmSync(project.path("imports.yaml"));
  expect(await planAgain()).toMatchObject({ code: 0 });
  const after = made.all();
  expect(after).toHaveLength(7);
  expect(after.filter(({ id }) => before.some((record) => record.id === id))).toEqual(before);
});

test("a zone that has the records already is reported clearly", async () => {
  await project.startApplied();
  fs.rmSync(project.path(".mailzone", "sandbox", "terraform.mailzone.tfstate"));
  await project.run("plan", "--emulated");
  const { code, stderr } = await project.run("apply", "--emulated");
  expect(code).toBe(2);
  for (const id of ["mail-from-mx", "mail-from-spf", "dmarc", "web-www"])
    expect(stderr).toContain(`record "${id}" of "example.com", `);
  expect(stderr).toContain("nothing is applied: run mailzone adopt --emulated example.com");
  expect((await project.world()).records).toHaveLength(7);
});
