import fs from "node:fs";
import type { ConfigurationSet } from "../../lib/dns/configuration-set";
import type { Domain } from "../../lib/dns/domain";
import { READ_DISTRIBUTION, READ_IDENTITY, WRITE_IDENTITY } from "../../lib/permissions/actions";
import { type PermissionsProps, permissions } from "../../lib/permissions/permissions";
import { POLICY_LIMIT, type Statement } from "../../lib/permissions/policy";
import {
  awsCloudfrontDistributionData,
  awsSesv2EmailIdentity,
  awsSesv2EmailIdentityMailFromAttributes,
} from "../../packages/emulator/internals/resources";
import { ApiError } from "../../packages/emulator/internals/world";
import { ARTICLE, domainNamed, ZONE_ID } from "../helpers/domains";

const ACCOUNT = "111122223333";

function policiesOf(props: PermissionsProps, purpose: "plan" | "apply", index = 0) {
  const { roles = [] } = permissions(props).accounts[index] ?? {};
  return roles.find(({ purposes }) => purposes.includes(purpose))?.policies ?? [];
}

const statementsOf = (props: PermissionsProps, purpose: "plan" | "apply", index = 0): Statement[] =>
  policiesOf(props, purpose, index).flatMap(({ Statement }) => Statement);
const byName = (all: readonly Statement[]) => Object.fromEntries(all.map((one) => [one.Sid, one]));

test("a foreign identity is only read, also by the apply", () => {
  const domains = [{ ...ARTICLE, identity: "existing", configurationSet: "mail" } as const];
  for (const purpose of ["plan", "apply"] as const)
    expect(statementsOf({ domains, account: ACCOUNT }, purpose).map(({ Sid }) => Sid)).toEqual([
      "ReadIdentities",
      "ReadAccount",
      "ReadSets",
    ]);
});

test("the identities of test addresses are read and written by their own names", () => {
  const testAddresses = ["a+1@example.net", "you@example.net"];
  const domains = [{ ...ARTICLE, testAddresses }];
  const arns = testAddresses.map((address) => `arn:aws:ses:us-east-1:${ACCOUNT}:identity/${address}`);
  const of = (purpose: "plan" | "apply", all: readonly Domain[]) =>
    statementsOf({ domains: all, account: ACCOUNT }, purpose)
      .filter(({ Sid }) => Sid.endsWith("Identities"))
      .map(({ Sid, Resource }) => [Sid, Resource.filter((arn) => arn.includes("@"))]);
  expect(of("plan", domains)).toEqual([["ReadIdentities", arns]]);
  expect(of("apply", domains)).toEqual([
    ["ReadIdentities", arns],
    ["WriteIdentities", arns],
  ]);
  // Of an identity that somebody else owns, the addresses are still ours.
  expect(of("apply", [{ ...domains[0]!, identity: "existing" }])).toContainEqual(["WriteIdentities", arns]);
  expect(of("apply", [{ ...domains[0]!, state: "released" }])).toEqual([["ReadIdentities", arns]]);
});

