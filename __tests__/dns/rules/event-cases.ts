// Configurations that the rules for configuration sets refuse.
import type { ConfigurationSet, EventDestination } from "../../../lib/dns/configuration-set";
import type { Domain } from "../../../lib/dns/domain";
import { domainNamed } from "../../helpers/domains";
import { type Cases, QUIET } from "./cases";

const SET: ConfigurationSet = {
  name: "mail",
  reputationMetrics: false,
  sending: true,
  suppression: ["bounce"],
  tls: "optional",
  tags: {},
  events: [],
};
const withSet = (changes: Partial<ConfigurationSet> = {}, domain: Domain = QUIET): Domain => ({
  ...domain,
  configurationSet: SET.name,
  madeSet: { ...SET, ...changes },
});
const other = domainNamed("example.org", { dmarc: "v=DMARC1; p=reject" });
const topic = (name: string, topicName = "feedback"): EventDestination => ({
  name,
  types: ["bounce"],
  enabled: true,
  target: { kind: "topic", topic: { name: topicName, subscribers: [] } },
});
const tracking = (domain: string): Partial<ConfigurationSet> => ({ tracking: { domain, https: "optional" } });

export const EVENT_CASES: Cases = {
  "configuration-set-once": [
    [
      [withSet(), withSet({ tls: "require", sending: false }, other)],
      'configurationSet "mail" of "example.org" has other settings than that of "example.com" (sending, tls), and both are one set in us-east-1: put the settings into defaults, or give one of them its own name',
    ],
    [
      [withSet(), withSet({}, { ...other, stack: "second" })],
      'configurationSet "mail" of "example.org" is made by the stack "second", and by "mailzone" for "example.com": in one of them write its name instead of the map, or another name',
    ],
  ],
  "configuration-set-topic": [
    [
      [withSet({ events: [topic("bounces"), topic("complaints")] })],
      'the topic "feedback" of "complaints" of "mail" is made by "bounces" of "mail" too: list all types under one of them, or give one another topic',
    ],
  ],
  "configuration-set-events": [
    [
      [withSet({ events: Array.from({ length: 11 }, (_, n) => topic(`e${n}`, `t${n}`)) })],
      'configurationSet "mail" has 11 event destinations, SES takes 10: put types that go to one target together',
    ],
  ],
  "configuration-set-tracking": [
    [
      [withSet(tracking("click.example.net"))],
      'tracking "click.example.net" is not within "example.com", which SES has verified: use a name such as "click.example.com", or make a set for each domain',
    ],
    [
      [withSet(tracking("mail.example.com"))],
      'tracking "mail.example.com" is the MAIL FROM domain: use a name such as "click.example.com"',
    ],
    [
      [withSet(tracking("example.com"))],
      'tracking "example.com" is the domain itself: use a name such as "click.example.com"',
    ],
  ],
  "configuration-set-tracking-record": [
    [
      [withSet({ tracking: { domain: "click.example.com", https: "require" } })],
      'tracking "click.example.com" has no CNAME here, so tracked links lead nowhere: add one under records, to the CloudFront distribution in front',
    ],
  ],
  "configuration-set-region": [
    [
      [
        withSet({
          events: [
            { ...topic("bounces"), target: { kind: "topic-arn", arn: "arn:aws:sns:eu-west-1:111122223333:mail" } },
          ],
        }),
      ],
      'events "bounces" (eu-west-1) of "mail" leave us-east-1: SES publishes in its own region only',
    ],
  ],
};
