import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  GetAccountCommand,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SendEmailCommand,
  SendingPausedException,
} from "@aws-sdk/client-sesv2";
import { serveApis } from "../../src/http/apis";
import type { OutgoingMessage } from "../../src/http/aws/send-email";
import { setAccount } from "../../src/services/aws/ses-account";
import { createIdentity, putConfigurationSet, putMailFrom } from "../../src/services/aws/ses-identities";
import { createSet, deleteSet, putSetOption } from "../../src/services/aws/ses-sets";
import { createRecord } from "../../src/services/cloudflare/records";
import { armFault } from "../../src/world/faults";
import { ACCOUNT, type ServedWorld, sesv2, withServedWorld } from "./served-world";

const SENDER = { account: ACCOUNT, region: "eu-west-1" };
let served: ServedWorld;
let sentMessages: OutgoingMessage[] = [];
withServedWorld(
  (fresh) => {
    served = fresh;
    sentMessages = [];
  },
  {
    async send(_world, message) {
      sentMessages.push(message);
      return { messageId: `emulator-${sentMessages.length}` };
    },
  },
);

function verified(name = "example.com"): void {
  const { dkim } = createIdentity(served.world, { ...SENDER, name, configurationSetName: null, tags: {}, dkim: {} });
  for (const token of dkim.tokens) {
    const record = {
      name: `${token}._domainkey.${name}`,
      type: "CNAME",
      content: `${token}.dkim.amazonses.com`,
      ttl: 1,
    };
    createRecord(served.world, "0".repeat(32), record);
  }
}
const simple = { Simple: { Subject: { Data: "Grüße" }, Body: { Text: { Data: "Hello" } } } };
const send = (more: object = {}) =>
  sesv2(served).send(
    new SendEmailCommand({
      FromEmailAddress: "Mail <test@example.com>",
      Destination: { ToAddresses: ["you@example.net"] },
      Content: simple,
      ...more,
    }),
  );

test("a simple message is handed on with its account and region", async () => {
  verified();
  const headers = [{ Name: "X-Test", Value: "1" }];
  const { MessageId } = await send({ Content: { Simple: { ...simple.Simple, Headers: headers } } });
  expect(MessageId).toBe("emulator-1");
  expect(sentMessages).toEqual([
    {
      ...SENDER,
      from: "Mail <test@example.com>",
      to: ["you@example.net"],
      simple: { subject: "Grüße", text: "Hello", headers: [{ name: "X-Test", value: "1" }] },
    },
  ]);
});

test("a raw message is handed on byte for byte; its header says what the request does not", async () => {
  verified();
  const raw = Buffer.from(
    'From: "Mail, automatic"\r\n <test@example.com>\r\nTo: a@example.net,\r\n b@example.net\r\nCc: c@example.net\r\n\r\nTo: d@example.net\xff\r\n',
    "latin1",
  );
  await send({ FromEmailAddress: undefined, Destination: undefined, Content: { Raw: { Data: raw } } });
  expect(sentMessages).toEqual([
    {
      ...SENDER,
      from: '"Mail, automatic" <test@example.com>',
      to: ["a@example.net, b@example.net", "c@example.net"],
      raw,
    },
  ]);
  const { SendQuota } = await sesv2(served).send(new GetAccountCommand({}));
  expect(SendQuota?.SentLast24Hours).toBe(3);
});

test("sending needs the permission to send, and no other", async () => {
  verified();
  const before = served.world.calls.keys();
  await send();
  expect(served.world.calls.keys().filter((call) => !before.includes(call))).toEqual(["ses:SendEmail"]);
});

test("the emulator's own server leaves the message in its outbox, signed", async () => {
  verified();
  const folder = mkdtempSync(path.join(tmpdir(), "emulator-outbox-"));
  const { url, stop } = await serveApis(served.world, { folder });
  try {
    served = { ...served, url };
    const { MessageId } = await send();
    const message = readFileSync(path.join(folder, "outbox", `${MessageId}.eml`), "utf8");
    expect(message).toMatch(/^DKIM-Signature: .*d=example\.com/m);
  } finally {
    await stop();
    rmSync(folder, { recursive: true });
  }
});

