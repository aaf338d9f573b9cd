// The emulator's terraform script, run by a shell.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeShims } from "../../src/guard/shims";

const folder = fs.mkdtempSync(path.join(tmpdir(), "mailzone's shims "));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function program(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return file;
}

test("it asks the guard, and becomes the real program with all that it was given", () => {
  const guard = program("the guard", 'echo "guard: $*" >&2; test "$2" != no');
  const real = program("real one", 'echo "real: $TF_REATTACH_PROVIDERS $1|$2"; exit 7');
  const bin = writeShims({
    folder,
    guard: [guard],
    programs: { terraform: { file: real }, tofu: { missing: 'emulated: "tofu" was not found' } },
    env: { TF_REATTACH_PROVIDERS: "it's ours" },
  });
  const run = (name: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(path.join(bin, name), args, {
      encoding: "utf8",
      env: { PATH: process.env.PATH, TF_REATTACH_PROVIDERS: "another's" },
    });
    return { status, stdout, stderr };
  };
  expect(run("terraform", "plan", "a b")).toEqual({
    status: 7,
    stdout: "real: it's ours plan|a b\n",
    stderr: `guard: ${folder} plan a b\n`,
  });
  expect(run("terraform", "no")).toEqual({ status: 1, stdout: "", stderr: `guard: ${folder} no\n` });
  expect(run("tofu")).toEqual({ status: 127, stdout: "", stderr: 'emulated: "tofu" was not found\n' });
});

test.each<[string, string[], string]>([
  ["init", ["init"], "http://proxy.example"],
  ["init in another folder", ["-chdir=x", "init", "-upgrade"], "http://proxy.example"],
  ["a plan", ["plan"], "http://127.0.0.1:7001"],
  ["a plan with that word as a value", ["plan", "-var", "init", "init"], "http://127.0.0.1:7001"],
  ["no command", [], "http://127.0.0.1:7001"],
])("with real providers, %s has its own proxy", (_what, args, expected) => {
  const real = program("proxied", 'echo "$HTTPS_PROXY $https_proxy"');
  const env = { HTTPS_PROXY: "http://127.0.0.1:7001" };
  const initEnv = { HTTPS_PROXY: "http://proxy.example" };
  const bin = writeShims({ folder, guard: ["true"], programs: { terraform: { file: real } }, env, initEnv });
  const given = { PATH: process.env.PATH, HTTPS_PROXY: "x", https_proxy: "x", word: "init" };
  expect(spawnSync(path.join(bin, "terraform"), args, { encoding: "utf8", env: given }).stdout).toBe(`${expected} \n`);
});
