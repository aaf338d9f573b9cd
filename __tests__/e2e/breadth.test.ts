// What domains.yaml can ask for beyond the article, planned, applied and planned again with nothing left to do.
import { Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

const again = () => project.run("plan", "--sandbox", "--fail-on-changes");

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
  expect(await project.run("check")).toMatchObject({ code: 0 });
  await project.apply();
  expect(await again()).toMatchObject({ code: 0, stdout: "sandbox: mailzone: no changes\n" });
  const { identities, records } = await project.world();
  expect(identities).toEqual([
    "example.com eu-west-1 SUCCESS",
    "example.com us-east-1 SUCCESS",
    "example.org us-east-1 SUCCESS",
  ]);
  expect(records.filter((record) => record.includes("_dmarc."))).toHaveLength(2);
  expect(records).toContain('TXT example.com "v=spf1 ip4:192.0.2.0/24 include:amazonses.com ~all"');
});
