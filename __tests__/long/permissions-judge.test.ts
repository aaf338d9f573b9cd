// The roles and policies as a stranger reads them: moto takes them as IAM does, and of all the calls that AWS has for the services
// they allow just these.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { READ_IDENTITY, READ_SET, WITH_CONFIGURATION_SET, WRITE_IDENTITY } from "../../lib/permissions/actions";
import { permissions } from "../../lib/permissions/permissions";
import { domainNamed } from "../helpers/domains";
import { describeWithPython, runPython } from "../helpers/python";

jest.setTimeout(60_000);

const [HOME, OTHER] = ["111122223333", "444455556666"] as const;
const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const identity = (account: string, name: string, region = "us-east-1") =>
  `arn:aws:ses:${region}:${account}:identity/${name}`;
const ROLES = { plan: role(OTHER, "mail-plan"), apply: role(OTHER, "mail-apply") };

describeWithPython("as IAM reads them", () => {
  let answers: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  const on = (arn: string, resource: string) => answers[arn]?.[resource];

  const resources = [
    identity(HOME, "d2.example.com"),
    identity(HOME, "d2.example.com.example.net"),
    identity(HOME, "d2.example.com", "eu-west-1"),
    identity(OTHER, "d1.example.com"),
    `arn:aws:ses:us-east-1:${HOME}:configuration-set/news`,
    "arn:aws:s3:::example-state",
    "arn:aws:s3:::example-state/mailzone/mailzone.tfstate",
    "arn:aws:s3:::example-state/mailzone/mailzone.tfstate.tflock",
    "arn:aws:s3:::example-state/other/mailzone.tfstate",
    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ROLES.plan,
    ROLES.apply,
    role(HOME, "admin"),
  ] as const;

  beforeAll(async () => {
    const domains = Array.from({ length: 60 }, (_, index) =>
      domainNamed(`d${index}.example.com`, {
        ...(index === 2 ? { configurationSet: "news" } : {}),
        account: index % 2 === 0 ? {} : { assumeRoleArn: ROLES },
      }),
    );
    const { accounts } = permissions({
      domains,
      account: HOME,
      trust: { provider: "github", repository: "example/mail" },
      backend: {
        type: "s3",
        bucket: "example-state",
        region: "eu-west-1",
        kmsKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
      },
    });
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-judge-")), "asked.json");
    fs.writeFileSync(file, JSON.stringify({ accounts, resources }));
    const { code, stdout, stderr } = await runPython([path.join(__dirname, "python", "iam_judge.py"), file]);
    fs.rmSync(path.dirname(file), { recursive: true });
    if (code !== 0) throw new Error(stderr);
    answers = JSON.parse(stdout);
  });

  test("each role is taken", () => {
    const [plan, apply] = [role(HOME, "mailzone-plan"), role(HOME, "mailzone-apply")];
    expect(Object.keys(answers).sort()).toEqual([apply, plan, ROLES.apply, ROLES.plan].sort());
  });

  // Of the account alone, which has no resource: it is allowed beside whatever is asked.
  const account = "ses:GetAccount";
  const READ = [account, ...READ_IDENTITY];
  const WRITE = [...READ, ...WRITE_IDENTITY];
  const STATE = "arn:aws:s3:::example-state/mailzone/mailzone.tfstate";
  test.each<[string, string, string, readonly string[]]>([
    ["plan", "its identity", resources[0], READ],
    ["plan", "another that begins like it", resources[1], [account]],
    ["plan", "the same in another region", resources[2], [account]],
    ["plan", "one of the other account", resources[3], [account]],
    ["plan", "a configuration set", resources[4], [account, ...READ_SET]],
    ["plan", "the bucket", resources[5], [account, "s3:ListBucket"]],
    ["plan", "the state", STATE, [account, "s3:GetObject"]],
    ["plan", "its lock", `${STATE}.tflock`, [account]],
    ["plan", "another state", resources[8], [account]],
    ["plan", "the key", resources[9], [account, "kms:Decrypt"]],
    ["plan", "the other account's role for plan", ROLES.plan, [account, "sts:AssumeRole"]],
    ["plan", "the other account's role for apply", ROLES.apply, [account]],
    ["plan", "any other role", resources[12], [account]],
    ["apply", "its identity", resources[0], WRITE],
    ["apply", "another that begins like it", resources[1], [account]],
    ["apply", "one of the other account", resources[3], [account]],
    ["apply", "a configuration set", resources[4], [account, ...READ_SET, ...WITH_CONFIGURATION_SET]],
    ["apply", "the state", STATE, [account, "s3:GetObject", "s3:PutObject"]],
    ["apply", "its lock", `${STATE}.tflock`, [account, "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]],
    ["apply", "another state", resources[8], [account]],
    ["apply", "the key", resources[9], [account, "kms:Decrypt", "kms:GenerateDataKey"]],
    ["apply", "the other account's role for apply", ROLES.apply, [account, "sts:AssumeRole"]],
    ["apply", "any other role", resources[12], [account]],
  ])("the role for %s may do this alone with %s", (purpose, _what, resource, actions) => {
    expect(on(role(HOME, `mailzone-${purpose}`), resource)).toEqual([...new Set(actions)].sort());
  });

  test("in the other account the same, and nothing of the state", () => {
    expect(on(ROLES.plan, resources[3])).toEqual([...READ].sort());
    expect(on(ROLES.apply, resources[3])).toEqual([...WRITE].sort());
    for (const arn of [ROLES.plan, ROLES.apply]) expect(on(arn, STATE)).toEqual([account]);
  });
});
