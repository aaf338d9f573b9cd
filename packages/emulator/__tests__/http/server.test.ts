import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { turn, until } from "../../../../__tests__/helpers/event-loop";
import { type HttpServer, serveHttp } from "../../src/http/server";
import { newIdentity, putIdentity } from "../../src/services/aws/ses-identities";
import { armFault } from "../../src/world/faults";
import { World } from "../../src/world/world";
import { ACCOUNT, cloudflare, sesv2 } from "./served-world";

const base = mkdtempSync(path.join(tmpdir(), "emulator-server-"));
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

test("a server that is stopped waits for answers in progress", async () => {
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
      return { messageId: "emulator" };
    },
  });
  const scope = { account: ACCOUNT, region: "eu-west-1" };
  const identity = newIdentity(
    world,
    { ...scope, name: "example.com", configurationSetName: null, tags: {}, dkim: {} },
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

describe("bad clients", () => {
  let world: World;
  let server: HttpServer;
  let port: number;
  beforeEach(async () => {
    world = World.open(mkdtempSync(path.join(base, "bad-")));
    server = await serveHttp(world);
    port = server.port;
  });
  afterEach(async () => {
    await server.stop();
    world.close();
  });

  /** What comes for these bytes until the server ends the connection, or `enough` is there. */
  const send = (bytes: string, enough: RegExp) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
      let received = "";
      socket.on("data", (chunk) => {
        received += chunk;
        if (enough.test(received)) socket.destroy();
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(received));
    });

  test.each([
    ["a path that cannot be read", "GET //[ HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 400 .*cannot be read/s],
    ["no HTTP", "hello\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "another host in the path",
      "GET http://evil.example/v2/email/account HTTP/1.1\r\nHost: x\r\n\r\n",
      /^HTTP\/1\.1 403 /,
    ],
    ["a wrong percent encoding", "GET /v2/email/identities/%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 403 /],
    ["OPTIONS of everything", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 403 /],
  ])("%s is refused", async (_name, bytes, expected) => {
    expect(await send(bytes, /\r\n\r\n/)).toMatch(expected);
  });

  test("a body that is too large is refused, and the connection with it; the next call is answered", async () => {
    const length = 65 * 1024 * 1024;
    const head = `POST /v2/email/identities HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
    const answer = await send(head + "x".repeat(length), /$^/);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect((await fetch(`${server.url}/client/v4/zones`)).status).toBe(400);
  });

  test("a body that never arrives does not keep the server from stopping", async () => {
    const socket = connect(port, "127.0.0.1");
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    await new Promise((resolve) =>
      socket.write("POST /v2/email/identities HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{", resolve),
    );
    // The server has seen the connection once it answers another one.
    await fetch(`${server.url}/client/v4/zones`);
    await server.stop();
    await closed;
    server = await serveHttp(world);
  });

  test("many at once make each record once", async () => {
    const zone = "0".repeat(32);
    const client = cloudflare({ world, url: server.url });
    const make = () => client.records.create(zone, { name: "a.example.com", type: "TXT", content: '"x"', ttl: 1 });
    const made = await Promise.allSettled(Array.from({ length: 20 }, make));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(world.records.size).toBe(1);
  });
});
