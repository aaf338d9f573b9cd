// From SES's API to the receiver's result: the real SDK sends, the emulator signs, and the message is verified by DNS on loopback.

import { readFileSync } from "node:fs";
import path from "node:path";
import { ARTICLE, ZONE_ID } from "../../../../__tests__/helpers/domains";
import { FakeClock } from "../../../../__tests__/helpers/fake-clock";
import { domainRecords, PLACEHOLDER_REFS } from "../../../../lib/dns/domain-records";
import type { DnsRecord } from "../../../../lib/dns/record";
import { createSes } from "../../../../lib/ses/ses";
import { createDns, type DnsClient } from "../../../../lib/verify/dns/dns";
import { nodeResolver } from "../../../../lib/verify/dns/node-resolver";
import { verifyMessage } from "../../../../lib/verify/message/verify";
import { serveWorldDns, type WorldDnsServer } from "../../src/dns/world-server";
import { type Apis, serveApis } from "../../src/http/apis";
import { httpEnvironment } from "../../src/http/environment";
import { AMAZON_SELECTOR, amazonKey } from "../../src/outbox/amazon-key";
import { outboxFolder, sendMessage } from "../../src/outbox/outbox";
import { setAccount } from "../../src/services/aws/ses-account";
import { createIdentity, getIdentity, putMailFrom } from "../../src/services/aws/ses-identities";
import { keyPairOf } from "../../src/services/aws/ses-keys";
import { createRecord, deleteRecord } from "../../src/services/cloudflare/records";
import { ensureZones } from "../../src/services/cloudflare/zones";
import type { SesKeyPair } from "../../src/world/entities";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

// The SDK warns on standard error of this version of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

jest.setTimeout(30_000);

const DOMAIN = { ...ARTICLE, region: "eu-west-1" };
const SENDER = { domain: "example.com", region: "eu-west-1", account: {} };
const KEY = {
  account: "000000000000",
  region: "eu-west-1",
  name: "example.com",
};
const TO = { from: "test@example.com", to: "somebody@example.net" };
let world: World;
let folder: string;
let http: Apis;
let servers: WorldDnsServer;
let dns: DnsClient;
let count = 0;
/** Key pairs take long to make: every world is made alike and so has the same tokens, whose keys go from one to the next. */
let keys: (readonly [string, SesKeyPair])[] = [];

const base = withFreshWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  world.commit(...keys.map(([name, pair]) => world.keys.put(name, pair)));
  folder = path.join(base, `outbox-${++count}`);
  ensureZones(world, { [ZONE_ID]: "example.com" }, []);
  createIdentity(world, {
    ...KEY,
    configurationSetName: null,
    tags: {},
    dkim: {},
  });
  putMailFrom(world, KEY, "mail.example.com");
  http = await serveApis(world, { folder });
  servers = await serveWorldDns(world);
  dns = createDns({
    roots: servers.roots.map(({ name, address }) => ({
      name,
      addresses: [address],
    })),
    port: servers.port,
    clock: new FakeClock(),
  });
});
afterEach(async () => {
  keys = world.keys.keys().map((name) => [name, world.keys.get(name)!] as const);
  dns.close();
  await servers.stop();
  await http.stop();
});

const ses = () =>
  createSes({
    env: httpEnvironment(folder, { url: http.url, account: KEY.account }),
    maxAttempts: 1,
    // A machine that does much else needs more than the usual seconds to make a key.
    timeout: 60_000,
  });

/** The records of the domain, as the stack would write them; only those that are `wanted`. */
function publish(wanted: (record: DnsRecord) => boolean = () => true): readonly DnsRecord[] {
  const [one = "", two = "", three = ""] = getIdentity(world, KEY).dkim.tokens;
  const records = domainRecords(DOMAIN, {
    ...PLACEHOLDER_REFS,
    dkimTokens: [one, two, three],
  });
  for (const { name, type, content, priority, ttl, proxied } of records.filter(wanted)) {
    createRecord(world, ZONE_ID, {
      name,
      type,
      content: content ?? "",
      ttl,
      proxied,
      ...(priority === null ? {} : { priority }),
    });
  }
  return records;
}

