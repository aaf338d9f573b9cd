// A repository of a user's own, from mailzone init to an empty second plan, with what npm ci has installed.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { ANSWERS, UserRepository } from "../helpers/user-repository";

jest.setTimeout(240_000);

const repository = new UserRepository("github");
const isInstalled = repository.install();
afterAll(() => repository.remove());

const { PATH, HOME } = process.env;

/** As a person types it. */
function npx(...args: string[]) {
  const command = ["--no-install", "mailzone", ...args];
  const { status, stdout, stderr } = spawnSync("npx", command, {
    cwd: repository.folder,
    env: { PATH, HOME, CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

(isInstalled ? describe : describe.skip)("installed by npm ci", () => {
  test("it is checked, planned, applied, and planned empty", () => {
    expect(npx("check")).toMatchObject({ code: 0 });
    expect(npx("plan", "--sandbox").stdout).toContain(
      "sandbox: mailzone: 0 to import, 8 to add, 0 to change, 0 to destroy\n",
    );
    expect(npx("apply", "--sandbox")).toMatchObject({ code: 0 });
    expect(npx("plan", "--sandbox", "--fail-on-changes")).toMatchObject({ code: 0 });
  });

  test("what cdktf.json runs synthesises it, with the state where it was said to be", () => {
    const { app } = JSON.parse(repository.read("cdktf.json")) as { app: string };
    expect(spawnSync(app, { shell: true, cwd: repository.folder, encoding: "utf8" })).toMatchObject({ status: 0 });
    const stack = JSON.parse(repository.read("cdktf.out", "stacks", "mailzone", "cdk.tf.json"));
    expect(stack.terraform.backend).toMatchObject({
      s3: { bucket: "example-state", key: "mailzone/mailzone.tfstate" },
    });
  });

  test("the installed package writes the same repository as this checkout", () => {
    expect(npx("init", "again", "--github", ...ANSWERS)).toMatchObject({ code: 0 });
    const files = fs.readdirSync(repository.path("again"), { recursive: true }) as string[];
    const texts = files.filter(
      (file) => fs.statSync(repository.path("again", file)).isFile() && file !== "package.json",
    );
    expect(texts.length).toBeGreaterThan(5);
    for (const file of texts) expect(repository.read("again", file)).toBe(repository.read(file));
    const { dependencies } = JSON.parse(repository.read("again", "package.json"));
    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  });
});
