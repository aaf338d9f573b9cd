import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadConfiguration } from "../../lib/config/load";
import { formatFinding } from "../../lib/dns/finding";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-load-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const file = (name: string, data: string | Buffer) => fs.writeFileSync(path.join(folder, name), data);
const DOMAINS = (name: string) => `domains: [{domain: ${name}, aws: {region: us-east-1}}]`;
const errors = (...names: string[]) =>
  loadConfiguration(names, folder)
    .findings.filter(({ severity }) => severity === "error")
    .map(formatFinding);

test("a folder's files are read in the order of their names, hidden and other files are not", () => {
  fs.mkdirSync(path.join(folder, "mail"));
  file("mail/b.yml", DOMAINS("b.example"));
  file("mail/a.yaml", DOMAINS("a.example"));
  file("mail/.a.yaml", "[");
  file("mail/README.md", "[");
  fs.symlinkSync("nowhere", path.join(folder, "mail/.#a.yaml"));
  expect(loadConfiguration(["mail"], folder)).toMatchObject({
    files: ["mail/a.yaml", "mail/b.yml"],
    domains: [{ entry: "a.example" }, { entry: "b.example" }],
  });
});

test("a link to a file is read under its own name", () => {
  file("real.yaml", DOMAINS("a.example,"));
  fs.symlinkSync("real.yaml", path.join(folder, "link.yaml"));
  expect(errors("link.yaml")[0]).toMatch(/^link\.yaml:1:/);
});

test("all files that cannot be read are reported at once", () => {
  fs.mkdirSync(path.join(folder, "empty"));
  fs.mkdirSync(path.join(folder, "odd"));
  fs.mkdirSync(path.join(folder, "odd/x.yaml"));
  fs.symlinkSync("circle.yaml", path.join(folder, "circle.yaml"));
  file("a.yaml", DOMAINS("a.example"));
  expect(errors("none.yaml", "empty", "odd", "circle.yaml", "a.yaml/b.yaml", "a\0b", "a.yaml")).toEqual([
    'error: cannot read "none.yaml": it is not there (ENOENT): mailzone init writes one, or name yours with --config or MAILZONE_CONFIG (yaml)',
    'error: cannot read "empty": the folder has no .yaml file: write one, or name another (yaml)',
    'error: cannot read "odd/x.yaml": it is a folder (EISDIR): name a file (yaml)',
    'error: cannot read "circle.yaml": its links lead in a circle (ELOOP): correct them (yaml)',
    'error: cannot read "a.yaml/b.yaml": a part of its path is not a folder (ENOTDIR): correct it (yaml)',
    'error: cannot read "a\\u0000b": a file cannot have this name: correct it (yaml)',
  ]);
});

test.each([
  ["UTF-16", Buffer.from(`\uFEFF${DOMAINS("a.example")}`, "utf16le"), "domains.yaml:1:1"],
  ["UTF-16 without a mark", Buffer.from(DOMAINS("a.example"), "utf16le"), "domains.yaml:1:2"],
  ["Latin-1", Buffer.from(`# b\xfccher\n${DOMAINS("a.example")}`, "latin1"), "domains.yaml:1:4"],
])("a file in %s is told to be saved as UTF-8", (_, bytes, at) => {
  file("domains.yaml", bytes);
  expect(errors("domains.yaml")).toEqual([`${at}: error: the file is not text in UTF-8 here: save it as UTF-8 (yaml)`]);
});

test("a byte order mark and CRLF are accepted", () => {
  file("domains.yaml", `\uFEFF# a\r\n${DOMAINS("a.example")}\r\n`);
  expect(errors("domains.yaml")).toEqual([]);
});
