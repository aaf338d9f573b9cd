// verify in the emulator, where it takes long: waits, restarts, refusals.
import fs from "node:fs";
import { Project, until, withProject } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
withProject(async (fresh) => {
  project = fresh;
  await project.startApplied();
});

const edit = (...args: string[]) => project.run("emulator", "edit", ...args);

/** The names of the DKIM records. */
async function dkimNames(): Promise<string[]> {
  const { records } = await project.world();
  return records.filter((record) => record.includes("_domainkey")).map((record) => record.split(" ")[1] ?? "");
}

test("all that was applied is live", async () => {
  const { code, stdout } = await project.run("verify", "--emulated", "--json");
  expect(code).toBe(0);
  const { verdict, records, causes } = JSON.parse(stdout) as { verdict: string; records: object[]; causes: object[] };
  expect({ verdict, records: records.length, causes }).toEqual({ verdict: "live", records: 7, causes: [] });
});

test("a wait ends when the last cache has forgotten, and says each change", async () => {
  const [name = ""] = await dkimNames();
  await project.run("emulator", "fault", "dns", "servfail", "--name", name, "--times", "9");
  const { code, stdout, stderr } = await project.run("verify", "--emulated", "--wait", "60s");
  expect(code).toBe(0);
  expect(stdout).toContain("live: 7 of 7 records are live");
  expect(stderr).toMatch(/emulated: CNAME ".*_domainkey.example.com": cannot tell -> live/);
});

test("Ctrl-C leaves the last answer", async () => {
  const [name = ""] = await dkimNames();
  await edit("delete", name, "CNAME");
  const { child, ended, stderr } = project.start("verify", "--emulated", "--wait", "10m");
  await until(() => stderr().includes("not live: 6 of 7"), "the first answer");
  process.kill(-child.pid!, "SIGINT");
  const { code, stdout } = await ended;
  expect(code).toBe(130);
  expect(stdout).toContain("not live: 6 of 7 records are live");
});

test("SES has given up: it looks again, with the same tokens, and finds the records that came late", async () => {
  const late = new Project();
  try {
    await late.run("plan", "--emulated");
    await late.run("emulator", "fault", "error", "--status", "403", "--type", "cloudflare_dns_record", "--times", "0");
    expect(await late.run("apply", "--emulated", "--no-preflight")).toMatchObject({ code: 2 });
    await late.run("emulator", "advance", "73h");
    await late.run("emulator", "fault", "clear");
    const failed = await late.run("verify", "--emulated");
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining("verify --retry") });
    await late.apply();
    const again = await late.run("verify", "--emulated", "--retry");
    expect(again.stderr).toContain(
      'emulated: "example.com" in us-east-1: SES looks for the records of DKIM and MAIL FROM again, for 72 hours',
    );
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("verified, DKIM SUCCESS, MAIL FROM SUCCESS"),
    });
    expect(fs.existsSync(late.path(".mailzone", "sandbox", "restarts.json"))).toBe(true);
    expect(await late.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  } finally {
    late.remove();
  }
});

test("SES that does not answer is asked once before the first apply, and Ctrl-C does not wait for it", async () => {
  const early = new Project();
  try {
    const silent = (times: number) =>
      early.run("emulator", "fault", "delay", "60s", "--type", "aws_sesv2_email_identity", "--times", String(times));
    await silent(4);
    const { code, stdout } = await early.run("verify", "--emulated");
    expect(code).toBe(1);
    expect(stdout).toContain('ses:GetEmailIdentity for "example.com" in us-east-1 does not reach AWS');
    // The SDK tries three times: of four faults one is left.
    expect(await early.run("emulator", "fault", "clear")).toMatchObject({ stdout: expect.stringContaining("1 ") });

    await silent(2);
    const world = () => fs.statSync(early.path(".mailzone", "sandbox", "world.jsonl")).size;
    const before = world();
    const { child, ended } = early.start("verify", "--emulated");
    // A fault that is used is written down.
    await until(() => world() > before, "a question to SES");
    process.kill(-child.pid!, "SIGINT");
    expect(await ended).toMatchObject({ code: 130, stdout: expect.not.stringContaining("does not reach AWS") });
  } finally {
    early.remove();
  }
});

test("what needs SES is refused if there are only saved outputs", async () => {
  const { outputs } = JSON.parse(project.read(".mailzone", "sandbox", "terraform.mailzone.tfstate")) as object & {
    outputs: object;
  };
  project.write("outputs.json", JSON.stringify(outputs));
  fs.rmSync(project.path("domains.yaml"));
  for (const args of [["--retry"], ["--send-to", "you@example.net"]])
    expect(await project.run("verify", "--emulated", "--from", "outputs.json", ...args)).toMatchObject({
      code: 2,
      stderr: "only domains.yaml says where SES has its identities: run it in the folder with that file\n",
    });
});

test("options that exclude each other are refused with the alternative", async () => {
  const refusal = async (...args: string[]) => {
    const { code, stderr } = await project.run("verify", "--emulated", ...args);
    return [code, stderr.trim().split("\n").pop()];
  };
  expect(await refusal("--message", "a.eml", "--send-to", "you@example.net")).toEqual([
    2,
    "verify got --message and --send-to: say one of them",
  ]);
  expect(await refusal("--yes")).toEqual([2, "verify got --yes without --retry: add --retry, or leave --yes out"]);
  expect(await refusal("--resolver", "dns.example")).toEqual([
    2,
    '--resolver: server "dns.example" is no IP address: write it as 192.0.2.53, 192.0.2.53:5300 or [2001:db8::53]:5300',
  ]);
  expect(await refusal("--root", "127.0.0.1")).toEqual([
    2,
    "verify got --root and --emulated, whose DNS has a root of its own: say one of them",
  ]);
  expect(await refusal("example.net")).toEqual([2, '"example.net" has no records here: the entries are example.com']);
});
