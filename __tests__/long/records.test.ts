// The emulator over time, and for two commands at once.
import fs from "node:fs";
import { KINDS } from "../../lib/dns/kinds/kinds";
import { type Project, until, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

test("a second command in the emulator waits for the first, and says so", async () => {
  const run = "fs.writeFileSync('runs', ''); setInterval(() => fs.existsSync('over') && process.exit(), 20)";
  const first = project.start("emulator", "--", process.execPath, "-e", run);
  await until(() => fs.existsSync(project.path("runs")), "the first command");
  const second = project.start("emulator", "advance", "73h");
  await until(() => second.stderr().includes("waiting"), "the second one's word");
  project.write("over", "");
  const { code, stdout, stderr } = await second.ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("emulated: its clock shows ") });
  expect(stderr).toMatch(/^emulator ".*" is in use by process \d+ \(a command in the emulator\): waiting\n$/);
  expect((await first.ended).code).toBe(0);
});

test("SES gives up after 72 hours without the records", async () => {
  await project.run("plan", "--emulated");
  await project.run("emulator", "fault", "error", "--status", "403", "--type", "cloudflare_dns_record", "--times", "0");
  const apply = await project.run("apply", "--emulated", "--no-preflight");
  expect(apply).toMatchObject({ code: 2, stderr: expect.stringContaining("Creation errored") });
  expect((await project.world()).identities).toEqual(["example.com us-east-1 PENDING"]);
  await project.run("emulator", "advance", "73h");
  expect((await project.world()).identities).toEqual(["example.com us-east-1 FAILED"]);
});

test("a saved terraform output gives the same table as the state, and is refused where it is something else", async () => {
  await project.startApplied();
  const table = await project.run("records", "--emulated", "--json");
  const saved = await project.run(
    "emulator",
    "--",
    "terraform",
    "-chdir=.mailzone/sandbox/out/stacks/mailzone",
    "output",
    "-json",
  );
  project.write("outputs.json", saved.stdout);
  expect(await project.run("records", "--from", "outputs.json", "--json")).toMatchObject({
    code: 0,
    stdout: table.stdout,
  });
  expect((await project.run("records", "--from", "outputs.json", "example.com")).stdout.split("\n\n")).toHaveLength(8);

  project.write("outputs.json", "{}");
  expect(await project.run("records", "--from", "outputs.json")).toMatchObject({
    code: 2,
    stderr: '"outputs.json" has no output "records": save terraform output -json of a mailzone stack\n',
  });
  expect(await project.run("records", "--from", "nothing.json")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('cannot read "nothing.json"'),
  });
  const run = (...args: string[]) => project.run("records", "--placeholders", ...args);
  expect(
    await run(
      "--only",
      "example.com",
      "--zone",
      "example.com",
      "--purpose",
      "dkim",
      "--purpose",
      "dmarc",
      "--format",
      "csv",
    ),
  ).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Type,Name,Value,.*\r\n(CNAME,.*\r\n){3}TXT,.*\r\n$/),
  });
  expect(await run("--purpose", "spam")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`The purposes are ${Object.keys(KINDS).join(", ")}.`),
  });
  expect(await run("--zone", "example.org")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"example.org" has no records here: the zones are example.com\n'),
  });
  expect(await run("--format", "bind")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining('bind got placeholders instead of values, in "dkim-1" of "example.com"'),
  });
  expect(await project.run("records", "--emulated", "--format", "cloudflare")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^; emulated: .*\n\$ORIGIN example\.com\.\n(.* ; cf_tags=cf-proxied:false\n){3}/),
  });
  expect(await project.run("records", "example.org", "--placeholders")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"example.org" has no records here: the entries are example.com\n'),
  });
});
