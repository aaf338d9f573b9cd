// The data source aws_sesv2_email_identity: an identity that somebody else made.
import { completeValue } from "../../src/protocol/schema";
import { awsSesv2EmailIdentityData } from "../../src/resources/aws/sesv2-email-identity-data";
import { createIdentity } from "../../src/services/aws/ses-identities";
import { ApiError } from "../../src/world/faults";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const KEY = { account: "000000000000", region: "eu-west-1", name: "example.com" };
const read = (email_identity: string) => {
  const config = completeValue(awsSesv2EmailIdentityData.schema.block, { email_identity, region: "eu-west-1" });
  return awsSesv2EmailIdentityData.read({ world, provider: { region: "us-east-1" } }, config);
};

test("the identity's data source reads the tokens that SES has, and the tags without those of AWS", () => {
  const made = createIdentity(world, { ...KEY, configurationSetName: null, tags: { team: "mail" }, dkim: {} });
  expect(read("example.com")).toMatchObject({
    id: "example.com",
    arn: "arn:aws:ses:eu-west-1:000000000000:identity/example.com",
    identity_type: "DOMAIN",
    region: "eu-west-1",
    tags: { team: "mail" },
    dkim_signing_attributes: [{ tokens: made.dkim.tokens, domain_signing_private_key: "", status: "PENDING" }],
  });
  expect(world.calls.keys()).toEqual(expect.arrayContaining(["ses:GetEmailIdentity", "ses:ListTagsForResource"]));
});

test("the identity's data source says in the provider's words that there is none, and what else SES answers", () => {
  const said = (error: ApiError) =>
    awsSesv2EmailIdentityData.diagnose("read", { email_identity: "example.org" }, error).summary;
  let caught: unknown;
  try {
    read("example.org");
  } catch (error) {
    caught = error;
  }
  expect(said(caught as ApiError)).toBe(
    "reading AWS SESv2 (Simple Email V2) Email Identity Data Source (example.org): couldn't find resource (emulated)",
  );
  expect(said(new ApiError(429, "TooManyRequestsException", "slow down"))).toContain("TooManyRequestsException");
});
