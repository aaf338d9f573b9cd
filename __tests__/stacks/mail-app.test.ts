import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { validDomains } from "../../lib/config/configuration";
import { loadConfiguration } from "../../lib/config/load";
import { isTested } from "../../lib/config/schema/providers";
import type { Domain } from "../../lib/dns/domain";
import type { StackImport } from "../../lib/stacks/imports";
import { MailApp } from "../../lib/stacks/mail-app";
import { ARTICLE, domainNamed } from "../helpers/domains";
import { ARTICLE_ENTRY, domainsYaml, entryOf } from "../helpers/project";

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-"));
  process.env.CDKTF_OUTDIR = path.join(folder, "cdktf.out");
});

afterEach(() => {
  delete process.env.CDKTF_OUTDIR;
  fs.rmSync(folder, { recursive: true });
});

/** The stacks of `domains` as text, by name. */
function synthesise(domains: readonly Domain[], imports: readonly StackImport[] = []): Record<string, string> {
  new MailApp({ domains, imports, stateFolder: folder, fastSynth: true }).synth();
  const stacks = path.join(folder, "cdktf.out", "stacks");
  return Object.fromEntries(
    fs.readdirSync(stacks).map((name) => [name, fs.readFileSync(path.join(stacks, name, "cdk.tf.json"), "utf8")]),
  );
}

const synthesiseOne = (domain: Domain) => JSON.parse(synthesise([domain])[domain.stack] ?? "");

test("the article's addresses are a contract", () => {
  const { resource } = synthesiseOne(ARTICLE);
  const addresses = Object.entries(resource as object).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
  expect(addresses).toEqual([
    "aws_sesv2_email_identity.example_com",
    "aws_sesv2_email_identity_mail_from_attributes.example_com",
    "cloudflare_dns_record.example_com__dkim-1",
    "cloudflare_dns_record.example_com__dkim-2",
    "cloudflare_dns_record.example_com__dkim-3",
    "cloudflare_dns_record.example_com__dmarc",
    "cloudflare_dns_record.example_com__mail-from-mx",
    "cloudflare_dns_record.example_com__mail-from-spf",
    "cloudflare_dns_record.example_com__web-www",
  ]);
});

test("both sides are one stack, and each DKIM record takes one element of the tokens", () => {
  const { resource, output, terraform } = synthesiseOne({ ...ARTICLE, comment: "mail of ${team}" });
  expect(resource.aws_sesv2_email_identity.example_com).toMatchObject({
    email_identity: "example.com",
    region: "us-east-1",
    lifecycle: { prevent_destroy: true },
  });
  expect(resource.aws_sesv2_email_identity_mail_from_attributes.example_com).toMatchObject({
    mail_from_domain: "mail.example.com",
    behavior_on_mx_failure: "USE_DEFAULT_VALUE",
    region: "us-east-1",
  });
  const token = "${element(aws_sesv2_email_identity.example_com.dkim_signing_attributes[0].tokens, 1)}";
  const { "//": _, ...record } = resource.cloudflare_dns_record["example_com__dkim-2"];
  expect(record).toEqual({
    zone_id: ARTICLE.zone.id,
    type: "CNAME",
    name: `${token}._domainkey.example.com`,
    content: `${token}.dkim.amazonses.com`,
    ttl: 1,
    proxied: false,
    comment: "mail of $${team}",
  });
  expect(output.records.value[1]).toMatchObject({ entry: "example.com", id: "dkim-2", priority: null, data: null });
  expect(output.identities.value).toEqual({ "example.com": "${aws_sesv2_email_identity.example_com.arn}" });
  expect(terraform).toEqual({
    backend: { local: { path: "../../../terraform.mailzone.tfstate" } },
    required_providers: {
      aws: { source: "hashicorp/aws", version: "6.25.0" },
      cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
    },
  });
});

test("the versions of the bindings are tested ones, so that check does not warn of the default", () => {
  const { aws, cloudflare } = synthesiseOne(ARTICLE).terraform.required_providers;
  expect([isTested("aws", aws.version), isTested("cloudflare", cloudflare.version)]).toEqual([true, true]);
});

test("an unprotected identity has no lifecycle, and one without MAIL FROM no attributes for it", () => {
  const { resource } = synthesiseOne({ ...ARTICLE, protect: false, mailFrom: undefined });
  expect(resource.aws_sesv2_email_identity.example_com).not.toHaveProperty("lifecycle");
  expect(resource).not.toHaveProperty("aws_sesv2_email_identity_mail_from_attributes");
});