async function sent(): Promise<Buffer> {
  const answer = await ses().send(SENDER, TO);
  if ("kind" in answer) throw new Error(answer.message);
  return readFileSync(path.join(outboxFolder(folder), `${answer.messageId}.eml`));
}

const verify = (message: Buffer, records: readonly DnsRecord[]) =>
  verifyMessage(message, {
    resolver: nodeResolver(dns),
    records,
    now: world.now(),
  });

test("a message that SES sends passes DKIM, SPF and DMARC, aligned, on our records", async () => {
  const records = publish();
  const result = await verify(await sent(), records);
  const [own, amazon] = result.dkim;
  expect(own).toMatchObject({
    domain: "example.com",
    result: "pass",
    aligned: true,
    keyBits: 2048,
    record: { id: "dkim-1" },
  });
  expect(amazon).toMatchObject({ result: "pass", domain: "amazonses.com", selector: AMAZON_SELECTOR, aligned: false });
  expect(result.spf).toMatchObject({
    result: "pass",
    domain: "mail.example.com",
    aligned: true,
    record: { id: "mail-from-spf" },
  });
  expect(result.dmarc).toMatchObject({
    result: "pass",
    policy: "none",
    record: { id: "dmarc" },
  });
  expect([result.verdict, result.findings]).toEqual(["pass", []]);
});

test("it passes after the clock was moved, too", async () => {
  const records = publish();
  await sent();
  world.advance(200 * 3_600_000);
  const message = await sent();
  const signed = Number(/\bt=(\d+)/.exec(message.toString("latin1"))?.[1]) * 1000;
  expect(Math.abs(signed - world.now())).toBeLessThan(60_000);
  expect((await verify(message, records)).verdict).toBe("pass");
});

test("without MAIL FROM's records SES sends by its own, which is told", async () => {
  const records = publish(({ purpose }) => !purpose.startsWith("mail-from"));
  const result = await verify(await sent(), records);
  expect(result.spf).toMatchObject({
    result: "pass",
    domain: "amazonses.com",
    aligned: false,
  });
  expect(result.dmarc.result).toBe("pass");
  expect([result.verdict, result.findings.map(({ rule }) => rule)]).toEqual(["fail", ["spf-amazon"]]);
});

test("a removed DKIM record is reported, and the message still passes SPF", async () => {
  const records = publish();
  const message = await sent();
  const name = records.find(({ id }) => id === "dkim-1")?.name ?? "";
  for (const { id } of world.records.inGroup(name)) deleteRecord(world, ZONE_ID, id);
  const result = await verify(message, records);
  expect(result.dkim[0]).toMatchObject({
    result: "permerror",
    fault: "no-key",
    record: { id: "dkim-1" },
  });
  expect([result.verdict, result.dmarc.result]).toEqual(["fail", "pass"]);
});

test("an identity that SES has not verified sends nothing", async () => {
  expect(await ses().send(SENDER, TO)).toMatchObject({
    kind: "other",
    message: expect.stringContaining("MessageRejected"),
  });
});

test("from an account in SES's sandbox a stranger gets nothing", async () => {
  publish();
  setAccount(world, KEY, { production: false });
  expect(await ses().send(SENDER, TO)).toMatchObject({
    message: expect.stringContaining("the recipient must be verified too"),
  });
});

