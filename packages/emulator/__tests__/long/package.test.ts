// The emulator packed alone, and installed by npm into an empty project that is not mailzone's: the example of its README runs there.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { TERRAFORM } from "../../../../__tests__/helpers/terraform";

const PACKAGE = path.join(__dirname, "..", "..");
const ZONE = "0123456789abcdef0123456789abcdef";

let base: string;
beforeAll(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), "emulator-package-"));
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

const at = (...parts: string[]) => path.join(base, ...parts);
const run = (file: string, args: readonly string[], cwd: string) =>
  spawnSync(file, args, { cwd, encoding: "utf8", env: { ...process.env, TERRAFORM_BINARY_NAME: TERRAFORM } });

function write(resource: object): void {
  const required_providers = {
    aws: { source: "hashicorp/aws", version: "6.25.0" },
    cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
  };
  const stack = { terraform: { required_providers }, provider: { aws: [{ region: "eu-west-1" }], cloudflare: [{}] } };
  fs.mkdirSync(at("app", "stack"), { recursive: true });
  fs.writeFileSync(at("app", "stack", "main.tf.json"), JSON.stringify({ ...stack, resource }));
}

test("npm installs it with its own dependencies, and the example of the README applies a stack", () => {
  const packed = run("npm", ["pack", "--pack-destination", base], PACKAGE);
  expect(packed).toMatchObject({ status: 0 });
  fs.mkdirSync(at("app"));
  fs.writeFileSync(at("app", "package.json"), '{"name": "app", "private": true}');
  const tarball = at(packed.stdout.trim().split("\n").at(-1) ?? "");
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball];
  expect(run("npm", install, at("app"))).toMatchObject({ status: 0 });
  expect(fs.existsSync(at("app", "node_modules", "cdktf"))).toBe(false);

  const readme = fs.readFileSync(path.join(PACKAGE, "README.md"), "utf8");
  fs.writeFileSync(at("app", "deploy.js"), /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? "");
  const record = { zone_id: ZONE, name: "www.example.com", type: "A", content: "192.0.2.1", ttl: 1 };
  const identity = { aws_sesv2_email_identity: { mail: { email_identity: "example.com" } } };
  write({ ...identity, cloudflare_dns_record: { www: record } });
  const applied = run(process.execPath, ["deploy.js"], at("app"));
  expect(applied.stdout).toContain("Apply complete! Resources: 2 added");
  expect(applied.stdout).toContain("0 [ 'example.com' ] [ 'A' ]");

  // A binding of the project is where the schema of what is not emulated is read.
  fs.mkdirSync(at("app", "node_modules", "@cdktf"));
  const binding = path.join("node_modules", "@cdktf", "provider-aws");
  fs.symlinkSync(path.join(PACKAGE, "..", "..", binding), at("app", binding));
  write({ ...identity, aws_s3_bucket: { files: { bucket: "example" } } });
  const refused = run(process.execPath, ["deploy.js"], at("app"));
  expect(refused.stderr).toContain("mailzone's emulator does not emulate aws_s3_bucket");
  expect(refused.stderr).not.toContain("does not support resource type");
});

test("its declarations have what the README names", () => {
  const readme = fs.readFileSync(path.join(PACKAGE, "README.md"), "utf8");
  const named = [...readme.matchAll(/`(\w+Emulator\w*)[(`]/g)].map(([, name]) => name);
  const face = ["index.ts", "commands.ts"].map((file) => fs.readFileSync(path.join(PACKAGE, file), "utf8")).join("");
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(face))).toEqual([]);
});
