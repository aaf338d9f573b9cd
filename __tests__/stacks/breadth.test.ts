// What domains.yaml can ask of a stack beyond the article: lookups, accounts, states, backends.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { backendBlock } from "../../lib/config/backend";
import { parseConfiguration, validDomains } from "../../lib/config/configuration";
import { MailApp } from "../../lib/stacks/mail-app";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-"));
  process.env.CDKTF_OUTDIR = path.join(folder, "cdktf.out");
});

afterEach(() => {
  delete process.env.CDKTF_OUTDIR;
  fs.rmSync(folder, { recursive: true });
});

function synthesise(...lines: string[]) {
  const config = parseConfiguration([{ file: "domains.yaml", text: lines.join("\n") }]);
  new MailApp({
    domains: validDomains(config),
    stateFolder: folder,
    fastSynth: true,
    backend: (stack) => backendBlock(config.backend, stack),
  }).synth();
  return JSON.parse(fs.readFileSync(path.join(folder, "cdktf.out", "stacks", "mailzone", "cdk.tf.json"), "utf8"));
}

const DEFAULTS = "defaults: {aws: {region: us-east-1}}";

test("a zone without an id is looked up by name, once", () => {
  const { data, resource } = synthesise(
    "zones: {example.com: }",
    DEFAULTS,
    "domains: [{domain: a.example.com}, {domain: b.example.com}, {domain: example.org}]",
  );
  expect(Object.keys(data.cloudflare_zone)).toEqual(["example_com", "example_org"]);
  expect(data.cloudflare_zone.example_com.filter).toEqual({ name: "example.com" });
  expect(resource.cloudflare_dns_record.b_example_com__dmarc.zone_id).toBe(
    "${data.cloudflare_zone.example_com.zone_id}",
  );
});

test("a distribution is looked up by its id, in its own account, once per entry", () => {
  const { data, resource } = synthesise(
    DEFAULTS,
    "domains: [{domain: example.com, aws: {profile: web}, web: {www: {distribution: E1EXAMPLE23}, '@': {distribution: E1EXAMPLE23, proxied: true}}}]",
  );
  const { "//": _, ...distribution } = data.aws_cloudfront_distribution["example_com__web-X40"];
  expect(distribution).toEqual({ id: "E1EXAMPLE23", provider: "aws.profile-web" });
  expect(Object.keys(data.aws_cloudfront_distribution)).toHaveLength(1);
  expect(resource.cloudflare_dns_record["example_com__web-www"].content).toBe(
    "${data.aws_cloudfront_distribution.example_com__web-X40.domain_name}",
  );
  expect(resource.cloudflare_dns_record["example_com__web-X40"]).toMatchObject({
    name: "example.com",
    proxied: true,
    ttl: 1,
  });
});

test("each account is a provider, named by what leads to it", () => {
  const { provider, resource } = synthesise(
    DEFAULTS,
    "domains:",
    "  - {domain: a.example}",
    "  - {domain: b.example, aws: {assumeRoleArn: 'arn:aws:iam::111122223333:role/mail', allowedAccountIds: ['111122223333']}}",
    "  - {domain: c.example, aws: {profile: other}}",
  );
  expect(provider.aws).toEqual([
    { region: "us-east-1" },
    { alias: "profile-other", profile: "other", region: "us-east-1" },
    {
      alias: "role-111122223333-mail-only-111122223333",
      region: "us-east-1",
      allowed_account_ids: ["111122223333"],
      assume_role: [{ role_arn: "arn:aws:iam::111122223333:role/mail" }],
    },
  ]);
  expect(resource.aws_sesv2_email_identity.a_example).not.toHaveProperty("provider");
  expect(resource.aws_sesv2_email_identity.b_example.provider).toBe("aws.role-111122223333-mail-only-111122223333");
  expect(resource.aws_sesv2_email_identity_mail_from_attributes.c_example.provider).toBe("aws.profile-other");
});

