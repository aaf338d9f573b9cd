import { createSes } from "../../lib/ses/ses";
import { AwsStub } from "./aws-stub";
import { PLACE } from "./places";

const SEND = "POST /v2/email/outbound-emails";
const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAOFTHEPARAMETER",
  AWS_SECRET_ACCESS_KEY: "not-a-secret",
};
const MESSAGE = { from: "test@example.com", to: "somebody@example.org" };
let stub: AwsStub;

beforeAll(async () => {
  stub = await AwsStub.start();
});
beforeEach(() => stub.reset());
afterAll(() => stub.stop());

const send = (message = MESSAGE) => createSes({ env: stub.env(KEYS), maxAttempts: 1 }).send(PLACE, message);
const refused = (status: number, errorType: string, message: string) =>
  stub.replies.set(SEND, { status, errorType, body: { message } });

test("a message is sent raw, and SES's id comes back", async () => {
  stub.replies.set(SEND, { body: { MessageId: "0102-example-000000" } });
  expect(await send()).toEqual({ messageId: "0102-example-000000" });
  const asked = JSON.parse(stub.asked[0]?.body ?? "") as {
    Content: { Raw: { Data: string } };
  };
  expect(asked).toEqual({
    FromEmailAddress: "test@example.com",
    Destination: { ToAddresses: ["somebody@example.org"] },
    Content: { Raw: { Data: expect.any(String) } },
  });
  const raw = Buffer.from(asked.Content.Raw.Data, "base64").toString();
  expect(raw.replaceAll("\r\n", "\n")).toMatchInlineSnapshot(`
    "From: test@example.com
    To: somebody@example.org
    Subject: mailzone test of example.com
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: base64

    VGhpcyBtZXNzYWdlIHdhcyBzZW50IGJ5ICJtYWlsem9uZSB2ZXJpZnkgLS1zZW5kLXRvIiB0byBz
    aG93IHRoYXQgbWFpbCBvZiBleGFtcGxlLmNvbSBpcyBhdXRoZW50aWNhdGVkLg0K
    "
  `);
  expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

test.each([
  ["two addresses", "a@example.org, b@example.org"],
  ["a header of its own", "a@example.org\r\nBcc: b@example.org"],
  ["no address", "somebody"],
])("%s in the recipient's place is refused before anything is sent", async (_, to) => {
  expect(await send({ ...MESSAGE, to })).toEqual({
    kind: "other",
    message: `the to address ${JSON.stringify(to)} is not one plain address, expected one such as test@example.com`,
  });
  expect(stub.asked).toEqual([]);
});

test("what SES refuses is explained", async () => {
  refused(
    400,
    "MessageRejected",
    "Email address is not verified. The following identities failed the check in region EU-WEST-1: somebody@example.org",
  );
  expect(await send()).toEqual({
    kind: "other",
    message:
      'ses:SendRawEmail for "example.com" in eu-west-1 failed, AWS answered MessageRejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: somebody@example.org: run "mailzone verify example.com"; while the account is in ses\'s sandbox in eu-west-1 the recipient must be verified too, or ask AWS for production access',
  });
  refused(400, "MailFromDomainNotVerifiedException", "The MAIL FROM domain is not verified.");
  expect(await send()).toMatchObject({
    message: expect.stringContaining('run "mailzone verify example.com"'),
  });
  refused(400, "SendingPausedException", "Sending is paused.");
  expect(await send()).toMatchObject({
    message: expect.stringContaining("see in the SES console why it is paused"),
  });
  refused(403, "AccessDeniedException", "User `x' is not authorized to perform `ses:SendRawEmail' on resource `y'");
  expect(await send()).toMatchObject({
    kind: "denied",
    message: expect.stringContaining("may not call ses:SendRawEmail"),
  });
});
