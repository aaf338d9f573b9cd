// The package as npm packs it, in a CDKTF project of its own that nobody downloads anything for.
import fs from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { deadLinks } from "../helpers/links";
import { PACKAGE_FILE, PackedProject } from "../helpers/packed-project";
import { testWithCdktf } from "../helpers/project";

jest.setTimeout(240_000);

const ROOT = path.resolve(".");
const { dependencies, peerDependencies, devDependencies } = PACKAGE_FILE;
/** What the launchers run. */
const BUILT = [
  ...["mailzone", "synth", "terraform"].flatMap((name) => [
    `${name}.js`,
    `${name}.js.map`,
    `${name}.json`,
    `${name}.packages.js`,
  ]),
  ...[
    "client-acm",
    "client-iam",
    "client-s3",
    "client-ses",
    "client-sesv2",
    "client-sns",
    "client-sts",
    "credential-providers",
  ].map((name) => `late-aws-sdk-${name}.js`),
  "late-log-update.js",
  "late-mailauth-lib-dkim-sign-js.js",
  "THIRD-PARTY-NOTICES.txt",
].map((name) => `dist/bin/${name}`);
let project: PackedProject;
let files: readonly string[];

beforeAll(() => {
  project = PackedProject.of("library");
  files = project.files;
});
afterAll(() => project.remove());

test("the package has what is built, the launchers, pages, examples and pipelines, and nothing else", () => {
  const filesOf = (name: string) =>
    (fs.readdirSync(name, { recursive: true, withFileTypes: true }) as fs.Dirent[])
      .filter((entry) => entry.isFile() && entry.name !== ".gitignore")
      .map((entry) => path.posix.join(entry.parentPath, entry.name));
  expect(files.filter((file) => !/^(dist\/lib\/.*\.(js|d\.ts)|docs\/[a-z-]+\.md)$/.test(file)).sort()).toEqual(
    [
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.ja.md",
      "README.md",
      "SECURITY.md",
      "bin/code.js",
      "bin/launch.js",
      "bin/lines.js",
      "bin/mailzone.js",
      "bin/synth.js",
      "bin/terraform.js",
      ...BUILT,
      ...filesOf("examples"),
      "lib/config/domains.schema.json",
      "lib/config/imports.schema.json",
      "package.json",
      ...filesOf("pipelines"),
    ].sort(),
  );
  expect(
    files.filter((file) =>
      /(^|\/)(__tests__|bench|scripts|cdktf\.out)\/|\.test\.|tfstate|^(?!examples).*(?<!\.d)\.ts$/.test(file),
    ),
  ).toEqual([]);
  expect(fs.existsSync(path.join(project.modules, "esbuild"))).toBe(false);
});

test("the launchers run what was built, with the lines of the source in stacks, and with the licences of what is in it", () => {
  const notices = fs.readFileSync(path.join(project.packed, "dist", "bin", "THIRD-PARTY-NOTICES.txt"), "utf8");
  for (const name of ["cdktf 0.21.0 (MPL-2.0)", "yaml 2.9.1 (ISC)", "zod 4.6.7 (MIT)"])
    expect(notices).toContain(`${name}\n`);
  for (const name of BUILT.filter((file) => /(mailzone|synth|terraform)\.js$/.test(file)))
    expect(fs.readFileSync(path.join(project.packed, name))).toEqual(fs.readFileSync(name));
  const { status, stderr } = project.try(process.execPath, [
    "-e",
    'require("@mailzone/mailzone/package.json"); process.argv[1] = ""; require(process.cwd() + "/node_modules/@mailzone/mailzone/bin/launch.js").launch("nothing")',
  ]);
  expect({ status, stderr }).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("install @mailzone/mailzone again"),
  });
});

test("no link in the package leads out of it or nowhere", () => {
  expect(deadLinks(project.packed)).toEqual([]);
});

test("npm would publish just that, for everybody, and has nothing to correct", () => {
  const publish = ["publish", "--dry-run", "--offline", "--json", "--loglevel", "notice", project.tarball];
  const { stdout, stderr } = project.run("npm", publish, project.base, process.env);
  const [[name, published]] = Object.entries(JSON.parse(stdout)) as [[string, { files: { path: string }[] }]];
  expect(name).toBe("@mailzone/mailzone");
  expect(published.files.map((file) => file.path).sort()).toEqual([...files].sort());
  expect(stderr).toContain("with tag latest and public access (dry-run)");
  expect(stderr).not.toMatch(/auto-corrected|error/i);
});

