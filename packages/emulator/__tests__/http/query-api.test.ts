import { VerifyDomainDkimCommand } from "@aws-sdk/client-ses";
import { GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { emulatedCredentials } from "../../src/http/aws/caller";
import { createIdentity } from "../../src/services/aws/ses-identities";
import { createRecord } from "../../src/services/cloudflare/records";
import { armFault } from "../../src/world/faults";
import { ACCOUNT, type ServedWorld, sesv1, sesv2, withServedWorld } from "./served-world";

const OTHER = "222222222222";
const HOUR = 3_600_000;
let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

const make = (account = ACCOUNT) =>
  createIdentity(served.world, {
    account,
    name: "example.com",
    region: "eu-west-1",
    configurationSetName: null,
    tags: {},
    dkim: {},
  });
const verify = async (Domain = "example.com") =>
  (await sesv1(served).send(new VerifyDomainDkimCommand({ Domain }))).DkimTokens;
const readIdentity = () => sesv2(served).send(new GetEmailIdentityCommand({ EmailIdentity: "example.com" }));
const post = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(served.url, { method: "POST", body: new URLSearchParams(form), headers });
const signed = (account = ACCOUNT) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${emulatedCredentials(account).accessKeyId}/20260101/eu-west-1/sts/aws4_request, Signature=0`,
});

describe("VerifyDomainDkim", () => {
  test("begins a search again that has failed, with the same tokens and the same key", async () => {
    const { tokens } = make().dkim;
    const { LastKeyGenerationTimestamp } = (await readIdentity()).DkimAttributes!;
    served.world.advance(73 * HOUR);
    expect(await readIdentity()).toMatchObject({ VerificationStatus: "FAILED", DkimAttributes: { Status: "FAILED" } });
    expect(await verify()).toEqual(tokens);
    expect(await readIdentity()).toMatchObject({
      VerificationStatus: "PENDING",
      DkimAttributes: { Status: "PENDING", Tokens: tokens, LastKeyGenerationTimestamp },
    });
    served.world.advance(71 * HOUR);
    expect((await readIdentity()).DkimAttributes?.Status).toBe("PENDING");
    for (const token of tokens) {
      const name = `${token}._domainkey.example.com`;
      const content = `${token}.dkim.amazonses.com`;
      createRecord(served.world, "0".repeat(32), { name, type: "CNAME", content, ttl: 1 });
    }
    expect(await readIdentity()).toMatchObject({
      VerificationStatus: "SUCCESS",
      DkimAttributes: { Status: "SUCCESS" },
    });
  });

  test("leaves a search that goes on as it is: its 72 hours stay the same", async () => {
    const { tokens } = make().dkim;
    served.world.advance(71 * HOUR);
    expect(await verify()).toEqual(tokens);
    served.world.advance(2 * HOUR);
    expect((await readIdentity()).DkimAttributes?.Status).toBe("FAILED");
  });

  test("makes an identity of an invalid domain", async () => {
    const tokens = await verify();
    expect(tokens).toHaveLength(3);
    expect((await readIdentity()).DkimAttributes?.Tokens).toEqual(tokens);
  });

  test("a fault of the identity applies to it, and the client tries again", async () => {
    const { tokens } = make().dkim;
    armFault(served.world, { kind: "error", status: 429, type: "aws_sesv2_email_identity", operation: "update" });
    const { DkimTokens, $metadata } = await sesv1(served).send(new VerifyDomainDkimCommand({ Domain: "example.com" }));
    expect({ DkimTokens, attempts: $metadata.attempts }).toEqual({ DkimTokens: tokens, attempts: 2 });
  });
});

describe("STS", () => {
  test("gives credentials of the role's account, which SES then takes", async () => {
    const { tokens } = make(OTHER).dkim;
    const credentials = fromTemporaryCredentials({
      masterCredentials: emulatedCredentials(ACCOUNT),
      params: { RoleArn: `arn:aws:iam::${OTHER}:role/deploy/mail`, RoleSessionName: "test" },
      clientConfig: { endpoint: served.url, region: "eu-west-1" },
    });
    const client = new SESv2Client({ endpoint: served.url, region: "eu-west-1", credentials });
    const identity = await client.send(new GetEmailIdentityCommand({ EmailIdentity: "example.com" }));
    expect(identity.DkimAttributes?.Tokens).toEqual(tokens);
    expect(served.world.calls.keys()).toContain(`sts:AssumeRole arn:aws:iam::${OTHER}:role/deploy/mail`);
  });

  test("refuses what is no role's ARN, in the client's words", async () => {
    const credentials = fromTemporaryCredentials({
      masterCredentials: emulatedCredentials(ACCOUNT),
      params: { RoleArn: "arn:aws:iam::1:role/<x>&y", RoleSessionName: "test" },
      clientConfig: { endpoint: served.url, region: "eu-west-1" },
    });
    await expect(credentials()).rejects.toMatchObject({
      name: "ValidationError",
      message: "arn:aws:iam::1:role/<x>&y is invalid",
    });
  });

  test("says who calls", async () => {
    const answer = await post({ Action: "GetCallerIdentity", Version: "2011-06-15" }, signed(OTHER));
    expect(await answer.text()).toContain(
      `<Arn>arn:aws:iam::${OTHER}:user/sandbox</Arn><UserId>AIDASANDBOX</UserId><Account>${OTHER}</Account>`,
    );
  });
});

test.each<[string, Record<string, string>, () => Record<string, string>, [number, string]]>([
  ["an unsigned call", { Action: "GetCallerIdentity" }, () => ({}), [403, "MissingAuthenticationToken"]],
  ["a key of somebody else", { Action: "GetCallerIdentity" }, () => signed("1"), [403, "InvalidClientTokenId"]],
  ["a call that is not emulated", { Action: "ListUsers" }, signed, [501, "InvalidAction"]],
  ["a call named like a method of objects", { Action: "constructor" }, signed, [501, "InvalidAction"]],
  [
    "an address as a domain",
    { Action: "VerifyDomainDkim", Domain: "a@b.example" },
    signed,
    [400, "InvalidParameterValue"],
  ],
  ["a domain that is missing", { Action: "VerifyDomainDkim" }, signed, [400, "ValidationError"]],
])("%s is refused", async (_name, form, headers, expected) => {
  const answer = await post(form, headers());
  const [, code] = /<Code>(.*)<\/Code>/.exec(await answer.text()) ?? [];
  expect([answer.status, code]).toEqual(expected);
});
