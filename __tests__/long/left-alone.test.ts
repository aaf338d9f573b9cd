// What goes with a setting that goes, by plan and apply and by cdktf alone: what is left to others stays, the rest is deleted.
import { domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(240_000);

const SPF = "spf: {include: _spf.example.net}";
const OFF = "dmarc: false, spf: false";
const OWN = "TXT, name: _dmarc, content: 'v=DMARC1; p=none; rua=mailto:a@example.com'";

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const write = (...entries: string[]) => project.write("domains.yaml", domainsYaml(...entries));
const entry = (rest: string) => entryOf("example.com", "us-east-1", rest);
const emptyPlan = async () =>
  expect(await project.runHere("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });

test("cdktf deploy leaves the records in place, too, and twice over", async () => {
  const deploy = async () =>
    expect(await project.run("emulator", "--", "cdktf", "deploy", "--auto-approve")).toMatchObject({ code: 0 });
  write(entry(SPF));
  await deploy();
  const { records } = await project.world();
  write(entry(OFF));
  await deploy();
  await deploy();
  expect((await project.world()).records).toEqual(records);
  await emptyPlan();
});

test("what was never there is nothing to forget", async () => {
  write(entry(OFF));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout).toMatch(/0 to destroy$/m);
  await project.apply();
  await emptyPlan();
});

test("a record of the file takes the place of the one that is left, and there is never a second", async () => {
  write(entry(SPF));
  await project.apply();
  write(entry(`dmarc: false, spf: false, records: {own: {type: ${OWN}}}`));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout).toContain("0 to import, 0 to add, 1 to change, 0 to destroy, 1 to forget");
  await project.apply();
  const { records } = await project.world();
  expect(records.filter((record) => record.includes(" _dmarc."))).toEqual([
    'TXT _dmarc.example.com "v=DMARC1; p=none; rua=mailto:a@example.com"',
  ]);
  await emptyPlan();
});

test("another entry takes over, and of several that had it one moves and the others go", async () => {
  const eu = (rest: string) => entryOf("example.com", "eu-west-1", `name: eu, mailFrom: bounce, ${rest}`);
  write(entry("dmarc: false"), eu("dmarc: {policy: none, rua: a@example.com}"));
  await project.apply();
  write(entry("dmarc: {policy: none}"), eu("dmarc: false"));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout).toContain("0 to import, 0 to add, 1 to change, 0 to destroy");
  await project.apply();
  expect((await project.world()).records.filter((record) => record.includes(" _dmarc."))).toEqual([
    'TXT _dmarc.example.com "v=DMARC1; p=none;"',
  ]);
  await emptyPlan();
});

test("every other setting that goes deletes what it published, and the review names it", async () => {
  const records = "records: {in: {type: MX, name: '@', content: mx.example.net, priority: 10}}";
  write(entry(`web: {www: d111111abcdef8.cloudfront.net}, ${records}, ${SPF}`));
  await project.apply();
  write(entry("web: false, mailFrom: false"));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout).toContain("0 to import, 0 to add, 0 to change, 6 to destroy");
  const { stdout } = await project.runHere("review", "--emulated", "--format", "json");
  const { domains } = JSON.parse(stdout) as { domains: { effects: { rule: string; risk: string }[] }[] };
  const rules = new Map(domains.flatMap(({ effects }) => effects.map(({ rule, risk }) => [rule, risk] as const)));
  expect(Object.fromEntries(rules)).toMatchObject({
    "spf-removed": "danger",
    "mx-removed": "danger",
    "web-removed": "caution",
  });
  expect([...rules.keys()].filter((rule) => rule.startsWith("mail-from"))).not.toEqual([]);
});
