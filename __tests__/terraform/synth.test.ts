import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import {
  hashConfiguration,
  parseManifest,
  readManifest,
  type SynthOptions,
  synthesize,
} from "../../lib/terraform/synth";
import { until } from "../helpers/event-loop";
import { manifestStack, StackFolders } from "./stack-folders";

let folders: StackFolders;
beforeEach(() => {
  folders = new StackFolders();
});
afterEach(() => folders.remove());

const run = (script: string): SynthOptions => ({
  file: process.execPath,
  args: ["-e", script],
  cwd: folders.root,
  env: {},
  out: folders.out,
  interrupts: new Interrupts({ kill: (pid, signal) => process.kill(pid, signal) }),
});

test("the stacks of the manifest come sorted by name, with absolute paths and the hash of their JSON", async () => {
  for (const name of ["shop", "mailzone", "a"]) folders.write(name, { output: { name: { value: name } } });
  // A folder that the manifest does not list is of a stack that is gone.
  mkdirSync(path.join(folders.out, "stacks", "gone"));
  const stacks = await readManifest(folders.out);
  expect(stacks.map(({ name }) => name)).toEqual(["a", "mailzone", "shop"]);
  const folder = path.join(folders.out, "stacks", "mailzone");
  const json = path.join(folder, "cdk.tf.json");
  expect(stacks[1]).toEqual({ name: "mailzone", folder, json, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test("a changed JSON has another hash, the same JSON the same", async () => {
  const hash = async (): Promise<string> => (await readManifest(folders.out))[0]!.hash;
  folders.write("a", { output: {} });
  const first = await hash();
  folders.write("a", { output: { more: { value: 1 } } });
  expect(await hash()).not.toBe(first);
  folders.write("a", { output: {} });
  expect(await hash()).toBe(first);
});

test("all that Terraform reads of a folder is in the hash, and nothing that it writes there", async () => {
  folders.write("a", { output: {} });
  const folder = path.join(folders.out, "stacks", "a");
  const hash = () => hashConfiguration(folder);
  const first = await hash();
  for (const written of [".terraform.lock.hcl", "terraform.tfstate", "errored.tfstate", "plan", "crash.log"])
    writeFileSync(path.join(folder, written), "x");
  mkdirSync(path.join(folder, ".terraform"));
  writeFileSync(path.join(folder, ".terraform", "x.tf"), "x");
  expect(await hash()).toBe(first);
  const known = new Set([first]);
  mkdirSync(path.join(folder, "assets", "code"), { recursive: true });
  for (const read of [
    "more.tf",
    "more_override.tf.json",
    "more.tofu",
    "terraform.tfvars",
    "x.auto.tfvars.json",
    "assets/code/index.js",
  ]) {
    writeFileSync(path.join(folder, read), "x");
    expect(known).not.toContain(await hash());
    known.add(await hash());
  }
});

test("a link among what Terraform reads is refused", async () => {
  folders.write("a", {});
  const elsewhere = path.join(folders.root, "elsewhere");
  writeFileSync(elsewhere, "{}");
  symlinkSync(elsewhere, path.join(folders.out, "stacks", "a", "more.tf.json"));
  await expect(readManifest(folders.out)).rejects.toThrow(/more\.tf\.json" is a link, and mailzone follows none/);
});

test.each([
  "cdktf.out",
  "cdktf.out/stacks",
  "cdktf.out/stacks/a",
  "cdktf.out/stacks/a/cdk.tf.json",
  "cdktf.out/manifest.json",
])("synth is not run where %s is a link", async (name) => {
  folders.write("a", {});
  const elsewhere = path.join(folders.root, "elsewhere");
  writeFileSync(elsewhere, "precious");
  const linked = path.join(folders.root, name);
  rmSync(linked, { recursive: true });
  symlinkSync(elsewhere, linked);
  const ran = path.join(folders.root, "ran");
  await expect(synthesize(run(`require("fs").writeFileSync(${JSON.stringify(ran)}, "")`))).rejects.toThrow(
    `"${linked}" is a link`,
  );
  expect(readFileSync(elsewhere, "utf8")).toBe("precious");
  expect(() => readFileSync(ran)).toThrow("ENOENT");
});

test("an out folder without a manifest, or whose manifest lists what is not there, says what to do", async () => {
  await expect(readManifest(folders.out)).rejects.toThrow(
    `"${folders.out}/manifest.json" cannot be read: run mailzone plan or cdktf synth first`,
  );
  folders.write("a", {});
  rmSync(path.join(folders.out, "stacks"), { recursive: true });
  await expect(readManifest(folders.out)).rejects.toThrow(/a\/cdk\.tf\.json" cannot be read, though ".*" lists it/);
});

test.each([
  ["{", "it is not JSON"],
  ["null", "it lists no stacks"],
  ["{}", "it lists no stacks"],
  ['{"stacks":{"a":null}}', "it has a stack called undefined"],
  ['{"stacks":{"a":{"name":"../a"}}}', 'it has a stack called "../a"'],
  ['{"stacks":{"a":{"name":".."}}}', 'it has a stack called ".."'],
  [
    JSON.stringify({ stacks: { a: { ...manifestStack("a"), workingDirectory: "../a" } } }),
    'stack "a" is not in the out folder',
  ],
  [
    JSON.stringify({ stacks: { a: { ...manifestStack("a"), synthesizedStackPath: "/a" } } }),
    'stack "a" is not in the out folder',
  ],
])("the manifest %s is refused", (text, why) => {
  expect(() => parseManifest(text, "m.json")).toThrow(`"m.json" is no CDKTF manifest, ${why}: synthesise again`);
});

test("synth gets its out folder, and its warnings are passed on", async () => {
  folders.write("a", {});
  const script = 'console.error("warned of " + process.env.CDKTF_OUTDIR)';
  const { stacks, stderr } = await synthesize(run(script));
  expect(stacks.map(({ name }) => name)).toEqual(["a"]);
  expect(stderr).toBe(`warned of ${folders.out}\n`);
});

test("a synth that fails is an error in its own words, with its exit code", async () => {
  await expect(
    synthesize(run('console.error("domains.yaml:3:1 is wrong\\nsecond line"); process.exitCode = 2')),
  ).rejects.toMatchObject({
    name: "SynthError",
    message: "domains.yaml:3:1 is wrong\nsecond line",
    synthCode: 2,
  });
  await expect(synthesize(run("process.exitCode = 5"))).rejects.toMatchObject({
    message: `synth "${process.execPath}" ended with code 5 and said nothing`,
    synthCode: 5,
  });
});

test("an interrupted synth is not reported as a failed synth", async () => {
  const begun = path.join(folders.root, "begun");
  const options = run(`require("node:fs").writeFileSync(${JSON.stringify(begun)}, ""); setInterval(() => {}, 1000)`);
  void until(() => existsSync(begun)).then(() => options.interrupts.raise());
  await expect(synthesize(options)).rejects.toMatchObject({ name: "InterruptedError" });
});
