// The permissions that are written, against the calls that the emulator was made: neither one too few nor one too many.
import { Project } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

const DOMAINS = (
  settings: string,
) => `defaults: {aws: {region: us-east-1, allowedAccountIds: ['111122223333']}, protect: false}
domains:
  - {domain: example.com, web: {www: {distribution: E1EXAMPLE23}}, dmarc: {rua: dmarc@example.com}, ${settings}}
`;

async function calls(): Promise<string[]> {
  const { stdout } = await project.run("emulator", "status", "--json");
  return (JSON.parse(stdout) as { calls: string[] }).calls;
}

/** What the role and the token for `purpose` may do. */
async function allowed(purpose: "plan" | "apply"): Promise<string[]> {
  const { stdout } = await project.run("permissions", "--format", "json", "--account", "111122223333");
  const { accounts, cloudflare } = JSON.parse(stdout) as {
    accounts: { roles: { purposes: string[]; policies: { Statement: { Action: string[] }[] }[] }[] }[];
    cloudflare: { purpose: string; scopes: { permission: string }[] }[];
  };
  const roles = accounts.flatMap(({ roles }) => roles).filter(({ purposes }) => purposes.includes(purpose));
  const actions = roles.flatMap(({ policies }) =>
    policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)),
  );
  const scopes = cloudflare
    .filter((token) => token.purpose === purpose)
    .flatMap((token) => token.scopes.map(({ permission }) => permission));
  return [...new Set([...actions, ...scopes])].sort();
}

test("a life of applies and a look at it, up to the destruction, calls just what their role may", async () => {
  project.write("domains.yaml", DOMAINS("configurationSet: news, dkim: {keyLength: 1024}"));
  await project.apply();
  for (const settings of [
    "configurationSet: other, dkim: {keyLength: 2048}, aws: {tags: {team: mail}}",
    "mailFrom: bounce",
  ]) {
    project.write("domains.yaml", DOMAINS(settings));
    await project.apply();
  }
  project.write("domains.yaml", DOMAINS("configurationSet: news"));
  await project.apply();

  project.write("domains.yaml", DOMAINS("configurationSet: news"));
  const applied = await allowed("apply");
  await project.run("verify", "--emulated");
  const destroyed = await project.run("destroy", "--all", "--yes", "--emulated");
  expect(destroyed).toMatchObject({ code: 0 });
  // Cloudflare's DNS Write lets a token read as well.
  expect((await calls()).filter((call) => call !== "DNS Read")).toEqual(applied);
});

test("a plan, adopt and verify call just what the plan's role may", async () => {
  project.write("domains.yaml", DOMAINS("configurationSet: news"));
  await project.apply();
  // The world as it is, its memory of calls gone.
  const journal = [".mailzone", "sandbox", "world.jsonl"];
  const kept = project
    .read(...journal)
    .split("\n")
    .filter((line) => !line.includes('"calls/'));
  project.write(journal.join("/"), kept.join("\n"));
  expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  expect(await project.run("adopt", "--emulated")).toMatchObject({ code: 0 });
  await project.run("verify", "--emulated");
  expect(await calls()).toEqual(await allowed("plan"));
});
