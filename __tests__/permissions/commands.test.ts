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

describe("permissions --for sender", () => {
  const SENDERS = domainsYaml(
    entryOf("example.org", "eu-west-1", "stack: b"),
    entryOf(
      "example.com",
      "us-east-1",
      "configurationSet: {name: mail}, aws: {region: us-east-1, allowedAccountIds: ['111122223333']}",
    ).replace("aws: {region: us-east-1}, ", ""),
  );

  test("prints the least that sends as a domain: identity, set and its own addresses", async () => {
    const { code, out } = await run(SENDERS, "permissions", "example.com", "--for", "sender", "--json");
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "SendAs1",
            Effect: "Allow",
            Action: ["ses:SendEmail", "ses:SendRawEmail"],
            Resource: [
              "arn:aws:ses:us-east-1:111122223333:identity/example.com",
              "arn:aws:ses:us-east-1:111122223333:configuration-set/mail",
            ],
            Condition: { StringLike: { "ses:FromAddress": ["*@example.com"] } },
          },
        ],
      },
    ]);
  });

  test("of all domains it has a statement each, and says that an account is not known", async () => {
    const { out } = await run(SENDERS, "permissions", "--for", "sender");
    expect(out.match(/"Sid"/g)).toHaveLength(2);
    expect(out).toContain("arn:aws:ses:eu-west-1:*:identity/example.org");
    expect(out).toMatch(/stands as `\*`: say it with --account/);
    const named = await run(SENDERS, "permissions", "--for", "sender", "--account", "444455556666");
    expect(named.out).not.toContain(":*:");
  });

  test("senders limit it to themselves and to their domains", async () => {
    const from = ["--from", "no-reply@example.com", "--from", "a@news.example.com"];
    const { out } = await run(SENDERS, "permissions", "--for", "sender", "--json", ...from);
    const { Statement } = JSON.parse(out) as { Statement: { Condition: object }[] };
    expect(Statement.map(({ Condition }) => Condition)).toEqual([
      { StringLike: { "ses:FromAddress": ["no-reply@example.com", "a@news.example.com"] } },
    ]);
  });

  test.each([
    [
      ["--from", "a@example.net"],
      "--from a@example.net is no address of example.com, example.org: name an address of a domain that is sent from",
    ],
    [
      ["--repository", "shop/mail"],
      "permissions --for sender got --repository, which is of the roles: leave one of them out",
    ],
    [
      ["--format", "terraform"],
      "permissions --for sender has no format terraform: take json, which is the policy's document",
    ],
    [["example.net"], /example\.net/],
  ])("%j is refused", async (args, message) => {
    const refused = await run(SENDERS, "permissions", "--for", "sender", ...args).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).message).toMatch(typeof message === "string" ? message : message);
  });

  test("without it, domains and senders are refused", async () => {
    await expect(run(SENDERS, "permissions", "example.com")).rejects.toThrow(
      "permissions got example.com without --for sender",
    );
    await expect(run(SENDERS, "permissions", "--from", "a@example.com")).rejects.toThrow(
      "permissions got --from without --for sender",
    );
  });

  test("a message says that sixty domains do not fit into a policy", async () => {
    const many = domainsYaml(...Array.from({ length: 60 }, (_, n) => entryOf(`d${n}.example`, "us-east-1", "")));
    await expect(run(many, "permissions", "--for", "sender")).rejects.toThrow(/has \d+ characters, and IAM takes 6144/);
  });
});

describe("permissions --for reports", () => {
  const reports = (...args: string[]) => run(TWO, "permissions", "--for", "reports", ...args);

  test("prints the least that reads the reports of a bucket below a prefix", async () => {
    const { code, out } = await reports("s3://example-reports/dmarc/", "--json");
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ListReports",
            Effect: "Allow",
            Action: ["s3:ListBucket"],
            Resource: ["arn:aws:s3:::example-reports"],
            Condition: { StringLike: { "s3:prefix": "dmarc/*" } },
          },
          {
            Sid: "ReadReports",
            Effect: "Allow",
            Action: ["s3:GetObject"],
            Resource: ["arn:aws:s3:::example-reports/dmarc/*"],
          },
        ],
      },
    ]);
  });

  test("of a whole bucket has no condition, of a hostile prefix no pattern, and of China its partition", async () => {
    const statements = async (...args: string[]) => JSON.parse((await reports(...args, "--json")).out).Statement;
    const [list, read] = await statements("s3://example-reports", "--region", "cn-north-1");
    expect([list.Condition, read.Resource]).toEqual([undefined, ["arn:aws-cn:s3:::example-reports/*"]]);
    const [, hostile] = await statements("s3://example-reports/*${aws:x}");
    expect(hostile.Resource).toEqual(["arn:aws:s3:::example-reports/${*}${$}{aws:x}*"]);
  });

  test("trusts the jobs of a repository on its branch, and no others", async () => {
    const repository = ["--repository", "example/mail", "--account", "111122223333"];
    const { out } = await reports("s3://example-reports/dmarc/", ...repository);
    expect(out).toContain('"token.actions.githubusercontent.com:sub": "repo:example/mail:ref:refs/heads/main"');
  });

  test.each<readonly [readonly string[], string]>([
    [[], "permissions --for reports is of one bucket: write s3://BUCKET/PREFIX"],
    [["example.com"], 'permissions --for reports got "example.com", which names no bucket: write s3://BUCKET/PREFIX'],
    [["s3://a/b", "--from", "a@example.com"], "permissions --for reports got --from: leave it out"],
    [["s3://abc", "--config", "x.yaml"], "permissions --for reports reads no configuration: leave --config out"],
    [["s3://abc", "--format", "terraform"], "permissions --for reports has no format terraform: take json"],
  ])("%j is refused", async (args, message) => {
    await expect(reports(...args)).rejects.toThrow(message);
  });
});
