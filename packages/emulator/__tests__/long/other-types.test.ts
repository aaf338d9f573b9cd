// Stacks with more than mailzone's own types, by the real terraform: data sources that only compute, Terraform's own resource, types
// that are not emulated, and providers that are not.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { TERRAFORM } from "../../../../__tests__/helpers/terraform";
import { startEmulator } from "../../src/emulator";
import { flat, locked, project } from "../terraform-project";

test("a role gets its policy from the data sources; the next plan is empty", async () => {
  const { cwd, terraform, apply, plan, state } = project("computed", { zoneNames: ["example.com"] });
  fs.writeFileSync(
    path.join(cwd, "main.tf"),
    `terraform {
  required_providers {
    aws        = { source = "hashicorp/aws", version = "6.25.0" }
    cloudflare = { source = "cloudflare/cloudflare", version = "5.14.0" }
  }
}
provider "aws" { region = "eu-west-1" }
provider "cloudflare" {}
data "aws_caller_identity" "me" {}
data "aws_partition" "here" {}
data "aws_region" "here" {}
data "cloudflare_zones" "all" {}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:\${data.aws_partition.here.partition}:iam::\${data.aws_caller_identity.me.account_id}:root"]
    }
  }
}
data "aws_iam_policy_document" "mail" {
  statement {
    sid       = "Send"
    actions   = ["ses:SendEmail", "ses:SendRawEmail"]
    resources = ["arn:aws:ses:\${data.aws_region.here.region}:*:identity/\${data.cloudflare_zones.all.result[0].name}"]
    condition {
      test     = "StringLike"
      variable = "ses:FromAddress"
      values   = ["&{aws:username}@example.com"]
    }
  }
}
resource "aws_iam_policy" "mail" {
  name   = "mail"
  policy = data.aws_iam_policy_document.mail.json
}
resource "terraform_data" "note" { input = data.aws_iam_policy_document.trust.minified_json }
output "zones" { value = length(data.cloudflare_zones.all.result) }
`,
  );
  expect(await terraform("init", "-input=false")).toMatchObject({ code: 0 });
  expect(await apply()).toMatchObject({ code: 0, output: expect.stringContaining("zones = 1") });
  expect(await plan()).toMatchObject({ code: 0 });
  const { policy } = state("aws_iam_policy.mail");
  expect(JSON.parse(policy).Statement).toEqual([
    {
      Sid: "Send",
      Effect: "Allow",
      Action: ["ses:SendRawEmail", "ses:SendEmail"],
      Resource: "arn:aws:ses:eu-west-1:*:identity/example.com",
      Condition: { StringLike: { "ses:FromAddress": "${aws:username}@example.com" } },
    },
  ]);
  expect(state("terraform_data.note").input.value).toContain('"AWS":"arn:aws:iam::000000000000:root"');
});

const BUCKET = `resource "aws_s3_bucket" "files" {
  bucket = "files"
  tags   = { team = "mail" }
  versioning { enabled = true }
}
data "aws_vpc" "main" { id = "vpc-1" }
output "arn" { value = "\${aws_s3_bucket.files.arn} \${data.aws_vpc.main.cidr_block}" }`;
const AS_JSON = {
  resource: { aws_s3_bucket: { files: { bucket: "files", versioning: [{ enabled: true }], lifecycle: {} } } },
  data: { aws_vpc: { main: [{ id: "vpc-1" }] } },
  output: { arn: { value: "${aws_s3_bucket.files.arn}" } },
};

test.each([
  ["HCL", "main.tf", BUCKET],
  ["JSON", "main.tf.json", JSON.stringify(AS_JSON)],
])("types that are not emulated are named in the emulator's words alone: %s", async (form, file, text) => {
  const folder = path.join(project(form).cwd, "..", "unsupported");
  fs.mkdirSync(folder, { recursive: true });
  const { cwd, terraform } = project(`${form}-refused`, { stacks: [folder] });
  for (const at of [folder, cwd]) fs.writeFileSync(path.join(at, file), text);
  expect(await terraform("init", "-input=false")).toMatchObject({ code: 0 });
  const { code, output } = await terraform("validate");
  expect(code).toBe(1);
  expect(
    flat(output)
      .match(/Error: [^.]*? (?=with|on|It)/g)
      ?.sort(),
  ).toEqual([
    "Error: mailzone's emulator does not emulate aws_s3_bucket ",
    "Error: mailzone's emulator does not emulate the data source aws_vpc ",
  ]);
  expect(output).not.toMatch(/does not support|Unsupported|Invalid/);
});

test("a provider that is not emulated is Terraform's to install; without a network Terraform says so, and nothing is made", async () => {
  const { cwd, folder } = project("offline");
  fs.writeFileSync(path.join(cwd, "main.tf"), 'resource "random_id" "a" { byte_length = 1 }');
  const emulator = await startEmulator(locked(folder, "test"));
  try {
    // Nothing listens there: as without a network, and no request leaves this machine.
    const env = { ...emulator.environment(process.env), HTTPS_PROXY: "http://127.0.0.1:1" };
    const { status, stderr } = spawnSync(TERRAFORM, ["init", "-no-color"], { cwd, env, encoding: "utf8" });
    expect(status).toBe(1);
    expect(flat(stderr)).toContain("hashicorp/random");
    expect(fs.readdirSync(cwd)).toEqual(["main.tf"]);
  } finally {
    await emulator.stop();
  }
});
