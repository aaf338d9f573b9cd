// The prober against a real TLS server on loopback, with certificates that openssl makes for this test.
import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { tlsProbe } from "../../../lib/verify/protocols/tls";
import { makeCertificate, testWithOpenssl } from "../../helpers/openssl";

/** The servers here are on loopback. */
const LOOPBACK = { allowsAddress: (address: string) => ["127.0.0.1", "::1"].includes(address) };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-tls-"));
const ends: (() => Promise<void>)[] = [];

afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  fs.rmSync(folder, { recursive: true, force: true });
});

testWithOpenssl("a certificate for the name, from an authority that is trusted", async () => {
  const { port, certificate } = await serve("www.example.com", 30);
  const probe = tlsProbe({ ...LOOPBACK, port, ca: certificate });
  const result = await probe("www.example.com", ["127.0.0.1"]);
  expect(result).toEqual({ ok: true, names: ["www.example.com"], expires: expect.any(Number) });
});

testWithOpenssl("a certificate for another name", async () => {
  const { port, certificate } = await serve("d111111abcdef8.cloudfront.net", 30);
  const probe = tlsProbe({ ...LOOPBACK, port, ca: certificate });
  expect(await probe("www.example.com", ["127.0.0.1"])).toEqual({
    ok: false,
    reason: 'its certificate is for "d111111abcdef8.cloudfront.net"',
  });
});

testWithOpenssl("a certificate that nobody vouches for", async () => {
  const { port } = await serve("www.example.com", 30);
  expect(await tlsProbe({ ...LOOPBACK, port })("www.example.com", ["127.0.0.1"])).toEqual({
    ok: false,
    reason: "its certificate is not accepted: DEPTH_ZERO_SELF_SIGNED_CERT",
  });
});

testWithOpenssl("the second address, where the first refuses", async () => {
  const { port, certificate } = await serve("www.example.com", 30);
  const result = await tlsProbe({ ...LOOPBACK, port, ca: certificate })("www.example.com", ["::1", "127.0.0.1"]);
  expect(result.ok).toBe(true);
});

test("what leads to loopback or a private network is not connected to", async () => {
  let connections = 0;
  const port = await listening(
    net.createServer(() => {
      connections += 1;
    }),
  );
  const inside = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254", "64:ff9b::7f00:1"];
  for (const address of inside)
    expect(await tlsProbe({ port })("www.example.com", [address])).toEqual({
      ok: false,
      reason: `it leads to ${address}, which is no public address`,
    });
  expect(connections).toBe(0);
});

test("an address that refuses", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await tlsProbe({ ...LOOPBACK, port })("www.example.com", ["127.0.0.1"])).toEqual({
    ok: false,
    reason: "127.0.0.1 refused the connection",
  });
});

test("an address that says nothing", async () => {
  const port = await listening(net.createServer(() => {}));
  expect(await tlsProbe({ ...LOOPBACK, port, timeout: 100 })("www.example.com", ["127.0.0.1"])).toEqual({
    ok: false,
    reason: "127.0.0.1 did not answer within 0.1 s",
  });
});

test("an address that speaks something else", async () => {
  const port = await listening(net.createServer((socket) => socket.end("220 mail.example.com ESMTP\r\n")));
  const result = await tlsProbe({ ...LOOPBACK, port })("www.example.com", ["127.0.0.1"]);
  expect(result).toEqual({ ok: false, reason: expect.stringMatching(/^127\.0\.0\.1 does not speak TLS: /) });
});

async function serve(name: string, days: number): Promise<{ port: number; certificate: string }> {
  const { key, certificate } = makeCertificate(folder, name, days);
  const port = await listening(tls.createServer({ key, cert: certificate }));
  return { port, certificate };
}

async function listening(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
