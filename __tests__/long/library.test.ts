// A project of a user's own, from the packed package: a stack with two MailDomains in two zones, with the user's own backend,
// aspect, override and policy, deployed by cdktf in the emulator; and one beside a bucket, which is not emulated.
import fs from "node:fs";
import path from "node:path";
import { PackedProject } from "../helpers/packed-project";
import { testWithCdktf } from "../helpers/project";

jest.setTimeout(240_000);

const MAIN = `import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { DataCloudflareZone } from "@cdktf/provider-cloudflare/lib/data-cloudflare-zone";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { MailDomain } from "@mailzone/mailzone";
import { App, Aspects, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

function ownStack(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new S3Backend(stack, { bucket: "states", key: name, region: "eu-west-1" });
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  new CloudflareProvider(stack, "cloudflare", {});
  return stack;
}

const app = new App();
const shop = ownStack(app, "shop");
const zone = new DataCloudflareZone(shop, "zone", { filter: { name: "example.net" } });
const settings = { region: "eu-west-1", protect: false, dmarc: { policy: "quarantine" } } as const;
const zoneId = "0123456789abcdef0123456789abcdef";
const first = new MailDomain(shop, "first", { ...settings, domain: "example.com", zoneId, ttl: 300 });
const second = new MailDomain(shop, "second", { ...settings, domain: "example.net", zoneId: zone.zoneId });
first.records.dmarc?.addOverride("comment", "by \${path.module}");
Aspects.of(shop).add({
  visit(node: IConstruct) {
    if ("tagsInput" in node && !("zoneId" in node)) Object.assign(node, { tags: { owner: "shop" } });
  },
});
new TerraformOutput(shop, "arns", { value: [first.arn, second.arn] });

const files = ownStack(app, "files");
new S3Bucket(files, "bucket", { bucket: "files.example" });
const mail = new MailDomain(files, "mail", { region: "eu-west-1", domain: "example.org", zoneId: "f".repeat(32) });
const policy = new DataAwsIamPolicyDocument(files, "policy");
new IamRolePolicy(files, "send", { role: "sender", policy: mail.grantSend(policy).json });
app.synth();
`;

let project: PackedProject;
beforeAll(() => {
  project = PackedProject.of("library");
  project.write("main.ts", MAIN);
  fs.rmSync(path.join(project.folder, "domains.yaml"));
});
afterAll(() => project.remove());

const inEmulator = (...parts: string[]) =>
  JSON.parse(fs.readFileSync(path.join(project.folder, ".mailzone", "sandbox", ...parts), "utf8"));

testWithCdktf("a stack of the user's own is deployed with two MailDomains, and its next plan is empty", () => {
  project.mailzone("emulator", "edit", "add", "zone", "example.net");
  project.cdktf("deploy", "shop", "--auto-approve");
  const { identities, zones } = project.world();
  expect(identities.map(({ name, region, verification }) => [name, region, verification]).sort()).toEqual([
    ["example.com", "eu-west-1", "SUCCESS"],
    ["example.net", "eu-west-1", "SUCCESS"],
  ]);
  expect(zones.map(({ records }) => records.length)).toEqual([6, 6]);
  expect(project.cdktf("diff", "shop")).toContain("No changes.");

  const { resources, outputs } = inEmulator("terraform.shop.tfstate") as {
    resources: { type: string; name: string; instances: { attributes: Record<string, unknown> }[] }[];
    outputs: { arns: { value: string[] } };
  };
  const attributes = (type: string, name: string) =>
    resources.find((resource) => resource.type === type && resource.name === name)!.instances[0]!.attributes;
  expect(attributes("cloudflare_dns_record", "example_com__dmarc")).toMatchObject({ comment: "by .", ttl: 300 });
  for (const name of ["example_com", "example_net"])
    expect(attributes("aws_sesv2_email_identity", name)).toMatchObject({ tags: { owner: "shop" } });
  expect(outputs.arns.value).toEqual(
    ["example.com", "example.net"].map((name) => `arn:aws:ses:eu-west-1:000000000000:identity/${name}`),
  );
});

testWithCdktf("a bucket beside a MailDomain is told in the emulator's words, and a policy lets its role send", () => {
  const { status, stdout, stderr } = project.try(project.bin("mailzone"), ["emulator", "--", "cdktf", "diff", "files"]);
  expect(status).not.toBe(0);
  expect(stdout + stderr).toContain("mailzone's emulator does not emulate aws_s3_bucket");
  expect(stdout + stderr).not.toContain("does not support");
  const { data, terraform } = inEmulator("out", "stacks", "files", "cdk.tf.json");
  expect(data.aws_iam_policy_document.policy.statement).toEqual([
    {
      actions: ["ses:SendEmail", "ses:SendRawEmail"],
      effect: "Allow",
      resources: ["${aws_sesv2_email_identity.example_org.arn}"],
    },
  ]);
  // The user's own backend is for real runs.
  expect(terraform.backend).toEqual({ local: { path: "../../../terraform.files.tfstate" } });
});
