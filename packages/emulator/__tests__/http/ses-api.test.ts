import {
  AlreadyExistsException,
  BadRequestException,
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  ListEmailIdentitiesCommand,
  ListTagsForResourceCommand,
  NotFoundException,
  PutEmailIdentityConfigurationSetAttributesCommand,
  PutEmailIdentityDkimSigningAttributesCommand,
  PutEmailIdentityMailFromAttributesCommand,
  paginateListEmailIdentities,
  SESv2Client,
  TagResourceCommand,
  TooManyRequestsException,
  UntagResourceCommand,
} from "@aws-sdk/client-sesv2";
import type { SoaData } from "dns-packet";
import { CLOUDFLARE_SERVERS } from "../../src/dns/providers/cloudflare-zone";
import { soaRecord } from "../../src/dns/zones";
import { setAccount } from "../../src/services/aws/ses-account";
import { createRecord } from "../../src/services/cloudflare/records";
import { armFault } from "../../src/world/faults";
import { ACCOUNT, type ServedWorld, sesv2, withServedWorld } from "./served-world";

const ZONE = "0".repeat(32);
const soa = soaRecord("example.com", { primary: CLOUDFLARE_SERVERS[0], minimum: 1 }).data as SoaData;
const OTHER = "111111111111";
const HOUR = 3_600_000;
let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

const make = (name = "example.com", client = sesv2(served), more: object = {}) =>
  client.send(new CreateEmailIdentityCommand({ EmailIdentity: name, ...more }));
const readIdentity = (name = "example.com", client = sesv2(served)) =>
  client.send(new GetEmailIdentityCommand({ EmailIdentity: name }));
const record = (name: string, type: string, content: string, proxied = false) =>
  createRecord(served.world, ZONE, { name, type, content, proxied, ttl: 1 });
const publish = (tokens: readonly string[]) =>
  tokens.map((token) => record(`${token}._domainkey.example.com`, "CNAME", `${token}.dkim.amazonses.com`));
const withoutMetadata = ({ $metadata: _, ...answer }: { $metadata: object }) => answer;

