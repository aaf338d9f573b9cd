// The real SDK against a stub on loopback. The process has keys of its own in its environment, which must never be used.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { AwsAccount } from "../../lib/dns/domain";
import { createSes } from "../../lib/ses/ses";
import { until } from "../helpers/event-loop";
import { AwsStub, assumed, caller } from "./aws-stub";
import { IDENTITY_CALL, identity, identityAnswer, PLACE } from "./places";

const REAL = { AWS_ACCESS_KEY_ID: "AKIAOFTHEPROCESS", AWS_SECRET_ACCESS_KEY: "of-the-process", AWS_PROFILE: "process" };
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAOFTHEPARAMETER", AWS_SECRET_ACCESS_KEY: "not-a-secret" };
const files = fs.mkdtempSync(path.join(os.tmpdir(), "ses-"));
let stub: AwsStub;
let before: NodeJS.ProcessEnv;

beforeAll(async () => {
  before = { ...process.env };
  // The SDK looks at these itself. HOME has a profile of the name that is asked for, with other keys.
  fs.mkdirSync(path.join(files, "home", ".aws"), { recursive: true });
  fs.writeFileSync(path.join(files, "home", ".aws", "credentials"), profileText("mail", "AKIAOFTHEHOME"));
  Object.assign(process.env, REAL, { HOME: path.join(files, "home"), AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
  fs.writeFileSync(path.join(files, "credentials"), profileText("mail", "AKIAOFMAIL"));
  fs.writeFileSync(
    path.join(files, "config"),
    "[profile chained]\nrole_arn = arn:aws:iam::444455556666:role/chained\nsource_profile = mail\n",
  );
  fs.writeFileSync(path.join(files, "token"), "not-a-web-token");
  stub = await AwsStub.start();
});
beforeEach(() => {
  stub.reset();
  stub.replies.set(IDENTITY_CALL, { body: identityAnswer() });
});
afterAll(async () => {
  for (const name of [...Object.keys(REAL), "HOME", "AWS_ENDPOINT_URL"]) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  await stub.stop();
  fs.rmSync(files, { recursive: true });
});

const withFiles = () => ({
  AWS_CONFIG_FILE: path.join(files, "config"),
  AWS_SHARED_CREDENTIALS_FILE: path.join(files, "credentials"),
});
const sesWith = (env: Readonly<Record<string, string>>, maxAttempts = 1) =>
  createSes({ env: stub.env(env), maxAttempts });
const at = (account: AwsAccount) => ({ ...PLACE, account });
const askedBy = () => stub.asked.map(({ what, key, scope }) => `${what} by ${key} for ${scope}`);

test("an identity is read as SES has it", async () => {
  expect(await sesWith(KEYS).identity(PLACE)).toEqual(identity());
  expect(askedBy()).toEqual([`${IDENTITY_CALL} by AKIAOFTHEPARAMETER for eu-west-1/ses`]);
});

test("an identity that does not exist is null", async () => {
  expect(await sesWith(KEYS).identity({ ...PLACE, domain: "example.org" })).toBeNull();
});

test("an answer that says next to nothing is read all the same", async () => {
  stub.replies.set(IDENTITY_CALL, { body: {} });
  expect(await sesWith(KEYS).identity(PLACE)).toEqual({
    domain: "example.com",
    region: "eu-west-1",
    verifiedForSending: false,
    verification: null,
    errorType: null,
    dkim: {
      status: "NOT_STARTED",
      signingEnabled: false,
      origin: "AWS_SES",
      tokens: [],
      signingHostedZone: null,
      keyMade: null,
      currentKeyLength: null,
      nextKeyLength: null,
    },
    mailFrom: null,
    configurationSet: null,
    tags: {},
  });
});

test("the account is read", async () => {
  stub.replies.set("GET /v2/email/account", {
    body: {
      ProductionAccessEnabled: false,
      SendingEnabled: true,
      EnforcementStatus: "PROBATION",
      SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 3 },
    },
  });
  expect(await sesWith(KEYS).account(PLACE)).toEqual({
    region: "eu-west-1",
    production: false,
    sendingEnabled: true,
    enforcement: "PROBATION",
    quota: { max24Hours: 200, sent24Hours: 3 },
  });
});

describe("credentials come from the environment that is passed", () => {
  test("a profile of domains.yaml goes before keys, and its files are the ones that are named", async () => {
    expect(await sesWith({ ...KEYS, ...withFiles() }).identity(at({ profile: "mail" }))).toEqual(identity());
    expect(askedBy()).toEqual([`${IDENTITY_CALL} by AKIAOFMAIL for eu-west-1/ses`]);
  });

  test("AWS_PROFILE is used where there are no keys", async () => {
    await sesWith({ AWS_PROFILE: "mail", ...withFiles() }).identity(PLACE);
    expect(askedBy()).toEqual([`${IDENTITY_CALL} by AKIAOFMAIL for eu-west-1/ses`]);
  });

  test("the home folder is the one of the parameter", async () => {
    const env = stub.env({ AWS_PROFILE: "mail", HOME: path.join(files, "home") });
    delete env.AWS_CONFIG_FILE;
    delete env.AWS_SHARED_CREDENTIALS_FILE;
    await createSes({ env, maxAttempts: 1 }).identity(PLACE);
    expect(askedBy()).toEqual([`${IDENTITY_CALL} by AKIAOFTHEHOME for eu-west-1/ses`]);
  });

  test("a role is assumed with the keys, once for a region", async () => {
    stub.replies.set("AssumeRole", assumed("AssumeRole", "ASIAOFTHEROLE"));
    const ses = sesWith(KEYS);
    const place = at({ assumeRoleArn: "arn:aws:iam::444455556666:role/mail" });
    await ses.identity(place);
    await ses.identity(place);
    expect(askedBy()).toEqual([
      "AssumeRole by AKIAOFTHEPARAMETER for eu-west-1/sts",
      `${IDENTITY_CALL} by ASIAOFTHEROLE for eu-west-1/ses`,
      `${IDENTITY_CALL} by ASIAOFTHEROLE for eu-west-1/ses`,
    ]);
    const asked = new URLSearchParams(stub.asked[0]?.body);
    expect([asked.get("RoleArn"), asked.get("RoleSessionName")]).toEqual([
      "arn:aws:iam::444455556666:role/mail",
      "mailzone",
    ]);
  });

  test.each(["plan", "apply"] as const)("of an account with two roles the one for %s is assumed", async (purpose) => {
    stub.replies.set("AssumeRole", assumed("AssumeRole", "ASIAOFTHEROLE"));
    const assumeRoleArn = {
      plan: "arn:aws:iam::444455556666:role/mail-plan",
      apply: "arn:aws:iam::444455556666:role/mail-apply",
    };
    const ses = createSes({ env: stub.env(KEYS), purpose, maxAttempts: 1 });
    await ses.identity(at({ assumeRoleArn }));
    expect(new URLSearchParams(stub.asked[0]?.body).get("RoleArn")).toBe(assumeRoleArn[purpose]);
  });

  test("a role is assumed with the keys of its profile", async () => {
    stub.replies.set("AssumeRole", assumed("AssumeRole", "ASIAOFTHEROLE"));
    const account = { profile: "mail", assumeRoleArn: "arn:aws:iam::444455556666:role/mail" };
    await sesWith({ ...KEYS, ...withFiles() }).identity(at(account));
    expect(askedBy()).toEqual([
      "AssumeRole by AKIAOFMAIL for eu-west-1/sts",
      `${IDENTITY_CALL} by ASIAOFTHEROLE for eu-west-1/ses`,
    ]);
  });

  test("a profile may itself assume a role", async () => {
    stub.replies.set("AssumeRole", assumed("AssumeRole", "ASIAOFCHAINED"));
    await sesWith(withFiles()).identity(at({ profile: "chained" }));
    expect(askedBy()).toEqual([
      "AssumeRole by AKIAOFMAIL for eu-west-1/sts",
      `${IDENTITY_CALL} by ASIAOFCHAINED for eu-west-1/ses`,
    ]);
  });

  test("a web identity's token is exchanged, as in a pipeline", async () => {
    stub.replies.set("AssumeRoleWithWebIdentity", assumed("AssumeRoleWithWebIdentity", "ASIAOFTHEPIPELINE"));
    const AWS_WEB_IDENTITY_TOKEN_FILE = path.join(files, "token");
    await sesWith({
      AWS_WEB_IDENTITY_TOKEN_FILE,
      AWS_ROLE_ARN: "arn:aws:iam::444455556666:role/mailzone-plan",
    }).identity(PLACE);
    expect(askedBy()).toEqual([
      "AssumeRoleWithWebIdentity by  for ",
      `${IDENTITY_CALL} by ASIAOFTHEPIPELINE for eu-west-1/ses`,
    ]);
  });

  test("a container's endpoint is asked, with its token", async () => {
    stub.replies.set("GET /role", {
      body: { AccessKeyId: "ASIAOFCONTAINER", SecretAccessKey: "x", Token: "y", Expiration: "2100-01-01T00:00:00Z" },
    });
    await sesWith({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${stub.url}/role` }).identity(PLACE);
    expect(askedBy()).toEqual(["GET /role by  for ", `${IDENTITY_CALL} by ASIAOFCONTAINER for eu-west-1/ses`]);
  });
});

describe("failures are values that say what to do", () => {
  const failed = (status: number, errorType: string, message: string) =>
    stub.replies.set(IDENTITY_CALL, { status, errorType, body: { message } });

  test("missing credentials fail at once, without using the keys of the process", async () => {
    expect(await sesWith({}).identity(PLACE)).toEqual({
      kind: "no-credentials",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 needs credentials, the environment has none that AWS takes (CredentialsProviderError): log in, or set AWS_PROFILE',
    });
    expect(await sesWith(KEYS).identity(at({ profile: "mail" }))).toMatchObject({ kind: "no-credentials" });
    expect(askedBy()).toEqual([]);
  });

  test("credentials that AWS does not take, without what AWS says of them", async () => {
    failed(403, "InvalidSignatureException", "The canonical string was x-amz-security-token:SECRET");
    expect(await sesWith(KEYS).identity(PLACE)).toEqual({
      kind: "no-credentials",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 needs credentials, the environment has none that AWS takes (InvalidSignatureException): log in, or set AWS_PROFILE',
    });
  });

  test("an action that is not allowed, by the name that AWS gives it", async () => {
    const arn = "arn:aws:sts::111122223333:assumed-role/x/y";
    failed(
      403,
      "AccessDeniedException",
      `User: ${arn} is not authorized to perform: ses:GetEmailIdentity on resource: r`,
    );
    expect(await sesWith(KEYS).identity(PLACE)).toEqual({
      kind: "denied",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 is denied, the environment may not call ses:GetEmailIdentity: allow it, "mailzone permissions" lists what is needed',
    });
  });

  test("a role that may not be assumed", async () => {
    stub.replies.set("AssumeRole", {
      status: 403,
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: sts:AssumeRole on resource: y</Message></Error></ErrorResponse>",
    });
    expect(await sesWith(KEYS).identity(at({ assumeRoleArn: "arn:aws:iam::444455556666:role/mail" }))).toEqual({
      kind: "denied",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 is denied, role "arn:aws:iam::444455556666:role/mail" may not call sts:AssumeRole: allow it, "mailzone permissions" lists what is needed',
    });
  });

  test("throttled", async () => {
    failed(429, "TooManyRequestsException", "Too many requests");
    expect(await sesWith(KEYS).identity(PLACE)).toEqual({
      kind: "throttled",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 is throttled by AWS: wait a minute and run it again',
    });
  });

  test("unreachable", async () => {
    const env = stub.env({ ...KEYS, AWS_ENDPOINT_URL_SESV2: "http://127.0.0.1:1" });
    expect(await createSes({ env, maxAttempts: 1 }).account(PLACE)).toEqual({
      kind: "unreachable",
      message:
        'ses:GetAccount for "the account" in eu-west-1 does not reach AWS (ECONNREFUSED): check the network and the region',
    });
  });

  test("silence, after the time that is allowed", async () => {
    stub.replies.set(IDENTITY_CALL, { after: "never" });
    const ses = createSes({ env: stub.env(KEYS), maxAttempts: 1, timeout: 100 });
    expect(await ses.identity(PLACE)).toEqual({
      kind: "unreachable",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 does not reach AWS (ETIMEDOUT): check the network and the region',
    });
  });

  test("anything else, with AWS's own words on one line", async () => {
    failed(500, "InternalServiceErrorException", "something\n broke");
    expect(await sesWith(KEYS).identity(PLACE)).toEqual({
      kind: "other",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 failed, AWS answered InternalServiceErrorException: something broke',
    });
  });

  // Log-ins of hotels, gateways that forbid: none of it is AWS's word, and none of it is shown.
  const PAGE = "<!DOCTYPE html><html><body>Log in \u001b[31m::error::now</body></html>";
  test.each([200, 302, 403, 404, 407, 429, 500, 511])("a web page with %d instead of an answer", async (status) => {
    stub.replies.set(IDENTITY_CALL, { status, body: PAGE });
    expect(await sesWith(KEYS).identity(PLACE)).toEqual({
      kind: "unreachable",
      message: `ses:GetEmailIdentity for "example.com" in eu-west-1 does not reach AWS, "127.0.0.1" was answered with a web page (${status}): check the network's proxy, or log in to the network`,
    });
  });

  test("a web page instead of STS's answer", async () => {
    stub.replies.set("AssumeRole", { status: 403, body: PAGE });
    const ses = sesWith(KEYS);
    expect(await ses.identity(at({ assumeRoleArn: "arn:aws:iam::444455556666:role/mail" }))).toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("was answered with a web page (403)"),
    });
  });

  test.each(["{", "log in", "<a/>", '["x"'])("an answer that nobody can read, %j", async (body) => {
    stub.replies.set(IDENTITY_CALL, { body });
    expect(await sesWith(KEYS).identity(PLACE)).toEqual({
      kind: "other",
      message:
        'ses:GetEmailIdentity for "example.com" in eu-west-1 got an answer that cannot be read: check the network\'s proxy',
    });
  });

  test("a gateway's page passes like an error of AWS's", async () => {
    let count = 0;
    stub.replies.set(IDENTITY_CALL, () => {
      count += 1;
      return count === 1 ? { status: 503, body: PAGE } : { body: identityAnswer() };
    });
    expect(await sesWith(KEYS, 2).identity(PLACE)).toEqual(identity());
  });

  test("what passes is tried again", async () => {
    let count = 0;
    stub.replies.set(IDENTITY_CALL, () => {
      count += 1;
      return count === 1 ? { status: 500, errorType: "InternalFailure" } : { body: identityAnswer() };
    });
    expect(await sesWith(KEYS, 2).identity(PLACE)).toEqual(identity());
  });
});

