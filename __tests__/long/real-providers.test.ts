// Whole commands with the real providers in the emulator, for each version of Cloudflare's in the mirror that MAILZONE_PROVIDERS names.
// Without one this is skipped: docs/providers.md says how to make a mirror.
import path from "node:path";
import { mirroredVersions } from "../../packages/emulator/internals/mirrors";
import { ARTICLE_YAML, Project } from "../helpers/project";

jest.setTimeout(240_000);

const { MAILZONE_PROVIDERS: given } = process.env;
const mirror = given ? path.resolve(given) : undefined;
const versions = mirror === undefined ? [] : mirroredVersions(mirror, "cloudflare/cloudflare");
const OUT = ".mailzone/sandbox/out/stacks/mailzone";
/** The reason stands in the title. */
const SKIPPED = "MAILZONE_PROVIDERS names no mirror with cloudflare/cloudflare";

const start = (version: string) => {
  const project = new Project(`providers: {cloudflare: ${version}}\n${ARTICLE_YAML}`);
  project.env = { MAILZONE_PROVIDERS: mirror! };
  const command = async (...args: string[]) => {
    const { code, stdout, stderr } = await project.run(...args);
    return { code, output: stdout + stderr };
  };
  const real = (name: string, ...args: string[]) => command(name, "--emulated", "--providers", "real", ...args);
  return { project, command, real };
};

(versions.length === 0 ? test.skip : test).each(versions.length === 0 ? [SKIPPED] : versions)(
  "cloudflare %s plans, applies, plans nothing, and shows what somebody changed",
  async (version) => {
    const { project, command, real } = start(version);
    try {
      expect(await real("plan")).toMatchObject({ code: 0, output: expect.stringContaining("9 to add, 0 to change") });
      expect(await real("apply")).toMatchObject({
        code: 0,
        output: expect.stringContaining("applied: 0 imported, 9 added"),
      });
      expect(await real("plan", "--fail-on-changes")).toMatchObject({
        code: 0,
        output: expect.stringContaining(
          "gateway: 7 requests of Terraform were 1 to Cloudflare, 7 answered from the lists of 1 zone",
        ),
      });
      // Plain Terraform in the emulator has the gateway too, and goes without it where the environment says so.
      const plain = ["emulator", "--providers", "real", "--", "terraform", `-chdir=${OUT}`, "plan", "-input=false"];
      expect(await command(...plain)).toMatchObject({
        code: 0,
        output: expect.stringContaining("emulated: gateway: 7 requests of Terraform were 1 to Cloudflare"),
      });
      project.env = { ...project.env, MAILZONE_GATEWAY: "no" };
      expect(await command(...plain)).toMatchObject({ code: 0, output: expect.not.stringContaining("gateway:") });
      project.env = { MAILZONE_PROVIDERS: mirror! };
      const without = await real("plan", "--fail-on-changes", "--no-gateway");
      expect(without).toMatchObject({ code: 0, output: expect.not.stringContaining("gateway:") });
      expect(await command("verify", "--emulated")).toMatchObject({
        code: 0,
        output: expect.stringContaining("live: 7 of 7 records are live"),
      });
      await command("emulator", "edit", "change", "www.example.com", "CNAME", "--proxied");
      expect(await real("plan", "--fail-on-changes")).toMatchObject({
        code: 1,
        output: expect.stringContaining("~ CNAME www.example.com"),
      });
      const { requests, refused } = JSON.parse((await command("emulator", "status", "--json")).output).cloudflareApi;
      expect(requests).toMatchObject({ "cloudflare_dns_record create": 7 });
      // Nothing was asked for singly but in the two plans without the gateway.
      expect(requests["cloudflare_dns_record read"]).toBe(14);
      expect(refused).toBe(0);
    } finally {
      project.remove();
    }
  },
);
