// Identities and MAIL FROMs: what is imported, and what the first apply would take off.
import { matchIdentity } from "../../../lib/adopt/matching/identity";
import { managedIds } from "../../../lib/adopt/matching/match";
import type { Identity } from "../../../lib/ses/identity";
import { domains, identity, told } from "../zones";

const match = (entry: string, seen: Identity | null) => {
  const [domain] = domains(entry);
  return domain === undefined ? [] : matchIdentity(domain, seen);
};

test("an identity that is as the entry says is imported by its domain and region", () => {
  const matches = match("{domain: example.com}", identity());
  expect(matches).toEqual([
    {
      entry: "example.com",
      id: "identity",
      status: "identical",
      subject: "example.com in us-east-1",
      zone: null,
      importId: "example.com@us-east-1",
      fingerprint: expect.stringMatching(/^v1-[0-9a-f]{32}$/),
      changes: [],
      notes: [],
    },
    {
      entry: "example.com",
      id: "mail-from",
      status: "identical",
      subject: "MAIL FROM mail.example.com in us-east-1",
      zone: null,
      importId: "example.com@us-east-1",
      fingerprint: expect.stringMatching(/^v1-[0-9a-f]{32}$/),
      changes: [],
      notes: [],
    },
  ]);
});

test("a foreign identity is never imported", () => {
  expect(match("{domain: example.com, identity: existing}", identity())).toEqual([]);
});

const keyed = (dkim: Partial<Identity["dkim"]>) => identity({ mailFrom: null, dkim: { ...identity().dkim, ...dkim } });