test("the order of domains leaves every byte as it was", () => {
  const domains = ["c.example", "a.example", "b.example"].map((name) => domainNamed(name));
  const others = domains.map((domain) => ({ ...domain, entry: `${domain.entry}.2`, stack: "other" }));
  const forward = synthesise([...domains, ...others]);
  expect(Object.keys(forward)).toEqual(["mailzone", "other"]);
  expect(synthesise([...domains, ...others].reverse())).toEqual(forward);
});

test("the order of the entries in domains.yaml changes nothing", () => {
  const entries = [ARTICLE_ENTRY, entryOf("b.example.com", "eu-west-1"), entryOf("a.example.com", "af-south-1")];
  const synthesised = (order: string[]) => {
    fs.writeFileSync(path.join(folder, "domains.yaml"), domainsYaml(...order));
    return synthesise(validDomains(loadConfiguration(["domains.yaml"], folder)));
  };
  const forward = synthesised(entries);
  expect(forward.mailzone).toContain('"example.com"');
  expect(forward.mailzone).toContain('"b.example.com"');
  expect(synthesised([...entries].reverse())).toEqual(forward);
});

test("what exists is imported by the stack of its entry, sorted, and what is not present is not", () => {
  const domains = [
    ARTICLE,
    domainNamed("a.example", { stack: "other" }),
    domainNamed("b.example", { state: "released" }),
  ];
  const imports: StackImport[] = [
    { entry: "example.com", record: "web-www", id: "zone/1" },
    { entry: "example.com", record: "mail-from", id: "example.com@us-east-1" },
    { entry: "a.example", record: "dmarc", id: "zone/${2}" },
    { entry: "b.example", record: "dmarc", id: "zone/3" },
    { entry: "example.com", record: "identity", id: "example.com@us-east-1" },
  ];
  const forward = synthesise(domains, imports);
  expect(JSON.parse(forward.mailzone!).import).toEqual([
    { to: "aws_sesv2_email_identity.example_com", id: "example.com@us-east-1" },
    { to: "aws_sesv2_email_identity_mail_from_attributes.example_com", id: "example.com@us-east-1" },
    { to: "cloudflare_dns_record.example_com__web-www", id: "zone/1" },
  ]);
  expect(JSON.parse(forward.other!).import).toEqual([
    { to: "cloudflare_dns_record.a_example__dmarc", id: "zone/$${2}" },
  ]);
  expect(synthesise(domains, [...imports].reverse())).toEqual(forward);
  expect(JSON.parse(synthesise([ARTICLE]).mailzone!)).not.toHaveProperty("import");
});

test("what an entry leaves to others is forgotten or moved, never destroyed", () => {
  const text = JSON.parse(
    synthesise([
      { ...ARTICLE, dmarc: undefined, releasedRecords: [{ record: "dmarc" }] },
      domainNamed("a.example", {
        releasedRecords: [{ record: "spf", replacedBy: { entry: "b.example", record: "record-spf" } }],
      }),
      domainNamed("b.example", {
        state: "released",
        mailFrom: undefined,
        dmarc: undefined,
        releasedRecords: [{ record: "dmarc" }],
      }),
    ]).mailzone!,
  );
  const records = [
    "b_example__dkim-1",
    "b_example__dkim-2",
    "b_example__dkim-3",
    "b_example__dmarc",
    "example_com__dmarc",
  ];
  expect(text.removed).toEqual(
    ["aws_sesv2_email_identity.b_example", ...records.map((name) => `cloudflare_dns_record.${name}`)].map((from) => ({
      from,
      lifecycle: { destroy: false },
    })),
  );
  expect(text.moved).toEqual([
    { from: "cloudflare_dns_record.a_example__spf", to: "cloudflare_dns_record.b_example__record-spf" },
  ]);
  const plain = JSON.parse(synthesise([ARTICLE, domainNamed("a.example")]).mailzone!);
  expect([plain.removed, plain.moved]).toEqual([undefined, undefined]);
});

test("other versions of the providers are in every stack, and nothing else changes", () => {
  const app = (providers?: { cloudflare: string }) => {
    new MailApp({ domains: [domainNamed("example.com")], stateFolder: folder, fastSynth: true, providers }).synth();
    const file = path.join(folder, "cdktf.out", "stacks", "mailzone", "cdk.tf.json");
    return JSON.parse(fs.readFileSync(file, "utf8"));
  };
  const usual = app();
  const pinned = app({ cloudflare: "5.22.0" });
  expect(pinned.terraform.required_providers).toEqual({
    aws: { source: "hashicorp/aws", version: "6.25.0" },
    cloudflare: { source: "cloudflare/cloudflare", version: "5.22.0" },
  });
  pinned.terraform.required_providers.cloudflare.version = "5.14.0";
  expect(pinned).toEqual(usual);
});