test("an identity that was just made, in full", async () => {
  const { DkimAttributes } = await make("example.com", sesv2(served), { Tags: [{ Key: "team", Value: "mail" }] });
  const tokens = DkimAttributes!.Tokens!;
  expect(withoutMetadata(await readIdentity())).toEqual({
    IdentityType: "DOMAIN",
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: false,
    DkimAttributes: {
      SigningEnabled: true,
      Status: "PENDING",
      Tokens: [tokens[0], tokens[1], tokens[2]],
      SigningHostedZone: "dkim.amazonses.com",
      SigningAttributesOrigin: "AWS_SES",
      NextSigningKeyLength: "RSA_2048_BIT",
      CurrentSigningKeyLength: "RSA_2048_BIT",
      LastKeyGenerationTimestamp: expect.any(Date),
    },
    MailFromAttributes: { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" },
    Policies: {},
    Tags: [{ Key: "team", Value: "mail" }],
    VerificationStatus: "PENDING",
    VerificationInfo: { LastCheckedTimestamp: expect.any(Date), ErrorType: "HOST_NOT_FOUND" },
  });
});

test("the SOA of the zone that the domain is in, as the emulator's DNS serves it", async () => {
  served.world.commit(served.world.zones.put(ZONE, { id: ZONE, name: "example.com" }));
  await make("mail.example.com");
  expect((await readIdentity("mail.example.com")).VerificationInfo?.SOARecord).toEqual({
    PrimaryNameServer: soa.mname,
    AdminEmail: soa.rname,
    SerialNumber: soa.serial,
  });
});

test("the key's time is the time when it was made, by the emulator's clock", async () => {
  await make();
  served.world.advance(50 * HOUR);
  const { DkimAttributes, VerificationInfo } = await readIdentity();
  const age = VerificationInfo!.LastCheckedTimestamp!.getTime() - DkimAttributes!.LastKeyGenerationTimestamp!.getTime();
  expect(Math.round(age / HOUR)).toBe(50);
});

test("the hosted zone of a region that has its own", async () => {
  const client = sesv2(served, ACCOUNT, "eu-central-2");
  await make("example.com", client);
  const { DkimAttributes } = await readIdentity("example.com", client);
  expect(DkimAttributes?.SigningHostedZone).toBe("dkim.eu-central-2.amazonses.com");
});

test("MAIL FROM, configuration set and success, once they are there", async () => {
  const client = sesv2(served);
  publish((await make()).DkimAttributes!.Tokens!);
  const MailFromDomain = "mail.example.com";
  await client.send(
    new PutEmailIdentityMailFromAttributesCommand({
      EmailIdentity: "example.com",
      MailFromDomain,
      BehaviorOnMxFailure: "REJECT_MESSAGE",
    }),
  );
  await client.send(
    new PutEmailIdentityConfigurationSetAttributesCommand({
      EmailIdentity: "example.com",
      ConfigurationSetName: "main",
    }),
  );
  expect(await readIdentity()).toMatchObject({
    VerifiedForSendingStatus: true,
    VerificationStatus: "SUCCESS",
    ConfigurationSetName: "main",
    DkimAttributes: { Status: "SUCCESS" },
    MailFromAttributes: { MailFromDomain, MailFromDomainStatus: "PENDING", BehaviorOnMxFailure: "REJECT_MESSAGE" },
    VerificationInfo: { LastSuccessTimestamp: expect.any(Date) },
  });
});

test("MAIL FROM that failed starts again when it is put again", async () => {
  const client = sesv2(served);
  await make();
  const put = () =>
    client.send(
      new PutEmailIdentityMailFromAttributesCommand({
        EmailIdentity: "example.com",
        MailFromDomain: "mail.example.com",
      }),
    );
  const status = async () => (await readIdentity()).MailFromAttributes?.MailFromDomainStatus;
  await put();
  served.world.advance(73 * HOUR);
  expect(await status()).toBe("FAILED");
  await put();
  expect(await status()).toBe("PENDING");
});

test.each<[string, (name: string, token: string) => void, string]>([
  ["a proxied CNAME", (name, token) => record(name, "CNAME", `${token}.dkim.amazonses.com`, true), "TYPE_NOT_FOUND"],
  ["another type", (name) => record(name, "TXT", '"x"'), "TYPE_NOT_FOUND"],
  ["another target", (name, token) => record(name, "CNAME", `${token}.dkim.eu-west-1.amazonses.com`), "INVALID_VALUE"],
])("why it is not verified, with %s: %#", async (_name, publishWrong, expected) => {
  const [first = "", ...rest] = (await make()).DkimAttributes!.Tokens!;
  publish(rest);
  publishWrong(`${first}._domainkey.example.com`, first);
  expect((await readIdentity()).VerificationInfo?.ErrorType).toBe(expected);
});

test("another key length makes new tokens, and the answer has them", async () => {
  const before = (await make()).DkimAttributes!.Tokens!;
  const put = (NextSigningKeyLength: "RSA_1024_BIT" | "RSA_2048_BIT") =>
    sesv2(served).send(
      new PutEmailIdentityDkimSigningAttributesCommand({
        EmailIdentity: "example.com",
        SigningAttributesOrigin: "AWS_SES",
        SigningAttributes: { NextSigningKeyLength },
      }),
    );
  expect((await put("RSA_2048_BIT")).DkimTokens).toEqual(before);
  const { DkimTokens, DkimStatus, SigningHostedZone } = await put("RSA_1024_BIT");
  expect(DkimTokens!.filter((token) => before.includes(token))).toEqual([]);
  expect({ DkimStatus, SigningHostedZone }).toEqual({ DkimStatus: "PENDING", SigningHostedZone: "dkim.amazonses.com" });
  expect((await readIdentity()).DkimAttributes?.Tokens).toEqual(DkimTokens);
});

test("a key of one's own is a selector, without a hosted zone", async () => {
  await make("example.com", sesv2(served), {
    DkimSigningAttributes: { DomainSigningSelector: "s1", DomainSigningPrivateKey: "c2FuZGJveA==" },
  });
  const { DkimAttributes } = await readIdentity();
  expect(DkimAttributes).toEqual({
    SigningEnabled: true,
    Status: "PENDING",
    Tokens: ["s1"],
    SigningAttributesOrigin: "EXTERNAL",
  });
});

test("tags are listed, added and taken away by the identity's ARN", async () => {
  const client = sesv2(served);
  await make("example.com", client, { Tags: [{ Key: "team", Value: "mail" }] });
  const ResourceArn = `arn:aws:ses:eu-west-1:${ACCOUNT}:identity/example.com`;
  const tags = async () => (await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
  await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "stage", Value: "live" }] }));
  expect(await tags()).toEqual([
    { Key: "team", Value: "mail" },
    { Key: "stage", Value: "live" },
  ]);
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["team", "none"] }));
  expect(await tags()).toEqual([{ Key: "stage", Value: "live" }]);
});

