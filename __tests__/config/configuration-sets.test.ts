// configurationSet in domains.yaml: a name, a map of a set that is made, or false.
import { parseConfiguration } from "../../lib/config/configuration";

const read = (text: string) => parseConfiguration([{ file: "domains.yaml", text }]);
const messages = (text: string) =>
  read(text)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ message, at }) => `${at?.line}:${at?.column} ${message}`);
const one = (set: string) =>
  `domains:\n  - domain: example.com\n    aws: {region: eu-west-1, tags: {team: mail}}\n    configurationSet: ${set}\n`;

test("a map has defaults for all that it leaves out", () => {
  const [domain] = read(
    one("{name: mail, tracking: click, events: {b: {types: [complaint, bounce, bounce], sns: true}}}"),
  ).domains;
  expect([domain?.configurationSet, domain?.madeSet]).toEqual([
    "mail",
    {
      name: "mail",
      reputationMetrics: false,
      sending: true,
      suppression: ["bounce", "complaint"],
      tls: "optional",
      tags: { team: "mail" },
      tracking: { domain: "click.example.com", https: "optional" },
      events: [
        {
          name: "b",
          types: ["bounce", "complaint"],
          enabled: true,
          target: { kind: "topic", topic: { name: "mail-b", subscribers: [] } },
        },
      ],
    },
  ]);
});

test("each kind of target", () => {
  const targets = [
    "sns: arn:aws:sns:eu-west-1:111122223333:mine",
    "sns: {topic: other, subscribers: [b@example.com, https://a.example/x, b@example.com]}",
    "eventBridge: true",
    "cloudWatch: {campaign: {from: message-tag, otherwise: none}}",
    "firehose: {stream: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/a', role: 'arn:aws:iam::111122223333:role/a'}",
  ];
  const events = targets.map((target, index) => `e${index}: {types: [send], ${target}}`).join(", ");
  const [domain] = read(one(`{name: mail, events: {${events}}}`)).domains;
  expect(domain?.madeSet?.events.map(({ target }) => target)).toEqual([
    { kind: "topic-arn", arn: "arn:aws:sns:eu-west-1:111122223333:mine" },
    { kind: "topic", topic: { name: "other", subscribers: ["b@example.com", "https://a.example/x"] } },
    { kind: "event-bridge" },
    { kind: "cloud-watch", dimensions: [{ name: "campaign", from: "message-tag", otherwise: "none" }] },
    {
      kind: "firehose",
      stream: "arn:aws:firehose:eu-west-1:111122223333:deliverystream/a",
      role: "arn:aws:iam::111122223333:role/a",
    },
  ]);
});

test("a set in defaults is shared, an entry that gives a name has its own, false has none, and a name stays one", () => {
  const { domains, findings } = read(
    `defaults: {aws: {region: eu-west-1}, dmarc: false, configurationSet: {name: mail, tls: require}}
domains:
  - domain: a.example
  - {domain: b.example, configurationSet: {name: b}}
  - {domain: c.example, configurationSet: false}
  - {domain: d.example, configurationSet: theirs}
`,
  );
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(domains.map(({ configurationSet, madeSet }) => [configurationSet, madeSet?.tls])).toEqual([
    ["mail", "require"],
    ["b", "require"],
    [undefined, undefined],
    ["theirs", undefined],
  ]);
});

test.each([
  [
    "{tls: require}",
    '4:23 configurationSet of "example.com" has no name: add a name to it, or write the name of a set that exists instead of the map',
  ],
  [
    "{name: a b}",
    '4:30 "configurationSet.name" of "example.com" is "a b": expected at most 64 letters, digits, hyphens and underscores',
  ],
  [
    "{name: a, tls: required}",
    /^4:38 "configurationSet\.tls" of "example\.com" is "required": did you mean "require"\?$/,
  ],
  [
    "{name: a, event: {}}",
    /^4:33 unknown key "event" in "configurationSet" of "example\.com": did you mean "events"\?$/,
  ],
  [
    "{name: a, events: {b: {types: [bounce]}}}",
    /^4:45 .*: expected exactly one of sns, eventBridge, cloudWatch, firehose$/,
  ],
  ["{name: a, events: {b: {types: [bounce], sns: true, eventBridge: true}}}", /^4:45 .*: expected exactly one of sns/],
  ["{name: a, events: {b: {types: [], sns: true}}}", /^4:53 .*: expected at least one type of event$/],
  ["{name: a, events: {b: {types: [bounced], sns: true}}}", /^4:54 .* is "bounced": did you mean "bounce"\?$/],
  [
    "{name: a, events: {b: {types: [bounce], sns: {subscribers: ['https://me:pass@x.example/']}}}}",
    /^4:83 .*leave the user and password out of the URL$/,
  ],
  [
    "{name: a, events: {b: {types: [bounce], sns: {subscribers: ['http://x.example/']}}}}",
    /^4:83 .*: expected https:\/\//,
  ],
  [
    "{name: a, events: {b: {types: [bounce], sns: 'arn:aws:sqs:eu-west-1:111122223333:q'}}}",
    /^4:68 .*: expected an ARN such as arn:aws:sns:/,
  ],
])("%s is one error at its place", (set, expected) => {
  expect(messages(one(set))).toEqual([typeof expected === "string" ? expected : expect.stringMatching(expected)]);
});
