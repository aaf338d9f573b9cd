// Where states come from, how each zone is listed once and each identity asked once, and what is said of what cannot be read.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Workspace } from "../../../lib/app/context";
import { realProjectData } from "../../../lib/app/create-workspace";
import { findDrift } from "../../../lib/app/drift/drift";
import { CloudflareError } from "../../../lib/cloudflare/error";
import type { ZoneRecord } from "../../../lib/cloudflare/zone-record";
import type { BackendSettings } from "../../../lib/config/schema/backend";
import type { Identity, IdentityLocation, SesFailure } from "../../../lib/ses/identity";
import type { ConfigurationSetState } from "../../../lib/ses/set";
import { ARTICLE, domains, identity, ZONE, ZONE_ID } from "../../adopt/zones";
import { identityJson, RESOURCES, stateText, told } from "../../drift/applied";
import { FakeTerraform } from "../../helpers/fake-terraform";
import { testShell } from "../../helpers/in-process";

let folder: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-drift-")));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const CONFIG = { domains: domains("{domain: example.com, stack: mail}") };
const STATE = "terraform.mail.tfstate";

/** What the clouds answer, and what was asked of them. */
class Clouds {
  zone: readonly ZoneRecord[] | Error = ARTICLE;
  found: Identity | null | SesFailure = identity();
  set: ConfigurationSetState | null | SesFailure = null;
  accountId = "111122223333";
  readonly asked: string[] = [];

  workspace(terraform?: FakeTerraform, env: Readonly<Record<string, string>> = {}): Workspace {
    const { shell } = testShell({ cwd: folder, env, ...(terraform === undefined ? {} : { run: terraform.run }) });
    const cloudflare = {
      zoneId: () => Promise.reject(new Error("a zone is never looked up by its name")),
      listRecords: async ({ name, id }: { name: string; id: string }) => {
        this.asked.push(`list ${name} ${id}`);
        if (this.zone instanceof Error) throw this.zone;
        return [...this.zone];
      },
    };
    const ses = {
      identity: async ({ domain, region, account }: IdentityLocation) => {
        this.asked.push(`identity ${domain} ${region} ${JSON.stringify(account)}`);
        return this.found;
      },
      configurationSet: async ({ region }: IdentityLocation, name: string) => {
        this.asked.push(`set ${name} ${region}`);
        return this.set;
      },
      accountId: async () => {
        this.asked.push("account");
        return { id: this.accountId };
      },
    };
    const clients = { ...shell.clients, createCloudflare: () => cloudflare, createSes: () => ses };
    const binary = { file: "terraform", product: "Terraform", version: "1.11.4" } as const;
    return {
      ...shell,
      ...realProjectData(folder),
      terraform: { binary: Promise.resolve(binary) },
      clients: clients as unknown as Workspace["clients"],
    } as Workspace;
  }
}

const write = (text: string, file = STATE) => fs.writeFileSync(path.join(folder, file), text);
const ASKED = ["identity example.com us-east-1 {}", `list ${ZONE} ${ZONE_ID}`];

test("a local state is read without Terraform; each zone is listed once, and SES asked once for an identity and its MAIL FROM", async () => {
  const clouds = new Clouds();
  const terraform = new FakeTerraform("{}");
  write(stateText());
  expect(await findDrift(clouds.workspace(terraform), CONFIG)).toMatchObject({ state: "clean", unknown: [] });
  expect(terraform.calls).toEqual([]);
  expect([...clouds.asked].sort()).toEqual(ASKED);
});

test.each<[string, () => void, string]>([
  ["is not there", () => {}, "does not exist: nothing was applied yet, or the state is elsewhere"],
  ["is a folder", () => fs.mkdirSync(path.join(folder, STATE)), "is no file: put the state there"],
  [
    "is a link",
    () => {
      write(stateText(), "elsewhere");
      fs.symlinkSync("elsewhere", path.join(folder, STATE));
    },
    "is a link, and none is followed to a state: put the file itself there",
  ],
])("a state that %s is unknown", async (_, make, why) => {
  make();
  const clouds = new Clouds();
  const drift = await findDrift(clouds.workspace(), CONFIG);
  expect(drift.state).toBe("unknown");
  expect(told(drift)).toEqual([`the state of stack "mail", "${path.join(folder, STATE)}", ${why}`]);
  expect(clouds.asked).toEqual([]);
});

