// A whole command with real providers, as far as the start of a provider. The provider is a stand-in that writes its environment down and
// ends: a real one is asked in long/real-providers.test.ts, where there is one.
import fs from "node:fs";
import path from "node:path";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

const PLATFORM = { x64: "amd64", arm64: "arm64" }[process.arch as string];
const PROVIDER = `#!/bin/sh
env > "${"$"}{0%/*}/environment.$$"
exit 1
`;

let project: Project;
let mirror: string;
withProject((fresh) => {
  project = fresh;
  const folder = `mirror/registry.terraform.io/cloudflare/cloudflare/5.14.0/${process.platform}_${PLATFORM}`;
  mirror = project.path(folder);
  fs.mkdirSync(mirror, { recursive: true });
  project.write(`${folder}/terraform-provider-cloudflare_v5.14.0`, PROVIDER);
  fs.chmodSync(path.join(mirror, "terraform-provider-cloudflare_v5.14.0"), 0o755);
  project.env = { MAILZONE_PROVIDERS: "mirror", HTTPS_PROXY: "http://192.0.2.1:3128", AWS_PROFILE: "mine" };
});

/** What the provider got when it was started first. */
function environment(): Readonly<Record<string, string>> {
  const folder = fs.realpathSync(
    project.path(
      ".mailzone",
      "sandbox",
      "out",
      "stacks",
      "mailzone",
      ".terraform",
      "providers",
      "registry.terraform.io",
      "cloudflare",
      "cloudflare",
      "5.14.0",
      path.basename(mirror),
    ),
  );
  const [first = ""] = fs.readdirSync(folder).filter((name) => name.startsWith("environment."));
  const lines = fs.readFileSync(path.join(folder, first), "utf8").split("\n");
  return Object.fromEntries(lines.map((line) => [line.split("=", 1)[0], line.slice(line.indexOf("=") + 1)]));
}

test("the provider of the mirror is started, led to the emulator and without anything of ours", async () => {
  const { code, stderr } = await project.runHere("plan", "--emulated", "--providers", "real");
  expect(code).toBe(2);
  expect(stderr).toContain(
    `emulated: the mirror "${project.path("mirror")}" has cloudflare/cloudflare 5.14.0; hashicorp/aws is not in it, so this provider is emulated too`,
  );
  expect(stderr).toContain("registry.terraform.io/cloudflare/cloudflare");
  const given = environment();
  expect(given).toMatchObject({
    CLOUDFLARE_API_TOKEN: "sandbox-token-that-opens-nothing-at-all0",
    CLOUDFLARE_BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/),
    HTTPS_PROXY: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    NO_PROXY: "127.0.0.1",
  });
  expect(Object.values(given).filter((value) => value.includes("not-a-real"))).toEqual([]);
  expect(given.AWS_PROFILE).toBeUndefined();
  // Nothing was planned, so there is nothing to apply.
  const applied = await project.runHere("apply", "--emulated", "--providers", "real");
  expect(applied).toMatchObject({ code: 2, stderr: expect.stringContaining("plan") });
});

test("a version that the mirror lacks is an error of Terraform's below the line that says which it has", async () => {
  project.write("domains.yaml", `providers: {cloudflare: 5.15.0}\n${project.read("domains.yaml")}`);
  const { code, stderr } = await project.runHere("plan", "--emulated", "--providers", "real");
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/has cloudflare\/cloudflare 5\.14\.0;[\s\S]*no available releases/),
  ]);
});

test("a mirror without the providers, and one that is no folder, stop the command before anything is made", async () => {
  const plan = () => project.runHere("plan", "--emulated", "--providers", "real");
  project.env = { MAILZONE_PROVIDERS: "mirror/registry.terraform.io" };
  expect(await plan()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has no registry.terraform.io/hashicorp/aws or registry.terraform.io/cloudflare"),
  });
  project.env = { MAILZONE_PROVIDERS: "domains.yaml" };
  expect(await plan()).toMatchObject({ code: 2, stderr: expect.stringContaining("is not a folder") });
  expect(fs.existsSync(project.path(".mailzone", "sandbox", "out"))).toBe(false);
});
