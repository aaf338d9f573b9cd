import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { serveHttp } from "../../../lib/sandbox/http/server";
import { newIdentity, putIdentity } from "../../../lib/sandbox/services/ses/identities";
import { armFault } from "../../../lib/sandbox/world/faults";
import { World } from "../../../lib/sandbox/world/world";
import { turn, until } from "../../helpers/event-loop";
import { ACCOUNT, cloudflare, sesv2 } from "./served-world";

const base = mkdtempSync(path.join(tmpdir(), "sandbox-server-"));
afterAll(() => rmSync(base, { recursive: true }));

test("a server that is stopped cuts what it was waiting for, and leaves the world alone afterwards", async () => {
  const world = World.open(path.join(base, "stopped"));
  const server = await serveHttp(world);
  armFault(world, { kind: "delay", milliseconds: 60_000, operation: "create" });
  const record = { name: "a.example.com", type: "TXT", content: '"x"', ttl: 1 };
  const creating = cloudflare({ world, url: server.url })
    .records.create("0".repeat(32), record)
    .catch(() => "cut");
  await until(() => world.faults.keys().length === 0);
  await server.stop();
  world.close();
  expect(await creating).toBe("cut");
  expect(World.open(path.join(base, "stopped")).records.values()).toEqual([]);
});

test("a server that is stopped waits for whoever still works on an answer", async () => {
  const world = World.open(path.join(base, "working"));
  let state = "not asked";
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = await serveHttp(world, {
    async send() {
      state = "working";
      await released;
      state = "done";
      return { messageId: "sandbox" };
    },
  });
  const place = { account: ACCOUNT, region: "eu-west-1" };
  const identity = newIdentity(
    world,
    { ...place, name: "example.com", configurationSetName: null, tags: {}, dkim: {} },
    "",
  );
  world.commit(putIdentity(world, { ...identity, verification: "SUCCESS" }));
  const message = new SendEmailCommand({
    FromEmailAddress: "me@example.com",
    Destination: { ToAddresses: ["you@example.net"] },
    Content: { Raw: { Data: Buffer.from("Subject: x\r\n\r\n") } },
  });
  const client = sesv2({ world, url: server.url }, ACCOUNT, "eu-west-1", { maxAttempts: 1 });
  const sending = client.send(message).catch(() => "cut");
  await until(() => state === "working");
  const stopping = server.stop();
  await turn();
  release();
  await stopping;
  expect([state, await sending]).toEqual(["done", "cut"]);
  world.close();
});

test("two servers have two ports, and each its own world", async () => {
  const worlds = ["one", "two"].map((name) => World.open(path.join(base, name)));
  const servers = await Promise.all(worlds.map((world) => serveHttp(world)));
  const zone = { id: "0".repeat(32), name: "example.com" };
  worlds[0]!.commit(worlds[0]!.zones.put(zone.id, zone));
  const names = servers.map(({ url }, index) => cloudflare({ world: worlds[index]!, url }).zoneNames());
  expect(await Promise.all(names)).toEqual([["example.com"], []]);
  expect(new Set(servers.map(({ port }) => port)).size).toBe(2);
  for (const server of servers) await server.stop();
  for (const world of worlds) world.close();
});
