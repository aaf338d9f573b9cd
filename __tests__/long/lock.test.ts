// The providers' checksums and what CI asks for. `terraform` is a stand-in here, which writes down how it is called: the real
// one asks the provider registry for checksums, and a test asks nobody.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(30_000);

const TERRAFORM = `#!/bin/sh
echo "$@" >> "$CALLS"
case "$1" in
version) echo "Terraform v1.11.4" ;;
providers) [ -e "$REFUSE" ] && { echo "Error: no registry" >&2; exit 1; }; echo "# checksums" > .terraform.lock.hcl ;;
*) echo "Error: not in this test" >&2; exit 1 ;;
esac
`;

let project: Project;
withProject((fresh) => {
  project = fresh;
  project.write("terraform", TERRAFORM);
  fs.chmodSync(project.path("terraform"), 0o755);
  project.env = {
    TERRAFORM_BINARY_NAME: project.path("terraform"),
    CALLS: project.path("calls"),
    REFUSE: project.path("refuse"),
  };
});

const calls = () => project.read("calls").trim().split("\n");
const copy = () => project.path("cdktf.out", "stacks", "mailzone", ".terraform.lock.hcl");

test("lock asks for every platform, and puts the file beside the sources", async () => {
  expect(await project.runHere("lock")).toMatchObject({
    code: 0,
    stdout: ".terraform.lock.hcl holds the checksums for 4 platforms: commit it\n",
  });
  expect(calls().at(-1)).toBe(
    "providers lock -no-color -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_amd64 -platform=darwin_arm64",
  );
  expect(project.read(".terraform.lock.hcl")).toBe("# checksums\n");
});

test("lock writes nothing if the registry does not answer, and says what it needs", async () => {
  project.write("refuse", "");
  const { code, stderr } = await project.runHere("lock", "--platform", "linux_amd64");
  expect(code).toBe(2);
  expect(stderr).toContain('stack "mailzone": Error: no registry');
  expect(stderr).toContain(
    ".terraform.lock.hcl was not written: terraform providers lock failed, it needs the provider registry",
  );
  expect(fs.existsSync(project.path(".terraform.lock.hcl"))).toBe(false);
});

test("synth gives every stack the checksums, but never in the emulator", async () => {
  project.write(".terraform.lock.hcl", "# checksums\n");
  const synth = [path.resolve("bin", "synth.js")];
  execFileSync(process.execPath, synth, { cwd: project.folder });
  expect(fs.readFileSync(copy(), "utf8")).toBe("# checksums\n");

  for (const name of ["MAILZONE_EMULATOR", "MAILZONE_SANDBOX"]) {
    fs.rmSync(project.path("cdktf.out"), { recursive: true });
    execFileSync(process.execPath, synth, {
      cwd: project.folder,
      env: { ...process.env, [name]: project.path(".mailzone") },
    });
    expect(fs.existsSync(copy())).toBe(false);
  }
});

test("CI only reads the checksums, and their absence is reported once", async () => {
  project.env = { ...project.env, CI: "true" };
  const without = await project.runHere("plan");
  expect(without.stderr.match(/warning: there is no \.terraform\.lock\.hcl/g)).toHaveLength(1);
  expect(calls().at(-1)).toBe("init -input=false -no-color");
  project.write(".terraform.lock.hcl", "# checksums\n");
  await project.runHere("plan");
  expect(calls().at(-1)).toBe("init -input=false -no-color -lockfile=readonly");
});

test("CI gets a warning about a local state", async () => {
  project.env = { CI: "true" };
  expect((await project.runHere("check")).stdout).toContain(
    'warning: state is a local file, and this is CI, which loses it: add "backend" to domains.yaml (local-state)',
  );
  project.write(
    "domains.yaml",
    `backend: {type: s3, bucket: state, region: eu-west-1}\n${project.read("domains.yaml")}`,
  );
  expect((await project.runHere("check")).stdout).toBe("domains.yaml: 1 domain, no errors, no warnings\n");
});