test("a role for each purpose is chosen by a variable that no plan holds; the alias is that of the apply's role", () => {
  const roles = { plan: "arn:aws:iam::111122223333:role/mail-plan", apply: "arn:aws:iam::111122223333:role/mail" };
  const { provider, resource, variable, terraform } = synthesise(
    DEFAULTS,
    "domains:",
    `  - {domain: a.example, aws: {assumeRoleArn: ${JSON.stringify(roles)}}}`,
  );
  const alias = "role-111122223333-mail";
  expect(provider.aws).toEqual([
    {
      alias,
      region: "us-east-1",
      assume_role: [{ role_arn: "${var.mailzone_roles[0][var.mailzone_purpose]}" }],
    },
  ]);
  expect(resource.aws_sesv2_email_identity.a_example.provider).toBe(`aws.${alias}`);
  expect(variable.mailzone_purpose).toMatchObject({ ephemeral: true, default: "plan", nullable: false });
  expect(variable.mailzone_roles).toMatchObject({ default: [{ alias, ...roles }] });
  expect(terraform.required_version).toBe(">= 1.10");
});

test("accounts with one role or none have no variables and need no newer Terraform", () => {
  const made = synthesise(
    DEFAULTS,
    "domains:",
    "  - {domain: a.example, aws: {assumeRoleArn: 'arn:aws:iam::111122223333:role/mail'}}",
  );
  expect(made).not.toHaveProperty("variable");
  expect(made.terraform).not.toHaveProperty("required_version");
});

test("key length, configuration set, tags, comments and parts of records are written where they are asked for", () => {
  const { resource } = synthesise(
    DEFAULTS,
    "domains:",
    "  - domain: example.com",
    "    dkim: {keyLength: 2048, signingHostedZone: dkim.cell.example.net}",
    "    configurationSet: news",
    "    aws: {tags: {team: '${mail}'}}",
    "    comment: all",
    "    overrides: {dmarc: {comment: security, ttl: 600}}",
    "    records: {caa: {type: CAA, name: '@', data: {flags: 0, tag: issue, value: amazon.com}}}",
  );
  expect(resource.aws_sesv2_email_identity.example_com).toMatchObject({
    dkim_signing_attributes: { next_signing_key_length: "RSA_2048_BIT" },
    configuration_set_name: "news",
    tags: { team: "$${mail}" },
  });
  const records = resource.cloudflare_dns_record;
  expect(records["example_com__dkim-1"].content).toMatch(/\.dkim\.cell\.example\.net$/);
  expect(records.example_com__dmarc).toMatchObject({ comment: "security", ttl: 600 });
  expect(records["example_com__mail-from-mx"]).toMatchObject({ comment: "all", ttl: 1 });
  const { "//": _, ...caa } = records["example_com__record-caa"];
  expect(caa).toEqual({
    zone_id: "${data.cloudflare_zone.example_com.zone_id}",
    type: "CAA",
    name: "example.com",
    ttl: 1,
    proxied: false,
    comment: "all",
    data: { flags: 0, tag: "issue", value: "amazon.com" },
  });
});

test("an absent entry has nothing, a released one is only forgotten, and the stack stays", () => {
  const { resource, removed, output } = synthesise(
    DEFAULTS,
    "domains:",
    "  - {domain: a.example, state: absent, protect: false}",
    "  - {domain: b.example, state: released, dmarc: false, web: {www: d1.cloudfront.net}}",
  );
  expect(resource).toBeUndefined();
  expect(output.records.value).toEqual([]);
  const forgotten = [
    "aws_sesv2_email_identity.b_example",
    "aws_sesv2_email_identity_mail_from_attributes.b_example",
    ...["dkim-1", "dkim-2", "dkim-3", "mail-from-mx", "mail-from-spf", "web-www", "dmarc"].map(
      (id) => `cloudflare_dns_record.b_example__${id}`,
    ),
  ];
  expect(removed).toEqual(forgotten.map((from) => ({ from, lifecycle: { destroy: false } })));
});

