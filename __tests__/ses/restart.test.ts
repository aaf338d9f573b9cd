import { createSes } from "../../lib/ses/ses";
import { AwsStub, caller } from "./aws-stub";
import { IDENTITY_CALL, identityAnswer, PLACE, type Statuses, TOKENS } from "./places";

const NOW = Date.UTC(2026, 0, 10);
const MAIL_FROM_CALL = "PUT /v2/email/identities/example.com/mail-from";
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAOFTHEPARAMETER", AWS_SECRET_ACCESS_KEY: "not-a-secret" };
let stub: AwsStub;

beforeAll(async () => {
  stub = await AwsStub.start();
});
beforeEach(() => stub.reset());
afterAll(() => stub.stop());

const ses = () => createSes({ env: stub.env(KEYS), clock: () => NOW, maxAttempts: 1 });

/** SES as it is before, and after the searches are started. */
function tell(before: Statuses, after: Statuses = before): void {
  let started = false;
  const start = () => {
    started = true;
    return {
      body: "<VerifyDomainDkimResponse><VerifyDomainDkimResult><DkimTokens/></VerifyDomainDkimResult></VerifyDomainDkimResponse>",
    };
  };
  stub.replies.set(IDENTITY_CALL, () => ({ body: identityAnswer(started ? after : before) }));
  stub.replies.set("VerifyDomainDkim", start);
  stub.replies.set(MAIL_FROM_CALL, () => ({ ...start(), body: {} }));
}

test("DKIM that failed is started with VerifyDomainDkim, MAIL FROM with what it is set to", async () => {
  tell({ dkim: "FAILED", mailFrom: "FAILED" }, { dkim: "PENDING", mailFrom: "PENDING" });
  expect(await ses().restart(PLACE)).toEqual({
    restarted: ["dkim", "mail-from"],
    at: NOW,
    tokensBefore: TOKENS,
    tokensAfter: TOKENS,
    dkimStatus: "PENDING",
    mailFromStatus: "PENDING",
  });
  expect(stub.whats()).toEqual([IDENTITY_CALL, MAIL_FROM_CALL, "VerifyDomainDkim", IDENTITY_CALL]);
  expect(stub.asked[2]?.body).toContain("Domain=example.com");
  expect(JSON.parse(stub.asked[1]?.body ?? "")).toEqual({
    MailFromDomain: "mail.example.com",
    BehaviorOnMxFailure: "USE_DEFAULT_VALUE",
  });
});

test.each<[string, Statuses, string[]]>([
  ["only DKIM", { dkim: "FAILED" }, ["dkim"]],
  ["only MAIL FROM", { mailFrom: "FAILED" }, ["mail-from"]],
  ["DKIM that was never started", { dkim: "NOT_STARTED", mailFrom: null }, ["dkim"]],
  ["nothing while SES is looking", { dkim: "PENDING", mailFrom: "PENDING" }, []],
  ["nothing where all is well", {}, []],
  ["nothing while SES looks again by itself", { dkim: "TEMPORARY_FAILURE", mailFrom: "TEMPORARY_FAILURE" }, []],
  ["MAIL FROM of a key of one's own", { origin: "EXTERNAL", tokens: ["own"], mailFrom: "FAILED" }, ["mail-from"]],
])("starts %s", async (_, statuses, restarted) => {
  tell(statuses);
  expect(await ses().restart(PLACE)).toMatchObject({ restarted });
});

test("new tokens are reported", async () => {
  tell({ dkim: "FAILED" }, { dkim: "PENDING", tokens: ["ddd", "eee", "fff"] });
  expect(await ses().restart(PLACE)).toMatchObject({ tokensBefore: TOKENS, tokensAfter: ["ddd", "eee", "fff"] });
});

test.each<[string, Statuses, string]>([
  [
    "a key of one's own",
    { dkim: "FAILED", origin: "EXTERNAL", tokens: ["own"] },
    'dkim of "example.com" signs with a key of your own, which only its owner can hand to ses again: publish its TXT record, then set the key once more with "aws sesv2 put-email-identity-dkim-signing-attributes"',
  ],
  [
    "a key of another region",
    { dkim: "FAILED", origin: "AWS_SES_US_EAST_1" },
    'dkim of "example.com" comes from us-east-1 (AWS_SES_US_EAST_1): start the search there',
  ],
  [
    "a key length that is to change, without yes",
    { dkim: "FAILED", nextKeyLength: "RSA_1024_BIT" },
    'dkim of "example.com" is to go from RSA_2048_BIT to RSA_1024_BIT, to start it may make new tokens: say --yes, then run plan and apply',
  ],
  [
    "no tokens, without yes",
    { dkim: "NOT_STARTED", tokens: [] },
    'dkim of "example.com" has 0 tokens, to start it makes new ones: say --yes, then run plan and apply',
  ],
])("%s is left alone", async (_, statuses, message) => {
  tell(statuses);
  expect(await ses().restart(PLACE)).toEqual({ kind: "other", message });
  expect(stub.whats()).toEqual([IDENTITY_CALL]);
});

test("yes goes on where new tokens may be made, and never with a key of one's own", async () => {
  tell({ dkim: "FAILED", nextKeyLength: "RSA_1024_BIT" });
  expect(await ses().restart(PLACE, { yes: true })).toMatchObject({ restarted: ["dkim"] });
  tell({ dkim: "FAILED", origin: "EXTERNAL" });
  expect(await ses().restart(PLACE, { yes: true })).toMatchObject({
    kind: "other",
    message: expect.stringContaining("a key of your own"),
  });
});

test("an identity that is not there", async () => {
  expect(await ses().restart(PLACE)).toEqual({
    kind: "other",
    message: 'ses in "eu-west-1" has no identity "example.com": run plan and apply',
  });
});

test("a call that is refused says which action is missing", async () => {
  tell({ dkim: "FAILED" });
  stub.replies.set("VerifyDomainDkim", {
    status: 403,
    body: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>",
  });
  expect(await ses().restart(PLACE)).toEqual({
    kind: "denied",
    message:
      'ses:VerifyDomainDkim for "example.com" in eu-west-1 is denied, the environment may not call ses:VerifyDomainDkim: allow it, "mailzone permissions" lists what is needed',
  });
});

test("a restart in the right account continues", async () => {
  tell({ dkim: "FAILED" });
  stub.replies.set("GetCallerIdentity", caller("111122223333"));
  const place = { ...PLACE, account: { allowedAccountIds: ["111122223333"] } };
  expect(await ses().restart(place)).toMatchObject({ restarted: ["dkim"] });
});