test("identities are listed in pages, each once, those of this account and region alone", async () => {
  const names = Array.from({ length: 25 }, (_, index) => `d${String(index).padStart(2, "0")}.example.com`);
  for (const name of names) await make(name);
  await make("elsewhere.example.com", sesv2(served, ACCOUNT, "us-east-1"));
  await make("theirs.example.com", sesv2(served, OTHER));
  const pages: string[][] = [];
  for await (const page of paginateListEmailIdentities({ client: sesv2(served), pageSize: 10 }, {})) {
    pages.push(page.EmailIdentities!.map(({ IdentityName }) => IdentityName!));
  }
  expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
  expect(pages.flat()).toEqual(names);
  const { EmailIdentities } = await sesv2(served, OTHER).send(new ListEmailIdentitiesCommand({}));
  expect(EmailIdentities).toEqual([
    {
      IdentityType: "DOMAIN",
      IdentityName: "theirs.example.com",
      SendingEnabled: false,
      VerificationStatus: "PENDING",
    },
  ]);
});

test("what is deleted and made between two pages leaves out and doubles nothing else", async () => {
  await make("a.example.com");
  const template = served.world.identities.values()[0]!;
  const names = Array.from({ length: 1_000 }, (_, index) => `d${String(index).padStart(4, "0")}.example.com`);
  served.world.commit(
    ...names.map((name) => served.world.identities.put(`${ACCOUNT}/eu-west-1/${name}`, { ...template, name })),
  );
  const list = async (NextToken?: string) =>
    sesv2(served).send(new ListEmailIdentitiesCommand({ PageSize: 500, ...(NextToken && { NextToken }) }));
  const first = await list();
  const lastName = first.EmailIdentities!.at(-1)!.IdentityName!;
  await sesv2(served).send(new DeleteEmailIdentityCommand({ EmailIdentity: lastName }));
  await make("d0000-new.example.com");
  const second = await list(first.NextToken);
  const third = await list(second.NextToken);
  expect(third.NextToken).toBeUndefined();
  const all = [first, second, third].flatMap((page) => page.EmailIdentities!.map(({ IdentityName }) => IdentityName));
  expect(all).toEqual(["a.example.com", ...names]);
});

test("two accounts have two identities of one name", async () => {
  const [own, theirs] = [await make(), await make("example.com", sesv2(served, OTHER))];
  expect(own.DkimAttributes!.Tokens).not.toEqual(theirs.DkimAttributes!.Tokens);
  await sesv2(served, OTHER).send(new DeleteEmailIdentityCommand({ EmailIdentity: "example.com" }));
  expect((await readIdentity()).DkimAttributes?.Tokens).toEqual(own.DkimAttributes!.Tokens);
});

