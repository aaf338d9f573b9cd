import { readStatus } from "../../src/commands/status";
import {
  createIdentity,
  deleteIdentity,
  getIdentity,
  putDkimSigning,
  putMailFrom,
} from "../../src/services/aws/ses-identities";
import { createRecord, deleteRecord } from "../../src/services/cloudflare/records";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

const ZONE = "0".repeat(32);
const ACCOUNT = "000000000000";
const HOUR = 3_600_000;
let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const make = (name = "example.com", region = "eu-west-1", dkim = {}) =>
  createIdentity(world, { account: ACCOUNT, name, region, configurationSetName: null, tags: {}, dkim });
const read = (name = "example.com", region = "eu-west-1") => getIdentity(world, { account: ACCOUNT, region, name });
const statuses = (name?: string, region?: string) => [read(name, region).dkim.status, read(name, region).verification];
const cname = (name: string, content: string, proxied = false) =>
  createRecord(world, ZONE, { name, type: "CNAME", content, proxied, ttl: 1 });
const publish = (host = "dkim.amazonses.com", region = "eu-west-1", proxied = false) =>
  read("example.com", region).dkim.tokens.map((token) =>
    cname(`${token}._domainkey.example.com`, `${token}.${host}`, proxied),
  );

describe("tokens", () => {
  test("a domain has three, of 32 letters and digits, all different", () => {
    const { tokens } = make().dkim;
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[a-z0-9]{32}$/);
  });

  test("the same domain in another region, and the same made again, has others", () => {
    const first = make().dkim.tokens;
    const elsewhere = make("example.com", "us-east-1").dkim.tokens;
    deleteIdentity(world, { account: ACCOUNT, region: "eu-west-1", name: "example.com" });
    const again = make().dkim.tokens;
    expect(new Set([...first, ...elsewhere, ...again]).size).toBe(9);
  });

  test("an e-mail address has none, a key of one's own is one selector", () => {
    expect(make("me@example.com").dkim).toMatchObject({ tokens: [], status: "NOT_STARTED" });
    expect(make("own.example", "eu-west-1", { selector: "s1", privateKey: "a2V5" }).dkim).toMatchObject({
      tokens: ["s1"],
      origin: "EXTERNAL",
    });
  });

  test("another key length makes new ones and leaves verified sending alone; the same length changes nothing", () => {
    const before = make().dkim.tokens;
    publish();
    expect(statuses()).toEqual(["SUCCESS", "SUCCESS"]);
    putDkimSigning(
      world,
      { account: ACCOUNT, region: "eu-west-1", name: "example.com" },
      { nextKeyLength: "RSA_2048_BIT" },
    );
    expect(read().dkim.tokens).toEqual(before);
    putDkimSigning(
      world,
      { account: ACCOUNT, region: "eu-west-1", name: "example.com" },
      { nextKeyLength: "RSA_1024_BIT" },
    );
    expect(read().dkim.tokens).not.toEqual(before);
    expect(statuses()).toEqual(["PENDING", "SUCCESS"]);
  });
});

describe("the search for DKIM records", () => {
  test("is PENDING until all three are published, then SUCCESS at the next search", () => {
    make();
    expect(statuses()).toEqual(["PENDING", "PENDING"]);
    const [first, second, third] = read().dkim.tokens as [string, string, string];
    cname(`${first}._domainkey.example.com`, `${first}.dkim.amazonses.com`);
    cname(`${second}._domainkey.example.com`, `${second}.dkim.amazonses.com`);
    expect(statuses()).toEqual(["PENDING", "PENDING"]);
    cname(`${third}._domainkey.example.com`, `${third}.dkim.amazonses.com`);
    expect(statuses()).toEqual(["SUCCESS", "SUCCESS"]);
  });

  test("does not see proxied records", () => {
    make();
    publish("dkim.amazonses.com", "eu-west-1", true);
    expect(statuses()).toEqual(["PENDING", "PENDING"]);
  });

  test("wants the region's own host where it has one", () => {
    make("example.com", "eu-central-2");
    const wrong = publish("dkim.amazonses.com", "eu-central-2");
    expect(statuses("example.com", "eu-central-2")[0]).toBe("PENDING");
    for (const { id } of wrong) deleteRecord(world, ZONE, id);
    publish("dkim.eu-central-2.amazonses.com", "eu-central-2");
    expect(statuses("example.com", "eu-central-2")[0]).toBe("SUCCESS");
  });

  test("fails after 72 hours and stays so, whatever is published later", () => {
    make();
    world.advance(71 * HOUR);
    expect(statuses()).toEqual(["PENDING", "PENDING"]);
    world.advance(2 * HOUR);
    expect(statuses()).toEqual(["FAILED", "FAILED"]);
    publish();
    expect(statuses()).toEqual(["FAILED", "FAILED"]);
  });

  test("found the records in time, even if the status was read later", () => {
    make();
    publish();
    world.advance(100 * HOUR);
    expect(statuses()).toEqual(["SUCCESS", "SUCCESS"]);
  });

  test("that had succeeded notices that a record is gone, and that it came back", () => {
    make();
    const records = publish();
    expect(statuses()[0]).toBe("SUCCESS");
    deleteRecord(world, ZONE, records[0]!.id);
    expect(statuses()).toEqual(["TEMPORARY_FAILURE", "SUCCESS"]);
    cname(records[0]!.name, records[0]!.content);
    expect(statuses()[0]).toBe("SUCCESS");
    deleteRecord(world, ZONE, records[1]!.id);
    read();
    world.advance(73 * HOUR);
    expect(statuses()).toEqual(["FAILED", "FAILED"]);
  });
});

