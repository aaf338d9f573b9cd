// `mailzone emulator -- terraform …` with a stack of one's own: the world knows what domains.yaml takes for granted.
import fs from "node:fs";
import { ZONE_ID } from "../helpers/domains";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(120_000);

const STACK = `terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "5.14.0"
    }
  }
  backend "local" {}
}
data "cloudflare_zone" "looked_up" {
  filter = { name = "looked-up.example" }
}
resource "cloudflare_dns_record" "relative" {
  zone_id = "${ZONE_ID}"
  name    = "www"
  type    = "A"
  content = "192.0.2.1"
  ttl     = 60
}
resource "cloudflare_dns_record" "apex" {
  zone_id = data.cloudflare_zone.looked_up.zone_id
  name    = "@"
  type    = "A"
  content = "192.0.2.2"
  ttl     = 60
}
`;
const BUCKET = `provider "aws" {
  region = "eu-west-1"
}
resource "aws_s3_bucket" "files" {
  versioning {
    enabled = true
  }
}
output "arn" {
  value = aws_s3_bucket.files.arn
}
`;
const DOMAINS = `zones:
  example.com: ${ZONE_ID}
  looked-up.example:
defaults: {aws: {region: eu-west-1}}
domains:
  - domain: example.com
  - domain: looked-up.example
`;
const OWN = [".mailzone", "sandbox", "own"] as const;

let project: Project;
withProject((fresh) => {
  project = fresh;
  fs.mkdirSync(project.path(...OWN), { recursive: true });
  project.write([...OWN, "main.tf"].join("/"), STACK);
}, DOMAINS);

const terraform = (...args: string[]) => project.run("emulator", "--", "terraform", `-chdir=${OWN.join("/")}`, ...args);

async function records(): Promise<string[]> {
  const { zones } = JSON.parse((await project.runHere("emulator", "status", "--json")).stdout) as {
    zones: { name: string; records: { name: string; type: string }[] }[];
  };
  return zones.flatMap(({ name, records }) => records.map((record) => `${name}: ${record.type} ${record.name}`)).sort();
}

test("relative names and a zone that is looked up by name are planned and applied; a type that is not emulated is reported as such", async () => {
  expect(await terraform("init", "-input=false", "-no-color")).toMatchObject({ code: 0 });
  const applied = await terraform("apply", "-input=false", "-auto-approve", "-no-color");
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("2 to add, 0 to change, 0 to destroy") });
  expect(await records()).toEqual(["example.com: A www.example.com", "looked-up.example: A looked-up.example"]);

  project.write([...OWN, "bucket.tf"].join("/"), BUCKET);
  const { code, stderr } = await terraform("plan", "-input=false", "-no-color");
  expect(code).toBe(1);
  expect(stderr).toContain("Error: mailzone's emulator does not emulate aws_s3_bucket");
  expect(stderr).toContain("with aws_s3_bucket.files,");
  expect(stderr).not.toContain("does not support resource type");
});

test("a faulty configuration gives one line, a missing one none, and the command runs in both cases", async () => {
  const env = () => project.run("emulator", "--", "sh", "-c", "echo ran");
  project.write("domains.yaml", `${DOMAINS}    dmarc: {policy: nonsense}\n    odd: 1\n`);
  const faulty = await env();
  expect(faulty).toMatchObject({ code: 0, stdout: "ran\n" });
  const [line, ...rest] = faulty.stderr.trim().split("\n");
  expect(line).toMatch(
    /^emulated: the zones of domains\.yaml are not known in it: domains\.yaml:\d+:\d+: .*\(and 1 more\)$/,
  );
  expect(rest).toEqual(["emulated: sh -c echo ran"]);
  fs.rmSync(project.path("domains.yaml"));
  expect(await env()).toEqual({ code: 0, stdout: "ran\n", stderr: "emulated: sh -c echo ran\n" });
});
