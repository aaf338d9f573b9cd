// mailzone gateway, as a command line: what any command gets, and how it ends. `sh` and node are the commands here.
import fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { until } from "../helpers/event-loop";
import { type InProcess, runInProcess, testInterrupts } from "../helpers/in-process";

const ID = "a".repeat(32);
let cwd: string;
let api: Server;
let paths: string[];
beforeEach(async () => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-gateway-"));
  paths = [];
  api = createServer(({ url = "" }, response) => {
    paths.push(url);
    const record = { id: ID, type: "A", name: "example.com" };
    const result = url.includes("?") ? [record] : record;
    response.end(JSON.stringify({ result, success: true, errors: [], messages: [], result_info: { total_count: 1 } }));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  api.closeAllConnections();
  await new Promise((resolve) => api.close(resolve));
  fs.rmSync(cwd, { recursive: true });
});

const TOKEN = "not-a-real-token-not-a-real-token-not-a-real";
const environment = () => ({
  PATH: process.env.PATH,
  CLOUDFLARE_API_TOKEN: TOKEN,
  CLOUDFLARE_BASE_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}/client/v4`,
});
const gateway = (args: readonly string[], more: Partial<InProcess> = {}) =>
  runInProcess(["gateway", ...args], { cwd, env: environment(), ...more });
/** Reads the record three times and writes what it got, and its environment, to a file. */
const READER = `
const base = process.env.CLOUDFLARE_BASE_URL, headers = { authorization: "Bearer " + process.env.CLOUDFLARE_API_TOKEN };
(async () => {
  const got = [];
  for (let time = 0; time < 3; time += 1)
    got.push(await (await fetch(base + "/zones/${ID}/dns_records/${ID}", { headers })).json());
  require("node:fs").writeFileSync("got", JSON.stringify({ got, base, own: process.env.MAILZONE_GATEWAY }));
})();
`;
const got = () => JSON.parse(fs.readFileSync(path.join(cwd, "got"), "utf8"));

test("a command's reads are answered from one list, and the last line says so", async () => {
  const { code, stderr } = await gateway(["--", process.execPath, "-e", READER]);
  expect([code, stderr.trim()]).toEqual([
    0,
    "gateway: 3 requests of Terraform were 1 to Cloudflare, 3 answered from the lists of 1 zone",
  ]);
  expect(got().got).toMatchObject(Array(3).fill({ result: { id: ID }, success: true }));
  expect(got().base).toBe(got().own);
  expect(paths).toEqual([`/client/v4/zones/${ID}/dns_records?page=1&per_page=5000`]);
});

test("a run that creates records lists the zone first, and the last line explains the additional request", async () => {
  const create = READER.replace(
    `/dns_records/${ID}", { headers })`,
    '/dns_records", { headers, method: "POST", body: "{}" })',
  );
  const { code, stderr } = await gateway(["--", process.execPath, "-e", create]);
  expect([code, stderr.trim()]).toEqual([
    0,
    "gateway: 3 requests of Terraform were 4 to Cloudflare, with the lists of 1 zone",
  ]);
  expect(paths[0]).toBe(`/client/v4/zones/${ID}/dns_records?page=1&per_page=5000`);
});

test("a gateway within a gateway is the outer one", async () => {
  const inner = { CLOUDFLARE_BASE_URL: environment().CLOUDFLARE_BASE_URL };
  const env = { ...environment(), ...inner, MAILZONE_GATEWAY: inner.CLOUDFLARE_BASE_URL };
  expect(await gateway(["--", process.execPath, "-e", READER], { env })).toMatchObject({ code: 0, stderr: "" });
  expect(got().base).toBe(inner.CLOUDFLARE_BASE_URL);
});

test("the exit code is the command's, and 128 and more after a signal", async () => {
  expect((await gateway(["--", "sh", "-c", "exit 7"])).code).toBe(7);
  expect((await gateway(["--", "sh", "-c", "kill -TERM $$"])).code).toBe(143);
});

test("a message says that no request came", async () => {
  expect((await gateway(["--", "true"])).stderr.trim()).toBe(
    "gateway: no request came through it: a provider block with its own base_url, and a run that is not on this machine, go past it",
  );
});

test("Ctrl-C reaches the command, which gets its time", async () => {
  const interrupts = testInterrupts();
  const script = `trap 'echo written > ended; exit 3' INT; echo > ready; while :; do sleep 0.05; done`;
  const running = gateway(["--", "sh", "-c", script], { interrupts });
  await until(() => fs.existsSync(path.join(cwd, "ready")));
  interrupts.raise();
  expect((await running).code).toBe(3);
  expect(fs.existsSync(path.join(cwd, "ended"))).toBe(true);
});

test("a missing program, an invalid address and wrong numbers give one line each", async () => {
  const missing = await gateway(["--", "no-such-program"]);
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('"no-such-program" cannot be started') });
  const base = await gateway(["--", "true"], { env: { PATH: process.env.PATH, CLOUDFLARE_BASE_URL: "nowhere" } });
  expect(base).toMatchObject({ code: 2, stderr: expect.stringContaining("CLOUDFLARE_BASE_URL is no address") });
  const secret = { PATH: process.env.PATH, CLOUDFLARE_BASE_URL: "https://user:s3cret@api.example/client/v4" };
  const withPassword = await gateway(["--", "true"], { env: secret });
  expect(withPassword).toMatchObject({ code: 2, stderr: expect.not.stringContaining("s3cret") });
  for (const wrong of [
    ["--budget", "0"],
    ["--budget", "1201"],
    ["--budget", "many"],
    ["--freshness", "0s"],
    ["--freshness", "soon"],
  ])
    expect((await gateway([...wrong, "--", "true"])).code).toBe(2);
  const env = { ...environment(), MAILZONE_BUDGET: "lots" };
  expect(await gateway(["--", "true"], { env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('MAILZONE_BUDGET is "lots": write how many requests'),
  });
});

test("the token is in nothing that is said", async () => {
  const { stdout, stderr } = await gateway(["--", process.execPath, "-e", READER]);
  expect(`${stdout}${stderr}`).not.toContain("not-a-real");
});