test("an unknown stack is refused, and a state without a stack is reported", async () => {
  const clouds = new Clouds();
  await expect(findDrift(clouds.workspace(), CONFIG, { stacks: ["other"] })).rejects.toThrow(
    'stack "other" is not in the configuration: the stacks are mail',
  );
  write(stateText());
  write(stateText(), "terraform.old.tfstate");
  const drift = await findDrift(clouds.workspace(), CONFIG);
  expect(drift.state).toBe("unknown");
  expect(told(drift)).toEqual([expect.stringMatching(/^"terraform\.old\.tfstate" is the state of a stack that/)]);
  expect(await findDrift(clouds.workspace(), CONFIG, { stacks: ["mail"] })).toMatchObject({ state: "clean" });
});

test("a zone and an identity that cannot be read are unknown, in Cloudflare's and AWS's words", async () => {
  const clouds = new Clouds();
  clouds.zone = new CloudflareError("denied", 'zone "example.com" was refused with 403');
  clouds.found = { kind: "throttled", message: "ses:GetEmailIdentity is throttled" };
  write(stateText());
  const drift = await findDrift(clouds.workspace(), CONFIG);
  expect(drift.state).toBe("unknown");
  expect(told(drift).sort()).toEqual(["ses:GetEmailIdentity is throttled", 'zone "example.com" was refused with 403']);
  clouds.zone = new TypeError("a defect");
  await expect(findDrift(clouds.workspace(), CONFIG)).rejects.toThrow("a defect");
});

test("an identity that is missing in another account than its own is unknown, and no drift", async () => {
  const clouds = new Clouds();
  clouds.found = null;
  write(stateText());
  expect(told(await findDrift(clouds.workspace(), CONFIG))[0]).toMatch(/^gone aws_sesv2_email_identity danger/);
  clouds.accountId = "444455556666";
  const drift = await findDrift(clouds.workspace(), CONFIG);
  expect(drift.state).toBe("unknown");
  expect(told(drift)).toEqual([
    'identity "example.com" in us-east-1 was made in the account 111122223333, and the credentials lead to 444455556666: use others',
  ]);
});

test("a set is asked for once, with its events; one that is missing elsewhere or cannot be read is unknown, and no drift", async () => {
  const clouds = new Clouds();
  const ofSet = (type: string, more: object) => ({
    ...identityJson(),
    type: `aws_sesv2_${type}`,
    name: `mail__us-east-1${type === "configuration_set" ? "" : "__feedback"}`,
    instances: [{ attributes: { configuration_set_name: "mail", region: "us-east-1", tags_all: {}, ...more } }],
  });
  const set = ofSet("configuration_set", { arn: "arn:aws:ses:us-east-1:111122223333:configuration-set/mail" });
  const events = ofSet("configuration_set_event_destination", { event_destination_name: "feedback" });
  write(stateText([...RESOURCES, events, set]));
  const drift = () =>
    findDrift(clouds.workspace(), CONFIG).then(({ state, ...rest }) => [state, ...told({ state, ...rest })]);
  const [gone, ...which] = await drift();
  expect([gone, which.length]).toEqual(["drift", 2]);
  expect(clouds.asked.filter((one) => one.startsWith("set"))).toEqual(["set mail us-east-1"]);
  clouds.accountId = "444455556666";
  expect(await drift()).toEqual([
    "unknown",
    'configuration set "mail" in us-east-1 was made in the account 111122223333, and the credentials lead to 444455556666: use others',
  ]);
  clouds.set = { kind: "denied", message: "ses:GetConfigurationSet is denied" };
  expect(await drift()).toEqual(["unknown", "ses:GetConfigurationSet is denied"]);
});

test("SES is asked with the account that the state names, which the entry may no longer have", async () => {
  const role = "arn:aws:iam::111122223333:role/mail";
  const provider = 'provider["registry.terraform.io/hashicorp/aws"].role-111122223333-mail';
  const [one, ...others] = RESOURCES.map((resource) =>
    resource.type.startsWith("aws") ? { ...resource, provider } : resource,
  );
  write(stateText([one ?? identityJson(), ...others]));
  const entry = (aws: string) => domains(`{domain: example.com, stack: mail, aws: {region: us-east-1, ${aws}}}`);
  const clouds = new Clouds();
  expect(await findDrift(clouds.workspace(), { domains: entry(`assumeRoleArn: "${role}"`) })).toMatchObject({
    state: "clean",
  });
  expect(clouds.asked).toContain(`identity example.com us-east-1 ${JSON.stringify({ assumeRoleArn: role })}`);
  const drift = await findDrift(new Clouds().workspace(), { domains: entry("profile: other") });
  expect(told(drift)).toEqual([
    'identity "example.com" in us-east-1 was made in an account to which no entry leads any more: run mailzone plan',
  ]);
});

