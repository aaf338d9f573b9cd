// mailzone stacks and mailzone permissions, as a shell has them, without starting one.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { Refused } from "../../lib/app/refused";
import { addPermissions } from "../../lib/cli/permissions";
import type { Shell } from "../../lib/cli/shell";
import { addStacks } from "../../lib/cli/stacks";
import { domainsYaml, entryOf } from "../helpers/project";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-commands-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

async function run(yaml: string, ...args: string[]) {
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
  await program.parseAsync(args, { from: "user" });
  return { code, out };
}

const TWO = domainsYaml(
  entryOf("example.org", "eu-west-1", "stack: b"),
  entryOf("example.com", "us-east-1", "stack: a"),
);

test("stacks prints their names, sorted, as text or as a list", async () => {
  expect(await run(TWO, "stacks")).toEqual({ code: 0, out: "a\nb" });
  expect(await run(TWO, "stacks", "--json")).toEqual({ code: 0, out: '["a","b"]' });
});

test("stacks of a file that is wrong are refused", async () => {
  await expect(run(TWO.replace("us-east-1", "1"), "stacks")).rejects.toThrow(Refused);
});

test("permissions are json, terraform or markdown", async () => {
  const { accounts } = JSON.parse((await run(TWO, "permissions", "--json")).out) as {
    accounts: { roles: unknown[] }[];
  };
  expect(accounts[0]?.roles).toHaveLength(2);
  expect((await run(TWO, "permissions")).out).toMatch(/^## AWS/);
  const known = ["--repository", "example/mail", "--account", "111122223333"];
  expect((await run(TWO, "permissions", "--format", "terraform", ...known)).out).toContain('"aws_iam_role"');
});

test("a repository may have the ids of its subject", async () => {
  const { out } = await run(TWO, "permissions", "--repository", "example@12/mail@34");
  expect(out).toContain('"repo:example@12/mail@34:environment:mailzone-apply"');
});

test("branch, environments, issuer and audience are said by options", async () => {
  const github = ["--branch", "trunk", "--plan-environment", "p", "--apply-environment", "a", "--audience", "mail"];
  const { out } = await run(TWO, "permissions", "--repository", "example/mail", ...github);
  expect(out).toContain('"token.actions.githubusercontent.com:ref": "refs/heads/trunk"');
  expect(out).toContain('"repo:example/mail:environment:a"');
  expect(out).toContain('"token.actions.githubusercontent.com:aud": "mail"');
  const gitlab = ["--provider", "gitlab", "--issuer", "https://git.example.com", "--any-branch-plans"];
  expect((await run(TWO, "permissions", "--repository", "g/s/mail", ...gitlab)).out).toContain(
    '"git.example.com:sub": "project_path:g/s/mail:ref_type:branch:ref:*"',
  );
  const arns = ["arn:aws:iam::111122223333:role/atlantis", "arn:aws:iam::111122223333:user/me"];
  const principals = arns.flatMap((arn) => ["--principal", arn]);
  const { accounts } = JSON.parse((await run(TWO, "permissions", "--json", ...principals)).out);
  expect(accounts[0].roles[0].trust.Statement[0].Principal).toEqual({ AWS: arns });
});

test("an account that domains.yaml does not lead to is refused", async () => {
  const allowed = TWO.replaceAll("region:", "allowedAccountIds: ['111122223333'], region:");
  expect((await run(allowed, "permissions", "--account", "111122223333")).code).toBe(0);
  await expect(run(allowed, "permissions", "--account", "444455556666")).rejects.toThrow(
    "--account 444455556666 is no account that the environment's credentials lead to, domains.yaml leads to 111122223333",
  );
});

test.each([
  [["--repository", "mail"], 'repository "mail" is not OWNER/NAME'],
  [["--repository", "example/mail", "--branch", "*"], 'branch "*" is not'],
  [["--branch", "main"], "permissions got --branch without --repository"],
  [["--any-branch-plans"], "permissions got --any-branch-plans without --repository"],
  [["--repository", "example/mail", "--any-branch-plans"], "--any-branch-plans is GitLab's"],
  [
    ["--provider", "gitlab", "--repository", "g/mail", "--apply-environment", "x"],
    "tokens of GitLab have no environment",
  ],
  [["--provider", "bitbucket"], "Allowed choices are github, gitlab"],
  [["--account", "1111"], "write twelve digits."],
  [["--principal", "*"], "write a role or user such as"],
  [["--format", "terraform"], "the account that the environment leads to is not known"],
])("%j is refused: %s", async (args, advice) => {
  await expect(run(TWO, "permissions", ...args)).rejects.toThrow(advice);
});
