import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { parseManifest, readManifest, type SynthOptions, synthesize } from "../../lib/terraform/synth";
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
  const hash = createHash("sha256").update(readFileSync(json)).digest("hex");
  expect(stacks[1]).toEqual({ name: "mailzone", folder, json, hash });
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
    'stack "a" does not lie in the out folder',
  ],
  [
    JSON.stringify({ stacks: { a: { ...manifestStack("a"), synthesizedStackPath: "/a" } } }),
    'stack "a" does not lie in the out folder',
  ],
])("the manifest %s is refused", (text, why) => {
  expect(() => parseManifest(text, "m.json")).toThrow(`"m.json" is no CDKTF manifest, ${why}: synthesise again`);
});

test("synth is told its out folder, and its warnings are handed on", async () => {
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
    exitCode: 2,
  });
  await expect(synthesize(run("process.exitCode = 5"))).rejects.toMatchObject({
    message: `synth "${process.execPath}" ended with code 5 and said nothing`,
    exitCode: 5,
  });
});

test("a synth that is interrupted is no error of synth", async () => {
  const options = run("setInterval(() => {}, 1000)");
  setTimeout(() => options.interrupts.raise(), 100);
  await expect(synthesize(options)).rejects.toMatchObject({ name: "InterruptedError" });
});