test("a difference found while the state is written is unknown, because an apply is under way", async () => {
  const clouds = new Clouds();
  clouds.zone = ARTICLE.slice(1);
  write(stateText());
  const workspace = clouds.workspace();
  expect(await findDrift(workspace, CONFIG)).toMatchObject({ state: "drift" });
  const list = workspace.clients.createCloudflare({ env: {} }).listRecords;
  const createCloudflare = () => ({
    zoneId: async () => "",
    listRecords: async (zone: { readonly name: string; readonly id: string }) => {
      write(stateText(RESOURCES, { serial: 4 }));
      return list(zone);
    },
  });
  const drift = await findDrift({ ...workspace, clients: { ...workspace.clients, createCloudflare } }, CONFIG);
  expect(drift).toMatchObject({ state: "unknown", domains: [] });
  expect(told(drift)).toEqual([
    'the state of stack "mail" was written while this looked: run it again when the apply has ended',
  ]);
});

const HTTP: BackendSettings = { type: "http", address: "https://state.example.com/{stack}" } as BackendSettings;

test("a state of another backend is pulled in a folder that has nothing but the backend", async () => {
  const clouds = new Clouds();
  const terraform = new FakeTerraform("{}");
  const folders: string[] = [];
  terraform.instead = ({ command, options }) => {
    folders.push(`${command} ${path.relative(folder, options.cwd)} ${options.env.TF_DATA_DIR ?? "-"}`);
    return command === "state" ? { stdout: stateText() } : undefined;
  };
  const workspace = clouds.workspace(terraform, { TF_DATA_DIR: "/shared" });
  expect(await findDrift(workspace, { ...CONFIG, backend: HTTP })).toMatchObject({ state: "clean" });
  const own = path.join(".mailzone", "drift", "mail");
  expect(folders).toEqual([`init ${own} -`, `state ${own} -`]);
  expect(JSON.parse(fs.readFileSync(path.join(folder, own, "backend.tf.json"), "utf8"))).toEqual({
    terraform: { backend: { http: { address: "https://state.example.com/mail" } } },
  });
  expect(fs.readdirSync(path.join(folder, own)).sort()).toEqual([".terraform", "backend.tf.json"]);

  // Another run finds the folder as it was; another backend makes it anew.
  await findDrift(workspace, { ...CONFIG, backend: HTTP });
  expect(folders.slice(2)).toEqual([`state ${own} -`]);
  await findDrift(workspace, {
    ...CONFIG,
    backend: { ...HTTP, address: "https://other.example.com/{stack}" } as BackendSettings,
  });
  expect(folders.slice(3)).toEqual([`init ${own} -`, `state ${own} -`]);
});

test("the message of a refused state pull is reported as unknown", async () => {
  const terraform = new FakeTerraform("{}");
  terraform.instead = ({ command }) =>
    command === "state"
      ? { code: 1, stderr: "Error: Failed to get state\n\nHTTP remote state endpoint\nrequires auth\n" }
      : undefined;
  const drift = await findDrift(new Clouds().workspace(terraform), { ...CONFIG, backend: HTTP });
  expect(drift.state).toBe("unknown");
  expect(told(drift)).toEqual([
    'the state of stack "mail" cannot be pulled: Failed to get state: HTTP remote state endpoint requires auth',
  ]);
});

test("a folder of ours that is a link is refused, and nothing is written behind it", async () => {
  const elsewhere = path.join(folder, "elsewhere");
  fs.mkdirSync(elsewhere);
  fs.mkdirSync(path.join(folder, ".mailzone"));
  fs.symlinkSync(elsewhere, path.join(folder, ".mailzone", "drift"));
  const found = findDrift(new Clouds().workspace(new FakeTerraform("{}")), { ...CONFIG, backend: HTTP });
  await expect(found).rejects.toThrow(/is a link/);
  expect(fs.readdirSync(elsewhere)).toEqual([]);
});