test("the policies of senders are read by both roles and written by the apply, at exactly their roles", () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/jobs/shop`;
  const domains = [{ ...ARTICLE, senders: [{ key: "shop", role, from: [] }] }];
  const ofSenders = (purpose: "plan" | "apply", all: readonly Domain[] = domains) =>
    statementsOf({ domains: all, account: ACCOUNT }, purpose).filter(({ Sid }) => Sid.endsWith("Senders"));
  const read = { Sid: "ReadSenders", Effect: "Allow", Action: ["iam:GetRole", "iam:GetRolePolicy"], Resource: [role] };
  expect(ofSenders("plan")).toEqual([read]);
  expect(ofSenders("apply")).toEqual([
    read,
    { ...read, Sid: "WriteSenders", Action: ["iam:DeleteRolePolicy", "iam:PutRolePolicy"] },
  ]);
  expect(ofSenders("apply", [ARTICLE])).toEqual([]);
  expect(ofSenders("apply", [{ ...domains[0]!, state: "released" }])).toEqual([read]);
  expect(permissions({ domains, account: ACCOUNT }).notes).toContainEqual(expect.stringContaining(role));
});

test("a certificate is requested without a resource, which IAM knows none of, by DNS in its region alone", () => {
  const domains = [{ ...ARTICLE, certificate: { names: ["www.example.com"], wait: false } }];
  const all = (purpose: "plan" | "apply", of: readonly Domain[] = domains) =>
    byName(statementsOf({ domains: of, account: ACCOUNT }, purpose).filter(({ Sid }) => Sid.endsWith("Certificates")));
  const certificates = [`arn:aws:acm:us-east-1:${ACCOUNT}:certificate/*`];
  expect(Object.keys(all("plan")).sort()).toEqual(["ListCertificates", "ReadCertificates"]);
  expect(all("apply")).toMatchObject({
    ListCertificates: { Action: ["acm:ListCertificates"], Resource: ["*"] },
    ReadCertificates: { Resource: certificates },
    WriteCertificates: { Resource: certificates },
    RequestCertificates: {
      Action: ["acm:RequestCertificate"],
      Resource: ["*"],
      Condition: { StringEquals: { "acm:ValidationMethod": "DNS", "aws:RequestedRegion": "us-east-1" } },
    },
  });
  expect(all("apply", [ARTICLE])).toEqual({});
});

test("the identity of a domain without mail may be read where the others have theirs, and written nowhere", () => {
  const quiet: Domain = { ...ARTICLE, entry: "quiet", domain: "quiet.example", mail: "none", region: "" };
  const identities = (domains: readonly Domain[]) =>
    statementsOf({ domains, account: ACCOUNT }, "apply").flatMap(({ Sid, Resource }) =>
      Sid.endsWith("Identities") ? [[Sid, Resource]] : [],
    );
  const arn = (name: string) => `arn:aws:ses:us-east-1:${ACCOUNT}:identity/${name}`;
  expect(identities([ARTICLE, quiet])).toEqual([
    ["ReadIdentities", [arn("example.com"), arn("quiet.example")]],
    ["WriteIdentities", [arn("example.com")]],
  ]);
  expect(identities([quiet])).toEqual([]);
});

describe("the article's domain", () => {
  const props = { domains: [ARTICLE], account: ACCOUNT };
  const identity = [`arn:aws:ses:us-east-1:${ACCOUNT}:identity/example.com`];

  test("the plan reads its identity and whether the account may send, and nothing else", () => {
    expect(statementsOf(props, "plan")).toEqual([
      {
        Sid: "ReadIdentities",
        Effect: "Allow",
        Action: ["ses:GetEmailIdentity", "ses:ListTagsForResource"],
        Resource: identity,
      },
      { Sid: "ReadAccount", Effect: "Allow", Action: ["ses:GetAccount"], Resource: ["*"] },
    ]);
  });

  test("the apply writes it too, and may not send", () => {
    const { WriteIdentities } = byName(statementsOf(props, "apply"));
    expect(WriteIdentities).toEqual({
      Sid: "WriteIdentities",
      Effect: "Allow",
      Action: [...WRITE_IDENTITY].sort(),
      Resource: identity,
    });
    expect(JSON.stringify(permissions(props).accounts)).not.toContain("SendEmail");
  });

  test("Cloudflare's tokens are for its zone", () => {
    const zones = [{ name: "example.com", id: ZONE_ID }];
    expect(permissions(props).cloudflare).toEqual([
      { purpose: "plan", scopes: [{ permission: "DNS Read", zones }] },
      { purpose: "apply", scopes: [{ permission: "DNS Write", zones }] },
    ]);
  });
});

test("a zone without an id has to be looked up", () => {
  const domains = [ARTICLE, domainNamed("example.org", { zone: { name: "example.org" } })];
  expect(permissions({ domains }).cloudflare[0]?.scopes[1]).toEqual({
    permission: "Zone Read",
    zones: [{ name: "example.org" }],
  });
});

test("a configuration set and a distribution are allowed where they are named", () => {
  const web = [{ name: "www.example.com", distribution: "EDFDVBD6EXAMPLE", proxied: false, ttl: 1 }];
  const props = { domains: [{ ...ARTICLE, configurationSet: "news", web }], account: ACCOUNT };
  const { ConfigurationSets, ReadDistributions } = byName(statementsOf(props, "apply"));
  expect(ConfigurationSets?.Resource).toEqual([`arn:aws:ses:us-east-1:${ACCOUNT}:configuration-set/news`]);
  expect(ReadDistributions).toMatchObject({
    Action: ["cloudfront:GetDistribution", "cloudfront:ListTagsForResource"],
    Resource: [`arn:aws:cloudfront::${ACCOUNT}:distribution/EDFDVBD6EXAMPLE`],
  });
  expect(statementsOf(props, "plan").map(({ Sid }) => Sid)).toEqual([
    "ReadIdentities",
    "ReadAccount",
    "ReadSets",
    "ReadDistributions",
  ]);
});

test("a set that is made, its topics and the role of its stream are allowed by their own ARNs", () => {
  const madeSet: ConfigurationSet = {
    name: "mail",
    reputationMetrics: false,
    sending: true,
    suppression: [],
    tls: "optional",
    tags: {},
    events: [
      {
        name: "bounces",
        types: ["bounce"],
        enabled: true,
        target: { kind: "topic", topic: { name: "mail-bounces", subscribers: [] } },
      },
      {
        name: "lake",
        types: ["send"],
        enabled: true,
        target: {
          kind: "firehose",
          stream: `arn:aws:firehose:us-east-1:${ACCOUNT}:deliverystream/mail`,
          role: `arn:aws:iam::${ACCOUNT}:role/ses`,
        },
      },
    ],
  };
  const domains = [{ ...ARTICLE, configurationSet: "mail", madeSet }, domainNamed("example.org", { madeSet })];
  const props = { domains, account: ACCOUNT };
  const resources = (purpose: "plan" | "apply") =>
    Object.fromEntries(statementsOf(props, purpose).map(({ Sid, Resource }) => [Sid, Resource]));
  const [set, topic] = [
    `arn:aws:ses:us-east-1:${ACCOUNT}:configuration-set/mail`,
    `arn:aws:sns:us-east-1:${ACCOUNT}:mail-bounces`,
  ];
  expect(resources("plan")).toMatchObject({ ReadSets: [set], ReadTopics: [topic] });
  expect(Object.keys(resources("plan"))).not.toContain("WriteSets");
  expect(resources("apply")).toMatchObject({
    ReadSets: [set],
    WriteSets: [set],
    ReadTopics: [topic],
    WriteTopics: [topic],
    PassStreamRoles: [`arn:aws:iam::${ACCOUNT}:role/ses`],
  });
});

test("a released entry is read and no longer written, in its partition", () => {
  const domains = [ARTICLE, domainNamed("example.org", { state: "released", region: "us-gov-west-1" })];
  const { ReadIdentities, WriteIdentities } = byName(statementsOf({ domains }, "apply"));
  expect(ReadIdentities?.Resource).toContain("arn:aws-us-gov:ses:us-gov-west-1:*:identity/example.org");
  expect(WriteIdentities?.Resource).toHaveLength(1);
});

test("many identities are dealt to policies that AWS takes, very many are allowed by region", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => domainNamed(`d${index}.example.com`));
  const documents = policiesOf({ domains: many(300), account: ACCOUNT }, "apply");
  expect(documents.length).toBeGreaterThan(1);
  for (const document of documents) expect(JSON.stringify(document).length).toBeLessThanOrEqual(POLICY_LIMIT);
  const all = documents.flatMap(({ Statement }) => Statement);
  const written = all.filter(({ Sid }) => Sid.startsWith("WriteIdentities")).flatMap(({ Resource }) => Resource);
  expect(new Set(written).size).toBe(300);

  const wide = permissions({ domains: many(3000), account: ACCOUNT });
  expect(wide.notes.join("\n")).toContain("they are allowed by region");
  expect(JSON.stringify(wide.accounts)).toContain(`arn:aws:ses:us-east-1:${ACCOUNT}:identity/*`);
});

test("the order of entries changes nothing", () => {
  const domains = [ARTICLE, domainNamed("example.org"), domainNamed("example.net", { region: "eu-west-1" })];
  expect(permissions({ domains: [...domains].reverse() })).toEqual(permissions({ domains }));
});

describe("against the calls that the emulator answers", () => {
  /** The calls that a service's functions record. */
  const callsOf = (service: string) => {
    const source = fs.readFileSync(`packages/emulator/src/services/${service}.ts`, "utf8");
    return [...source.matchAll(/noteCall\("(ses:\w+)"\)/g)].map(([, call]) => call);
  };

  test("SES: what is written and read is allowed, and nothing else", () => {
    // Neither the provider nor mailzone turns signing off: the emulator has that call for people.
    const calls = ["aws/ses-identities", "aws/ses-tags"]
      .flatMap(callsOf)
      .filter((call) => !/DkimAttributes$/.test(call ?? ""));
    expect([...new Set(calls)].sort()).toEqual([...READ_IDENTITY, ...WRITE_IDENTITY].sort());
  });

  test("each resource type's calls, as its errors name them", () => {
    const failure = new ApiError(400, "BadRequestException", "");
    const value = { email_identity: "example.com" };
    const named = [awsSesv2EmailIdentity, awsSesv2EmailIdentityMailFromAttributes].flatMap((type) =>
      (["create", "read", "update", "delete"] as const).map(
        (operation) => /SESv2: (\w+)/.exec(type.diagnose(operation, value, failure).summary)?.[1],
      ),
    );
    const allowed: readonly string[] = [...READ_IDENTITY, ...WRITE_IDENTITY];
    expect(named.filter((call) => !allowed.includes(`ses:${call}`))).toEqual([]);
    const { summary } = awsCloudfrontDistributionData.diagnose("read", { id: "E1" }, failure);
    expect(READ_DISTRIBUTION).toContain(`cloudfront:${/CloudFront: (\w+)/.exec(summary)?.[1]}`);
  });
});
