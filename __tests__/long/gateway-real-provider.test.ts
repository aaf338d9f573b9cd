// Whole runs of the real Cloudflare provider behind the gateway, which reaches Cloudflare as in life: by HTTPS, through a proxy, at a name
// whose certificate is checked. Cloudflare behind it and AWS are emulated. Processes are killed while a record is under way: what was
// written is never lost without a word, and nothing outlives its parent.
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Emulator, startEmulator } from "../../packages/emulator/index";
import { mirroredVersions } from "../../packages/emulator/internals/mirrors";
import { ZONE_ID } from "../helpers/domains";
import { makeCertificate } from "../helpers/openssl";
import { domainsYaml, entryOf, Project, until } from "../helpers/project";
import { type LoopbackProxy, loopbackProxy } from "../net/loopback-proxy";

jest.setTimeout(300_000);

const { MAILZONE_PROVIDERS: given } = process.env;
const mirror = given ? path.resolve(given) : undefined;
const [version] = mirror === undefined ? [] : mirroredVersions(mirror, "cloudflare/cloudflare");
const describeWithProvider = version === undefined ? describe.skip : describe;
const NAME = version ?? "MAILZONE_PROVIDERS names no mirror with cloudflare/cloudflare";
const HOST = "api.example.com";

let project: Project;
let emulator: Emulator;
let front: https.Server;
let proxy: LoopbackProxy;
/** What Cloudflare was asked. */
let asked: string[];
/** Called when a request has had its effect; its answer waits for it. */
let beforeAnswer: (request: string, body: string) => Promise<void> | undefined;

const ENTRIES = [
  entryOf("example.com", "us-east-1", "stack: mail, protect: false"),
  entryOf("example.org", "us-east-1", "stack: shop, protect: false"),
];
const configured = (...entries: string[]) => `providers: {cloudflare: ${version}}\n${domainsYaml(...entries)}`;

beforeEach(async () => {
  asked = [];
  beforeAnswer = () => undefined;
  project = new Project(configured(...ENTRIES));
  const folder = project.path("world");
  const zones = { "0123456789abcdef0123456789abcdef": "example.com", f123456789abcdeff123456789abcdef: "example.org" };
  emulator = await startEmulator({ folder, purpose: "test", pid: process.pid, log: () => {}, http: true, zones });
  const inside = emulator.environment({});
  const { key, certificate, file } = makeCertificate(project.folder, HOST);
  front = https.createServer({ key, cert: certificate }, (request, response) => void forward(request, response));
  await new Promise<void>((ready) => front.listen(0, "127.0.0.1", ready));
  proxy = await loopbackProxy({ [`${HOST}:443`]: (front.address() as AddressInfo).port });
  fs.mkdirSync(project.path("tmp"));
  project.write(
    "terraform.rc",
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n    include = ["cloudflare/cloudflare"]\n  }\n}\n`,
  );
  const reattach = JSON.parse(inside.TF_REATTACH_PROVIDERS ?? "{}") as object;
  const aws = Object.entries(reattach).filter(([name]) => name.endsWith("hashicorp/aws"));
  project.env = {
    ...Object.fromEntries(Object.entries(inside).filter(([name]) => /^(?:AWS|CLOUDFLARE)_/.test(name))),
    TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(aws)),
    TF_CLI_CONFIG_FILE: project.path("terraform.rc"),
    CLOUDFLARE_BASE_URL: `https://${HOST}/client/v4`,
    HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    NODE_EXTRA_CA_CERTS: file,
    // What is killed leaves its sockets there.
    TMPDIR: project.path("tmp"),
  };
});
afterEach(async () => {
  proxy.close();
  front.closeAllConnections();
  await new Promise((closed) => front.close(closed));
  await emulator.stop();
  project.remove();
});

/** To the emulator's API. */
async function forward(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { method = "", url = "", headers } = request;
  const { host, port } = new URL(emulator.environment({}).CLOUDFLARE_BASE_URL ?? "");
  const onward = http.request({ host: "127.0.0.1", port, path: url, method, headers: { ...headers, host } });
  onward.end(body);
  const [answer] =
    (await new Promise<[http.IncomingMessage]>((resolve) => onward.once("response", (one) => resolve([one])))) ?? [];
  const parts: Buffer[] = [];
  for await (const chunk of answer!) parts.push(chunk as Buffer);
  asked.push(`${method} ${url}`);
  await beforeAnswer(`${method} ${url}`, body.toString());
  if (!response.destroyed) response.writeHead(answer!.statusCode ?? 0, answer!.headers).end(Buffer.concat(parts));
}

/** Holds the answer about the record of this name until it is let go. */
function hold(name: string): { readonly isHeld: () => boolean; readonly letGo: () => void } {
  let isHeld = false;
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  beforeAnswer = (request, body) => {
    if (!request.startsWith("POST ") || !body.includes(name)) return undefined;
    isHeld = true;
    return gone;
  };
  return { isHeld: () => isHeld, letGo: () => letGo() };
}

