// A state with a role for plan and one for apply, by the real Terraform on a store that knows who asks: the plan's role never
// writes, the apply's does, and a plan that was saved with the one is not applied with it.
import path from "node:path";
import { type Emulator, startEmulator } from "../../packages/emulator/index";
import { domainsYaml, entryOf, Project } from "../helpers/project";
import { S3_ENV, S3Store, s3Backend } from "../helpers/s3-store";

jest.setTimeout(90_000);

const PLAN = "arn:aws:iam::111122223333:role/state-plan";
const APPLY = "arn:aws:iam::111122223333:role/state-apply";
const STATE = "/state/mailzone/mail.tfstate";

let store: S3Store;
let project: Project;
let emulator: Emulator;

beforeEach(async () => {
  store = await new S3Store().start();
  store.readers.add(PLAN);
  project = new Project(configured("mailFrom: false"));
  const folder = path.join(project.folder, ".mailzone", "sandbox");
  emulator = await startEmulator({ folder, purpose: "test", pid: process.pid, log: () => {}, http: true });
  const { TF_REATTACH_PROVIDERS = "", CLOUDFLARE_BASE_URL = "", CLOUDFLARE_API_TOKEN = "" } = emulator.environment({});
  project.env = { ...S3_ENV, TF_REATTACH_PROVIDERS, CLOUDFLARE_BASE_URL, CLOUDFLARE_API_TOKEN };
});
afterEach(async () => {
  await emulator.stop();
  project.remove();
  await store.stop();
});

function configured(settings: string, bucket = "state"): string {
  const roles = `assumeRoleArn: {plan: '${PLAN}', apply: '${APPLY}'}, assumeRoleExternalId: 'team/1', `;
  const endpoints = `endpoints: {s3: '${store.url}', sts: '${store.url}'}`;
  const backend = s3Backend(store.url, bucket).replace(/endpoints: \{[^}]*\}/, `${roles}${endpoints}`);
  return `backend: ${backend}\n${domainsYaml(entryOf("example.com", "us-east-1", `stack: mail, protect: false, ${settings}`))}`;
}

const run = (command: string, ...args: string[]) => project.run(command, "--no-preflight", ...args);
const roles = () => [...new Set(store.assumed)];
const written = () => store.asked.filter((one) => /^(?:PUT|DELETE) /.test(one));
/** From now on. */
function forget(): void {
  store.assumed.length = 0;
  store.asked.length = 0;
}

test("a plan reads by the one role and takes no lock; its apply plans again by the other, and applies that", async () => {
  expect(await run("plan")).toMatchObject({ code: 0 });
  expect([roles(), written()]).toEqual([[PLAN], []]);

  forget();
  expect(await run("apply")).toMatchObject({ code: 0 });
  expect(roles()).toEqual([APPLY]);
  expect(written()).toContain(`PUT ${STATE}`);
  expect(store.objects.has(`${STATE}.tflock`)).toBe(false);

  forget();
  expect(await run("plan", "--fail-on-changes")).toMatchObject({ code: 0 });
  expect([roles(), written()]).toEqual([[PLAN], []]);

  project.write("domains.yaml", configured("dmarc: {policy: none, testing: true}"));
  forget();
  expect(await run("plan")).toMatchObject({ code: 0 });
  // Somebody else applies meanwhile: what was planned is not what would be done.
  store.objects.delete(STATE);
  const stale = await run("apply");
  expect(stale.code).toBe(2);
  expect(stale.stderr).toContain('the saved plan of stack "mail" is stale');
  expect(written()).toEqual([]);
});

test("a reviewed digest holds for both roles, and a destruction has the one that writes", async () => {
  await run("plan");
  const { stdout } = await project.run("review", "--format", "json");
  const digest = (JSON.parse(stdout) as { stacks: { digest: string }[] }).stacks[0]?.digest;
  forget();
  expect(await run("apply", "--expect", `mail=${digest}`)).toMatchObject({ code: 0 });
  expect(roles()).toEqual([APPLY]);
  forget();
  expect(await project.run("destroy", "--all", "--yes")).toMatchObject({ code: 0 });
  expect(roles()).toEqual([APPLY]);
});

test("a pipeline's plan has the role that reads, and its apply the one that writes", async () => {
  expect(await project.run("ci", "plan", "--all")).toMatchObject({ code: 0 });
  expect([roles(), written()]).toEqual([[PLAN], []]);
  forget();
  const applied = await project.run("ci", "apply", "--expect-file", "mailzone-review/expect");
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("mail: applied: ") });
  expect(roles()).toEqual([APPLY]);
  expect(written()).toContain(`PUT ${STATE}.tflock`);
});

test("another bucket is Terraform's error, although the role is passed each time", async () => {
  expect(await run("plan")).toMatchObject({ code: 0 });
  project.write("domains.yaml", configured("mailFrom: false", "other"));
  const moved = await run("plan");
  expect(moved.code).toBe(2);
  expect(moved.stderr).toContain("Backend configuration changed");
});
