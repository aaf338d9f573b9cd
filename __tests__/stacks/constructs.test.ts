// What the constructs are to somebody else's CDKTF app: what they show, what they refuse, and that they leave CDKTF alone.
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { App, LocalBackend, TerraformStack, TerraformVariable, Testing, Tokenization } from "cdktf";
import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import { MailApp, MailStack, SesIdentity, ZoneRecords } from "../../lib/index";
import { ARTICLE, domainNamed, ZONE_ID } from "../helpers/domains";

const synth = (stack: TerraformStack) => JSON.parse(Testing.synth(stack));

function shop(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "shop");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  new CloudflareProvider(stack, "cloudflare", {});
  return stack;
}

test("a MailStack shows what it made, by entry, and takes overrides of it", () => {
  const domains = [ARTICLE, domainNamed("example.org", { account: { profile: "other" } })];
  const stack = new MailStack(Testing.app(), "mail", { domains });
  expect(Object.keys(stack.identities)).toEqual(["example.com", "example.org"]);
  expect(Object.keys(stack.records["example.com"]!.records)).toContain("mail-from-spf");
  expect(stack.awsProviders.map(({ alias }) => alias)).toEqual([undefined, "profile-other"]);
  stack.cloudflareProvider.apiUserServiceKey = "v1.0-fake";
  stack.identities["example.org"]!.identity.addOverride("tags.team", "mail");
  stack.identities["example.com"]!.mailFrom!.addOverride("count", 1);
  stack.records["example.com"]!.records.dmarc!.addOverride("comment", "by hand");
  const { provider, resource } = synth(stack);
  expect(provider.cloudflare).toEqual([{ api_user_service_key: "v1.0-fake" }]);
  expect(resource.aws_sesv2_email_identity.example_org.tags).toEqual({ team: "mail" });
  expect(resource.aws_sesv2_email_identity_mail_from_attributes.example_com.count).toBe(1);
  expect(resource.cloudflare_dns_record.example_com__dmarc.comment).toBe("by hand");
});

test("a stack keeps its state where its options say: in a folder, in CDKTF's backend, or in CDKTF's default", () => {
  const { outdir } = Testing.app();
  const stateFolder = path.join(outdir, "..", "states");
  const stackWith = (props: object) => new MailStack(Testing.app({ outdir }), "mail", { domains: [ARTICLE], ...props });
  expect(synth(stackWith({ stateFolder })).terraform.backend).toEqual({
    local: { path: "../../../states/terraform.mail.tfstate" },
  });
  const own = stackWith({});
  expect(own.node.tryFindChild("backend")).toBeUndefined();
  new LocalBackend(own, { path: "own.tfstate" });
  expect(synth(own).terraform.backend.local.path).toMatch(/own\.tfstate$/);
  const plain = stackWith({});
  plain.prepareStack();
  expect(synth(plain).terraform.backend.local.path).toMatch(/terraform\.mail\.tfstate$/);
  const both = stackWith({ stateFolder });
  expect(() => new LocalBackend(both, {})).toThrow("There is already a Construct with name 'backend'");
});

test("CDKTF is changed neither by the import nor by an app without fastSynth", () => {
  const before = [Error.captureStackTrace, Tokenization.resolve];
  const seen: unknown[][] = [];
  class Watching extends MailApp {
    override synth(): void {
      this.node.addValidation({
        validate: () => {
          seen.push([Error.captureStackTrace, Tokenization.resolve]);
          return [];
        },
      });
      super.synth();
    }
  }
  const { CDKTF_OUTDIR } = process.env;
  try {
    process.env.CDKTF_OUTDIR = Testing.app().outdir;
    new Watching({ domains: [ARTICLE] }).synth();
    new Watching({ domains: [ARTICLE], fastSynth: true }).synth();
  } finally {
    if (CDKTF_OUTDIR === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = CDKTF_OUTDIR;
  }
  expect(seen[0]).toEqual(before);
  expect(seen[1]).not.toEqual(before);
  expect([Error.captureStackTrace, Tokenization.resolve]).toEqual(before);
});

test("a resource of the user's own may refer to a MailStack from another stack of an app without the fast option", () => {
  const { CDKTF_OUTDIR } = process.env;
  try {
    process.env.CDKTF_OUTDIR = Testing.app().outdir;
    const app = new MailApp({ domains: [ARTICLE] });
    const mail = app.node.findChild("mailzone") as MailStack;
    const other = new TerraformStack(app, "other");
    new AwsProvider(other, "aws", { region: mail.identities["example.com"]!.arn });
    app.synth();
    expect(Object.keys(synth(mail).output)).toEqual(expect.arrayContaining(["records", "identities"]));
    expect(synth(other).data.terraform_remote_state).toBeDefined();
  } finally {
    if (CDKTF_OUTDIR === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = CDKTF_OUTDIR;
  }
});

test("two for one entry or record in a stack are an error, two stacks are not", () => {
  const app = Testing.app();
  new MailStack(app, "one", { domains: [ARTICLE] });
  new MailStack(app, "two", { domains: [ARTICLE] });
  expect(() => new MailStack(app, "twice", { domains: [ARTICLE, ARTICLE] })).toThrow("identity-example.com");
  const stack = shop();
  const records = domainRecords(ARTICLE, PLACEHOLDER_REFS);
  new ZoneRecords(stack, "records", { zoneId: ZONE_ID, records: records.slice(0, 4) });
  new ZoneRecords(stack, "more", { zoneId: ZONE_ID, records: records.slice(4) });
  expect(() => new ZoneRecords(stack, "again", { zoneId: ZONE_ID, records: records.slice(4) })).toThrow(
    '"shop/again" makes record "mail-from-spf" of "example.com", and so does "shop/more" in this stack',
  );
});

test("the error for a missing text or a token names the construct and the property", () => {
  const stack = shop();
  const variable = new TerraformVariable(stack, "variable", { type: "string" });
  const props = { entry: "example.com", domain: "example.com", region: "eu-west-1" };
  const identity = (id: string, changes: object) => new SesIdentity(stack, id, { ...props, ...changes });
  expect(() => identity("a", { domain: variable.stringValue })).toThrow(
    '"domain" of "shop/a" is a token, whose value is known only after synthesis: expected the text itself',
  );
  expect(() => identity("b", { region: undefined })).toThrow('"region" of "shop/b" is missing: expected a text');
  expect(() => identity("c", { entry: 5 })).toThrow('"entry" of "shop/c" is 5: expected a text');
  const zone = (id: string, zoneId: unknown) => new ZoneRecords(stack, id, { zoneId: zoneId as string, records: [] });
  expect(() => zone("d", undefined)).toThrow('"zoneId" of "shop/d" is missing: expected a text');
  expect(() => zone("e", [ZONE_ID])).toThrow('"zoneId" of "shop/e" is a list: expected a text');
  expect(() => zone("f", variable.value)).toThrow('"zoneId" of "shop/f" is a token that is no text');
  zone("g", variable.stringValue);
  expect(App.isApp(stack.node.root)).toBe(true);
});
