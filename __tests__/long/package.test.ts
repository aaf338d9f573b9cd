// The package as npm packs it, in an empty CDKTF project: extracted by hand, its dependencies and peers linked from this
// checkout, so that nothing is downloaded. esbuild and the other development packages are not there.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parseDocument } from "yaml";
import { deadLinks } from "../helpers/links";
import { CDKTF, testWithCdktf } from "../helpers/project";

jest.setTimeout(240_000);

const ROOT = path.resolve(".");
const { version, dependencies, peerDependencies, devDependencies } = JSON.parse(
  fs.readFileSync("package.json", "utf8"),
) as Record<string, Record<string, string>>;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-package-"));
const project = path.join(folder, "project");
const modules = path.join(project, "node_modules");
const PACKAGE = path.join(modules, "@mailzone", "mailzone");
let files: string[];

beforeAll(() => {
  const packed = run("npm", ["pack", "--json", "--pack-destination", folder], ROOT, process.env);
  files = (JSON.parse(packed.stdout) as { files: { path: string }[] }[])[0]!.files.map((file) => file.path);
  install();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What `npm install` of the tarball and of a CDKTF project's own packages would make. */
function install(): void {
  fs.cpSync(path.join(ROOT, "examples", "library"), project, { recursive: true });
  fs.mkdirSync(PACKAGE, { recursive: true });
  const tarball = path.join(folder, `mailzone-mailzone-${version}.tgz`);
  run("tar", ["-xzf", tarball, "-C", PACKAGE, "--strip-components=1"]);
  const own = JSON.parse(fs.readFileSync("examples/library/package.json", "utf8")).devDependencies;
  for (const name of Object.keys({ ...dependencies, ...peerDependencies, ...own })) {
    fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(modules, name));
  }
  const bins = {
    mailzone: "@mailzone/mailzone/bin/mailzone.js",
    tsc: "typescript/bin/tsc",
  };
  fs.mkdirSync(path.join(modules, ".bin"));
  for (const [name, file] of Object.entries(bins))
    fs.symlinkSync(path.join("..", file), path.join(modules, ".bin", name));
  if (CDKTF !== undefined) fs.symlinkSync(CDKTF, path.join(modules, ".bin", "cdktf"));
}

/** Runs a command of the project to its end, without credentials; fails where it does. */
function run(
  file: string,
  args: readonly string[],
  cwd = project,
  env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: process.env.HOME, CHECKPOINT_DISABLE: "1" },
): SpawnSyncReturns<string> {
  const result = spawnSync(file, args, { cwd, env, encoding: "utf8" });
  if (result.status !== 0)
    throw new Error(`${file} ${args.join(" ")} ended with ${result.status}: ${result.stdout}${result.stderr}`);
  return { ...result, stdout: stripVTControlCharacters(result.stdout) };
}

const mailzone = (...args: string[]) => run(path.join(modules, ".bin", "mailzone"), args).stdout;
const cdktf = (...args: string[]) => mailzone("sandbox", "--", "cdktf", ...args);
const write = (file: string, text: string) => fs.writeFileSync(path.join(project, file), text);
const world = () =>
  JSON.parse(mailzone("sandbox", "status", "--json")) as {
    zones: { records: unknown[] }[];
    identities: { name: string; verification: string }[];
  };

test("the package has what is built, the launchers, pages, examples and pipelines, and nothing else", () => {
  const filesOf = (name: string) =>
    (fs.readdirSync(name, { recursive: true, withFileTypes: true }) as fs.Dirent[])
      .filter((entry) => entry.isFile() && entry.name !== ".gitignore")
      .map((entry) => path.posix.join(entry.parentPath, entry.name));
  expect(files.filter((file) => !/^(dist\/(main|lib\/.*)\.(js|d\.ts)|docs\/[a-z-]+\.md)$/.test(file)).sort()).toEqual(
    [
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "bin/bundle.js",
      "bin/mailzone.js",
      "bin/synth.js",
      "bin/terraform.js",
      ...fs.readdirSync("lib/sandbox/schemas").map((file) => `dist/lib/sandbox/schemas/${file}`),
      ...filesOf("examples"),
      "lib/config/domains.schema.json",
      "lib/config/imports.schema.json",
      "package.json",
      ...filesOf("pipelines"),
    ].sort(),
  );
  expect(
    files.filter((file) => /test|bench|scripts|tfstate|cdktf\.out|^(?!examples).*(?<!\.d)\.ts$/.test(file)),
  ).toEqual([]);
  expect(fs.existsSync(path.join(modules, "esbuild"))).toBe(false);
});

test("no link in the package leads out of it or nowhere", () => {
  expect(deadLinks(PACKAGE)).toEqual([]);
});

