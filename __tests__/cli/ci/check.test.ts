// mailzone ci check against the commit before, wherever the configuration stands, and mailzone stacks --changed.
import fs from "node:fs";
import { addCi } from "../../../lib/cli/ci/ci";
import { addStacks } from "../../../lib/cli/stacks";
import { Checkout } from "../../helpers/checkout";
import { entryOf } from "../../helpers/project";
import { sample } from "../../run/cases";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const yaml = (...entries: string[]) => ["domains:", ...entries.map((entry) => `  - ${entry}`), ""].join("\n");
const A = entryOf("a.example", "us-east-1");
const B = entryOf("b.example", "us-east-1");
const check = (env: Record<string, string> = {}, args: string[] = [], cwd = "") =>
  checkout.run(addCi, ["ci", "check", "--no-synth", ...args], env, cwd);
const DROPPED = '"b.example" is dropped, and its mail stops';

const DROPS: readonly (readonly [
  string,
  Record<string, string>,
  Record<string, string>,
  Record<string, string | null>,
])[] = [
  ["one file", {}, { "domains.yaml": yaml(A, B) }, { "domains.yaml": yaml(A) }],
  [
    "a folder",
    { MAILZONE_CONFIG: "domains" },
    { "domains/a.yaml": yaml(A), "domains/b.yml": yaml(B) },
    { "domains/b.yml": null },
  ],
  [
    "several files",
    { MAILZONE_CONFIG: "a.yaml:b.yaml" },
    { "a.yaml": yaml(A), "b.yaml": yaml(B) },
    { "b.yaml": "domains: []\n" },
  ],
  [
    "a folder and a file",
    { MAILZONE_CONFIG: "domains:more/c.yaml" },
    { "domains/a.yaml": yaml(A), "more/c.yaml": yaml(B) },
    { "more/c.yaml": "domains: []\n" },
  ],
  [
    "a name with another way to it",
    { MAILZONE_CONFIG: "./x/../domains.yaml" },
    { "domains.yaml": yaml(A, B) },
    { "domains.yaml": yaml(A) },
  ],
];

test.each(sample(DROPS, 3))("an entry that is dropped is an error in %s", async (_, env, before, after) => {
  checkout.commit(before);
  checkout.pullRequest(after);
  const { code, out } = await check(env);
  expect(out).toContain(DROPPED);
  expect(code).toBe(1);
  // And nothing is wrong where nothing is dropped.
  expect((await check(env, ["--base", "HEAD"])).code).toBe(0);
});

test("the position of what was removed is the one that git gives", async () => {
  const base = checkout.commit({ "domains/a.yaml": yaml(A), "domains/b.yaml": yaml(B) });
  checkout.pullRequest({ "domains/b.yaml": null });
  const { out } = await check({ MAILZONE_CONFIG: "domains" });
  expect(out).toContain(`${base.slice(0, 12)}:domains/b.yaml:2:5: error: "b.example" is dropped`);
});

test("below the repository's top, and from a file beside it", async () => {
  checkout.commit({ "mail/domains.yaml": yaml(A), "shared/b.yaml": yaml(B) });
  checkout.pullRequest({ "shared/b.yaml": null, "shared/c.yaml": "domains: []\n" });
  const env = { MAILZONE_CONFIG: "domains.yaml:../shared" };
  expect(await check(env, [], "mail")).toMatchObject({ code: 1, out: expect.stringContaining(DROPPED) });
  const outside = await check({ MAILZONE_CONFIG: "/etc/domains.yaml" });
  expect(outside).toMatchObject({ code: 2, err: expect.stringContaining("is outside of the repository") });
});

test("an entry that moves to another file is not dropped", async () => {
  checkout.commit({ "domains/a.yaml": yaml(A, B) });
  checkout.pullRequest({ "domains/a.yaml": yaml(A), "domains/new.yaml": yaml(B) });
  expect(await check({ MAILZONE_CONFIG: "domains" })).toMatchObject({ code: 0 });
});

test("a configuration that moves is compared with the file in the usual place, or with what --base-config names", async () => {
  checkout.commit({ "domains.yaml": yaml(A, B) });
  checkout.pullRequest({ "domains.yaml": null, "domains/a.yaml": yaml(A) });
  const env = { MAILZONE_CONFIG: "domains" };
  expect(await check(env)).toMatchObject({ code: 1, out: expect.stringContaining(DROPPED) });
  checkout.commit({ "domains/a.yaml": null, "entries/a.yaml": yaml(A) });
  const args = ["--base", "HEAD~2", "--base-config", "domains.yaml"];
  expect((await check({ MAILZONE_CONFIG: "entries" }, args)).code).toBe(1);
});

test("what was not there at all is not compared, and that is said", async () => {
  checkout.commit({ "README.md": "", "domains/.gitkeep": "" });
  checkout.pullRequest({ "domains/a.yaml": yaml(A) });
  const { code, err } = await check({ MAILZONE_CONFIG: "domains" });
  expect(err).toContain('"domains" was not there at');
  expect(code).toBe(0);
});

