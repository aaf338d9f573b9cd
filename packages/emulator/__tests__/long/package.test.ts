// The emulator packed alone, and installed by npm into an empty project that is not mailzone's. The example of its README runs there, on
// HCL, on JSON, and on what another CDKTF project wrote.
import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { TERRAFORM } from "../../../../__tests__/helpers/terraform";

const PACKAGE = path.join(__dirname, "..", "..");
const ZONE = "0123456789abcdef0123456789abcdef";

let base: string;
let tarballs: readonly string[];
beforeAll(async () => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), "emulator-package-"));
  // Twice at once, as in two runs of CI on one machine.
  tarballs = await Promise.all(
    ["one", "two"].map(async (name) => {
      fs.mkdirSync(at(name));
      await promisify(execFile)("npm", ["pack", "--pack-destination", at(name)], { cwd: PACKAGE });
      return at(name, fs.readdirSync(at(name))[0] ?? "");
    }),
  );
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

const at = (...parts: string[]) => path.join(base, ...parts);
const run = (file: string, args: readonly string[], cwd: string) =>
  spawnSync(file, args, { cwd, encoding: "utf8", env: { ...process.env, TERRAFORM_BINARY_NAME: TERRAFORM } });
const EXAMPLE = /```js\n([\s\S]*?)```/.exec(fs.readFileSync(path.join(PACKAGE, "README.md"), "utf8"))?.[1] ?? "";

/** Runs the README's example on a stack of the project. */
function deploy(stack: string) {
  const world = `.emulator-${path.basename(stack)}`;
  fs.writeFileSync(at("app", "deploy.js"), EXAMPLE.replace('"stack"', `"${stack}"`).replace(".emulator", world));
  return run(process.execPath, ["deploy.js"], at("app"));
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(at("app", file)), { recursive: true });
  fs.writeFileSync(at("app", file), text);
}

const required_providers = {
  aws: { source: "hashicorp/aws", version: "6.25.0" },
  cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
};
const RECORD = { zone_id: ZONE, name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 1 };

const AS_JSON = JSON.stringify({
  terraform: { required_providers },
  provider: { aws: [{ region: "eu-west-1" }], cloudflare: [{}] },
  resource: {
    aws_sesv2_email_identity: { mail: { email_identity: "example.com" } },
    cloudflare_dns_record: { www: RECORD },
  },
});

const AS_HCL = `terraform {
  required_providers {
    aws        = { source = "hashicorp/aws", version = "6.25.0" }
    cloudflare = { source = "cloudflare/cloudflare", version = "5.14.0" }
  }
}
provider "aws" { region = "eu-west-1" }
provider "cloudflare" {}
resource "aws_sesv2_email_identity" "mail" { email_identity = "example.com" }
resource "cloudflare_dns_record" "www" {
  zone_id = "${ZONE}"
  name    = "www.example.com"
  type    = "A"
  content = "192.0.2.1"
  ttl     = 1
}
`;

/** The app of another CDKTF project, which knows nothing of mailzone. */
const CDKTF_APP = `const { App, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { Sesv2EmailIdentity } = require("@cdktf/provider-aws/lib/sesv2-email-identity");
const { CloudflareProvider } = require("@cdktf/provider-cloudflare/lib/provider");
const { DnsRecord } = require("@cdktf/provider-cloudflare/lib/dns-record");
const app = new App();
const stack = new TerraformStack(app, "mail");
new AwsProvider(stack, "aws", { region: "eu-west-1" });
new CloudflareProvider(stack, "cloudflare", {});
new Sesv2EmailIdentity(stack, "identity", { emailIdentity: "example.com" });
new DnsRecord(stack, "www", { zoneId: "${ZONE}", name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 1 });
app.synth();
`;

test("npm installs it with its own dependencies, and the example of the README applies stacks of any origin", () => {
  fs.mkdirSync(at("app"));
  fs.writeFileSync(at("app", "package.json"), '{"name": "app", "private": true}');
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarballs[0] ?? ""];
  expect(run("npm", install, at("app"))).toMatchObject({ status: 0 });
  expect(fs.existsSync(at("app", "node_modules", "cdktf"))).toBe(false);

  write("json/main.tf.json", AS_JSON);
  write("with a blank/main.tf", AS_HCL);
  write("bucket/main.tf", `${AS_HCL}\nresource "aws_s3_bucket" "files" { bucket = "example" }\n`);
  const refused = deploy("bucket");
  expect(refused.stderr).toContain("mailzone's emulator does not emulate aws_s3_bucket");
  expect(refused.stderr).not.toContain("does not support resource type");

  // What such a project installs is linked from here: CDKTF is large.
  fs.mkdirSync(at("app", "node_modules", "@cdktf"));
  for (const name of ["cdktf", "constructs", "@cdktf/provider-aws", "@cdktf/provider-cloudflare"])
    fs.symlinkSync(path.join(PACKAGE, "..", "..", "node_modules", name), at("app", "node_modules", name));
  write("app.js", CDKTF_APP);
  expect(run(process.execPath, ["--preserve-symlinks", "app.js"], at("app"))).toMatchObject({ status: 0, stderr: "" });

  for (const stack of ["json", "with a blank", "cdktf.out/stacks/mail"]) {
    const { stdout, stderr } = deploy(stack);
    expect([stack, stderr]).toEqual([stack, ""]);
    expect(stdout).toContain("Apply complete! Resources: 2 added");
    expect(stdout).toContain("0 [ 'example.com' ] [ 'A' ]");
  }
});

test.each([
  ["node16", "node16"],
  ["bundler", "esnext"],
])(
  "its declarations are whole for a program with module resolution %s that checks libraries too",
  (resolution, module) => {
    const program = `import { startEmulator, type EmulatorOptions } from "@mailzone/emulator";
const options: EmulatorOptions = { folder: "/emulator" };
export const status = async (): Promise<void> => (await startEmulator(options)).stop();
`;
    write("use.ts", program);
    const options = ["--strict", "--noEmit", "--target", "es2022", "--skipLibCheck", "false", "--types", "node"];
    const checker = path.join(PACKAGE, "..", "..", "node_modules", "typescript", "bin", "tsc");
    const args = [checker, ...options, "--moduleResolution", resolution, "--module", module, "use.ts"];
    expect(run(process.execPath, args, at("app"))).toMatchObject({ status: 0, stdout: "" });
  },
);

test("two packs at once are two whole packages", () => {
  const contents = tarballs.map((tarball) => run("tar", ["-tzf", tarball], base).stdout.split("\n").sort());
  expect(contents[0]).toContain("package/dist/index.js");
  expect(contents[0]).toContain("package/dist/types/packages/emulator/commands.d.ts");
  expect(contents[1]).toEqual(contents[0]);
  expect(fs.readdirSync(PACKAGE).filter((name) => name.startsWith(".build-"))).toEqual([]);
});

test("its declarations have what the README names", () => {
  const readme = fs.readFileSync(path.join(PACKAGE, "README.md"), "utf8");
  const named = [...readme.matchAll(/`(\w+Emulator\w*)[(`]/g)].map(([, name]) => name);
  const face = ["index.ts", "commands.ts"].map((file) => fs.readFileSync(path.join(PACKAGE, file), "utf8")).join("");
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(face))).toEqual([]);
});
