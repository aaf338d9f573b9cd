import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  addEmulatorZone,
  confirmEmulatorEndpoint,
  deleteEmulatorObjects,
  readEmulatorStatus,
} from "../../src/commands/commands";
import { renderEmulatorStatus } from "../../src/commands/status-text";
import { ensureDistributions } from "../../src/services/aws/cloudfront";
import { createIdentity, getIdentity } from "../../src/services/aws/ses-identities";
import { createTopic, subscribe } from "../../src/services/aws/sns";
import { createRecord } from "../../src/services/cloudflare/records";
import { World } from "../../src/world/world";

const folder = mkdtempSync(path.join(tmpdir(), "commands-"));
afterAll(() => rmSync(folder, { recursive: true }));
const options = { folder, pid: 1, purpose: "test", log: () => {} };

test("the status shows accounts that are not the emulator's own, zones and distributions", async () => {
  const { id } = await addEmulatorZone(options, "Example.com");
  const world = World.open(folder);
  const identity = { name: "me@example.com", region: "eu-west-1", configurationSetName: null, tags: {}, dkim: {} };
  createIdentity(world, { ...identity, account: "000000000000" });
  createIdentity(world, { ...identity, account: "222222222222" });
  createRecord(world, id, {
    name: "@",
    type: "SRV",
    ttl: 1,
    data: { priority: 5, weight: 0, port: 993, target: "a.example" },
  });
  ensureDistributions(world, ["E1", "E1"]);
  world.close();
  expect(
    renderEmulatorStatus(await readEmulatorStatus(options))
      .split("\n")
      .slice(1),
  ).toEqual([
    "emulated: SES identity me@example.com in eu-west-1: verification PENDING, DKIM NOT_STARTED",
    "emulated: SES identity me@example.com in eu-west-1 of account 222222222222: verification PENDING, DKIM NOT_STARTED",
    "emulated: Cloudflare zone example.com: 1 record",
    "emulated:   SRV example.com 5 0 993 a.example",
    expect.stringMatching(/^emulated: CloudFront distribution E1: sandbox[a-z0-9]{7}\.cloudfront\.net$/),
  ]);
});

test("each deleted record is reported on one line, and a missing one is an error", async () => {
  const remove = (name: string, type?: string) => deleteEmulatorObjects(options, { name, type });
  expect(await remove("Me@example.com", "identity")).toEqual([
    "identity me@example.com in eu-west-1",
    "identity me@example.com in eu-west-1 of account 222222222222",
  ]);
  expect(await remove("E1", "distribution")).toEqual([expect.stringMatching(/^distribution E1 with the name sandbox/)]);
  expect(await remove("example.com.", "zone")).toEqual([expect.stringMatching(/^zone example\.com with the id /)]);
  for (const [name, type, what] of [
    ["example.com", "zone", "zone"],
    ["E1", "distribution", "distribution"],
    ["example.com", undefined, "record"],
    ["example.com", "srv", "SRV record"],
  ] as const) {
    await expect(remove(name, type)).rejects.toThrow(`${what} "${name}" does not exist in the emulator`);
  }
});

test("a subscriber's subscriptions to all topics are confirmed once", async () => {
  const endpoint = "a@example.com";
  const world = World.open(folder);
  const [one, two] = ["one", "two"].map((name) => {
    const { arn } = createTopic(world, { account: "000000000000", region: "eu-west-1", name }, {});
    subscribe(world, { topic: arn, protocol: "email", endpoint: "b@example.com", attributes: {} });
    return subscribe(world, { topic: arn, protocol: "email", endpoint, attributes: {} }).arn;
  });
  world.close();
  expect(await confirmEmulatorEndpoint(options, endpoint)).toEqual([one, two]);
  const after = World.open(folder);
  const pending = after.subscriptions.values().filter(({ isPending }) => isPending);
  after.close();
  expect(pending.map((subscription) => subscription.endpoint)).toEqual(["b@example.com", "b@example.com"]);
  await expect(confirmEmulatorEndpoint(options, endpoint)).rejects.toThrow('"a@example.com" is confirmed already');
  await expect(confirmEmulatorEndpoint(options, "c@example.com")).rejects.toThrow("has no subscription");
});

test("an address of SES is verified by the same command, in all regions, and no domain is", async () => {
  const key = { account: "000000000000", region: "eu-west-1", name: "You@example.net" };
  const made = { configurationSetName: null, tags: {}, dkim: {} };
  const world = World.open(folder);
  for (const one of [key, { ...key, region: "us-east-1" }, { ...key, name: "example.net" }])
    createIdentity(world, { ...one, ...made });
  expect(getIdentity(world, key).verification).toBe("PENDING");
  world.close();
  expect(await confirmEmulatorEndpoint(options, "you@example.net")).toEqual(
    ["eu-west-1", "us-east-1"].map((region) => `arn:aws:ses:${region}:000000000000:identity/You@example.net`),
  );
  const after = World.open(folder);
  expect([key, { ...key, name: "example.net" }].map((one) => getIdentity(after, one).verification)).toEqual([
    "SUCCESS",
    "PENDING",
  ]);
  after.close();
  await expect(confirmEmulatorEndpoint(options, "you@example.net")).rejects.toThrow("is confirmed already");
  await expect(confirmEmulatorEndpoint(options, "example.net")).rejects.toThrow("is no address of SES");

  const late = World.open(folder);
  createIdentity(late, { ...key, name: "late@example.net", ...made });
  late.advance(25 * 60 * 60 * 1000);
  expect(getIdentity(late, { ...key, name: "late@example.net" }).verification).toBe("FAILED");
  expect(getIdentity(late, key).verification).toBe("SUCCESS");
  late.close();
  await expect(confirmEmulatorEndpoint(options, "late@example.net")).rejects.toThrow("older than 24 hours");
});
