// The policies of roles that may send, in a stack.
import { TerraformStack, Testing, Token } from "cdktf";
import type { Domain } from "../../lib/dns/domain";
import { senderPolicyName } from "../../lib/dns/sending";
import { senderPolicy } from "../../lib/permissions/sender";
import { sendingPolicyOf } from "../../lib/plan/sending-policy";
import { MailDomain } from "../../lib/stacks/mail-domain";
import { MailStack } from "../../lib/stacks/mail-stack";
import { ARTICLE, ZONE_ID } from "../helpers/domains";

const ROLE = "arn:aws:iam::111122223333:role/jobs/shop";
const SENDING: Domain = {
  ...ARTICLE,
  configurationSet: "mail",
  senders: [{ key: "shop", role: ROLE, from: ["a@example.com"] }],
};
const synth = (domain: Domain) =>
  JSON.parse(Testing.synth(new MailStack(Testing.app(), "mail", { domains: [domain] })));

test("a role gets what mailzone permissions --for sender prints, beside its own policies", () => {
  const { policy, ...rest } = synth(SENDING).resource.aws_iam_role_policy["example_com__sender-shop"];
  expect(rest).toMatchObject({ name: "mailzone-example.com-shop-us-east-1", role: "shop" });
  const [statement] = senderPolicy({
    domains: [SENDING],
    account: "111122223333",
    from: ["a@example.com"],
  }).Statement;
  expect(JSON.parse(policy)).toEqual({ Version: "2012-10-17", Statement: [{ ...statement, Sid: "Send" }] });
  expect(sendingPolicyOf(policy)).toMatchObject({ from: ["a@example.com"] });
});

test("its name at the role tells entries and regions apart and keeps IAM's limit", () => {
  const name = (entry: string, region = "us-east-1") => senderPolicyName({ key: "shop" }, { entry, region });
  expect(name("example.com", "eu-west-1")).toBe("mailzone-example.com-shop-eu-west-1");
  const long = [name("a".repeat(200)), name("a".repeat(201))];
  expect(new Set(long).size).toBe(2);
  for (const one of long) expect(one).toMatch(/^mailzone-[0-9a-f]{40}$/);
});

test("a released entry leaves it at the role, an absent one takes it off", () => {
  expect(synth({ ...SENDING, state: "released" }).removed).toContainEqual({
    from: "aws_iam_role_policy.example_com__sender-shop",
    lifecycle: { destroy: false },
  });
  expect(JSON.stringify(synth({ ...SENDING, state: "absent" }))).not.toContain("aws_iam_role_policy");
});

test("a construct makes them too, but for a set whose name nobody knows yet", () => {
  const stack = new TerraformStack(Testing.app(), "shop");
  const props = { domain: "example.com", zoneId: ZONE_ID, region: "eu-west-1", senders: { shop: ROLE } };
  new MailDomain(stack, "mail", props);
  expect(Object.keys(JSON.parse(Testing.synth(stack)).resource.aws_iam_role_policy)).toEqual([
    "example_com__sender-shop",
  ]);
  const token = Token.asString({ resolve: () => "mail" });
  expect(() => new MailDomain(stack, "other", { ...props, entry: "other", configurationSetName: token })).toThrow(
    "has senders, and a token for configurationSetName: give it as text, or leave senders out and use grantSend()",
  );
});
