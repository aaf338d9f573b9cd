// The policy of MTA-STS is fetched from a real HTTPS server on loopback, as senders do (RFC 8461 §3.3).
import fs from "node:fs";
import type { RequestListener } from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { policyFetch } from "../../../lib/verify/protocols/mta-sts";
import { makeCertificate, testWithOpenssl } from "../../helpers/openssl";

const URL_TEXT = "https://mta-sts.example.com/.well-known/mta-sts.txt";
const LOOPBACK = { allowsAddress: (address: string) => ["127.0.0.1", "::1"].includes(address) };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-mta-sts-"));
const servers: net.Server[] = [];

afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  fs.rmSync(folder, { recursive: true, force: true });
});

const listening = async (server: net.Server) => {
  servers.push(server.listen(0, "127.0.0.1"));
  await new Promise((resolve) => server.once("listening", resolve));
  return (server.address() as AddressInfo).port;
};

async function fetched(answer: RequestListener, name = "mta-sts.example.com") {
  const { key, certificate } = makeCertificate(folder, name);
  const port = await listening(https.createServer({ key, cert: certificate }, answer));
  return policyFetch({ ...LOOPBACK, port, ca: certificate })(URL_TEXT, ["127.0.0.1"]);
}

testWithOpenssl("a text is read from the host's address, with the host's name", async () => {
  const result = await fetched((request, response) => {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(`${request.headers.host} ${request.url}`);
  });
  expect(result).toEqual({ ok: true, text: "mta-sts.example.com /.well-known/mta-sts.txt" });
});

const answers: readonly (readonly [string, RequestListener, string])[] = [
  [
    "a redirect",
    (_, response) => response.writeHead(301, { location: "/other" }).end(),
    "its host answers with status 301, and senders follow no redirect",
  ],
  ["a missing file", (_, response) => response.writeHead(404).end(), "its host answers with status 404"],
  [
    "a page",
    (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    'its host says the type "text/html", and senders want text/plain',
  ],
  [
    "an endless file",
    (_, response) => response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(70_000)),
    "it is larger than 64 KB",
  ],
  [
    "a file that breaks off",
    (_, response) => {
      response.writeHead(200, { "content-type": "text/plain", "content-length": "100" });
      response.write("version", () => response.destroy());
    },
    "its host breaks off",
  ],
];

for (const [what, answer, reason] of answers)
  testWithOpenssl(`${what} is no policy`, async () => {
    const result = await fetched(answer);
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

testWithOpenssl("a certificate for another name is refused, as senders do", async () => {
  const result = await fetched((_, response) => response.end(), "www.example.com");
  expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(/does not answer with TLS.*altnames/s) });
});

test("a host without an address, in our own network, or without an answer has no policy", async () => {
  const refuses = await listening(net.createServer());
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const fetch = policyFetch({ ...LOOPBACK, port: refuses });
  expect(await fetch(URL_TEXT, [])).toEqual({ ok: false, reason: "its host has no address" });
  expect(await fetch(URL_TEXT, ["127.0.0.1"])).toEqual({ ok: false, reason: "127.0.0.1 does not answer" });
  expect(await fetch(URL_TEXT, ["10.0.0.1"])).toEqual({
    ok: false,
    reason: "its host leads to 10.0.0.1, which is no public address",
  });
});

test("a server that says nothing is given up", async () => {
  const sockets: net.Socket[] = [];
  const port = await listening(net.createServer((socket) => sockets.push(socket)));
  const result = await policyFetch({ ...LOOPBACK, port, timeout: 100 })(URL_TEXT, ["127.0.0.1"]);
  expect(result).toEqual({ ok: false, reason: "127.0.0.1 did not answer within 0.1 s" });
  for (const socket of sockets) socket.destroy();
});
