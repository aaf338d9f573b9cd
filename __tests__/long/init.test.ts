// mailzone init as it is called: with options, on a terminal of its own (util-linux's script makes one), and twice at once.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { locateProgram } from "../../lib/terraform/binary";
import { Project, until } from "../helpers/project";

jest.setTimeout(120_000);

const ZONE_ID = "0123456789abcdef0123456789abcdef";
const ANSWERS = ["example.com", "", "eu-west-1", "111122223333", "s3://state", "@example/mail"];
const OPTIONS = ["domain", "zone", "region", "account", "backend", "owner"].flatMap((name, index) => [
  `--${name}`,
  ANSWERS[index] || ZONE_ID,
]);
const GITHUB = [".gitignore", "CODEOWNERS", "cdktf.json", "domains.yaml", "package.json"];

let project: Project;
const children: ChildProcess[] = [];
beforeEach(() => {
  project = new Project();
  for (const name of fs.readdirSync(project.folder)) fs.rmSync(project.path(name));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  project.remove();
});

/** The files of a folder, workflows left out. */
const files = (name = ".") =>
  (fs.readdirSync(project.path(name), { recursive: true, withFileTypes: true }) as fs.Dirent[])
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("workflows"))
    .map((entry) => path.relative(project.path(name), path.join(entry.parentPath, entry.name)))
    .sort();

test("init with options writes a repository that check accepts; a second run names what is there and writes nothing", async () => {
  const first = await project.run("init", "mail", "--github", ...OPTIONS);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(files("mail")).toEqual(GITHUB);
  expect(fs.readdirSync(project.path("mail", ".github", "workflows")).sort()).toEqual(
    fs.readdirSync("pipelines/github").filter((name) => name.endsWith(".yml")),
  );
  expect(first.stdout).toContain("cd mail\n");
  expect((await project.runHere("check", "--config", "mail/domains.yaml")).code).toBe(0);

  fs.rmSync(project.path("mail", "domains.yaml"));
  const second = await project.runHere("init", "mail", "--gitlab", ...OPTIONS);
  expect(second).toMatchObject({ code: 2, stdout: "" });
  expect(second.stderr).toBe(
    '"package.json", "cdktf.json", ".gitignore", "CODEOWNERS" in "mail" are there already, and are not written over: nothing is written, move them away or name another folder\n',
  );
  expect(files("mail")).not.toContain("domains.yaml");
});

test("one error lists what is missing without a terminal, a wrong option is refused, and nothing is written", async () => {
  const missing = await project.runHere("init", "--gitlab", "--domain", "example.com", "--region", "eu-west-1");
  expect(missing).toMatchObject({ code: 2, stdout: "" });
  expect(missing.stderr.match(/--\w+/g)).toEqual(["--zone", "--account", "--backend", "--owner"]);
  const wrong = await project.runHere("init", ...OPTIONS.slice(0, -2), "--region", "Europe");
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/^--region: .*such as eu-west-1\n$/) });
  const both = await project.runHere("init", "--github", "--atlantis", ...OPTIONS);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be used with") });
  const nobody = await project.runHere("init", ...OPTIONS);
  expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining("add --github, --gitlab or --atlantis") });
  expect(files()).toEqual([]);
});

test("a file instead of the folder, and a folder in which nothing can be made, are said in one line", async () => {
  project.write("mail", "mine");
  // Processes of their own: in Jest a system's error is no Error of the test's world, and is not known for what it is.
  const file = await project.run("init", "mail", "--github", ...OPTIONS);
  expect(file).toMatchObject({ code: 2, stderr: expect.stringMatching(/^cannot [^\n]*\(ENOTDIR\)[^\n]*\n$/) });
  expect(project.read("mail")).toBe("mine");
  // Linux lets nobody make a file there, not even root.
  const proc = await project.run("init", "/proc/1/fdinfo", "--github", ...OPTIONS);
  expect(proc).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^cannot [^\n]*\((?:EACCES|ENOENT|EPERM)\)[^\n]*\n$/),
  });
});

test("if two run at once, one writes everything and the other one nothing", async () => {
  const runs = await Promise.all([1, 2].map(() => project.run("init", "mail", "--atlantis", ...OPTIONS)));
  expect(runs.map(({ code }) => code).sort()).toEqual([0, 2]);
  expect(runs.find(({ code }) => code === 2)?.stderr).toContain("nothing is written");
  expect(files("mail")).toEqual([...GITHUB, "atlantis.yaml"].sort());
});

const SCRIPT = locateProgram("script", { env: { PATH: process.env.PATH ?? "" }, cwd: path.resolve(".") });

(SCRIPT === undefined ? describe.skip : describe)("on a terminal", () => {
  /** Starts init on a terminal; what is written to its stdin is typed. */
  function start(...args: string[]) {
    const words = [process.execPath, path.resolve("bin", "mailzone.js"), "init", ...args].map((word) => `'${word}'`);
    const { PATH, HOME } = process.env;
    const child = spawn(SCRIPT ?? "", ["-qec", words.join(" "), "/dev/null"], {
      cwd: project.folder,
      env: { PATH, HOME, TERM: "dumb" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    children.push(child);
    let shown = "";
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk;
    });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const type = async (question: string, text: string) => {
      await until(() => shown.includes(question), `"${question}" in ${JSON.stringify(shown)}`);
      shown = "";
      child.stdin.write(text);
    };
    return { type, ended, shown: () => shown };
  }

  test("it asks for what it was not told, again where an answer will not do, and offers the domain's own zone", async () => {
    const { type, ended } = start("--github", "--region", "eu-west-1");
    await type("Domain that sends mail", "a..b\r");
    await type("is no domain name", "Bücher.example\r");
    await type("[bücher.example]", "\r");
    await type("AWS account", "1\r");
    await type("twelve digits, in quotes", "111122223333\r");
    await type("Terraform's state", "s3://state\r");
    await type("Code owner", "@example/mail\r");
    expect(await ended).toBe(0);
    expect(project.read("domains.yaml")).toContain("zones:\n  bücher.example:\n");
    expect(files()).toEqual(GITHUB);
  });

  test.each([
    ["Ctrl-C", "\u0003", 130],
    ["Ctrl-D", "\u0004", 2],
  ])("%s in the middle of the questions leaves nothing", async (_key, key, code) => {
    const { type, ended, shown } = start("mail", "--gitlab");
    await type("Domain that sends mail", "example.com\r");
    await type("Cloudflare zone", key);
    expect(await ended).toBe(code);
    expect(shown()).toContain("nothing is written: not all was answered");
    expect(files()).toEqual([]);
  });
});
