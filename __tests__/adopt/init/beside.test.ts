// A first domains.yaml has the senders whose policies mailzone wrote, the test addresses that can only be ours, and tracking domains whose
// CNAME stands. What is of others is left alone, with a note.
import type { AdoptInitOptions } from "../../../lib/adopt/init/entry-sources";
import { initConfiguration } from "../../../lib/adopt/init/init";
import type { SeenAddresses } from "../../../lib/adopt/init/test-addresses";
import { matchSenders, matchTestAddresses } from "../../../lib/adopt/matching/senders";
import { parseConfiguration } from "../../../lib/config/configuration";
import { senderDocument, senderPolicyName } from "../../../lib/dns/sending";
import type { RolePolicies } from "../../../lib/ses/set";
import { ARTICLE, identity, live, ZONE, ZONE_ID } from "../zones";

const PLACE = { entry: "example.com", domain: "example.com", region: "us-east-1" } as const;
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

function drafted(options: Partial<AdoptInitOptions>) {
  const { yaml = "", notes } = initConfiguration({
    zone: { name: ZONE, id: ZONE_ID },
    live: ARTICLE,
    identities: [identity()],
    ...options,
  });
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: yaml }]);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return { yaml, domains, domain: domains[0]!, notes };
}

/** A role with the policy that mailzone gives it. */
function sender(key: string, role: string, from: readonly string[] = [], place: object = {}): RolePolicies {
  const [one, at] = [
    { key, role: roleArn(role), from },
    { ...PLACE, ...place },
  ];
  const document = JSON.stringify(senderDocument(one, at), null, 2);
  return { role: one.role, policies: { [senderPolicyName(one, at)]: document } };
}

test("roles with the policies that mailzone writes are senders, and adopt finds nothing to change", () => {
  const roles = [
    sender("shop", "apps/shop"),
    sender("news-1", "news", ["a@example.com", "b@news.example.com"]),
    { role: roleArn("other"), policies: { own: '{"Statement": []}' } },
  ];
  const { domain, notes } = drafted({ roles });
  expect(domain.senders).toEqual([
    { key: "news-1", role: roleArn("news"), from: ["a@example.com", "b@news.example.com"] },
    { key: "shop", role: roleArn("apps/shop"), from: [] },
  ]);
  expect(notes).toEqual([expect.stringContaining("the roles under senders")]);
  const seen = new Map(
    roles.map(({ policies }, at) => [
      ["shop", "news-1", "-"][at]!,
      { kind: "policy" as const, document: Object.values(policies)[0]! },
    ]),
  );
  expect(matchSenders(domain, seen).map(({ status }) => status)).toEqual(["identical", "identical"]);
});

test("the policy includes the ARN of a configuration set", () => {
  const identities = [identity({ configurationSet: "mail" })];
  const roles = [sender("shop", "shop", [], { configurationSet: "mail" }), sender("late", "late")];
  const { domain, notes } = drafted({ identities, roles });
  expect(domain.senders?.map(({ key }) => key)).toEqual(["shop"]);
  expect(notes.join("\n")).toContain(`left alone: policies of ${roleArn("late")} that name the identity "example.com"`);
});

test.each<[string, RolePolicies[]]>([
  ["has another name", [{ role: roleArn("a"), policies: { mine: Object.values(sender("a", "a").policies)[0]! } }]],
  [
    "says more",
    [
      {
        role: roleArn("a"),
        policies: {
          "mailzone-example.com-a-us-east-1":
            '{"Statement": [{"Resource": "arn:aws:ses:us-east-1:111122223333:identity/example.com"}]}',
        },
      },
    ],
  ],
  ["is of a key that domains.yaml does not take", [sender("A b", "a")]],
  ["is of an address elsewhere", [sender("a", "a", ["a@example.net"])]],
])("a policy that %s is left alone", (_name, roles) => {
  const { domain, notes } = drafted({ roles });
  expect(domain.senders).toBeUndefined();
  expect(notes).toEqual([expect.stringMatching(/^left alone: /)]);
});

test("two roles with the same policy, a policy of another entry, and texts that are no policies", () => {
  const roles = [
    sender("a", "first"),
    sender("a", "second"),
    sender("a", "third", [], { entry: "other" }),
    { role: roleArn("${x}\u202e\n"), policies: { "mailzone-example.com-x-us-east-1": 'no ":identity/example.com"' } },
  ];
  const { domain, notes } = drafted({ roles });
  expect(domain.senders).toEqual([{ key: "a", role: roleArn("first"), from: [] }]);
  expect(notes[1]).toMatch(
    /^left alone: policies of .*role\/\$\{x\}.*role\/second.*role\/third that name the identity "example.com"/,
  );
  expect(notes.join("")).not.toMatch(/[\n\u202e]/);
});

