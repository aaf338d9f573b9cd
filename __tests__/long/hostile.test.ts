// The command line among hostile texts, servers and disks: what it prints, and how it ends.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const EVIL = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202Egnp.\u200b\u2028";
const MAILZONE = path.resolve("bin", "mailzone.js");

const COLOR = new RegExp(`${String.fromCharCode(27)}\\[(?:1|22|3[1-3]|39)m`, "g");

/** What is left of the control characters once our own colours and line ends are taken out of it. */
const power = (text: string) => text.replace(COLOR, "").match(/[^\P{C}\n\t]|[\u2028\u2029]/gu);

test.each([
  ["an unknown command", [EVIL]],
  ["an unknown option", ["check", `--${EVIL}`]],
  ["a stack's name", ["stacks", "--config", EVIL]],
  ["a file of the configuration", ["check", "--config", `${EVIL}\nforged: line.yaml`]],
  ["a base", ["check", "--base", EVIL]],
  ["a plan", ["review", EVIL]],
  ["a plan's text", ["review", "plan.json"]],
  ["a plan's text in markdown", ["review", "plan.json", "--format", "markdown"]],
  ["a plan's text in JSON", ["review", "plan.json", "--json"]],
  ["outputs", ["records", "--from", EVIL]],
  ["outputs' text", ["records", "--from", "outputs.json"]],
  ["outputs' text as CSV", ["records", "--from", "outputs.json", "--format", "csv"]],
  ["outputs' text as JSON", ["records", "--from", "outputs.json", "--json"]],
  ["a message", ["verify", "--from", "outputs.json", "--message", EVIL]],
  ["a zone file", ["adopt", "--init", "example.org", "--config", "new.yaml", "--zone-file", EVIL]],
  ["a zone file's text", ["adopt", "--init", "example.org", "--config", "new.yaml", "--zone-file", "zone.txt"]],
  ["an expectation", ["apply", "--expect", EVIL]],
  ["a fault", ["emulator", "fault", EVIL]],
  ["a duration", ["emulator", "advance", EVIL]],
  ["values of domains.yaml", ["check", "--config", "evil.yaml"]],
  ["values of domains.yaml, as a table", ["records", "--placeholders", "--config", "evil.yaml"]],
])("%s moves no cursor", async (_what, args) => {
  const golden = path.resolve("__tests__", "review", "goldens", "records-hostile", "plan.json");
  fs.copyFileSync(golden, project.path("plan.json"));
  const record = { entry: "example.com", id: "c", domain: "example.com", region: "us-east-1", zone: "example.com" };
  const value = [
    {
      ...record,
      purpose: "custom",
      type: "TXT",
      name: "x.example.com",
      content: `"${EVIL}"`,
      priority: null,
      data: null,
      ttl: 1,
      proxied: false,
    },
  ];
  project.write("outputs.json", JSON.stringify({ records: { value, sensitive: false } }));
  project.write("zone.txt", `evil 300 IN TXT "${EVIL}"\n${EVIL} 300 IN A 192.0.2.1\n`);
  project.write(
    "evil.yaml",
    `domains:\n  - domain: example.com\n    aws: {region: ${JSON.stringify(EVIL)}}\n    comment: ${JSON.stringify(EVIL)}\n`,
  );
  project.env = { FORCE_COLOR: "1" };
  const { stdout, stderr, code } = await project.run(...(args as string[]).map((one) => one.replaceAll("\0", "")));
  expect([power(stdout), power(stderr)]).toEqual([null, null]);
  expect(stderr).not.toContain("which is a defect");
  expect(stderr).not.toMatch(/^forged/m);
  expect(code === 0 && stdout + stderr === "").toBe(false);
});

test("a server that repeats the request does not get the token onto the screen", async () => {
  const server = http.createServer((request, response) => {
    const message = `${request.headers.authorization} ${EVIL}`;
    response.writeHead(403, { "content-type": "application/json" });
    response.end(JSON.stringify({ success: false, errors: [{ code: 9109, message }], result: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`;
  project.env = { CLOUDFLARE_BASE_URL: url, CLOUDFLARE_API_TOKEN: "not-a-real-token-of-cloudflare" };
  const { code, stdout, stderr } = await project.run("adopt", "--init", "example.org", "--config", "new.yaml");
  server.close();
  expect(code).toBe(2);
  expect(stdout + stderr).not.toContain("not-a-real-token");
  expect(stderr).toMatch(/^zone "example.org" was refused with 403 \(9109: Bearer … /);
  expect(power(stderr)).toBeNull();
  expect(fs.existsSync(project.path("new.yaml"))).toBe(false);
});

const hasFull = fs.existsSync("/dev/full") ? test : test.skip;
hasFull("an answer that goes to a full disk is no answer", () => {
  const full = fs.openSync("/dev/full", "w");
  const run = spawnSync(process.execPath, [MAILZONE, "check"], {
    cwd: project.folder,
    stdio: ["ignore", full, "pipe"],
  });
  expect(run.status).toBe(2);
  expect(String(run.stderr)).toMatch(
    /the answer cannot be written \(ENOSPC\): make room where it goes, and run it again\n$/,
  );
});

test("one line says that no file may be written", () => {
  const shell = `ulimit -f 0; exec ${process.execPath} ${MAILZONE} adopt --init example.org --config new.yaml --zone-file zone.txt --region us-east-1 --emulated`;
  project.write("zone.txt", "example.org. 300 IN A 192.0.2.1\n");
  const { status, stderr } = spawnSync("bash", ["-c", shell], { cwd: project.folder, encoding: "utf8" });
  expect(status).not.toBe(0);
  expect(stderr).not.toMatch(/defect|^\s+at /m);
});

test("one line says that a file has the name of our folder", async () => {
  project.write(".mailzone", "a file");
  const { code, stderr } = await project.run("plan", "--emulated");
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/defect|^\s+at /m);
  expect(stderr.trim().split("\n").at(-1)).toMatch(/\.mailzone/);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s ends a review that waits for its plan, with %i", async (signal, code) => {
  const child = spawn(process.execPath, [MAILZONE, "review", "-"], {
    cwd: project.folder,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  // It reads once it has taken what is there.
  child.stdin.write(" ".repeat(1 << 20), () => child.kill(signal));
  expect(await ended).toBe(code);
});
