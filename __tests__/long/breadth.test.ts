// Entries that leave, and stacks of which one fails.
import { domainsYaml, type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const again = () => project.runHere("plan", "--emulated", "--fail-on-changes");

test("a released domain stays and is forgotten, an absent one goes while it is still listed, and check --base wants just that", async () => {
  const entry = (name: string, rest = "") =>
    `{domain: ${name}, aws: {region: us-east-1}, dmarc: {rua: d@example.com}${rest}}`;
  project.write("domains.yaml", domainsYaml(entry("example.com"), entry("example.org")));
  await project.apply();
  project.write("base.yaml", project.read("domains.yaml"));

  project.write("domains.yaml", domainsYaml(entry("example.com")));
  const dropped = await project.runHere("check", "--base", "base.yaml");
  expect(dropped).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^base\.yaml:6:5: error: "example\.org" is dropped, and its mail stops/),
  });

  project.write(
    "domains.yaml",
    domainsYaml(entry("example.com", ", state: released"), entry("example.org", ", state: absent, protect: false")),
  );
  expect(await project.runHere("check", "--base", "base.yaml")).toMatchObject({ code: 0 });
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout.split("\n")).toContain(
    "emulated: mailzone: 0 to import, 0 to add, 0 to change, 8 to destroy, 8 to forget",
  );
  expect(await project.runHere("apply", "--emulated", "--allow-destroy", "example.org")).toMatchObject({ code: 0 });
  expect(await project.world()).toMatchObject({
    identities: ["example.com us-east-1 SUCCESS"],
    records: { length: 6 },
  });
  expect(await again()).toMatchObject({ code: 0 });
});

test("a stack that fails leaves the others alone, and the end says how to go on", async () => {
  const entry = (name: string) =>
    `{domain: ${name}, stack: ${name.replace(".", "-")}, aws: {region: us-east-1}, dmarc: {rua: d@example.com}}`;
  project.write(
    "domains.yaml",
    ["domains:", ...["a.example", "b.example", "c.example"].map((name) => `  - ${entry(name)}`)].join("\n"),
  );
  await project.runHere("plan", "--emulated");
  await project.runHere("emulator", "fault", "error", "--type", "aws_sesv2_email_identity", "--name", "b.example");
  const apply = await project.runHere("apply", "--emulated");
  expect(apply.code).toBe(2);
  expect(apply.stdout.split("\n").map((line) => line.split(":").slice(1, 3).join(":"))).toEqual([
    " a-example: applied",
    " b-example: failed",
    " c-example: applied",
    "",
  ]);
  expect(apply.stderr).toContain(
    "1 of 3 stacks did not come to their end: fix what they reported and go on with mailzone plan b-example --emulated",
  );
  await project.runHere("plan", "--emulated", "b-example");
  const rest = await project.runHere("apply", "--emulated");
  expect(rest).toMatchObject({ code: 0, stderr: expect.stringContaining("emulated: a-example: already applied") });
});

test("zones and distributions by lookup, several accounts, one domain in two regions, and records of any type", async () => {
  project.write(
    "domains.yaml",
    `defaults: {aws: {region: us-east-1}, dmarc: {rua: dmarc@example.com}}
domains:
  - domain: example.com
    dkim: {keyLength: 1024}
    configurationSet: news
    aws: {tags: {team: mail}}
    spf: {amazonses: true, ip4: 192.0.2.0/24}
    web: {www: {distribution: E1EXAMPLE23}, '@': {distribution: E1EXAMPLE23, proxied: true}}
    comment: \${not} a template
    overrides: {dmarc: {ttl: 600, comment: security}}
    records:
      verify: {type: TXT, name: '@', content: 'proof "1"'}
      caa: {type: CAA, name: '@', data: {flags: 0, tag: issue, value: amazon.com}}
      srv: {type: SRV, name: _sip._tcp, data: {priority: 10, weight: 5, port: 5060, target: sip.example.com}}
      aaaa: {type: AAAA, name: sip, content: '2001:db8::1'}
  - {domain: example.com, name: eu, aws: {region: eu-west-1}, mailFrom: bounce-eu}
  - {domain: example.org, aws: {assumeRoleArn: 'arn:aws:iam::111122223333:role/mail', allowedAccountIds: ['111122223333']}}
`,
  );
  expect(await project.runHere("check")).toMatchObject({ code: 0 });
  await project.apply();
  expect(await again()).toMatchObject({ code: 0, stdout: "emulated: mailzone: no changes\n" });
  const { identities, records } = await project.world();
  expect(identities).toEqual([
    "example.com eu-west-1 SUCCESS",
    "example.com us-east-1 SUCCESS",
    "example.org us-east-1 SUCCESS",
  ]);
  expect(records.filter((record) => record.includes("_dmarc."))).toHaveLength(2);
  expect(records).toContain('TXT example.com "v=spf1 ip4:192.0.2.0/24 include:amazonses.com ~all"');
});
