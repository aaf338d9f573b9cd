// A first domains.yaml has the configuration set of an identity as a map, where adopt then finds nothing that differs.
import { initConfiguration } from "../../../lib/adopt/init/init";
import { matchSet } from "../../../lib/adopt/matching/sets";
import { parseConfiguration } from "../../../lib/config/configuration";
import type { Domain } from "../../../lib/dns/domain";
import type { ConfigurationSetState, EventDestinationState } from "../../../lib/ses/set";
import { ARTICLE, identity, ZONE, ZONE_ID } from "../zones";

const account = "111122223333";
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;
const event = (name: string, target: EventDestinationState["target"], enabled = true): EventDestinationState => ({
  name,
  enabled,
  types: ["SEND", "RENDERING_FAILURE"],
  ...(target && { target }),
});
const PLAIN: ConfigurationSetState = {
  name: "mail",
  sendingEnabled: true,
  suppressedReasons: ["BOUNCE", "COMPLAINT"],
  tlsPolicy: "OPTIONAL",
  reputationMetrics: false,
  tags: {},
  destinations: [],
};
const BUS = arn("events", "event-bus/default");

function drafted(set: ConfigurationSetState | undefined, tags = {}) {
  const { yaml = "", notes } = initConfiguration({
    zone: { name: ZONE, id: ZONE_ID },
    live: ARTICLE,
    identities: [identity({ configurationSet: "mail", tags })],
    sets: new Map(set && [["us-east-1/mail", set]]),
  });
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: yaml }]);
  return { domain: domains[0]!, notes, errors: findings.filter(({ severity }) => severity === "error") };
}

test.each<[string, ConfigurationSetState, Record<string, string>?]>([
  ["as SES makes it", PLAIN],
  ["with options that Terraform leaves alone", { ...PLAIN, others: { archive: "x" } }],
  [
    "with everything that can be said",
    {
      ...PLAIN,
      sendingEnabled: false,
      suppressedReasons: ["COMPLAINT"],
      tlsPolicy: "REQUIRE",
      reputationMetrics: true,
      tags: { team: "mail", "aws:cloudformation:stack-name": "old" },
      destinations: [
        event("topic", { kind: "sns", topicArn: arn("sns", "feedback") }),
        event("bus", { kind: "event-bridge", busArn: BUS }, false),
        event("stream", {
          kind: "firehose",
          stream: arn("firehose", "deliverystream/mail"),
          role: `arn:aws:iam::${account}:role/ses`,
        }),
        event("metrics", {
          kind: "cloud-watch",
          dimensions: [{ name: "campaign", source: "MESSAGE_TAG", otherwise: "none" }],
        }),
      ],
    },
  ],
  ["with the tags of its identity", { ...PLAIN, tags: { team: "mail" } }, { team: "mail" }],
  ["without the tags of its identity", PLAIN, { team: "mail" }],
  ["without a suppression list", { ...PLAIN, suppressedReasons: [] }],
])("a set %s is a map that changes nothing", (_name, set, tags = {}) => {
  const { domain, notes, errors } = drafted(set, tags);
  expect(errors).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('"mail" of "example.com" is written as a map')]);
  const seen = { account, set, topics: new Map() };
  const matches = matchSet(domain as Domain & Pick<Required<Domain>, "madeSet">, seen);
  expect(matches.map(({ status, changes }) => [status, changes])).toEqual(
    ["set", ...set.destinations].map(() => ["identical", []]),
  );
});

const { suppressedReasons: _of, ...byAccount } = PLAIN;
test.each<[string, ConfigurationSetState | undefined]>([
  ["could not be read", undefined],
  ["leaves its suppression list to the account", byAccount],
  ["has a tracking domain", { ...PLAIN, tracking: { domain: "click.example.com", httpsPolicy: "OPTIONAL" } }],
  ["has options of other kinds", { ...PLAIN, others: { "dedicated IP pool": "mail" } }],
  ["has a tag that looks like a secret", { ...PLAIN, tags: { key: "AKIAIOSFODNN7EXAMPLE" } }],
  ["publishes to another bus", { ...PLAIN, destinations: [event("a", { kind: "event-bridge", busArn: `${BUS}2` })] }],
  ["publishes to Pinpoint", { ...PLAIN, destinations: [event("a", { kind: "other", name: "Pinpoint" })] }],
  ["does not tell where it publishes", { ...PLAIN, destinations: [event("a", undefined)] }],
  [
    "publishes events of a new type",
    { ...PLAIN, destinations: [{ ...event("a", { kind: "event-bridge", busArn: BUS }), types: ["READ"] }] },
  ],
  [
    "has a dimension of a new kind",
    {
      ...PLAIN,
      destinations: [
        event("a", { kind: "cloud-watch", dimensions: [{ name: "a", source: "DIGEST", otherwise: "b" }] }),
      ],
    },
  ],
])("a set that %s is named", (_name, set) => {
  const { domain, notes, errors } = drafted(set);
  expect([errors, domain.configurationSet, domain.madeSet]).toEqual([[], "mail", undefined]);
  expect(notes).toEqual([expect.stringContaining('"mail" of "example.com" is named and not managed')]);
});