const address = (domain: string, rest = {}) => identity({ domain, mailFrom: null, ...rest });
const seen = (rest: Partial<SeenAddresses>): Pick<AdoptInitOptions, "addresses"> => ({
  addresses: new Map([["us-east-1", { domains: ["example.com"], addresses: [], more: 0, ...rest }]]),
});

test("the addresses of a region are test addresses where all its domains are of this file", () => {
  const addresses = [address("you@example.net"), address("Ann@example.org")];
  const { domain, notes } = drafted(seen({ addresses }));
  expect(domain.testAddresses).toEqual(["Ann@example.org", "you@example.net"]);
  expect(notes).toEqual([expect.stringContaining("since no other domain is there")]);
  const found = new Map(addresses.map((one) => [one.domain, one]));
  expect(matchTestAddresses(domain, found).map(({ status }) => status)).toEqual(["identical", "identical"]);
});

test("beside domains of others a comment has the line, which domains.yaml takes", () => {
  const { yaml, domain, notes } = drafted(
    seen({ domains: ["example.com", "shop.example"], addresses: [address("you@example.net")] }),
  );
  expect(domain.testAddresses).toBeUndefined();
  expect(notes).toEqual([expect.stringContaining("a comment in the file says how to manage them")]);
  const line = /^ *# (testAddresses: .*)$/m.exec(yaml)?.[1];
  const { domains } = parseConfiguration([
    { file: "domains.yaml", text: yaml.replace(/^( *)- domain:/m, `$1- ${line}\n$1  domain:`) },
  ]);
  expect(domains[0]?.testAddresses).toEqual(["you@example.net"]);
});

test("an address with settings of its own, of a verified domain, or with a text that is no address, is left alone", () => {
  const addresses = [
    address("a@example.net", { configurationSet: "mail" }),
    address("b@example.net", { tags: { team: "mail" } }),
    address("c@news.example.com"),
    address("*@example.net"),
  ];
  const { domain, notes } = drafted(seen({ addresses, more: 3 }));
  expect(domain.testAddresses).toBeUndefined();
  expect(notes).toEqual([expect.stringContaining("left alone: 7 of the 7 addresses that SES has in us-east-1")]);
});

test("the first entry of a region has its addresses, with the tags of its identity", () => {
  const tags = { team: "mail" };
  const identities = [identity({ tags }), identity({ domain: "shop.example.com", mailFrom: null })];
  const { domains } = drafted({
    identities,
    ...seen({ domains: ["example.com", "shop.example.com"], addresses: [address("you@example.net", { tags })] }),
  });
  expect(domains.map(({ testAddresses }) => testAddresses)).toEqual([["you@example.net"], undefined]);
});

const SET = {
  name: "mail",
  sendingEnabled: true,
  suppressedReasons: ["BOUNCE", "COMPLAINT"],
  tlsPolicy: "OPTIONAL",
  reputationMetrics: false,
  destinations: [],
  tracking: { domain: "click.example.com", httpsPolicy: "OPTIONAL" },
};

test.each<[string, string, object, boolean]>([
  ["leads to SES", "CNAME click.example.com r.us-east-1.awstrack.me", {}, true],
  ["leads to another region", "CNAME click.example.com r.eu-west-1.awstrack.me", {}, false],
  ["is proxied", "CNAME click.example.com r.us-east-1.awstrack.me", { proxied: true }, false],
  ["is no CNAME", "A click.example.com 192.0.2.1", {}, false],
])("a tracking domain whose record %s", (_name, record, rest, isMade) => {
  const { domain, notes } = drafted({
    live: [...ARTICLE, live(record, rest)],
    identities: [identity({ configurationSet: "mail" })],
    sets: new Map([["us-east-1/mail", SET]]),
  });
  expect([domain.configurationSet, domain.madeSet?.tracking]).toEqual([
    "mail",
    isMade ? { domain: "click.example.com", https: "optional" } : undefined,
  ]);
  expect(notes).toEqual([expect.stringContaining(isMade ? "is written as a map" : "is named and not managed")]);
});
