// mailzone stacks and mailzone permissions, as a shell has them, without starting one.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { addPermissions } from "../../lib/cli/permissions";
import { Refused, type Shell } from "../../lib/cli/shell";
import { addStacks } from "../../lib/cli/stacks";
import { domainsYaml, entryOf } from "../helpers/project";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-commands-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function run(yaml: string, ...args: string[]) {
  fs.writeFileSync(path.join(folder, "domains.yaml"), yaml);
  let out = "";
  const print = (text: string) => {
    out += text;
  };
  const shell = { env: {}, cwd: folder, print, say: () => undefined } as unknown as Shell;
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  let code = -1;
  const exit = (value: number) => {
    code = value;
  };
  addStacks(program, shell, exit);
  addPermissions(program, shell, exit);
  program.parse(args, { from: "user" });
  return { code, out };
}

const TWO = domainsYaml(
  entryOf("example.org", "eu-west-1", "stack: b"),
  entryOf("example.com", "us-east-1", "stack: a"),
);

test("stacks prints their names, sorted, as text or as a list", () => {
  expect(run(TWO, "stacks")).toEqual({ code: 0, out: "a\nb" });
  expect(run(TWO, "stacks", "--json")).toEqual({ code: 0, out: '["a","b"]' });
});

test("stacks of a file that is wrong are refused", () => {
  expect(() => run(TWO.replace("us-east-1", "1"), "stacks")).toThrow(Refused);
});

test("permissions are json, terraform or markdown", () => {
  const { accounts } = JSON.parse(run(TWO, "permissions", "--json").out) as { accounts: { roles: unknown[] }[] };
  expect(accounts[0]?.roles).toHaveLength(2);
  expect(run(TWO, "permissions").out).toMatch(/^## AWS/);
  expect(run(TWO, "permissions", "--format", "terraform", "--repository", "example/mail").out).toContain("ACCOUNT_ID");
});

test("a repository may have the ids of its subject", () => {
  const { out } = run(TWO, "permissions", "--repository", "example@12/mail@34");
  expect(out).toContain('"repo:example@12/mail@34:environment:mailzone-apply"');
});

test.each([
  ["--repository", "mail", "write OWNER/NAME."],
  ["--account", "1111", "write twelve digits."],
])("%s %s is refused: %s", (option, value, advice) => {
  expect(() => run(TWO, "permissions", option, value)).toThrow(advice);
});