test.each([
  [
    "{type: s3, bucket: b, region: eu-west-1}",
    {
      backend: {
        s3: { bucket: "b", region: "eu-west-1", key: "mailzone/mailzone.tfstate", encrypt: true, use_lockfile: true },
      },
    },
  ],
  [
    "{type: raw, name: azurerm, config: {key: '{stack}.tfstate'}}",
    { backend: { azurerm: { key: "mailzone.tfstate" } } },
  ],
  ["{type: cloud, organization: o}", { cloud: { organization: "o", workspaces: { name: "mailzone-mailzone" } } }],
])("backend %s", (backend, expected) => {
  const { terraform } = synthesise(`backend: ${backend}`, DEFAULTS, "domains: [{domain: example.com}]");
  const { required_providers: _, ...rest } = terraform;
  expect(rest).toEqual(expected);
});

test("a DS is made after the NS that it vouches for, and nothing else waits", () => {
  const { resource } = synthesise(
    DEFAULTS,
    "domains:",
    "  - domain: example.com",
    "    records:",
    `      ds: {type: DS, name: sub, data: {key_tag: 1, algorithm: 8, digest_type: 2, digest: ${"AB".repeat(32)}}}`,
    "      ns-1: {type: NS, name: sub, content: ns1.example.net}",
    "      ns-2: {type: NS, name: sub, content: ns2.example.net}",
    "      other: {type: NS, name: other, content: ns1.example.net}",
  );
  const waiting = Object.entries(resource.cloudflare_dns_record).flatMap(([name, value]) => {
    const { depends_on } = value as { readonly depends_on?: readonly string[] };
    return depends_on === undefined ? [] : [[name, depends_on]];
  });
  expect(waiting).toEqual([
    [
      "example_com__record-ds",
      ["cloudflare_dns_record.example_com__record-ns-1", "cloudflare_dns_record.example_com__record-ns-2"],
    ],
  ]);
});

test("an empty comment means no comment, also for a record that overrides the domain's", () => {
  const { resource } = synthesise(
    DEFAULTS,
    "domains:",
    '  - {domain: example.com, comment: ours, overrides: {dmarc: {comment: ""}}}',
    '  - {domain: example.org, comment: ""}',
  );
  const { example_com__dmarc, "example_com__dkim-1": dkim, example_org__dmarc } = resource.cloudflare_dns_record;
  expect([dkim.comment, example_com__dmarc.comment, example_org__dmarc.comment]).toEqual([
    "ours",
    undefined,
    undefined,
  ]);
});

test("a record whose key was changed keeps its place", () => {
  const { moved, resource } = synthesise(
    DEFAULTS,
    "domains:",
    "  - {domain: example.com, records: {application: {type: A, name: app, content: 192.0.2.1, moved: app}}}",
    "  - {domain: example.org, state: absent, protect: false, records: {b: {type: A, name: b, content: 192.0.2.1, moved: a}}}",
  );
  expect(moved).toEqual([
    {
      from: "cloudflare_dns_record.example_com__record-app",
      to: "cloudflare_dns_record.example_com__record-application",
    },
  ]);
  expect(Object.keys(resource.cloudflare_dns_record)).toContain("example_com__record-application");
});

test.each([
  [
    "{a: {type: A, name: a, content: 192.0.2.1}, b: {type: A, name: b, content: 192.0.2.1, moved: a}}",
    'record "b" of "example.com" was moved from "a", which still exists: remove "moved", or the record of that key',
  ],
  [
    "{b: {type: A, name: b, content: 192.0.2.1, moved: a}, c: {type: A, name: c, content: 192.0.2.1, moved: a}}",
    'record "b" of "example.com" was moved from "a", and so was "c": keep one of them',
  ],
])("%s cannot be moved", (records, message) => {
  const text = `domains: [{domain: example.com, aws: {region: us-east-1}, records: ${records}}]`;
  const { findings } = parseConfiguration([{ file: "domains.yaml", text }]);
  expect(findings.find(({ severity }) => severity === "error")?.message).toBe(message);
});
