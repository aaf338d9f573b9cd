// mailzone adopt where something is not as it should be: what it says, how it ends, and what it leaves in imports.yaml.
import fs from "node:fs";
import { articleRecords, HandMadeWorld } from "../helpers/made-by-hand";
import { domainsYaml, entryOf, type Project, until, withProject } from "../helpers/project";

jest.setTimeout(120_000);

let project: Project;
let world: HandMadeWorld;
withProject((fresh) => {
  project = fresh;
  world = new HandMadeWorld(project);
});

const adopt = (...args: string[]) => project.run("adopt", "--emulated", ...args);
const written = () =>
  fs.existsSync(project.path("imports.yaml")) ? [...project.read("imports.yaml").matchAll(/entry: (.*)/g)].length : 0;
const arm = (type: string, status: string, ...more: string[]) =>
  project.run("emulator", "fault", "error", "--type", type, "--status", status, "--times", "0", ...more);

test("a token that Cloudflare refuses is one line, from adopt and from --init", async () => {
  await arm("cloudflare_dns_record", "403", "--operation", "list");
  const refusal = /^zone "example\.com" was refused with 403 .*: make one with it and set CLOUDFLARE_API_TOKEN\n$/;
  expect(await adopt()).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(refusal) });
  const init = await adopt("--init", "example.com", "--config", "new.yaml");
  expect(init).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(refusal) });
});

test("nothing is asked without a token", async () => {
  project.env = { CLOUDFLARE_API_TOKEN: "" };
  const { code, stderr } = await project.run("adopt", "--no-state");
  expect([code, stderr]).toEqual([
    2,
    'no token for Cloudflare: set CLOUDFLARE_API_TOKEN to one with the permission "DNS Read", or read a zone file with --zone-file\n',
  ]);
});

test("there is no answer if SES does not answer, and nothing is written", async () => {
  world.records(articleRecords(world.identity()));
  await arm("aws_sesv2_email_identity", "403");
  const seen = await adopt();
  expect(seen).toMatchObject({ code: 2, stdout: expect.stringContaining("\nses:GetEmailIdentity for") });
  expect(await adopt("--write")).toMatchObject({ code: 2 });
  expect(written()).toBe(0);
});

test("a first file that is written without SES's word says what it does not know", async () => {
  world.records(articleRecords(world.identity({ tags: { team: "mail" } })));
  await arm("aws_sesv2_email_identity", "403");
  fs.rmSync(project.path("domains.yaml"));
  const init = await adopt("--init", "example.com");
  expect(init).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("no configuration set, no tags and no onMxFailure are written"),
  });
});

test("an identity without a record is found by the given name, and the next command is shown in full", async () => {
  world.identity();
  const init = await adopt("--init", "Example.com.", "--region", "us-east-1", "--config", "first.yaml");
  expect(init).toMatchObject({
    code: 0,
    stdout: "emulated: first.yaml is written: read it, and run mailzone adopt --config first.yaml --emulated --write\n",
  });
  for (const name of ["com", "http://example.com", "."]) {
    expect(await adopt("--init", name, "--config", "second.yaml")).toMatchObject({
      code: 2,
      stderr: `"${name}" is no domain name: name one such as example.com\n`,
    });
  }
});

test("entries are adopted one after the other, and what is listed for the others stays", async () => {
  const entries = [entryOf("a.example.com", "us-east-1"), entryOf("b.example.com", "us-east-1")];
  project.write("domains.yaml", domainsYaml(...entries));
  for (const domain of ["a.example.com", "b.example.com"]) world.identity({ domain });
  expect(await adopt("--write", "a.example.com")).toMatchObject({ code: 0 });
  expect(written()).toBe(2);
  expect(await adopt("--write", "B.example.com.")).toMatchObject({ code: 0 });
  expect(written()).toBe(4);
  expect((await project.run("plan", "--emulated")).stdout).toContain("4 to import, 12 to add, 0 to change");
  // A run for all of them writes anew what somebody has spoilt; one for some of them cannot know what was meant.
  project.write("imports.yaml", project.read("imports.yaml").replace("record: mail-from", "record: mail-form"));
  const some = await adopt("--write", "b.example.com");
  expect(some).toMatchObject({ code: 2, stderr: expect.stringContaining('has no "mail-form"') });
  expect(await adopt("--write")).toMatchObject({ code: 0 });
  expect((await project.run("plan", "--emulated")).stdout).toContain("4 to import, 12 to add, 0 to change");
});

test("an imports.yaml that is left over, with nothing to import any more, is to be deleted", async () => {
  await project.startApplied();
  project.write("imports.yaml", "imports: []\n");
  expect((await adopt("--write")).stderr).toContain(
    "there is nothing to import: delete imports.yaml, and run mailzone plan",
  );
  fs.rmSync(project.path("imports.yaml"));
  expect((await adopt("--write")).stderr).toContain("there is nothing to import: run mailzone plan");
});

test("a domain in two accounts is two identities: a managed one leaves the other one to be imported", async () => {
  const other = "aws: {region: us-east-1, profile: other, allowedAccountIds: ['111111111111']}";
  const second = `{domain: example.com, name: other, stack: other, ${other}, mailFrom: other, dmarc: false}`;
  project.write("domains.yaml", domainsYaml(entryOf("example.com", "us-east-1"), second));
  world.identity();
  world.identity({ account: "111111111111", mailFrom: "other.example.com" });
  expect(await adopt("--write")).toMatchObject({ code: 0 });
  await project.apply("mailzone");
  const { stdout } = await adopt();
  expect(stdout).toMatch(/^example\.com\n {2}managed +identity .*\n {2}managed +mail-from /m);
  expect(stdout).toMatch(/^other\n {2}import +identity .*\n {2}import +mail-from /m);
});

test("Ctrl-C while Cloudflare is asked ends it, and nothing is written", async () => {
  world.records(articleRecords(world.identity()));
  await project.run(
    "emulator",
    "fault",
    "delay",
    "3s",
    "--operation",
    "list",
    "--type",
    "cloudflare_dns_record",
    "--times",
    "0",
  );
  const { child, ended, stderr } = project.start("adopt", "--write", "--no-state", "--emulated");
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  child.kill("SIGINT");
  await until(() => stderr().includes("interrupted"), "the interrupt");
  expect(await ended).toMatchObject({ code: 130, stdout: "" });
  expect(written()).toBe(0);
});