/** The processes that work in the project, as pairs of a number and a command line. */
function processes(): readonly (readonly [number, string])[] {
  return fs.readdirSync("/proc").flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid) || !fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(project.folder)) return [];
      return [[Number(pid), fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] as const];
    } catch {
      return [];
    }
  });
}

const output = async (...args: string[]) => {
  const { code, stdout, stderr } = await project.run(...args);
  return { code, said: stdout + stderr };
};

describeWithProvider(`cloudflare ${NAME}`, () => {
  test("plans and applies two stacks through one gateway, whose every connection is checked", async () => {
    expect(await output("plan")).toMatchObject({ code: 0 });
    const applied = await output("apply");
    expect(applied).toMatchObject({ code: 0, said: expect.stringContaining("mail: applied") });
    expect(applied.said).toContain("shop: applied");
    asked.length = 0;
    expect(await output("plan", "--no-preflight", "--fail-on-changes")).toMatchObject({
      code: 0,
      said: expect.stringContaining(
        "gateway: 12 requests of Terraform were 2 to Cloudflare, 12 answered from the lists of 2 zones",
      ),
    });
    expect(asked).toHaveLength(2);
    expect([...new Set(proxy.asked)]).toEqual([`CONNECT ${HOST}:443`]);

    // Nobody vouches for the certificate: no request arrives, and the reason reaches the end of the line.
    asked.length = 0;
    project.env = Object.fromEntries(Object.entries(project.env).filter(([name]) => name !== "NODE_EXTRA_CA_CERTS"));
    const { code, said } = await output("plan", "--no-preflight");
    expect([code, asked]).toEqual([2, []]);
    expect(said).toContain("mailzone gateway: Cloudflare is not reached (DEPTH_ZERO_SELF_SIGNED_CERT)");
  });

  test.each<[string, RegExp, string | undefined]>([
    ["terraform", /^(?!.*mailzone\.js).* apply /, "gateway: ended what the command had left running"],
    [
      "the provider",
      /terraform-provider-cloudflare/,
      `created TXT _dmarc.example.com in zone ${ZONE_ID} after Terraform had ended, so its state does not know: plan again, and adopt what is there`,
    ],
    ["mailzone", /mailzone\.js apply/, undefined],
  ])(
    "if %s is killed while a record is made, nothing is left running, and the next plan finds it",
    async (who, command, told) => {
      project.write("domains.yaml", configured(ENTRIES[0]!));
      expect(await output("plan")).toMatchObject({ code: 0 });
      const held = hold("_dmarc.");
      const { ended, stderr: saidSoFar } = project.start("apply");
      await until(held.isHeld, "the record is made");
      const found = processes().filter(([, line]) => command.test(line));
      expect(found).toHaveLength(1);
      process.kill(found[0]![0], "SIGKILL");
      const isOver = () => processes().length === 0;
      if (who === "mailzone") await until(isOver, "nothing is left running");
      // Terraform's line comes through the process of the gateway, which has then seen that its client is gone.
      if (who === "the provider")
        await until(() => saidSoFar().includes("__dmarc: Creation errored"), "the provider is missed");
      held.letGo();
      const { stderr, stdout, code } = await ended;
      await until(isOver, "nothing is left running");
      if (told !== undefined) expect([code, stdout + stderr]).toEqual([2, expect.stringContaining(told)]);
      const next = await output("plan");
      expect([next.code, next.said]).toEqual([2, expect.stringContaining("_dmarc.example.com")]);
    },
  );

  test("Ctrl-C waits for the record that is being made, and the next apply makes the rest", async () => {
    project.write("domains.yaml", configured(ENTRIES[0]!));
    expect(await output("plan")).toMatchObject({ code: 0 });
    const held = hold("_dmarc.");
    const { child, ended, stderr } = project.start("apply");
    await until(held.isHeld, "the record is made");
    process.kill(-child.pid!, "SIGINT");
    await until(() => stderr().includes("interrupted: waiting for what is under way"), "the interrupt is told");
    held.letGo();
    const { code, stdout } = await ended;
    expect([code, `${stdout}${stderr()}`]).toEqual([130, expect.not.stringContaining("after Terraform had ended")]);
    expect(project.read("terraform.mail.tfstate")).toContain('"name": "_dmarc.example.com"');
    expect(processes()).toEqual([]);
    expect(await output("plan")).toMatchObject({ code: 0 });
    expect(await output("apply")).toMatchObject({ code: 0 });
    expect(await output("plan", "--fail-on-changes")).toMatchObject({ code: 0 });
    expect(asked.filter((one) => one.startsWith("POST "))).toHaveLength(6);
  });
});
