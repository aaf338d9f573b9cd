// Files that are torn, folders that may not be written, and a disk that is nearly full: one line that says what to do, exit 2, and
// nothing is lost.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Project } from "../helpers/project";
import { StandIn } from "../helpers/stand-in-terraform";

jest.setTimeout(120_000);

let project: Project;
const endings: (() => void)[] = [];
beforeEach(() => {
  project = new Project();
});
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end();
  project.remove();
});

const isRoot = process.getuid?.() === 0;

/** A disk of its own below the project; false where this machine lets nobody mount one. */
function mount(folder: string, ...options: string[]): boolean {
  fs.mkdirSync(folder, { recursive: true });
  const { status } = spawnSync("mount", [...options, folder]);
  if (status === 0) endings.push(() => spawnSync("umount", [folder]));
  return status === 0;
}

/** Fills a disk but for so many bytes. */
function fill(folder: string, left: number): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  fs.writeFileSync(path.join(folder, "filling"), Buffer.alloc(Math.max(0, bavail * bsize - left)));
}

const lines = (text: string) => text.trim().split("\n");

describe("a lock whose holder is torn", () => {
  test.each(["", "{", "null", "1", '"plan"', "{}", '{"pid":"1"}', '{"pid":-1}', '{"pid":1.5,"purpose":"plan"}'])(
    "%j stands in nobody's way",
    async (holder) => {
      new StandIn(project);
      fs.mkdirSync(project.path(".mailzone", "lock"), { recursive: true });
      project.write(path.join(".mailzone", "lock", "holder.json"), holder);
      const { code, stderr } = await project.run("plan");
      expect([code, stderr.includes("defect")]).toEqual([0, false]);
    },
  );

  test("a file in the place of its folder is named", async () => {
    new StandIn(project);
    fs.mkdirSync(project.path(".mailzone"));
    project.write(path.join(".mailzone", "lock"), "");
    const { code, stderr } = await project.run("plan");
    expect([code, lines(stderr).at(-1)]).toEqual([
      2,
      expect.stringContaining('lock" cannot be written: a part of its path is not a folder'),
    ]);
  });
});

test.each(["garbage\n", "1\n", "null\n", "[1]\n", "[[1,2]]\n", '{"a":1}\n'])(
  "a line of the emulator's journal that is none, %j, is named",
  async (line) => {
    await project.run("emulator", "status");
    const file = project.path(".mailzone", "sandbox", "world.jsonl");
    const before = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, line + before);
    const { code, stderr } = await project.run("emulator", "status");
    expect([code, lines(stderr)]).toEqual([
      2,
      [`the emulator's journal "${file}" cannot be read at line 1: run "mailzone emulator reset"`],
    ]);
    expect(fs.readFileSync(file, "utf8")).toBe(line + before);
  },
);

test.each(["", "imports:\n  - entry: example.com\n    reco", "imports: [", "\0\0\0\0", "imports:\n"])(
  "an imports.yaml that is torn to %j is read as what is left, or named with its place",
  async (text) => {
    project.write("imports.yaml", text);
    const { code, stdout, stderr } = await project.run("check");
    expect(stderr).not.toMatch(/defect|^\s+at /m);
    if (code !== 0) expect(lines(stdout)[0]).toMatch(/^imports\.yaml:\d+:\d+: error: /);
  },
);

test("a state file of the emulator that is torn is named, and left as it is", async () => {
  await project.startApplied();
  const folder = project.path(".mailzone", "sandbox");
  const [name = ""] = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((one) =>
    one.endsWith("terraform.mailzone.tfstate"),
  );
  const file = path.join(folder, name);
  const torn = fs.readFileSync(file, "utf8").slice(0, 300);
  fs.writeFileSync(file, torn);
  const { code, stderr } = await project.run("plan", "--emulated");
  expect([code, fs.readFileSync(file, "utf8")]).toEqual([2, torn]);
  expect(stderr).toMatch(/stack "mailzone": Error: /);
  expect(stderr).not.toMatch(/defect|^\s+at /m);
});

/** The command line as a user to whom nothing here belongs. */
function asNobody(...args: string[]) {
  const ids = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  const command = [process.execPath, path.resolve("bin", "mailzone.js"), ...args];
  const env = { PATH: process.env.PATH, HOME: project.folder, ...project.env };
  return spawnSync("setpriv", [...ids, ...command], { cwd: project.folder, env, encoding: "utf8" });
}

const canBeNobody = isRoot && spawnSync("setpriv", ["--version"]).status === 0;
(canBeNobody ? describe : describe.skip)("a user who may not write here (needs root and setpriv to be tried)", () => {
  beforeEach(() => {
    new StandIn(project);
    fs.chmodSync(project.folder, 0o755);
  });

  test.each([
    [["check"], 0],
    [["plan"], 2],
    [["apply"], 2],
    [["emulator", "status"], 2],
    [["plan", "--emulated"], 2],
    [["adopt", "--init", "example.org", "--config", "new.yaml", "--zone-file", "zone.txt", "--region", "eu-west-1"], 2],
  ])("%j ends with %i", (args, code) => {
    project.write("zone.txt", "example.org. 300 IN A 192.0.2.1\n");
    const { status, stderr } = asNobody(...args);
    expect(stderr).not.toMatch(/defect|^\s+at /m);
    expect(status).toBe(code);
    if (code !== 0) expect(lines(stderr).at(-1)).toMatch(/EACCES/);
  });

  test("a file of the configuration that may not be read is named", () => {
    fs.chmodSync(project.path("domains.yaml"), 0o600);
    const { status, stdout } = asNobody("check");
    expect([status === 0, lines(stdout)]).toEqual([
      false,
      ['error: cannot read "domains.yaml": there is no permission for it (EACCES): change its permissions (yaml)'],
    ]);
  });
});

describe("a disk (needs root to be mounted)", () => {
  const mounted = (name: string, job: () => Promise<void>, size: string) =>
    (isRoot ? test : test.skip)(name, async () => {
      if (!mount(project.path(".mailzone"), "-t", "tmpfs", "-o", `size=${size}`, "none")) {
        console.warn("not tried: this machine lets nobody mount a disk");
        return;
      }
      await job();
    });

  mounted(
    "that is read-only is named by plan, and by apply",
    async () => {
      new StandIn(project);
      await project.run("plan");
      spawnSync("mount", ["-o", "remount,ro", project.path(".mailzone")]);
      for (const command of ["plan", "apply"]) {
        const { code, stderr } = await project.run(command);
        expect([code, lines(stderr)]).toEqual([2, [expect.stringMatching(/\.mailzone.*EROFS/)]]);
      }
    },
    "1m",
  );

  mounted(
    "that is nearly full when a plan is saved is named, and no plan is kept",
    async () => {
      await project.run("plan", "--emulated");
      // What a plan that was there before would give back of the disk is gone.
      fs.rmSync(project.path(".mailzone", "sandbox", "plans", "mailzone"), { recursive: true });
      fill(project.path(".mailzone"), 8192);
      const { code, stderr } = await project.run("plan", "--emulated");
      expect(code).toBe(2);
      expect(stderr).toMatch(/is full, which may be why: free some space|ENOSPC/);
      expect(stderr).not.toMatch(/defect|^\s+at /m);
      fs.rmSync(project.path(".mailzone", "filling"));
      expect(await project.run("apply", "--emulated")).toMatchObject({ code: 2 });
      expect(await project.run("plan", "--emulated")).toMatchObject({ code: 0 });
    },
    "24m",
  );
});
