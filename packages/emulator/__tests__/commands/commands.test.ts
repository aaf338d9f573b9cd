import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  addEmulatorZone,
  confirmEmulatorSubscriptions,
  deleteEmulatorObjects,
  readEmulatorStatus,
} from "../../src/commands/commands";
import { renderEmulatorStatus } from "../../src/commands/status-text";
import { ensureDistributions } from "../../src/services/aws/cloudfront";
import { createIdentity } from "../../src/services/aws/ses-identities";
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
  expect(await confirmEmulatorSubscriptions(options, endpoint)).toEqual([one, two]);
  const after = World.open(folder);
  const pending = after.subscriptions.values().filter(({ isPending }) => isPending);
  after.close();
  expect(pending.map((subscription) => subscription.endpoint)).toEqual(["b@example.com", "b@example.com"]);
  await expect(confirmEmulatorSubscriptions(options, endpoint)).rejects.toThrow(
    'subscriber "a@example.com" is confirmed already',
  );
  await expect(confirmEmulatorSubscriptions(options, "c@example.com")).rejects.toThrow("has no subscription");
});
