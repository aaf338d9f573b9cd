// What `mailzone permissions --format terraform` writes, applied by the real terraform in emulated accounts: roles, policies and
// OIDC providers are made, and then there is nothing more to do.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { type PermissionsProps, permissions } from "../../lib/permissions/permissions";
import { renderTerraform, terraformFaults } from "../../lib/permissions/render/terraform";
import { flat, project } from "../../packages/emulator/__tests__/terraform-project";
import { World } from "../../packages/emulator/internals/world";
import { domainNamed } from "../helpers/domains";
import { TERRAFORM } from "../helpers/terraform";

jest.setTimeout(60_000);

const [HOME, OTHER, THIRD] = ["111122223333", "444455556666", "777788889999"] as const;
const REGIONS = ["us-east-1", "eu-west-1", "ap-south-1"];

/** Two accounts, three regions, and one more account by a profile: names as long as DNS takes them. */
const domains = Array.from({ length: 60 }, (_, index) => {
  const name = `${"long-label-".repeat(5)}x.${"y".repeat(60)}.d${index}.example.com`;
  const role = { assumeRoleArn: `arn:aws:iam::${OTHER}:role/team/mail.zone` };
  const profile = { profile: "third", allowedAccountIds: [THIRD] };
  const both = {
    assumeRoleArn: { plan: `arn:aws:iam::${OTHER}:role/plan`, apply: `arn:aws:iam::${OTHER}:role/apply` },
  };
  const account =
    index === 1 ? both : index % 2 === 0 ? { allowedAccountIds: [HOME] } : index % 5 === 0 ? profile : role;
  return domainNamed(name, { region: REGIONS[index % 3] ?? "", account, stack: `stack-${index % 7}` });
});
const props: PermissionsProps = {
  domains,
  backend: { type: "s3", bucket: "example-state", region: "eu-west-1", prefix: "${mail}*/", kmsKeyId: "alias/state" },
  trust: { provider: "github", repository: "example/mail" },
};
const profiles = { home: HOME, other: OTHER, third: THIRD };

async function rolesOf(result: ReturnType<typeof permissions>, name: string) {
  expect(terraformFaults(result)).toEqual([]);
  const made = project(name, { profiles });
  writeFileSync(path.join(made.cwd, "roles.tf"), `${renderTerraform(result)}\n`);
  const variables = Object.entries(profiles).map(([profile, account]) => `profile_${account} = "${profile}"\n`);
  const wanted = variables.filter((line) => result.accounts.some(({ account }) => line.includes(account)));
  writeFileSync(path.join(made.cwd, "terraform.tfvars"), wanted.join(""));
  writeFileSync(path.join(made.cwd, "backend.tf"), 'terraform {\n  backend "local" {}\n}\n');
  expect(await made.terraform("init", "-input=false")).toMatchObject({ code: 0 });
  return made;
}

test("sixty domains in three accounts and regions: all is made, is what was asked for, and the next plan is empty", async () => {
  const result = permissions(props);
  const { folder, cwd, apply, plan, terraform } = await rolesOf(result, "sixty");
  execFileSync(TERRAFORM, ["fmt", "-check", "-diff", "roles.tf"], { cwd });
  expect((await apply()).output).toContain("Apply complete!");
  expect(await plan()).toMatchObject({ code: 0 });

  const world = World.open(folder);
  const roles = world.iam.values().filter(({ kind }) => kind === "role");
  for (const { account, roles: wanted } of result.accounts) {
    for (const { arn, trust, policies } of wanted) {
      const role = roles.find((one) => one.arn === arn);
      expect(role?.account).toBe(account);
      expect(JSON.parse(role?.document ?? "")).toEqual(trust);
      // The text that IAM gets is the policy, whatever in it looked like a template.
      const attached = [...(role?.attached ?? [])]
        .sort()
        .map((policy) => JSON.parse(world.iam.get(policy)?.document ?? ""));
      expect(attached).toEqual(policies);
    }
  }
  expect(roles).toHaveLength(7);
  expect(
    world.iam
      .values()
      .filter(({ kind }) => kind === "oidc-provider")
      .map(({ arn, audiences }) => [arn, audiences])
      .sort(),
  ).toEqual([
    [`arn:aws:iam::${HOME}:oidc-provider/token.actions.githubusercontent.com`, ["sts.amazonaws.com"]],
    [`arn:aws:iam::${THIRD}:oidc-provider/token.actions.githubusercontent.com`, ["sts.amazonaws.com"]],
  ]);
  world.close();
  const { output } = await terraform("output", "-json");
  expect(JSON.parse(output)).toMatchObject({ plan_role: { value: `arn:aws:iam::${HOME}:role/mailzone-plan` } });

  // An entry goes, and all of it comes down again.
  writeFileSync(path.join(cwd, "roles.tf"), renderTerraform(permissions({ ...props, domains: domains.slice(0, 40) })));
  expect((await apply()).output).toContain("Apply complete!");
  expect(await terraform("destroy", "-auto-approve")).toMatchObject({ code: 0 });
});

test("an account that has the OIDC provider keeps it, and credentials of another account make nothing", async () => {
  const trust = { provider: "gitlab", repository: "group/sub/mail", issuer: "https://gitlab.example.com" } as const;
  const domain = domainNamed("example.com", { account: { allowedAccountIds: [HOME] } });
  const result = permissions({ domains: [domain], trust });
  const { folder, cwd, apply, terraform } = await rolesOf(result, "existing");
  const known = await terraform("apply", "-auto-approve", `-target=aws_iam_openid_connect_provider.oidc_${HOME}`);
  expect(known.code).toBe(0);
  expect(await terraform("state", "rm", `aws_iam_openid_connect_provider.oidc_${HOME}`)).toMatchObject({ code: 0 });
  expect(flat((await apply()).output)).toContain(
    "EntityAlreadyExists: Provider with name gitlab.example.com already exists",
  );

  writeFileSync(path.join(cwd, "terraform.tfvars"), `profile_${HOME} = "home"\ncreate_oidc_provider_${HOME} = false\n`);
  expect((await apply()).output).toContain("Apply complete!");
  const world = World.open(folder);
  expect(world.iam.get(`arn:aws:iam::${HOME}:role/mailzone-apply`)?.document).toContain(
    '"gitlab.example.com:sub":"project_path:group/sub/mail:ref_type:branch:ref:main"',
  );
  world.close();

  writeFileSync(path.join(cwd, "terraform.tfvars"), `profile_${HOME} = "other"\n`);
  expect(flat((await apply()).output)).toContain(`AWS account ID not allowed: ${OTHER}`);
});
