// Our constructs in a stack of somebody else: texts are text, and tokens stay tokens.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { App, TerraformOutput, TerraformStack, Token } from "cdktf";
import type { AwsAccount, Domain } from "../../lib/dns/domain";
import { domainRecords } from "../../lib/dns/domain-records";
import { AwsAccounts } from "../../lib/stacks/aws-accounts";
import { addBackend } from "../../lib/stacks/backend";
import { SesIdentity } from "../../lib/stacks/ses-identity";
import { ZoneRecords } from "../../lib/stacks/zone-records";
import { ARTICLE, ZONE_ID } from "../helpers/domains";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-"));
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

/** What a stack of its own class synthesises with `fill`. */
function synthesise(fill: (stack: TerraformStack) => void) {
  const outFolder = path.join(folder, "out");
  const app = new App({ outdir: outFolder, skipValidation: true });
  const stack = new TerraformStack(app, "shop");
  addBackend(stack, "shop", { stateFolder: folder, outFolder });
  fill(stack);
  app.synth();
  return JSON.parse(fs.readFileSync(path.join(outFolder, "stacks", "shop", "cdk.tf.json"), "utf8"));
}

const DOMAIN: Domain = {
  ...ARTICLE,
  tags: { "a${b}": "%{c}" },
  web: [{ name: "www.example.com", distribution: "E1EXAMPLE23", proxied: false, ttl: 1 }],
  records: [
    {
      key: "caa",
      type: "CAA",
      name: "example.com",
      proxied: false,
      ttl: 1,
      data: { flags: 0, tag: "issue", value: "${x}" },
    },
    { key: "text", type: "TXT", name: "t.example.com", proxied: false, ttl: 1, content: "${TfToken[TOKEN.0]} -19e288" },
  ],
};

test("refs of another app are tokens, all else of a record is text", () => {
  const { resource, output } = synthesise((stack) => {
    const identity = new SesIdentity(stack, "identity", DOMAIN);
    const host = Token.asString("${aws_cloudfront_distribution.shop.domain_name}");
    const refs = { dkimTokens: identity.dkimTokens, distributionDomain: () => host };
    const records = domainRecords(DOMAIN, refs).map((record) => ({ ...record, ttl: 300 }));
    new ZoneRecords(stack, "records", { zoneId: ZONE_ID, records, commentOf: ({ id }) => `of ${id}: \${team}` });
    new TerraformOutput(stack, "own", { value: `\${aws_cloudfront_distribution.shop.arn} \uFDD0 {e}` });
  });
  const token = "${element(aws_sesv2_email_identity.example_com.dkim_signing_attributes[0].tokens, 0)}";
  const records = resource.cloudflare_dns_record;
  expect(records["example_com__dkim-1"]).toMatchObject({
    name: `${token}._domainkey.example.com`,
    content: `${token}.dkim.amazonses.com`,
    comment: "of dkim-1: $${team}",
  });
  expect(records["example_com__web-www"].content).toBe("${aws_cloudfront_distribution.shop.domain_name}");
  expect(records["example_com__record-caa"].data).toEqual({ flags: 0, tag: "issue", value: "$${x}" });
  expect(records["example_com__record-text"].content).toBe('"$${TfToken[TOKEN.0]} -19e288"');
  expect(resource.aws_sesv2_email_identity.example_com.tags).toEqual({ "a$${b}": "%%{c}" });
  expect(output.own.value).toBe("${aws_cloudfront_distribution.shop.arn} \uFDD0 {e}");
});

test("accounts that differ have providers that differ, also where the same word would be made of both", () => {
  const accounts: AwsAccount[] = [
    {},
    { profile: "a b" },
    { profile: "a_b" },
    { profile: "a.c" },
    { assumeRoleArn: "arn:aws:iam::111122223333:role/a" },
    { assumeRoleArn: "arn:aws-us-gov:iam::111122223333:role/a" },
    { allowedAccountIds: ["111122223333", "444455556666"] },
    { allowedAccountIds: ["444455556666", "111122223333"] },
  ];
  let aliases: (string | undefined)[] = [];
  const { provider } = synthesise((stack) => {
    const made = new AwsAccounts(stack, "accounts", { accounts, region: "eu-west-1" });
    aliases = accounts.map((account) => made.provider(account)?.alias);
  });
  const named = (provider.aws as { alias?: string; profile?: string }[]).map(({ alias, profile }) => [profile, alias]);
  expect(new Map(named as [string, string][]).get("a.c")).toBe("profile-a_c");
  expect(new Set(aliases).size).toBe(accounts.length - 1);
  expect(aliases[6]).toBe(aliases[7]);
  expect(named.length).toBe(accounts.length - 1);
});

test("an account whose name ends as the hash of another would get its provider, and is refused", () => {
  const shared: AwsAccount[] = [{ profile: "a b" }, { profile: "a_b" }];
  const aliasesOf = (accounts: AwsAccount[]) => {
    let aliases: (string | undefined)[] = [];
    synthesise((stack) => {
      const made = new AwsAccounts(stack, "accounts", { accounts, region: "eu-west-1" });
      aliases = accounts.map((account) => made.provider(account)?.alias);
    });
    return aliases;
  };
  const [alias = ""] = aliasesOf(shared);
  expect(alias).toMatch(/^profile-a_b-[0-9a-f]{8}$/);
  const crafted = { profile: alias.replace("profile-", "") };
  for (const accounts of [
    [...shared, crafted],
    [crafted, ...shared],
  ])
    expect(() => aliasesOf(accounts)).toThrow(`two AWS accounts would have the provider "${alias}" in Terraform: give`);
});
