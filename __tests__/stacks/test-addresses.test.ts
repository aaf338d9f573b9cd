// The identities of test addresses in a stack.
import { TerraformStack, Testing } from "cdktf";
import type { Domain } from "../../lib/dns/domain";
import { parseResourceName } from "../../lib/dns/resource-name";
import { isTestAddress } from "../../lib/dns/test-addresses";
import { MailDomain } from "../../lib/stacks/mail-domain";
import { MailStack } from "../../lib/stacks/mail-stack";
import { ARTICLE, ZONE_ID } from "../helpers/domains";

const NAME = "example_com__test-address-X59ouX2B1X40example_net";
const TESTED: Domain = {
  ...ARTICLE,
  configurationSet: "mail",
  tags: { team: "mail" },
  testAddresses: ["You+1@example.net"],
};
const synth = (domain: Domain) =>
  JSON.parse(Testing.synth(new MailStack(Testing.app(), "mail", { domains: [domain] })));

test("an address is an identity without keys, set and protection, in the region and with the tags of its entry", () => {
  const { resource, output } = synth(TESTED);
  expect(Object.keys(resource.aws_sesv2_email_identity)).toEqual(["example_com", NAME]);
  const { "//": _, ...address } = resource.aws_sesv2_email_identity[NAME];
  expect(address).toEqual({ email_identity: "You+1@example.net", region: "us-east-1", tags: { team: "mail" } });
  const { entry, id } = parseResourceName(NAME) ?? {};
  expect([entry, isTestAddress(id, "You+1@example.net"), isTestAddress(id, "you@example.net")]).toEqual([
    "example.com",
    true,
    false,
  ]);
  const { testAddresses: __, ...without } = TESTED;
  expect(output).toEqual(synth(without).output);
  expect(resource.cloudflare_dns_record).toEqual(synth(without).resource.cloudflare_dns_record);
});

test("an entry with a foreign identity has them too; a released one leaves them, an absent one removes them", () => {
  const address = `aws_sesv2_email_identity.${NAME}`;
  const removed = { from: address, lifecycle: { destroy: false } };
  const existing = synth({ ...TESTED, identity: "existing" });
  expect(Object.keys(existing.resource.aws_sesv2_email_identity)).toEqual([NAME]);
  expect(existing.removed).not.toContainEqual(removed);
  expect(synth({ ...TESTED, state: "released" }).removed).toContainEqual(removed);
  expect(JSON.stringify(synth({ ...TESTED, state: "absent", protect: false }))).not.toContain(NAME);
});

test("a construct makes them too", () => {
  const stack = new TerraformStack(Testing.app(), "shop");
  const testAddresses = ["you@example.net"];
  new MailDomain(stack, "mail", { domain: "example.com", zoneId: ZONE_ID, region: "eu-west-1", testAddresses });
  expect(Object.keys(JSON.parse(Testing.synth(stack)).resource.aws_sesv2_email_identity)).toEqual([
    "example_com",
    "example_com__test-address-youX40example_net",
  ]);
});