test("so many calls at once as are allowed, no more", async () => {
  let release = () => {};
  const after = new Promise<void>((resolve) => {
    release = resolve;
  });
  stub.replies.set(IDENTITY_CALL, { body: identityAnswer(), after });
  const ses = createSes({ env: stub.env(KEYS), concurrency: 3 });
  const all = Promise.all(Array.from({ length: 12 }, () => ses.identity(PLACE)));
  await until(() => stub.asked.length === 3);
  release();
  await all;
  expect(stub.most).toBe(3);
  expect(stub.asked).toHaveLength(12);
});

test("nothing is sent or started in an account that is not the identity's", async () => {
  stub.replies.set(IDENTITY_CALL, { body: identityAnswer({ dkim: "FAILED" }) });
  stub.replies.set("GetCallerIdentity", caller("999999999999"));
  const ses = sesWith(KEYS);
  const place = at({ allowedAccountIds: ["111122223333"] });
  const refused = {
    kind: "denied",
    message:
      'the environment leads to the account 999999999999, "example.com" belongs to 111122223333: nothing was done, use other credentials',
  };
  expect(await ses.restart(place)).toEqual(refused);
  expect(await ses.send(place, { from: "test@example.com", to: "somebody@example.org" })).toEqual(refused);
  expect(stub.whats()).toEqual([IDENTITY_CALL, "GetCallerIdentity"]);
});

test("a role's account is read from its ARN", async () => {
  stub.replies.set("AssumeRole", assumed("AssumeRole", "ASIAOFTHEROLE"));
  const account = { assumeRoleArn: "arn:aws:iam::444455556666:role/mail", allowedAccountIds: ["111122223333"] };
  expect(await sesWith(KEYS).send(at(account), { from: "test@example.com", to: "a@example.org" })).toMatchObject({
    kind: "denied",
  });
  expect(stub.whats()).toEqual([]);
});

function profileText(name: string, key: string): string {
  return `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = not-a-secret\n`;
}

test("a run that is stopped waits for no answer", async () => {
  stub.replies.set(IDENTITY_CALL, { after: "never" });
  const stopped = new AbortController();
  const ses = createSes({ env: stub.env(KEYS), signal: stopped.signal });
  const asked = ses.identity(PLACE);
  await until(() => stub.asked.length > 0);
  stopped.abort();
  const message = 'ses:GetEmailIdentity for "example.com" in eu-west-1 was not answered: the run was stopped';
  expect(await Promise.all([asked, ses.identity(PLACE)])).toEqual([
    { kind: "other", message },
    { kind: "other", message },
  ]);
  expect(stub.asked).toHaveLength(1);
});
