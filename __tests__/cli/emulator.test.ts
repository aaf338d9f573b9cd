// What `emulator edit` and `emulator fault` take from the command line, and say; their effect is tested in emulator/.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { addEmulatorCommands } from "../../lib/cli/emulator/emulator";
import type { Shell } from "../../lib/cli/shell";
import { testShell } from "../helpers/in-process";

let cwd: string;
beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-emulator-cli-"));
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

/** What the commands say, one after the other; the message of the one that is refused. */
function said(...commands: string[][]): Promise<string[]> {
  return saidWith({}, ...commands);
}

async function saidWith(env: Shell["env"], ...commands: string[][]): Promise<string[]> {
  const lines: string[] = [];
  const shell = { ...testShell({ cwd, env }).shell, print: (line: string) => void lines.push(line) };
  for (const args of commands) {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    addEmulatorCommands(
      program.command("emulator"),
      shell,
      () => {},
      async () => 0,
    );
    for (const command of everyCommand(program)) command.exitOverride().configureOutput({ writeErr: () => {} });
    await program
      .parseAsync(["emulator", ...args], { from: "user" })
      .catch((failure: Error) => lines.push(failure.message));
  }
  return lines;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

test("records are added and changed by hand", async () => {
  const zone = ["edit", "add", "zone", "example.com"];
  const cname = ["edit", "add", "record", "aaa._domainkey.example.com", "CNAME", "aaa.dkim.amazonses.com"];
  const mx = ["edit", "add", "record", "mail.example.com", "MX", "mx.example.net", "--priority", "10", "--ttl", "60"];
  const change = ["edit", "change", "aaa._domainkey.example.com", "CNAME"];
  expect(
    await said(
      zone,
      cname,
      mx,
      [...change, "--proxied"],
      [...change, "--no-proxied", "--content", "bbb.dkim.amazonses.com"],
      ["edit", "change", "none.example.com", "TXT"],
      ["edit", "add", "record", "www.example.com"],
      ["edit", "add", "record", "www.example.com", "A", "192.0.2.1", "--ttl", "soon"],
    ),
  ).toEqual([
    expect.stringMatching(/^emulated: made the zone example\.com with the id [0-9a-f]{32}$/),
    "emulated: added CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com",
    "emulated: added MX mail.example.com 10 mx.example.net (ttl 60)",
    "emulated: changed to CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com (proxied)",
    "emulated: changed to CNAME aaa._domainkey.example.com bbb.dkim.amazonses.com",
    'TXT record "none.example.com" does not exist in the emulator: see "mailzone emulator status"',
    'record "www.example.com" has no type or no content: write mailzone emulator edit add record NAME TYPE CONTENT',
    expect.stringContaining("write a whole number."),
  ]);
});

test("dns faults are armed, shown and cleared", async () => {
  const lines = await said(
    ["fault", "dns", "silent", "--server", "ada.ns.cloudflare.com", "--name", "_dmarc", "--type", "TXT"],
    ["fault", "dns", "delay", "2s", "--times", "3"],
    ["fault", "dns", "delay"],
    ["fault", "dns", "servfail", "2s"],
    ["fault", "dns", "flood"],
    ["status"],
    ["fault", "clear"],
  );
  const silent = 'silent at ada.ns.cloudflare.com until it is cleared (TXT, name with "_dmarc")';
  expect(lines).toEqual([
    `emulated: armed dns ${silent}`,
    "emulated: armed dns delay of 2000 ms for 3 answers (any type)",
    'dns fault "delay" has no duration: write one, such as 500ms',
    'dns fault "servfail" takes no duration, got 2000 ms: leave it out',
    expect.stringContaining("Allowed choices are delay, servfail, refused,"),
    expect.stringContaining(
      `emulated: fault armed: dns ${silent}\nemulated: fault armed: dns delay of 2000 ms for 3 answers`,
    ),
    "emulated: disarmed 2 faults",
  ]);
});

test("the limit of Cloudflare's API is set, and what is no limit is refused", async () => {
  const bad = "is not understood: write requests and a time from 1s to 1d, such as 1200/5m, or none";
  const limitOf = (line: string) => JSON.parse(line).cloudflareApi.limit;
  const lines = await said(
    ["edit", "limit", "100/90s", "--wait", "jump"],
    ["status", "--json"],
    ["edit", "limit", "none"],
    ["status", "--json"],
    ["edit", "limit", "0/5m"],
    ["edit", "limit", "100/500ms"],
    ["edit", "limit", "100"],
    ["edit", "limit", "100/5x"],
    ["edit", "limit", "100/5m", "--wait", "long"],
  );
  expect(lines.map((line, index) => (index === 1 || index === 3 ? limitOf(line) : line))).toEqual([
    "emulated: Cloudflare's API: limit 100 in 90 s, the clock jumps over waits",
    { requests: 100, seconds: 90, wait: "jump" },
    "emulated: Cloudflare's API: no limit",
    { requests: null, seconds: 300, wait: "real" },
    `limit "0/5m" ${bad}`,
    `limit "100/500ms" ${bad}`,
    `limit "100" ${bad}`,
    'duration "5x" is not understood: write a number and ms, s, m, h or d, such as 73h',
    expect.stringContaining("Allowed choices are real, jump."),
  ]);
});

test("only a subscriber that a topic has, or an address that SES has, can be confirmed", async () => {
  expect(await said(["edit", "confirm", "a@example.com"])).toEqual([
    expect.stringMatching(/^"a@example.com" has no subscription and is no address of SES in the emulator: /),
  ]);
});

test("a fault that cuts connections is armed and shown", async () => {
  const what = "connection cut after the effect for 1 call (create, any type)";
  expect(await said(["fault", "cut", "--after", "--operation", "create"], ["status"])).toEqual([
    `emulated: armed ${what}`,
    expect.stringContaining(`emulated: fault armed: ${what}`),
  ]);
});

test.each([
  ["its own world", () => path.join(cwd, ".mailzone", "sandbox")],
  ["another world", () => "/project/.mailzone/sandbox"],
])("within a command in %s nothing waits for the emulator, and nothing is made", async (_, outer) => {
  const commands = [["status"], ["reset"], ["advance", "1h"], ["edit", "add", "zone", "example.com"]];
  // The second is the variable's name in earlier versions; the emulator sets both.
  const names = ["MAILZONE_EMULATOR", "MAILZONE_SANDBOX"];
  for (const [first = "", ...more] of [names, names.slice(0, 1), names.slice(1)]) {
    const env = Object.fromEntries([first, ...more].map((name) => [name, outer()]));
    const refused = `"mailzone emulator -- …" runs this already (${first} is "${outer()}"), and has the emulator until it ends: run the mailzone command by itself`;
    expect(await saidWith(env, ...commands)).toEqual(commands.map(() => refused));
  }
  expect(fs.readdirSync(cwd)).toEqual([]);
});

test("two names of the variable with two values are told apart, not chosen between", async () => {
  const env = { MAILZONE_EMULATOR: "/one", MAILZONE_SANDBOX: "/two" };
  expect(await saidWith(env, ["status"])).toEqual([
    'MAILZONE_EMULATOR is "/one" and MAILZONE_SANDBOX is "/two", but both name the emulator that runs this command: unset MAILZONE_SANDBOX, the older name',
  ]);
  expect(fs.readdirSync(cwd)).toEqual([]);
});

test("reports are described on the command line, and what cannot be read is refused by its option", async () => {
  const record = ["edit", "add", "record", "_dmarc.example.com", "TXT", "v=DMARC1; p=none"];
  const reports = ["reports", "Example.com.", "--mail", "forged=12", "--mail", "ESP.example=3", "--tls", "20/1"];
  expect(await said(["edit", "add", "zone", "example.com"], record, [...reports, "--days", "2"])).toEqual([
    expect.stringMatching(/^emulated: made the zone/),
    "emulated: added TXT _dmarc.example.com v=DMARC1; p=none",
    "emulated: DMARC reports (4) and TLS reports (4) of example.com are in .mailzone/sandbox/reports",
    "emulated: note: the DMARC record of example.com has no rua: real receivers would send no reports",
    "emulated: note: example.com has no TLS-RPT record: real receivers would send no TLS reports",
    "emulated: read them by npx --no-install mailzone reports .mailzone/sandbox/reports",
  ]);
  for (const [args, message] of [
    [
      ["example.com", "--mail", "forged"],
      "write ses, forwarded, forged or a domain, and messages a day, such as ses=200.",
    ],
    [["example.com", "--mail", "a b=3"], "write ses, forwarded, forged or a domain"],
    [["example.com", "--mail", "forged=0"], "write ses, forwarded, forged or a domain"],
    [["example.com", "--days", "401"], "write a whole number from 1 to 400."],
    [["example.com", "--tls", "x"], "write sessions a day, and those that fail, such as 20/1."],
    [["../x"], "write a domain such as example.com."],
  ] as const)
    expect((await said(["reports", ...args]))[0]).toContain(message);
});