test("a base that is broken is no answer, never a pass", async () => {
  checkout.commit({ "domains/a.yaml": "domains: {\n" });
  checkout.pullRequest({ "domains/a.yaml": yaml(A) });
  expect((await check({ MAILZONE_CONFIG: "domains" })).code).toBe(2);
});

test.each([
  ["HEAD is no merge", [], "HEAD is no merge"],
  ["the base is not there", ["--base", "0".repeat(40)], "is not in this clone"],
  ["the base looks like an option", ["--base=--all"], 'the commit "--all" is not in this clone'],
])("%s: no answer", async (_, args, said) => {
  checkout.commit({ "domains.yaml": yaml(A) });
  expect(await check({}, args)).toMatchObject({ code: 2, err: expect.stringContaining(said) });
});

test("a clone that is too shallow is no answer: the merge says that it has a base", async () => {
  checkout.commit({ "domains.yaml": yaml(A, B) });
  checkout.pullRequest({ "domains.yaml": yaml(A) });
  const clone = new Checkout();
  fs.rmSync(clone.folder, { recursive: true });
  checkout.git("clone", "--quiet", "--depth", "1", `file://${checkout.folder}`, clone.folder);
  const told = await clone.run(addCi, ["ci", "check", "--no-synth"]);
  expect(told).toMatchObject({ code: 2, err: expect.stringContaining("fetch-depth: 2") });
  clone.remove();
});

test("outside of a repository, and without git: no answer, in git's words and ours", async () => {
  checkout.write({ "domains.yaml": yaml(A) });
  fs.rmSync(checkout.path(".git"), { recursive: true });
  expect(await check()).toMatchObject({ code: 2, err: expect.stringContaining("not a git repository") });
  expect(await check({ PATH: "/nowhere" })).toMatchObject({ code: 2, err: expect.stringContaining('"git" cannot be') });
});

test("the tree of the base is removed again", async () => {
  checkout.commit({ "domains.yaml": yaml(A) });
  // Its own alone: other test files make such trees at the same time.
  const made = jest.spyOn(fs, "mkdtempSync");
  await check({}, ["--base", "HEAD"]);
  const folders = made.mock.results.map(({ value }) => String(value));
  made.mockRestore();
  expect(folders).toEqual([expect.stringContaining("mailzone-base-")]);
  expect(folders.filter((folder) => fs.existsSync(folder))).toEqual([]);
});

const changed = async (env: Record<string, string> = {}) => {
  const { code, out } = await checkout.run(addStacks, ["stacks", "--changed", "--json"], env);
  return code === 0 ? (JSON.parse(out) as string[]) : code;
};
const inStack = (domain: string, stack: string, rest = "") => entryOf(domain, "us-east-1", `stack: ${stack}${rest}`);

const CHANGES: readonly (readonly [string, Record<string, string>, readonly string[]])[] = [
  ["nothing", { "README.md": "new", "docs/x.yaml": "", ".github/workflows/x.yml": "" }, []],
  ["an entry", { "domains/b.yaml": yaml(inStack("b.example", "b", ", ttl: 60")) }, ["b"]],
  ["the order of entries", { "domains/a.yaml": yaml(inStack("a2.example", "a"), inStack("a.example", "a")) }, []],
  ["a new stack", { "domains/c.yaml": yaml(inStack("c.example", "c")) }, ["c"]],
  ["the backend", { "domains/z.yaml": "backend: {type: local}\ndomains: []\n" }, ["a", "b"]],
  ["a package", { "package-lock.json": "{}" }, ["a", "b"]],
  ["the app", { "main.ts": "// another" }, ["a", "b"]],
  ["the providers' checksums", { ".terraform.lock.hcl": "#" }, ["a", "b"]],
];

test.each(sample(CHANGES, 5))("a change of %s plans the stacks that it may change", async (_, files, stacks) => {
  const base = {
    "domains/a.yaml": yaml(inStack("a.example", "a"), inStack("a2.example", "a")),
    "domains/b.yaml": yaml(inStack("b.example", "b")),
    "main.ts": "",
  };
  checkout.commit(base);
  checkout.pullRequest(files);
  expect(await changed({ MAILZONE_CONFIG: "domains" })).toEqual(stacks);
});

test("defaults that change count for the stacks that take them", async () => {
  const file = (ttl: number, a: string, b: string) => `defaults: {ttl: ${ttl}}\n${yaml(a, b)}`;
  const [a, b] = [inStack("a.example", "a", ", ttl: 60"), inStack("b.example", "b")];
  checkout.commit({ "domains.yaml": file(300, a, b) });
  checkout.pullRequest({ "domains.yaml": file(600, a, b) });
  expect(await changed()).toEqual(["b"]);
});

test("what is imported counts for its stack", async () => {
  const id = "0123456789abcdef0123456789abcdef";
  const zones = `zones: {a.example: ${id}, b.example: ${id.replaceAll("0", "f")}}\n`;
  checkout.commit({ "domains.yaml": zones + yaml(inStack("a.example", "a"), inStack("b.example", "b")) });
  const item = `{entry: a.example, record: dmarc, import: ${id}/${id}, fingerprint: v1-${"b".repeat(32)}}`;
  checkout.pullRequest({ "imports.yaml": `imports:\n  - ${item}\n` });
  expect(await changed()).toEqual(["a"]);
});