describe("MAIL FROM", () => {
  const mx = (content: string, priority = 10) =>
    createRecord(world, ZONE, { name: "mail.example.com", type: "MX", content, priority, ttl: 1 });
  const spf = () =>
    createRecord(world, ZONE, {
      name: "mail.example.com",
      type: "TXT",
      content: '"v=spf1 include:amazonses.com ~all"',
      ttl: 1,
    });

  test("is SUCCESS with exactly the one MX and SPF", () => {
    make();
    putMailFrom(world, { account: ACCOUNT, region: "eu-west-1", name: "example.com" }, "mail.example.com");
    expect(read().mailFrom?.status).toBe("PENDING");
    spf();
    mx("feedback-smtp.eu-west-1.amazonses.com");
    expect(read().mailFrom?.status).toBe("SUCCESS");
    mx("mx.example.net", 20);
    expect(read().mailFrom?.status).toBe("TEMPORARY_FAILURE");
  });

  test("does not take another region's MX", () => {
    make();
    putMailFrom(world, { account: ACCOUNT, region: "eu-west-1", name: "example.com" }, "mail.example.com");
    spf();
    mx("feedback-smtp.us-east-1.amazonses.com");
    expect(read().mailFrom?.status).toBe("PENDING");
  });

  test("must be a subdomain of the identity, which must exist", () => {
    make();
    expect(() =>
      putMailFrom(world, { account: ACCOUNT, region: "eu-west-1", name: "example.com" }, "mail.example.net"),
    ).toThrow("is not subdomain of the domain of the identity <example.com>");
    expect(() =>
      putMailFrom(world, { account: ACCOUNT, region: "eu-west-1", name: "example.com" }, "example.com"),
    ).toThrow("is not subdomain");
    expect(() =>
      putMailFrom(world, { account: ACCOUNT, region: "us-east-1", name: "example.com" }, "mail.example.com"),
    ).toThrow("Email identity example.com does not exist.");
  });

  test("goes with its identity", () => {
    make();
    putMailFrom(
      world,
      { account: ACCOUNT, region: "eu-west-1", name: "example.com" },
      "mail.example.com",
      "REJECT_MESSAGE",
    );
    deleteIdentity(world, { account: ACCOUNT, region: "eu-west-1", name: "example.com" });
    make();
    expect(read()).toMatchObject({ mailFrom: null, behaviorOnMxFailure: "USE_DEFAULT_VALUE" });
  });
});

test("an identity that exists is refused as AWS does", () => {
  make();
  expect(() => make()).toThrow(
    expect.objectContaining({
      status: 400,
      code: "AlreadyExistsException",
      message: "Email identity example.com already exist.",
    }),
  );
});

test("the status says what is missing, and how long SES goes on looking", () => {
  make();
  const [first] = read().dkim.tokens as [string];
  cname(`${first}._domainkey.example.com`, `${first}.dkim.amazonses.com`);
  world.advance(HOUR);
  const [identity] = readStatus(world).identities;
  expect(identity?.dkimRecords.map(({ found }) => found)).toEqual([true, false, false]);
  expect(identity?.timeLeft).toBeLessThanOrEqual(71 * HOUR);
  expect(identity?.timeLeft).toBeGreaterThan(70.9 * HOUR);
});