const cases: readonly [what: string, entry: string, seen: Identity | null, expected: readonly string[]][] = [
  ["none is created", "{domain: example.com}", null, ["identity absent", "mail-from absent"]],
  [
    "one without a MAIL FROM gets it as new",
    "{domain: example.com}",
    identity({ mailFrom: null }),
    ["identity identical", "mail-from absent"],
  ],
  [
    "configuration set and tags that are not declared would be taken off",
    "{domain: example.com, aws: {tags: {team: mail}}}",
    identity({ configurationSet: "set", tags: { team: "web", cost: "7", "aws:x": "y" } }),
    [
      "identity different",
      "  configurationSet: set -> ",
      "  tag cost: 7 -> ",
      "  tag team: web -> mail",
      "  its configuration set is taken off: to keep it write configurationSet: set",
      "  its tags cost are taken off: to keep them write them to aws.tags",
      "mail-from identical",
    ],
  ],
  [
    "another MAIL FROM moves",
    "{domain: example.com, mailFrom: {domain: bounce, onMxFailure: reject}}",
    identity(),
    [
      "identity identical",
      "mail-from different",
      "  mailFrom.domain: mail.example.com -> bounce.example.com",
      "  mailFrom.onMxFailure: use-default -> reject",
      '  its MAIL FROM moves from "mail.example.com": to keep it write mailFrom: mail.example.com',
    ],
  ],
  [
    "a MAIL FROM in capitals is the same one",
    "{domain: example.com}",
    identity({
      mailFrom: { domain: "MAIL.Example.com", status: "SUCCESS", behaviorOnMxFailure: "USE_DEFAULT_VALUE" },
    }),
    ["identity identical", "mail-from different", "  mailFrom.domain: MAIL.Example.com -> mail.example.com"],
  ],
  [
    "a MAIL FROM that is not wanted stays",
    "{domain: example.com, mailFrom: false}",
    identity(),
    [
      "identity identical",
      '  it has the MAIL FROM "mail.example.com", which stays and is not managed: mailFrom is false',
    ],
  ],
  [
    "another key length makes new tokens",
    "{domain: example.com, mailFrom: false, dkim: {keyLength: 2048}}",
    identity({ mailFrom: null, dkim: { ...identity().dkim, nextKeyLength: "RSA_1024_BIT" } }),
    [
      "identity different",
      "  dkim.keyLength: 1024 -> 2048",
      "  another key length makes new tokens, which the DKIM records follow in the same mailzone apply; leave dkim.keyLength out to keep the keys",
    ],
  ],
  [
    "a key of its own is a clash",
    "{domain: example.com, mailFrom: false}",
    keyed({ origin: "EXTERNAL", tokens: ["selector"] }),
    [
      "identity clash",
      "  it has its own DKIM key instead of three tokens, so its DKIM records would be wrong: switch it to Easy DKIM in SES, or leave the domain out; until then it signs as it does now",
    ],
  ],
  [
    "a key of its own that failed does not sign, however many selectors are told",
    "{domain: example.com, mailFrom: false}",
    keyed({ origin: "EXTERNAL", status: "FAILED", tokens: ["a", "b", "c"] }),
    [
      "identity clash",
      "  it has its own DKIM key instead of three tokens, so its DKIM records would be wrong: switch it to Easy DKIM in SES, or leave the domain out; it signs nothing now (DKIM is FAILED)",
    ],
  ],
  [
    "one without tokens has no key of its own",
    "{domain: example.com, mailFrom: false}",
    keyed({ status: "NOT_STARTED", tokens: [], signingEnabled: false }),
    [
      "identity clash",
      `  it has no DKIM tokens of SES's (DKIM is NOT_STARTED): run "mailzone verify example.com --retry --yes", which asks SES for them and changes nothing else, then adopt again`,
    ],
  ],
  [
    "one without tokens whose DKIM works in a way that is not told",
    "{domain: example.com, mailFrom: false}",
    keyed({ tokens: [] }),
    [
      "identity clash",
      "  it has no DKIM tokens of SES's (DKIM is SUCCESS): switch it to Easy DKIM in SES, then adopt again",
    ],
  ],
  [
    "one whose keys of another region have not come",
    "{domain: example.com, mailFrom: false}",
    keyed({ origin: "AWS_SES_AF_SOUTH_1", status: "FAILED", tokens: [] }),
    [
      "identity clash",
      '  it is to take its DKIM keys from af-south-1, and has none yet (DKIM is FAILED): look in SES whether "example.com" is there in af-south-1 with keys that SES has made, or switch it to Easy DKIM in us-east-1',
    ],
  ],
  [
    "an origin that is not known is not guessed at",
    "{domain: example.com, mailFrom: false}",
    keyed({ origin: "AWS_VAULT" }),
    [
      "identity clash",
      "  it has DKIM keys of an origin that mailzone does not know (AWS_VAULT): switch it to Easy DKIM in SES, or leave the domain out",
    ],
  ],
  [
    "one whose signatures are turned off is adopted as it is",
    "{domain: example.com, mailFrom: false}",
    keyed({ signingEnabled: false }),
    [
      "identity identical",
      "  it signs nothing: DKIM signatures are turned off, and stay off until they are turned on in SES",
    ],
  ],
  [
    "keys of another region are three as well",
    "{domain: example.com}",
    identity({ dkim: { ...identity().dkim, origin: "AWS_SES_EU_WEST_1" } }),
    ["identity identical", "mail-from identical"],
  ],
  ["an entry that is released is not looked at", "{domain: example.com, state: released}", identity(), []],
];

test.each(cases)("%s", (_what, entry, seen, expected) => {
  expect(told(match(entry, seen))).toEqual(expected);
});

test("what is in the state is managed; identity and MAIL FROM are told apart", () => {
  const [domain] = domains("{domain: example.com}");
  const values = { email_identity: "example.com", region: "us-east-1" };
  const managed = managedIds([
    { name: "x", type: "aws_sesv2_email_identity", values },
    { name: "x", type: "null_resource", values: {} },
  ]);
  expect(domain && matchIdentity(domain, identity(), managed).map(({ id, status }) => `${id} ${status}`)).toEqual([
    "identity managed",
    "mail-from identical",
  ]);
});

test("the same identity in another account is not managed by the first one's entry, only by what no entry has any more", () => {
  const [first, second] = domains(
    "{domain: example.com}",
    "{domain: example.com, name: other, aws: {profile: other}, mailFrom: other, dmarc: false}",
  );
  const values = { email_identity: "example.com", region: "us-east-1" };
  const type = "aws_sesv2_email_identity";
  const statuses = (entry?: string) => {
    const managed = managedIds([{ name: "x", type, entry, values }]);
    return [first, second].map((domain) => domain && matchIdentity(domain, identity(), managed)[0]?.status);
  };
  expect(statuses("example.com")).toEqual(["managed", "identical"]);
  expect(statuses("other")).toEqual(["identical", "managed"]);
  expect(statuses()).toEqual(["managed", "managed"]);
});