test("npm would publish just that, for everybody, and has nothing to correct", () => {
  const tarball = path.join(folder, `mailzone-mailzone-${version}.tgz`);
  const { stdout, stderr } = run("npm", ["publish", "--dry-run", "--offline", "--json", tarball], folder, process.env);
  const [[name, published]] = Object.entries(JSON.parse(stdout)) as [[string, { files: { path: string }[] }]];
  expect(name).toBe("@mailzone/mailzone");
  expect(published.files.map((file) => file.path).sort()).toEqual([...files].sort());
  expect(stderr).toContain("with tag latest and public access (dry-run)");
  expect(stderr).not.toMatch(/auto-corrected|error/i);
});

test("what is linked here is what the package asks for", () => {
  expect(Object.keys(peerDependencies!).filter((name) => devDependencies![name] === undefined)).toEqual([]);
  const built = files.filter((file) => file.startsWith("dist/") && file.endsWith(".js"));
  const imported = built.flatMap((file) =>
    [...fs.readFileSync(path.join(PACKAGE, file), "utf8").matchAll(/(?:require|import)\("([^".][^"]*)"\)/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !name.startsWith("node:"))
      .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/")),
  );
  expect([...new Set(imported)].sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
});

test("the samples of docs/library.md fit the types that are shipped, and the second prints its table", () => {
  const page = fs.readFileSync(path.join(PACKAGE, "docs", "library.md"), "utf8");
  const [app, domains] = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  expect(app).toBe(fs.readFileSync("examples/library/main.ts", "utf8"));
  write("domains.ts", domains!);
  write("tsconfig.sample.json", JSON.stringify({ extends: "./tsconfig.json", files: ["main.ts", "domains.ts"] }));
  run(path.join(modules, ".bin", "tsc"), ["-p", "tsconfig.sample.json"]);
  expect(run(process.execPath, ["domains.js"]).stdout).toContain('| "v=DMARC1; p=reject;"');
});

test("a test of the user's own imports it, with jest's and ts-jest's default, by which no package is transformed", () => {
  write(
    "mail.test.ts",
    `import { parseConfiguration, renderRecords, domainRecords, PLACEHOLDER_REFS, validDomains, MailStack } from "@mailzone/mailzone";
test("the records are a table", () => {
  const text = "zones: {example.com: 0123456789abcdef0123456789abcdef}\\ndomains: [{domain: example.com, aws: {region: us-east-1}}]";
  const [domain] = validDomains(parseConfiguration([{ file: "domains.yaml", text }]));
  expect(renderRecords(domainRecords(domain!, PLACEHOLDER_REFS), "markdown")).toContain("| DMARC");
  expect(MailStack.name).toBe("MailStack");
});
`,
  );
  const transform = {
    "^.+\\.tsx?$": [path.join(ROOT, "node_modules", "@swc", "jest"), { jsc: { parser: { syntax: "typescript" } } }],
  };
  const config = { testEnvironment: "node", transform, rootDir: project, testMatch: ["<rootDir>/mail.test.ts"] };
  const jest = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const { stderr } = run(process.execPath, [jest, "--config", JSON.stringify(config), "--ci"]);
  expect(stderr).toContain("1 passed");
});

testWithCdktf("the library's example is deployed in the sandbox, planned empty and destroyed", () => {
  const document = parseDocument(fs.readFileSync("examples/library/domains.yaml", "utf8"));
  expect(mailzone("check")).toBe("domains.yaml: 2 domains, no errors, no warnings\n");
  document.setIn(["defaults", "protect"], false);
  write("domains.yaml", document.toString());

  expect(cdktf("diff", "mail")).toContain("Plan: 8 to add, 0 to change, 0 to destroy.");
  // 9 as the article's, and the status page.
  expect(cdktf("diff", "shop")).toContain("Plan: 10 to add, 0 to change, 0 to destroy.");
  cdktf("deploy", "*", "--auto-approve");
  expect(
    world()
      .identities.map(({ name, verification }) => `${name} ${verification}`)
      .sort(),
  ).toEqual(["example.com SUCCESS", "example.org SUCCESS"]);
  for (const stack of ["mail", "shop"]) expect(cdktf("diff", stack)).toContain("No changes.");
  cdktf("destroy", "*", "--auto-approve");
  expect(world()).toMatchObject({ identities: [] });
  expect(world().zones.flatMap(({ records }) => records)).toEqual([]);
  expect(fs.readdirSync(project).filter((file) => file.includes("tfstate"))).toEqual([]);
});

test("the command line of the package plans and applies its own app", () => {
  mailzone("sandbox", "reset");
  expect(mailzone("plan", "--sandbox").trimEnd().split("\n").slice(-3, -1)).toEqual([
    "sandbox: mailzone: 0 to import, 8 to add, 0 to change, 0 to destroy",
    "sandbox: shop: 0 to import, 9 to add, 0 to change, 0 to destroy",
  ]);
  mailzone("apply", "--sandbox");
  expect(mailzone("plan", "--sandbox", "--fail-on-changes")).toContain("sandbox: shop: no changes\n");
  expect(mailzone("records", "--sandbox", "--json")).toContain('"_dmarc.example.org"');
});
