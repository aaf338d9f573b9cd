import { request } from "node:http";
import { type RefusingProxy, serveRefusingProxy } from "../../src/real-providers/refusing-proxy";

const said: string[] = [];
let proxy: RefusingProxy;
beforeAll(async () => {
  proxy = await serveRefusingProxy((line) => said.push(line));
});
afterAll(() => proxy.stop());
beforeEach(() => {
  said.length = 0;
});

/** What a client that uses the proxy gets to know: its status and reason. */
function ask(method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...hostAndPort(), method, path });
    sent.on("connect", ({ statusCode, statusMessage }) => resolve(`${statusCode} ${statusMessage}`));
    sent.on("response", (answer) => {
      let body = "";
      answer.on("data", (text) => (body += text)).on("end", () => resolve(`${answer.statusCode} ${body.trim()}`));
    });
    sent.on("error", reject).end();
  });
}

function hostAndPort() {
  const { hostname, port } = new URL(proxy.url);
  return { hostname, port };
}

test("a host is refused by name, with TLS and without, and told once", async () => {
  const api = "403 the emulator lets nothing reach api.cloudflare.com";
  expect(await ask("CONNECT", "api.cloudflare.com:443")).toBe(api);
  expect(await ask("CONNECT", "api.cloudflare.com:443")).toBe(api);
  expect(await ask("GET", "http://169.254.169.254/latest/meta-data/")).toBe(
    "403 the emulator lets nothing reach 169.254.169.254",
  );
  expect(said).toEqual([
    "emulated: a program in the emulator wanted to reach api.cloudflare.com, which is outside it: refused",
    "emulated: a program in the emulator wanted to reach 169.254.169.254, which is outside it: refused",
  ]);
});

test("a request that names no host is refused too", async () => {
  expect(await ask("GET", "/xy")).toBe('403 the emulator lets nothing reach "/xy"');
});
