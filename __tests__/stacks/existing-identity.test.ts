// identity: existing. The identity is read; nothing of it is made, changed or destroyed.
import { TerraformStack, Testing } from "cdktf";
import { parseConfiguration, validDomains } from "../../lib/config/configuration";
import { formatFinding } from "../../lib/dns/finding";
import { MailDomain } from "../../lib/stacks/mail-domain";
import { MailStack } from "../../lib/stacks/mail-stack";
import { ZONE_ID } from "../helpers/domains";

const read = (entry: string) =>
  parseConfiguration([
    {
      file: "domains.yaml",
      text: `zones: {example.com: ${ZONE_ID}}\ndomains:\n  - {domain: example.com, identity: existing, aws: {region: eu-west-1}${entry}}\n`,
    },
  ]);
const stackOf = (entry = "") =>
  JSON.parse(Testing.synth(new MailStack(Testing.app(), "mail", { domains: validDomains(read(entry)) })));
const forgotten = ({ removed = [] }: { removed?: readonly { from: string }[] }) => removed.map(({ from }) => from);

const IDENTITY = "aws_sesv2_email_identity.example_com";
const MAIL_FROM = "aws_sesv2_email_identity_mail_from_attributes.example_com";

test("its tokens come from a data source, and the stack has records only", () => {
  const stack = stackOf(", configurationSet: {name: mail}");
  expect(Object.keys(stack.resource).sort()).toEqual(["aws_sesv2_configuration_set", "cloudflare_dns_record"]);
  expect(stack.data.aws_sesv2_email_identity.example_com).toMatchObject({
    email_identity: "example.com",
    region: "eu-west-1",
  });
  const { name } = stack.resource.cloudflare_dns_record["example_com__dkim-2"];
  expect(name).toBe(`\${element(data.${IDENTITY}.dkim_signing_attributes[0].tokens, 1)}._domainkey.example.com`);
  expect(stack.output.identities.value).toEqual({ "example.com": `\${data.${IDENTITY}.arn}` });
  expect(stack.output.protected.value).toEqual([]);
});

test("an identity that was managed here before is forgotten, not destroyed, whatever its state", () => {
  expect(forgotten(stackOf())).toEqual([IDENTITY, MAIL_FROM]);
  expect(forgotten(stackOf(", mailFrom: false"))).toEqual([IDENTITY, MAIL_FROM]);
  expect(forgotten(stackOf(", state: absent"))).toEqual([IDENTITY, MAIL_FROM]);
  expect(forgotten(stackOf(", state: released"))).toEqual(expect.arrayContaining([IDENTITY, MAIL_FROM]));
});

test("a key length is refused, because it is its owner's; one of the defaults is for others", () => {
  expect(read(", dkim: {keyLength: 1024}").findings.map(formatFinding)).toEqual([
    expect.stringContaining('dkim.keyLength of "example.com" belongs to the identity\'s owner'),
  ]);
  const text = `zones: {example.com: ${ZONE_ID}}\ndefaults: {dkim: {keyLength: 1024}, aws: {region: eu-west-1}}\ndomains: [{domain: example.com, identity: existing}]\n`;
  expect(validDomains(parseConfiguration([{ file: "domains.yaml", text }]))[0]).not.toHaveProperty("dkimKeyLength");
});

test("a construct for an existing identity makes no identity resource, and exposes the data source that it reads", () => {
  const stack = new TerraformStack(Testing.app(), "shop");
  const props = { domain: "example.com", zoneId: ZONE_ID, region: "eu-west-1", identity: "existing" } as const;
  const mail = new MailDomain(stack, "mail", props);
  expect(mail.existing?.emailIdentityInput).toBe("example.com");
  expect(() => mail.identity).toThrow('"shop/mail/identity" makes no identity, it reads one that exists');
  expect(JSON.parse(Testing.synth(stack)).removed).toHaveLength(2);
});
