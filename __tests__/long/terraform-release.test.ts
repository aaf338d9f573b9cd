// A machine without Terraform, with the real program in a mirror on loopback or in the user's cache.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findTerraform } from "../../lib/terraform/binary";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { fetchedProgram } from "../../lib/terraform/release/fetch";
import { ARTICLE_YAML, Project } from "../helpers/project";
import { terraformFile } from "../helpers/terraform";
import { startMirror } from "../terraform/release/mirror";

jest.setTimeout(120_000);

let project: Project;
let cache: string;
beforeEach(() => {
  project = new Project(ARTICLE_YAML);
  cache = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone cache "));
  // A PATH with a shell and node, and no terraform.
  const bin = project.path("bin");
  fs.mkdirSync(bin);
  for (const [name, file] of [
    ["node", process.execPath],
    ["sh", "/bin/sh"],
    ["dirname", "/usr/bin/dirname"],
  ] as const)
    fs.symlinkSync(file, path.join(bin, name));
  project.env = { PATH: bin, XDG_CACHE_HOME: cache, TERRAFORM_BINARY_NAME: "" };
});
afterEach(() => {
  project.remove();
  fs.rmSync(cache, { recursive: true });
});

test("the real program is fetched, unpacked and answers", async () => {
  const mirror = await startMirror(undefined, fs.readFileSync(terraformFile()));
  try {
    const interrupts = new Interrupts({ kill: () => {} });
    const env = { XDG_CACHE_HOME: cache, MAILZONE_TERRAFORM_MIRROR: mirror.url };
    const fetch = { env, interrupts, say: () => {}, onProgress: () => {}, release: mirror.release };
    const found = await findTerraform({ env: { PATH: "/nowhere" }, cwd: cache, interrupts, fetch });
    expect(found).toMatchObject({ file: fetchedProgram(env), version: expect.stringMatching(/^1\./) });
  } finally {
    mirror.stop();
  }
});

test("what was fetched is used by every command, and by what a command in the emulator starts", async () => {
  const program = fetchedProgram({ XDG_CACHE_HOME: cache });
  fs.mkdirSync(path.dirname(program), { recursive: true, mode: 0o700 });
  fs.copyFileSync(terraformFile(), program);
  await project.apply();
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);
  expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  const version = /^(Terraform|OpenTofu) v1\./;
  expect(await project.run("emulator", "--", "sh", "-c", "terraform version")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(version),
  });
  const named = 'exec "$TERRAFORM_BINARY_NAME" -chdir=.mailzone/sandbox/out/stacks/mailzone state list';
  expect((await project.run("emulator", "--", "sh", "-c", named)).stdout).toContain(
    "aws_sesv2_email_identity.example_com\n",
  );
});

test("a mirror that serves another program is refused by the command line, and nothing is kept", async () => {
  const mirror = await startMirror();
  try {
    project.env = { ...project.env, MAILZONE_TERRAFORM_MIRROR: mirror.url };
    const { code, stdout, stderr } = await project.run("emulator", "demo");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const lines = stderr.trim().split("\n");
    expect(lines.filter((line) => !line.startsWith("fetching Terraform: "))).toEqual([
      expect.stringMatching(
        /^no terraform or tofu was found: fetching Terraform 1\.11\.4 \(BUSL-1\.1, about 27 MB\) from /,
      ),
      expect.stringMatching(/ is not the one that is pinned, .+: nothing was kept; install it /),
    ]);
    expect(fs.readdirSync(path.join(cache, "mailzone", "terraform"), { recursive: true })).toHaveLength(1);
    // A command that needs no terraform goes on; one that does hears why there is none.
    const other = await project.run("emulator", "--", "sh", "-c", "echo here; terraform plan");
    expect(other).toMatchObject({ code: 127, stdout: "here\n" });
    expect(other.stderr).toContain("emulated: Terraform 1.11.4 from ");
  } finally {
    mirror.stop();
  }
});
