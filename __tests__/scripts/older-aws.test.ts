// The comparison with an aws provider that has no regions in its resources.
import { isKnown } from "../../scripts/real/known";
import { isOlderAws, withProviderPerRegion } from "../../scripts/real/older-aws";

test("versions before 6 are older, a range is the newest", () => {
  expect(["5.100.0", "6.0.0", "6.25.0", "~> 6.0"].map(isOlderAws)).toEqual([true, false, false, false]);
});

test("each region of each account gets a provider configuration of its own", () => {
  const identity = (more: object) => ({ email_identity: "example.com", ...more });
  const written = {
    provider: { aws: [{ region: "us-east-1" }, { alias: "shop", profile: "shop" }], cloudflare: [{}] },
    resource: {
      aws_sesv2_email_identity: {
        a: identity({ region: "eu-west-1" }),
        b: identity({ region: "eu-west-1", provider: "aws.shop" }),
        c: identity({}),
      },
      cloudflare_dns_record: { d: { name: "example.com" } },
    },
  };
  expect(withProviderPerRegion(written)).toEqual({
    provider: {
      aws: [
        { region: "us-east-1" },
        { alias: "shop", profile: "shop" },
        { alias: "eu-west-1", region: "eu-west-1" },
        { alias: "shop_eu-west-1", profile: "shop", region: "eu-west-1" },
      ],
      cloudflare: [{}],
    },
    resource: {
      aws_sesv2_email_identity: {
        a: identity({ provider: "aws.eu-west-1" }),
        b: identity({ provider: "aws.shop_eu-west-1" }),
        c: identity({}),
      },
      cloudflare_dns_record: { d: { name: "example.com" } },
    },
  });
});

test("a difference is known only of the versions that show it, and only with its values", () => {
  const at = ".state.aws_sns_topic.mail.instances[0].attributes.region";
  const known = (aws: string, real: unknown = undefined) =>
    isKnown({ at, emulated: "eu-west-1", real }, { aws, cloudflare: "5.14.0" });
  expect([known("5.100.0"), known("6.25.0"), known("~> 6.0"), known("5.100.0", "us-east-1")]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
