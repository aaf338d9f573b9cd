// The whole way in the emulator: a search that failed is started again by the real SDK, and finds what is published since.

import type { ConfigurationSet } from "../../lib/dns/configuration-set";
import { deadlineOf } from "../../lib/ses/deadline";
import type { Identity } from "../../lib/ses/identity";
import { createSes } from "../../lib/ses/ses";
import { settingPairs } from "../../lib/ses/set-differences";
import { type FreshApis, withFreshApis } from "../../packages/emulator/__tests__/fresh-apis";
import {
  createIdentity,
  createRecord,
  createSet,
  ensureRoles,
  findRole,
  putMailFrom,
  putRolePolicy,
  putSetOption,
  type World,
} from "../../packages/emulator/internals/world";
import { PLACE } from "./places";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const KEY = { account: "000000000000", region: "eu-west-1", name: "example.com" };
const HOUR = 3_600_000;
let world: World;
let env: FreshApis["env"];
withFreshApis((fresh) => {
  ({ world, env } = fresh);
});

const ses = () =>
  createSes({
    env: env(KEY.account),
    clock: () => world.now(),
    maxAttempts: 1,
  });

test("FAILED, restarted, found", async () => {
  const { dkim } = createIdentity(world, { ...KEY, configurationSetName: null, tags: {}, dkim: {} });
  putMailFrom(world, KEY, "mail.example.com");
  world.advance(73 * HOUR);
  const before = (await ses().identity(PLACE)) as Identity;
  expect([before.dkim.status, before.mailFrom?.status]).toEqual(["FAILED", "FAILED"]);

  const restarted = await ses().restart(PLACE);
  expect(restarted).toMatchObject({
    restarted: ["dkim", "mail-from"],
    tokensBefore: dkim.tokens,
    tokensAfter: dkim.tokens,
    dkimStatus: "PENDING",
    mailFromStatus: "PENDING",
  });
  const pending = (await ses().identity(PLACE)) as Identity;
  const at = "at" in restarted ? restarted.at : 0;
  expect(deadlineOf(pending, world.now(), at)).toBe(at + 72 * HOUR);
  expect(deadlineOf(pending, world.now())).toBeNull();

  for (const token of dkim.tokens) {
    const record = {
      name: `${token}._domainkey.example.com`,
      type: "CNAME",
      content: `${token}.dkim.amazonses.com`,
      ttl: 1,
    };
    createRecord(world, "0".repeat(32), record);
  }
  expect(await ses().identity(PLACE)).toMatchObject({ verifiedForSending: true, dkim: { status: "SUCCESS" } });
});

test("an account is read, and its number is known without a word in the configuration", async () => {
  expect(await ses().account(PLACE)).toMatchObject({ production: true, sendingEnabled: true });
  const place = { ...PLACE, account: { allowedAccountIds: ["111122223333"] } };
  expect(await ses().send(place, { from: "a@example.com", to: "b@example.org" })).toMatchObject({
    kind: "denied",
    message: expect.stringContaining("leads to the account 000000000000"),
  });
});

test("all identities of a region and the own policies of all roles are listed, page by page", async () => {
  const names = ["you@example.net", "example.com", "a+b@example.org"];
  for (const name of names) createIdentity(world, { ...KEY, name, configurationSetName: null, tags: {}, dkim: {} });
  createIdentity(world, {
    ...KEY,
    region: "us-east-1",
    name: "other.example",
    configurationSetName: null,
    tags: {},
    dkim: {},
  });
  expect(await ses().identityNames?.(PLACE)).toEqual([...names].sort());

  const arns = ["shop", "apps/news", "idle"].map((name) => `arn:aws:iam::${KEY.account}:role/${name}`);
  ensureRoles(world, arns);
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
  });
  for (const name of ["shop", "news"]) putRolePolicy(world, findRole(world, KEY.account, name), "own", policy);
  expect(await ses().rolePolicies?.(PLACE)).toEqual(
    [arns[1], arns[0]].map((role) => ({ role, policies: { own: policy } })),
  );
});

test("a configuration set as the stack makes it differs in nothing, and a hand's changes are each told", async () => {
  const madeSet: ConfigurationSet = {
    name: "mail",
    reputationMetrics: true,
    sending: true,
    suppression: ["bounce", "complaint"],
    tls: "require",
    tags: {},
    events: [],
  };
  const key = { account: KEY.account, region: KEY.region, name: "mail" };
  createSet(
    world,
    key,
    {
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: ["COMPLAINT", "BOUNCE"] },
      DeliveryOptions: { TlsPolicy: "REQUIRE" },
    },
    [],
  );
  const differing = async () => {
    const seen = await ses().configurationSet?.(PLACE, "mail");
    if (seen === null || seen === undefined || "kind" in seen) throw new Error("SES has no set");
    return settingPairs(madeSet, seen).filter(([, is, due]) => is !== due);
  };
  expect(await differing()).toEqual([]);
  putSetOption(world, key, "SuppressionOptions", { SuppressedReasons: [] });
  putSetOption(world, key, "DeliveryOptions", { TlsPolicy: "OPTIONAL" });
  putSetOption(world, key, "SendingOptions", { SendingEnabled: false });
  expect(await differing()).toEqual([
    ["sending", "false", "true"],
    ["suppression", "off", "bounce, complaint"],
    ["tls", "optional", "require"],
  ]);
});
