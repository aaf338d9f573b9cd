// Identities in states that other people left. Each state is made by hand, read by the real SDK, and adopted or refused.
import { dkimProblem } from "../../../../lib/adopt/matching/dkim-problem";
import type { Identity } from "../../../../lib/ses/identity";
import { createSes } from "../../../../lib/ses/ses";
import { type IdentityChange, putIdentityByHand } from "../../src/commands/identity-edits";
import { keyPairOf } from "../../src/services/aws/ses-keys";
import { createRecord } from "../../src/services/cloudflare/records";
import type { World } from "../../src/world/world";
import { type FreshApis, withFreshApis } from "../fresh-apis";

const KEY = { account: "000000000000", region: "eu-west-1", name: "example.com" };
let world: World;
let env: FreshApis["env"];
withFreshApis((fresh) => {
  ({ world, env } = fresh);
});

const edit = (rest: Partial<IdentityChange>) => putIdentityByHand(world, { ...KEY, ...rest });
const ses = () => createSes({ env: env(KEY.account), maxAttempts: 1 });
const identityKeyOf = (region = KEY.region) => ({ domain: "example.com", region, account: {} });
const readIdentity = async (region?: string) => (await ses().identity(identityKeyOf(region))) as Identity;
const publish = (tokens: readonly string[], target: string) => {
  for (const token of tokens)
    createRecord(world, "0".repeat(32), {
      name: `${token}._domainkey.example.com`,
      type: "CNAME",
      content: `${token}.${target}`,
      ttl: 1,
    });
};

test("without tokens: told apart from a key of its own, and its tokens are made by --retry --yes", async () => {
  expect(edit({ dkim: "none" })).toBe(
    "example.com in eu-west-1: verification SUCCESS, DKIM NOT_STARTED of AWS_SES (no tokens)",
  );
  const before = await readIdentity();
  expect(before).toMatchObject({
    verifiedForSending: true,
    dkim: { status: "NOT_STARTED", signingEnabled: false, origin: "AWS_SES", tokens: [], currentKeyLength: null },
  });
  expect(dkimProblem(before)?.what).toMatch(/^has no DKIM tokens/);
  expect(await ses().restart(identityKeyOf())).toMatchObject({ kind: "other" });
  expect(await ses().restart(identityKeyOf(), { yes: true })).toMatchObject({
    restarted: ["dkim"],
    dkimStatus: "PENDING",
  });
  const after = await readIdentity();
  expect(after).toMatchObject({ verifiedForSending: true, dkim: { signingEnabled: true } });
  expect(after.dkim.tokens).toHaveLength(3);
  expect(dkimProblem(after)).toBeUndefined();
});

test("a key of its own, before and after it failed", async () => {
  expect(edit({ dkim: "own" })).toBe("example.com in eu-west-1: verification PENDING, DKIM PENDING of EXTERNAL (own)");
  createRecord(world, "0".repeat(32), {
    name: "own._domainkey.example.com",
    type: "TXT",
    content: '"v=DKIM1; p=MIIB"',
    ttl: 1,
  });
  const found = await readIdentity();
  expect(found.dkim).toMatchObject({ status: "SUCCESS", origin: "EXTERNAL", tokens: ["own"], signingHostedZone: null });
  expect(dkimProblem(found)?.fix).toMatch(/until then it signs as it does now$/);
  edit({ dkim: "easy" });
  world.commit(...world.records.keys().map((id) => world.records.remove(id)));
  edit({ dkim: "own" });
  world.advance(73 * 3_600_000);
  expect(dkimProblem(await readIdentity())?.fix).toMatch(/it signs nothing now \(DKIM is FAILED\)$/);
});

test("the keys of another region: its tokens, its zone, its key pair", async () => {
  edit({ region: "af-south-1" });
  const primary = await readIdentity("af-south-1");
  expect(edit({ dkim: "af-south-1" })).toContain(
    `DKIM PENDING of AWS_SES_AF_SOUTH_1 (${primary.dkim.tokens.join(", ")})`,
  );
  publish(primary.dkim.tokens, "dkim.af-south-1.amazonses.com");
  const replica = await readIdentity();
  expect(replica.dkim).toMatchObject({
    status: "SUCCESS",
    origin: "AWS_SES_AF_SOUTH_1",
    tokens: primary.dkim.tokens,
    signingHostedZone: "dkim.af-south-1.amazonses.com",
  });
  expect(dkimProblem(replica)).toBeUndefined();
  const keys = world.identities.values().map((identity) => keyPairOf(world, identity).publicKey);
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
});

test("the keys of a region that has none", async () => {
  edit({ dkim: "us-west-2" });
  const found = await readIdentity();
  expect(found).toMatchObject({
    errorType: "REPLICATION_PRIMARY_NOT_FOUND",
    dkim: { status: "FAILED", tokens: [] },
  });
  expect(dkimProblem(found)?.what).toMatch(/^is to take its DKIM keys from us-west-2/);
});

test("signatures turned off and on leave keys and searches alone", async () => {
  edit({});
  publish((await readIdentity()).dkim.tokens, "dkim.amazonses.com");
  expect(edit({ signing: false })).toMatch(/, signatures turned off$/);
  expect(await readIdentity()).toMatchObject({
    verifiedForSending: true,
    dkim: { status: "SUCCESS", signingEnabled: false },
  });
  edit({ signing: true });
  expect((await readIdentity()).dkim.signingEnabled).toBe(true);
});

test.each<[Partial<IdentityChange>, string]>([
  [{ dkim: "byo" }, 'dkim of "example.com" cannot be "byo": say easy, own, none or a region'],
  [{ name: "a@example.com", dkim: "own" }, 'identity "a@example.com" is an address, which signs with the keys of its'],
])("refused: %j", (rest, message) => {
  expect(() => edit(rest)).toThrow(message);
});

test("a command that changes nothing says so", () => {
  edit({});
  expect(() => edit({})).toThrow(
    'identity "example.com" is not changed: say --dkim, --signing, --no-signing or --mail-from',
  );
});