describe("the message itself", () => {
  const raw = Buffer.from(
    "From: Shop <shop@news.example.com>\nTo: a@example.net\nBcc: hidden@example.net\nMessage-ID: <own@example.com>\nDate: never\nSubject: long\n subject\n\nline\n.\n",
  );
  const write = async (message: object, region = "eu-west-1") => {
    const scope = {
      ...KEY,
      region,
      from: "Shop <shop@news.example.com>",
      to: ["a@example.net"],
    };
    const { file, messageId } = await sendMessage(world, { ...scope, ...message }, folder);
    const text = readFileSync(file, "latin1");
    const [head = "", body = ""] = text.split(/\r\n\r\n(.*)/s);
    const fields = head.split(/\r\n(?![ \t])/).map((field) => field.replaceAll(messageId, "ID"));
    return { text, body, fields };
  };

  test("has SES's fields in place of those that were given, and all of the body", async () => {
    publish();
    const { fields, body, text } = await write({ raw });
    const names = fields.map((field) => field.slice(0, field.indexOf(":")));
    expect(names).toEqual([
      "Return-Path",
      "Received",
      "DKIM-Signature",
      "DKIM-Signature",
      "From",
      "To",
      "Subject",
      "Message-ID",
      "Date",
      "Feedback-ID",
      "X-SES-Outgoing",
    ]);
    expect(fields).toContain("Return-Path: <ID@mail.example.com>");
    expect(fields).toContain("Message-ID: <ID@eu-west-1.amazonses.com>");
    expect(fields).toContain("Subject: long\r\n subject");
    expect(body).toBe("line\r\n.\r\n");
    expect(text).not.toMatch(/hidden|own@|(?<!\r)\n/);
  });

  test("is signed for the domain of the identity, with the fields that it has, and by amazonses.com", async () => {
    publish();
    const { fields, text } = await write({ raw });
    const tags = fields
      .filter((field) => field.startsWith("DKIM-Signature:"))
      .map((field) => field.replace(/\s+/g, " "))
      .map((field) =>
        ["d", "c", "h"].map((tag) => new RegExp(`[ ;]${tag}=([^;]*)`).exec(field)?.[1]?.replace(/ /g, "")),
      );
    expect(tags).toEqual([
      ["example.com", "relaxed/simple", "Date:Message-ID:Subject:To:From"],
      ["amazonses.com", "relaxed/simple", "Feedback-ID:Date:Message-ID:Subject:To:From"],
    ]);
    const [token] = getIdentity(world, KEY).dkim.tokens;
    const table: Record<string, string> = {
      [`${token}._domainkey.example.com`]: keyPairOf(world, getIdentity(world, KEY)).publicKey,
      [`${AMAZON_SELECTOR}._domainkey.amazonses.com`]: amazonKey(world).publicKey,
    };
    const resolver = async (name: string) => {
      if (table[name] === undefined) throw Object.assign(new Error("none"), { code: "ENOTFOUND" });
      return [[`p=${table[name]}`]];
    };
    const result = await verifyMessage(Buffer.from(text, "latin1"), {
      resolver,
      records: [],
      now: world.now(),
    });
    expect(result.dkim.map(({ result }) => result)).toEqual(["pass", "pass"]);
  });

  test("is signed by amazonses.com alone while DKIM is not verified", async () => {
    const { fields } = await write({ raw });
    const signatures = fields.filter((field) => field.startsWith("DKIM-Signature:"));
    expect(signatures).toEqual([expect.stringContaining("d=amazonses.com;")]);
    expect(fields).toContain("Return-Path: <ID@amazonses.com>");
  });

  test("in us-east-1 has another host in its id", async () => {
    expect((await write({ raw }, "us-east-1")).fields).toContain("Message-ID: <ID@email.amazonses.com>");
  });

  test("of text and html is put together", async () => {
    publish();
    const simple = {
      subject: "Grüße",
      text: "one\ntwo",
      html: "<p>one",
      headers: [{ name: "X-Test", value: "1" }],
    };
    const { fields, body } = await write({ simple });
    expect(fields.slice(4, 10)).toEqual([
      "From: Shop <shop@news.example.com>",
      "To: a@example.net",
      "Subject: =?UTF-8?B?R3LDvMOfZQ==?=",
      "X-Test: 1",
      "MIME-Version: 1.0",
      'Content-Type: multipart/alternative; boundary="----=_mailzone_sandbox"',
    ]);
    expect(body.replaceAll("\r\n", "\n")).toMatchInlineSnapshot(`
      "------=_mailzone_sandbox
      Content-Type: text/plain; charset=UTF-8
      Content-Transfer-Encoding: base64

      b25lDQp0d28=
      ------=_mailzone_sandbox
      Content-Type: text/html; charset=UTF-8
      Content-Transfer-Encoding: base64

      PHA+b25l
      ------=_mailzone_sandbox--
      "
    `);
  });
});