test("what was sent a day ago no longer counts", async () => {
  verified();
  await send();
  served.world.advance(25 * 3_600_000);
  expect((await sesv2(served).send(new GetAccountCommand({}))).SendQuota?.SentLast24Hours).toBe(0);
});

test("a subdomain sends by its domain's identity", async () => {
  verified();
  await expect(send({ FromEmailAddress: "test@news.example.com" })).resolves.toMatchObject({ MessageId: "emulator-1" });
});

describe("nothing is handed on", () => {
  afterEach(() => expect(sentMessages).toEqual([]));

  test("of a sender that is not verified", async () => {
    createIdentity(served.world, { ...SENDER, name: "example.com", configurationSetName: null, tags: {}, dkim: {} });
    await expect(send()).rejects.toThrow(MessageRejected);
    await expect(send()).rejects.toThrow(
      "Email address is not verified. The following identities failed the check in region EU-WEST-1: test@example.com",
    );
  });

  test("in SES's sandbox, to a recipient who is not verified, but to the simulator", async () => {
    verified();
    setAccount(served.world, SENDER, { production: false });
    await expect(send()).rejects.toThrow("EU-WEST-1: you@example.net");
    await send({ Destination: { ToAddresses: ["success@simulator.amazonses.com"] } });
    expect(sentMessages).toHaveLength(1);
    sentMessages = [];
  });

  test("while the account is paused or shut down", async () => {
    verified();
    setAccount(served.world, SENDER, { sendingEnabled: false });
    await expect(send()).rejects.toThrow(SendingPausedException);
    setAccount(served.world, SENDER, { sendingEnabled: true, enforcement: "SHUTDOWN" });
    await expect(send()).rejects.toMatchObject({ name: "AccountSuspendedException" });
  });

  test("whose configuration set is not there or does not send, whoever names it", async () => {
    verified();
    const key = { ...SENDER, name: "mail" };
    const header = Buffer.from("From: test@example.com\r\nX-SES-CONFIGURATION-SET: mail\r\n\r\nx");
    const namings = [{ ConfigurationSetName: "mail" }, { Content: { Raw: { Data: header } } }];
    createSet(served.world, key, { SendingOptions: { SendingEnabled: false } }, []);
    for (const naming of namings) await expect(send(naming)).rejects.toThrow(SendingPausedException);
    deleteSet(served.world, key);
    for (const naming of namings) await expect(send(naming)).rejects.toThrow(NotFoundException);
    createSet(served.world, key, {}, []);
    putConfigurationSet(served.world, { ...SENDER, name: "example.com" }, "mail");
    await send();
    putSetOption(served.world, key, "SendingOptions", { SendingEnabled: false });
    await expect(send()).rejects.toThrow(SendingPausedException);
    await send({ ConfigurationSetName: "taken-to-exist" });
    expect(sentMessages).toHaveLength(2);
    sentMessages = [];
  });

  test("whose MAIL FROM is not verified and must be", async () => {
    verified();
    putMailFrom(served.world, { ...SENDER, name: "example.com" }, "mail.example.com", "REJECT_MESSAGE");
    await expect(send()).rejects.toThrow(MailFromDomainNotVerifiedException);
  });

  test("without recipients, or made of a template", async () => {
    verified();
    await expect(send({ Destination: {} })).rejects.toMatchObject({ name: "BadRequestException" });
    const Content = { Template: { TemplateName: "x" } };
    await expect(send({ Content })).rejects.toThrow("The emulator takes Content.Raw or Content.Simple.");
  });

  test("that a fault hits", async () => {
    verified();
    armFault(served.world, { kind: "error", status: 403, type: "ses_email", name: "test@example.com" });
    await expect(send()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});