test("an account has production access until it is taken away, or is paused", async () => {
  const account = async () => withoutMetadata(await sesv2(served).send(new GetAccountCommand({})));
  const fresh = {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: "HEALTHY",
    ProductionAccessEnabled: true,
    SendQuota: { Max24HourSend: 50000, MaxSendRate: 14, SentLast24Hours: 0 },
    SendingEnabled: true,
    SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
  };
  expect(await account()).toEqual(fresh);
  const changes = { production: false, sendingEnabled: false, enforcement: "PROBATION" } as const;
  setAccount(served.world, { account: ACCOUNT, region: "eu-west-1" }, changes);
  expect(await account()).toEqual({
    ...fresh,
    EnforcementStatus: "PROBATION",
    ProductionAccessEnabled: false,
    SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
    SendingEnabled: false,
  });
  const elsewhere = await sesv2(served, ACCOUNT, "us-east-1").send(new GetAccountCommand({}));
  expect(elsewhere.ProductionAccessEnabled).toBe(true);
});

describe("what is refused", () => {
  test("is thrown as the client's own exceptions", async () => {
    await expect(readIdentity("none.example.com")).rejects.toThrow(NotFoundException);
    await expect(readIdentity("none.example.com")).rejects.toThrow("Email identity none.example.com does not exist.");
    await make();
    await expect(make()).rejects.toThrow(AlreadyExistsException);
    const outside = new PutEmailIdentityMailFromAttributesCommand({
      EmailIdentity: "example.com",
      MailFromDomain: "mail.example.org",
    });
    await expect(sesv2(served).send(outside)).rejects.toThrow(BadRequestException);
  });

  test("an unsigned request, and one signed with a key that the emulator has not made", async () => {
    const answer = await fetch(`${served.url}/v2/email/account`);
    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([
      403,
      "MissingAuthenticationTokenException",
    ]);
    const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" };
    const foreignClient = new SESv2Client({ endpoint: served.url, region: "eu-west-1", credentials });
    await expect(foreignClient.send(new GetAccountCommand({}))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("a call that is not emulated, and a body that is no JSON", async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=ASIASANDBOX${ACCOUNT}/20260101/eu-west-1/ses/aws4_request, Signature=0`;
    const other = await fetch(`${served.url}/v2/email/templates`, { headers: { authorization } });
    expect([other.status, await other.json()]).toEqual([
      501,
      { message: "The emulator does not emulate GET /v2/email/templates." },
    ]);
    const broken = await fetch(`${served.url}/v2/email/identities`, {
      method: "POST",
      body: "{",
      headers: { authorization },
    });
    expect([broken.status, broken.headers.get("x-amzn-errortype")]).toEqual([400, "SerializationException"]);
  });
});

describe("faults", () => {
  const once = () => sesv2(served, ACCOUNT, "eu-west-1", { maxAttempts: 1 });

  test("set for Terraform's resource apply to the call", async () => {
    await make();
    armFault(served.world, { kind: "error", status: 429, type: "aws_sesv2_email_identity", operation: "read" });
    await expect(readIdentity("example.com", once())).rejects.toThrow(TooManyRequestsException);
    await expect(readIdentity("example.com", once())).resolves.toMatchObject({ IdentityType: "DOMAIN" });
  });

  test("the client tries again", async () => {
    await make();
    armFault(served.world, { kind: "error", status: 503, type: "aws_sesv2_email_identity", times: 2 });
    const { $metadata } = await readIdentity();
    expect($metadata.attempts).toBe(3);
  });

  test("of the account alone", async () => {
    armFault(served.world, { kind: "error", status: 403, type: "ses_account" });
    await expect(sesv2(served).send(new GetAccountCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    await expect(sesv2(served).send(new ListEmailIdentitiesCommand({}))).resolves.toMatchObject({
      EmailIdentities: [],
    });
  });
});

test("the calls are noted as the permissions that they need", async () => {
  await make();
  await readIdentity();
  await sesv2(served).send(new GetAccountCommand({}));
  await sesv2(served).send(new ListEmailIdentitiesCommand({}));
  expect(served.world.calls.keys().sort()).toEqual([
    "ses:CreateEmailIdentity",
    "ses:GetAccount",
    "ses:GetEmailIdentity",
    "ses:ListEmailIdentities",
  ]);
});
