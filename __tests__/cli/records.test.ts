// The options of `records`, run as a whole command without Terraform.
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runInProcess } from "../helpers/in-process";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-records-"));
  fs.writeFileSync(
    path.join(folder, "domains.yaml"),
    "domains:\n  - domain: example.com\n    aws: {region: us-east-1}\n    dmarc: {policy: reject}\n",
  );
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const records = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runInProcess(["records", "--placeholders", ...args], { cwd: folder, env });

test("--out writes the page whole, and what is written is what its policy allows", async () => {
  expect(await records(["--format", "html", "--out", "page.html"])).toEqual({
    code: 0,
    stdout: "",
    stderr: 'written to "page.html"\n',
  });
  const page = fs.readFileSync(path.join(folder, "page.html"), "utf8");
  for (const element of ["style", "script"]) {
    const [, text = ""] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page) ?? [];
    expect(text).not.toBe("");
    expect(page).toContain(createHash("sha256").update(text).digest("base64"));
  }
  expect((await records(["--format", "html"])).stdout).toBe(page);
});

test.each([
  [".", 'cannot write "." (EISDIR): it is a folder, name a file in it\n'],
  ["none/page.html", 'cannot write "none/page.html" (ENOENT): make its folder first\n'],
  [
    "domains.yaml/page.html",
    'cannot write "domains.yaml/page.html" (ENOTDIR): a file stands where its folder should be\n',
  ],
  ["", '--out got "": name a file\n'],
])("--out %j is refused, and nothing is left behind", async (out, stderr) => {
  expect(await records(["--format", "html", "--out", out])).toEqual({ code: 2, stdout: "", stderr });
  expect(fs.readdirSync(folder)).toEqual(["domains.yaml"]);
});

test("a file that is there is replaced whole, and kept where the answer is refused", async () => {
  const file = path.join(folder, "table.csv");
  fs.writeFileSync(file, "before");
  expect((await records(["--format", "bind", "--out", "table.csv"])).code).toBe(2);
  expect(fs.readFileSync(file, "utf8")).toBe("before");
  expect((await records(["--format", "csv", "--out", "table.csv"])).code).toBe(0);
  expect(fs.readFileSync(file, "utf8")).toMatch(/^Type,Name,Value,Description,TTL,Proxied,Zone,Entry,Id\r\n/);
});

test("the language is the one that is named, else the user's, else English; csv is English unless one is named", async () => {
  const first = async (args: string[], env = {}) => (await records(["--columns", "type,value", ...args], env)).stdout;
  expect(await first([], { LANG: "ja_JP.UTF-8" })).toContain("設定値");
  expect(await first([], { LANG: "ja_JP.UTF-8", LC_ALL: "C" })).toContain("Value");
  expect(await first([], { LC_ALL: "", LC_MESSAGES: "ja", LANG: "de_DE.UTF-8" })).toContain("設定値");
  expect(await first([], { LANG: "jam_JM" })).toContain("Value");
  expect(await first(["--lang", "en"], { LANG: "ja_JP.UTF-8" })).toContain("Value");
  expect(await first(["--format", "csv"], { LANG: "ja_JP.UTF-8" })).toMatch(/^Type,Value\r\n/);
  expect(await first(["--format", "csv", "--lang", "ja"])).toMatch(/^種別,設定値\r\n/);
  expect((await records(["--lang", "de"])).stderr).toContain("Allowed choices are en, ja.");
});

test.each([
  [["--columns", "tpye"], '"tpye" is no column: did you mean "type"? The columns are status, type, host, name,'],
  [
    ["--columns", "type", "--json"],
    'records got --columns with the format "json", which has none: leave --columns out',
  ],
  [["--columns", "status"], 'records got the column "status" without --live: add --live, or leave it out'],
  [["--for", "godaddy"], "Allowed choices are cloudflare, route53, google, azure, generic."],
  [["--for", "azure", "--format", "cloudflare"], 'the format "cloudflare" got --for azure: write --format bind'],
  [["--for", "route53", "--format", "bind"], "bind got placeholders instead of values"],
])("%j is refused", async (args, why) => {
  const { code, stdout, stderr } = await records(args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(why);
});

test("only values are longer than 99 columns without a terminal", async () => {
  const { stdout } = await records([]);
  expect(stdout.split("\n").filter((line) => line.length > 99)).toEqual([]);
  expect(stdout).toContain("\nMX  mail.example.com\n  Host         mail\n");
});

test.each([
  ["en", "emulated: these records are emulated, do not give them to anyone"],
  ["ja", "emulated：エミュレーターのレコードです。ほかの人に渡さないでください。"],
])("in %s, emulated records say first that they are emulated", async (lang, remark) => {
  for (const format of ["text", "markdown"])
    expect((await records(["--emulated", "--lang", lang, "--format", format])).stdout.split("\n")[0]).toBe(remark);
  const csv = await records(["--emulated", "--lang", lang, "--format", "csv"]);
  expect(csv.stdout).not.toContain(remark);
  expect(csv.stderr).toContain(remark);
});

describe("--policy", () => {
  const FILE = "version: STSv1\nmode: enforce\nmx: mx.example.net\nmax_age: 604800\n";
  const policies = (args: readonly string[]) => runInProcess(["records", "--policy", ...args], { cwd: folder });
  const write = (...domains: readonly string[]) =>
    fs.writeFileSync(
      path.join(folder, "domains.yaml"),
      `defaults: {aws: {region: us-east-1}, dmarc: reject}\ndomains:\n${domains.map((name) => `  - {domain: ${name}, mtaSts: {mode: enforce, mx: mx.example.net}}\n`).join("")}`,
    );

  test("prints the file of the only domain, and writes it byte for byte", async () => {
    write("example.com");
    const place = "its place: https://mta-sts.example.com/.well-known/mta-sts.txt, as text/plain\n";
    expect(await policies([])).toEqual({ code: 0, stdout: FILE, stderr: place });
    await policies(["example.com", "--out", "mta-sts.txt"]);
    expect(fs.readFileSync(path.join(folder, "mta-sts.txt"), "utf8")).toBe(FILE);
  });

  test("wants one of several domains, or json for all", async () => {
    write("example.com", "example.net");
    expect(await policies([])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "there are policies of example.com, example.net: name one of them, or add --json\n",
    });
    expect(JSON.parse((await policies(["--json"])).stdout)).toEqual([
      { domain: "example.com", url: "https://mta-sts.example.com/.well-known/mta-sts.txt", policy: FILE },
      { domain: "example.net", url: "https://mta-sts.example.net/.well-known/mta-sts.txt", policy: FILE },
    ]);
    expect((await policies(["example.net"])).stdout).toBe(FILE);
    expect((await policies(["example.org"])).stderr).toBe(
      '"example.org" has no policy of MTA-STS in domains.yaml: those that have one are example.com, example.net\n',
    );
  });

  test.each([
    [["--live"], "records got --policy and --live: a policy is a file of its own, leave --live out\n"],
    [["--format", "csv"], 'records got --policy and the format "csv": it has text and json\n'],
  ])("is refused with %j", async (args, stderr) => {
    write("example.com");
    expect(await policies(args)).toEqual({ code: 2, stdout: "", stderr });
  });

  test("says how to get one where there is none", async () => {
    expect(await policies([])).toMatchObject({
      code: 2,
      stderr: "domains.yaml has no policy of MTA-STS: write mtaSts in an entry\n",
    });
  });
});