test("the dependencies of the package are what its files import", () => {
  expect(Object.keys(peerDependencies!).filter((name) => devDependencies![name] === undefined)).toEqual([]);
  const built = files.filter((file) => file.startsWith("dist/lib/") && file.endsWith(".js"));
  const imported = built.flatMap((file) =>
    [...fs.readFileSync(path.join(project.packed, file), "utf8").matchAll(/(?:require|import)\("([^".][^"]*)"\)/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !name.startsWith("node:"))
      .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/")),
  );
  expect([...new Set(imported)].sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
});

test("every name that is exported has a docstring in the declarations, and so has every property of a construct", () => {
  const config = path.join(project.base, "declarations.json");
  const index = path.join(project.packed, "dist", "lib", "index.d.ts");
  const compilerOptions = { module: "node20", target: "es2023", strict: true, skipLibCheck: true, noEmit: true };
  const typeRoots = [path.join(ROOT, "node_modules", "@types")];
  fs.writeFileSync(
    config,
    JSON.stringify({ compilerOptions: { ...compilerOptions, types: ["node"], typeRoots }, files: [index] }),
  );
  const script = ["bin/run.js", "scripts/undocumented-exports.ts", config, index];
  const { count, names } = JSON.parse(project.run(process.execPath, script, ROOT).stdout) as {
    count: number;
    names: string[];
  };
  expect(count).toBeGreaterThan(150);
  expect(names).toEqual([]);
});

test("the samples of docs/library.md fit the types that are shipped, and that of a table prints it", () => {
  const page = fs.readFileSync(path.join(project.packed, "docs", "library.md"), "utf8");
  const [app, domains] = [...page.matchAll(/-->\n```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  expect(app).toBe(fs.readFileSync("examples/library/main.ts", "utf8"));
  project.write("domains.ts", domains!);
  const commands = page.slice(page.indexOf("## Commands from a program"), page.indexOf("## CDKTF itself"));
  const programs = [...commands.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  expect(programs).toHaveLength(2);
  const names = programs.map((_, index) => `program-${index}.ts`);
  for (const [index, name] of names.entries()) project.write(name, programs[index]!);
  project.write(
    "tsconfig.sample.json",
    JSON.stringify({ extends: "./tsconfig.json", files: ["main.ts", "domains.ts", ...names] }),
  );
  project.run(project.bin("tsc"), ["-p", "tsconfig.sample.json"]);
  // Most CDKTF projects have an older compiler than the one that made the declarations.
  const older = path.join(project.base, "older");
  project.run("npm", ["install", "--prefer-offline", "--prefix", older, "typescript@5.9.3"], ROOT, process.env);
  const tsc = path.join(older, "node_modules", ".bin", "tsc");
  project.run(tsc, ["-p", "tsconfig.sample.json", "--noEmit"]);
  // With the libraries of CDKTF's template, and stricter than it: declarations are checked.
  const template = ["--target", "es2018", "--lib", "es2018", "--module", "commonjs", "--moduleResolution", "node"];
  const strict = ["--strict", "--skipLibCheck", "false", "--esModuleInterop", "--types", "node"];
  project.run(tsc, [...template, ...strict, "--noEmit", "main.ts"]);
  expect(project.run(process.execPath, ["domains.js"]).stdout).toContain('| `"v=DMARC1; p=reject;"`');
});

test("a test of the user's own imports it, with jest's and ts-jest's default, by which no package is transformed", () => {
  project.write(
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
  const config = { testEnvironment: "node", transform, rootDir: project.folder, testMatch: ["<rootDir>/mail.test.ts"] };
  const jest = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const { stderr } = project.run(process.execPath, [jest, "--config", JSON.stringify(config), "--ci"]);
  expect(stderr).toContain("1 passed");
});

testWithCdktf("the library's example is deployed in the emulator, planned empty and destroyed", () => {
  const document = parseDocument(fs.readFileSync("examples/library/domains.yaml", "utf8"));
  expect(project.mailzone("check")).toMatch(/^domains.yaml: 1 domain, no errors, no warnings\n/);
  document.setIn(["domains", 0, "protect"], false);
  project.write("domains.yaml", document.toString());
  const main = fs.readFileSync("examples/library/main.ts", "utf8");
  project.write("main.ts", main.replace("zoneId: ZONE_ID,", "zoneId: ZONE_ID, protect: false,"));

  expect(project.cdktf("diff", "mail")).toContain("Plan: 8 to add, 0 to change, 0 to destroy.");
  // 9 as the article's, and the status page.
  expect(project.cdktf("diff", "shop")).toContain("Plan: 10 to add, 0 to change, 0 to destroy.");
  project.cdktf("deploy", "*", "--auto-approve");
  expect(
    project
      .world()
      .identities.map(({ name, verification }) => `${name} ${verification}`)
      .sort(),
  ).toEqual(["example.com SUCCESS", "example.org SUCCESS"]);
  for (const stack of ["mail", "shop"]) expect(project.cdktf("diff", stack)).toContain("No changes.");
  project.cdktf("destroy", "*", "--auto-approve");
  expect(project.world()).toMatchObject({ identities: [] });
  expect(project.world().zones.flatMap(({ records }) => records)).toEqual([]);
  expect(fs.readdirSync(project.folder).filter((file) => file.includes("tfstate"))).toEqual([]);
});

test("the command line of the package plans and applies its own app", () => {
  project.mailzone("emulator", "reset");
  expect(project.mailzone("plan", "--emulated")).toContain(
    "emulated: mailzone: 0 to import, 8 to add, 0 to change, 0 to destroy\n",
  );
  project.mailzone("apply", "--emulated");
  expect(project.mailzone("plan", "--emulated", "--fail-on-changes")).toContain("emulated: mailzone: no changes\n");
  expect(project.mailzone("records", "--emulated", "--json")).toContain('"_dmarc.example.com"');
});

test("npm installs the tarball into an empty project, and the demo runs there", () => {
  const folder = path.join(project.base, "empty");
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "package.json"), '{"name": "empty", "private": true}');
  fs.copyFileSync("domains.yaml", path.join(folder, "domains.yaml"));
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", project.tarball];
  project.run("npm", install, folder, process.env);
  // Nothing of the emulator's is asked of a registry: it is in what is built.
  expect(fs.readdirSync(path.join(folder, "node_modules", "@mailzone"))).toEqual(["mailzone"]);
  const bin = path.join(folder, "node_modules", ".bin", "mailzone");
  const demo = project.run(bin, ["emulator", "demo"], folder);
  expect(demo.stdout).toContain("emulated: mailzone: no changes");
  expect(demo.stdout).toContain("npx --no-install mailzone verify --wait 30m");
});
