// Which entry of which file is released.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { release } from "../../../lib/app/adopt/release";
import { Refused } from "../../../lib/app/refused";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-release-"));
  const entry = (name: string, domain: string, region: string, more = "") =>
    `  - {name: ${name}, domain: ${domain}, aws: {region: ${region}}${more}}\n`;
  fs.writeFileSync(path.join(folder, "a.yaml"), `domains:\n${entry("one", "example.com", "us-east-1")}`);
  const second = entry("two", "example.com", "eu-west-1", ", mailFrom: two, dmarc: false");
  fs.writeFileSync(path.join(folder, "b.yaml"), `domains:\n${second}${entry("three", "example.org", "us-east-1")}`);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const files = () => ["a.yaml", "b.yaml"].map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
const run = (given: string) => release({ cwd: folder, env: {} }, given, { config: ["a.yaml", "b.yaml"] });

test("an entry is released in the file that has it, by its name or by the only domain of that name", () => {
  const [a, b] = files();
  expect(run("two")).toEqual({ file: "b.yaml", isChanged: true });
  expect(run("two")).toEqual({ file: "b.yaml", isChanged: false });
  expect(files()).toEqual([a, b?.replace("domain: example.com", "domain: example.com, state: released")]);
  expect(run("Example.ORG.")).toEqual({ file: "b.yaml", isChanged: true });
  expect(files()[1]).toContain("domain: example.org, state: released");
});

test.each([
  ["example.com", '"example.com" has several entries: name one of one, two'],
  ["four", '"four" is not in the configuration: the entries are one, two, three'],
])("%s is refused, and no file is written", (given, message) => {
  const before = files();
  expect(() => run(given)).toThrow(new Refused(message));
  expect(files()).toEqual(before);
});
