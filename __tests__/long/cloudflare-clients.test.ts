// Strangers at the emulated Cloudflare API: Cloudflare's own Python client, which holds every answer against the types that
// Cloudflare publishes, and octoDNS, which plans, applies and must then have nothing more to plan.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { EMULATED_TOKEN, type HttpServer, serveHttp } from "../../packages/emulator/internals/http";
import { addZone, World } from "../../packages/emulator/internals/world";
import { describeWithPython, runPython } from "../helpers/python";

const HERE = path.join(__dirname, "python");
let folder: string;
let world: World;
let server: HttpServer;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-clients-"));
  world = World.open(folder);
  addZone(world, "example.com");
  server = await serveHttp(world);
});
afterEach(async () => {
  await server.stop();
  world.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

describeWithPython("with tools/python/requirements.txt in .cache/python", () => {
  test("Cloudflare's Python client takes every answer by its own schema, for each type", async () => {
    const { code, stdout, stderr } = await runPython([path.join(HERE, "cloudflare_client.py")], {
      CLOUDFLARE_API_TOKEN: EMULATED_TOKEN,
      CLOUDFLARE_BASE_URL: `${server.url}/client/v4`,
    });
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual({
      zones: ["example.com"],
      zone: "example.com",
      token: "active",
      contents: {
        A: "192.0.2.1",
        AAAA: "2001:db8::1",
        CNAME: "example.net",
        MX: "mx.example.net",
        NS: "ns1.example.net",
        PTR: "host.example.net",
        TXT: '"v=spf1 -all"',
        CAA: '0 issue "amazon.com"',
        DS: "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118",
        DNSKEY: "256 3 13 AAAA",
        CERT: "9 1 1 AAAA",
        HTTPS: '1 . alpn="h3,h2" port="8443"',
        LOC: "31 58 52.100 S 115 49 11.700 E 20.00 10.00 10.00 2.00",
        NAPTR: '10 100 "S" "SIP+D2U" "" .',
        SMIMEA: "3 1 1 AABB",
        SRV: "20 5060 sip.example.com",
        SSHFP: "1 1 BF6B6825D2977C511A475BBEFB88AAD54A92AC73",
        SVCB: "0 foo.example.com",
        TLSA: "3 1 1 AABB",
        URI: '1 "https://example.com/"',
        OPENPGPKEY: "AAAA",
      },
      pages: [21, 21],
      filtered: ["example.com"],
      ordered: ["URI", "TXT"],
      read: "192.0.2.1",
      put: 600,
      patched: "192.0.2.2",
      deleted: true,
      refused: {
        gone: "404 81044 NotFoundError",
        twice: "400 81058 BadRequestError",
        beside: "400 81054 BadRequestError",
        address: "400 9005 BadRequestError",
        ttl: "400 9021 BadRequestError",
        zone: "404 1001 NotFoundError",
        id: "404 7003 NotFoundError",
        token: "400 6003 BadRequestError",
        batch: "501 501 InternalServerError",
        filter: "501 501 InternalServerError",
      },
    });
  });

  test("octoDNS has nothing more to plan after it applied each of its types, a change and a deletion", async () => {
    fs.mkdirSync(path.join(folder, "zones"));
    fs.copyFileSync(path.join(HERE, "octodns.yaml"), path.join(folder, "octodns.yaml"));
    const zone = path.join(folder, "zones", "example.com.yaml");
    const octodns = async (command: string, ...args: string[]) => {
      const env = { CLOUDFLARE_TOKEN: EMULATED_TOKEN, CLOUDFLARE_URL: `${server.url}/client/v4` };
      const main = `from octodns.cmds.${command} import main; main()`;
      const run = await runPython(["-c", main, "--config-file", "octodns.yaml", ...args], env, folder);
      const output = `${run.stdout}${run.stderr}`;
      const counts = /Summary: Creates=(\d+), Updates=(\d+), Deletes=(\d+)/.exec(output)?.slice(1).map(Number);
      return { code: run.code, counts, output };
    };
    const records = fs.readFileSync(path.join(HERE, "octodns-zone.yaml"), "utf8");
    fs.writeFileSync(zone, records);
    expect(await octodns("sync", "--doit")).toMatchObject({ code: 0, counts: [20, 0, 0] });
    expect(await octodns("sync")).toMatchObject({
      code: 0,
      output: expect.stringContaining("No changes were planned"),
    });

    // What octoDNS reads back it takes for its own source: the plan of the dump is empty too.
    const dump = await octodns("dump", "--output-dir", "dump", "--lenient", "example.com.", "cloudflare");
    expect(dump.code).toBe(0);
    fs.renameSync(path.join(folder, "dump", "example.com.yaml"), zone);
    expect(await octodns("sync")).toMatchObject({
      code: 0,
      output: expect.stringContaining("No changes were planned"),
    });

    fs.writeFileSync(zone, records.replace("alpn: [h3, h2]", "alpn: [h2]").replace(/^ptr:.*\n/m, ""));
    expect(await octodns("sync", "--doit")).toMatchObject({ code: 0, counts: [0, 1, 1] });
    expect(await octodns("sync")).toMatchObject({
      code: 0,
      output: expect.stringContaining("No changes were planned"),
    });
    const https = world.records.values().find(({ type }) => type === "HTTPS");
    expect(https?.data?.value).toBe('alpn="h2" port="8443" ipv4hint="192.0.2.1" no-default-alpn');
  });
});
