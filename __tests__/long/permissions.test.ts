// The permissions that are written, against the calls that the emulator was made: neither one too few nor one too many.
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const DOMAINS = (
  settings: string,
) => `defaults: {aws: {region: us-east-1, allowedAccountIds: ['111122223333']}, protect: false}
domains:
  - {domain: example.com, web: {www: {distribution: E1EXAMPLE23}}, dmarc: {rua: dmarc@example.com}, ${settings}}
`;

async function calls(): Promise<string[]> {
  const { stdout } = await project.run("emulator", "status", "--json");
  // Whoever has credentials may ask whose they are: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  return (JSON.parse(stdout) as { calls: string[] }).calls.filter((call) => call !== "sts:GetCallerIdentity");
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

const SENDERS = "senders: {shop: 'arn:aws:iam::111122223333:role/shop'}, testAddresses: [you@example.net]";

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
  project.write("domains.yaml", DOMAINS(`configurationSet: news, ${SENDERS}`));
  // The role has no policy yet, so it is asked whether there is the role.
  await project.run("adopt", "--emulated");
  await project.apply();

  const applied = await allowed("apply");
  await project.run("verify", "--emulated");
  const destroyed = await project.run("destroy", "--all", "--yes", "--emulated");
  expect(destroyed).toMatchObject({ code: 0 });
  // Cloudflare's DNS Write lets a token read as well.
  expect((await calls()).filter((call) => call !== "DNS Read")).toEqual(applied);
});

test("a life of a configuration set with topics, up to its destruction, calls just what the roles may", async () => {
  const set = (settings: string, events: string) =>
    DOMAINS(`dkim: {keyLength: 1024}, configurationSet: {name: mail, ${settings}, events: {feedback: {${events}}}}`);
  const topic = (more: string) => `types: [bounce, complaint], sns: {subscribers: [ops@example.com${more}]}`;
  project.write("domains.yaml", set("tls: optional, tags: {a: b}", topic("")));
  await project.apply();
  // A subscription that its receiver has confirmed is read by another call.
  await project.run("emulator", "edit", "confirm", "ops@example.com");
  expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  const settings =
    "tls: require, sending: false, reputationMetrics: true, suppression: [], tracking: click, tags: {c: d}";
  project.write("domains.yaml", set(settings, topic(", https://hooks.example.com/ses")));
  await project.apply();
  expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  project.write("domains.yaml", set(settings.replace("tags: {c: d}", "tags: {}"), "types: [send], eventBridge: true"));
  const made = await allowed("apply");
  await project.apply();
  expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  project.write("domains.yaml", set(settings, topic("")));
  const role = new Set([...(await allowed("apply")), ...made]);
  await project.run("verify", "--emulated");
  await project.run("adopt", "--emulated");
  expect(await project.run("destroy", "--all", "--yes", "--emulated")).toMatchObject({ code: 0 });
  const called = (await calls()).filter((call) => call !== "DNS Read");
  expect(called.filter((call) => !role.has(call))).toEqual([]);
  // Another name and other keys of the identity are no part of this life.
  const unused = [...role].filter((action) => !called.includes(action));
  expect(unused).toEqual([
    "ses:PutEmailIdentityConfigurationSetAttributes",
    "ses:PutEmailIdentityDkimSigningAttributes",
  ]);
});

test("a plan, adopt and verify call just what the plan's role may", async () => {
  project.write("domains.yaml", DOMAINS(`configurationSet: news, ${SENDERS}`));
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
  // A role that has no policy yet is asked whether it is there.
  project.write("domains.yaml", DOMAINS(`configurationSet: news, ${SENDERS.replace("shop:", "web:")}`));
  await project.run("adopt", "--emulated");
  expect(await calls()).toEqual(await allowed("plan"));
});
