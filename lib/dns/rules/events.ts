// Rules for the configuration sets that entries have made, and for their events.

import { accountAlias } from "../account-alias";
import type { ConfigurationSet } from "../configuration-set";
import type { Domain } from "../domain";
import { trackingHost } from "../kinds/tracking";
import { madeSets } from "../made-sets";
import { isWithin } from "../names";
import { type CheckProblem, type CheckRule, perDomain } from "./rule";

type Maker = Domain & { readonly madeSet: ConfigurationSet };

/** By entry, so that the order of the file does not change the findings. */
const inOrder = (domains: readonly Domain[]) => [...domains].sort((a, b) => (a.entry < b.entry ? -1 : 1));

const makersOf = (domains: readonly Domain[]): readonly Maker[] =>
  inOrder(domains).flatMap((domain) => (domain.madeSet === undefined ? [] : [{ ...domain, madeSet: domain.madeSet }]));

export const EVENT_CHECKS: readonly CheckRule[] = [
  {
    id: "configuration-set-once",
    severity: "error",
    fixed: true,
    reference: "Amazon SES API v2, CreateConfigurationSet: AlreadyExistsException",
    summary:
      "Entries that make a configuration set of the same name in one account and region have the same stack and settings.",
    check: ({ domains }) => {
      const first = new Map<string, Maker>();
      return makersOf(domains).flatMap((maker): CheckProblem[] => {
        const { entry, region, account, madeSet, stack } = maker;
        const key = JSON.stringify([madeSet.name, region, accountAlias(account)]);
        const other = first.get(key);
        if (other === undefined) first.set(key, maker);
        if (other === undefined) return [];
        const name = `configurationSet "${madeSet.name}"`;
        if (other.stack !== stack) {
          const fix = `in one of them write its name instead of the map, or another name`;
          const message = `${name} of "${entry}" is made by the stack "${stack}", and by "${other.stack}" for "${other.entry}": ${fix}`;
          return [{ domain: entry, message }];
        }
        const differing = Object.keys({ ...other.madeSet, ...madeSet }).filter((setting) => {
          const of = (set: ConfigurationSet) => JSON.stringify(set[setting as keyof ConfigurationSet]);
          return of(other.madeSet) !== of(madeSet);
        });
        if (differing.length === 0) return [];
        const fix = "put the settings into defaults, or give one of them its own name";
        const message = `${name} of "${entry}" has other settings than that of "${other.entry}" (${differing.join(", ")}), and both are one set in ${region}: ${fix}`;
        return [{ domain: entry, message }];
      });
    },
  },
  {
    id: "configuration-set-topic",
    severity: "error",
    fixed: true,
    reference: "Amazon SNS API, CreateTopic: an existing topic of the name is taken over",
    summary: "Each event destination that makes a topic has its own.",
    check: ({ domains }) => {
      const first = new Map<string, string>();
      return madeSets(inOrder(domains)).flatMap(({ entry, region, account, madeSet }) =>
        madeSet.events.flatMap(({ name, target }): CheckProblem[] => {
          if (target.kind !== "topic") return [];
          const key = JSON.stringify([target.topic.name, region, accountAlias(account)]);
          const event = `"${name}" of "${madeSet.name}"`;
          const other = first.get(key);
          if (other === undefined) first.set(key, event);
          if (other === undefined) return [];
          const fix = "list all types under one of them, or give one another topic";
          return [
            { domain: entry, message: `the topic "${target.topic.name}" of ${event} is made by ${other} too: ${fix}` },
          ];
        }),
      );
    },
  },
  {
    id: "configuration-set-events",
    severity: "error",
    fixed: true,
    reference: "Amazon SES, Service quotas: event destinations of a configuration set",
    summary: "A configuration set has at most ten event destinations.",
    check: perDomain(({ madeSet }) => {
      if (madeSet === undefined || madeSet.events.length <= 10) return undefined;
      return `configurationSet "${madeSet.name}" has ${madeSet.events.length} event destinations, SES takes 10: put types that go to one target together`;
    }),
  },
  {
    id: "configuration-set-tracking",
    severity: "error",
    reference: "Amazon SES, Configuring custom domains to handle open and click tracking",
    summary: "The domain of tracked links is the domain or below it, and not its MAIL FROM domain.",
    check: perDomain(({ domain, madeSet, mailFrom }) => {
      const tracking = madeSet?.tracking?.domain;
      if (tracking === undefined) return undefined;
      if (!isWithin(tracking, domain))
        return `tracking "${tracking}" is not within "${domain}", which SES has verified: use a name such as "click.${domain}", or make a set for each domain`;
      if (tracking !== mailFrom?.domain && tracking !== domain) return undefined;
      return `tracking "${tracking}" is ${tracking === domain ? "the domain itself" : "the MAIL FROM domain"}: use a name such as "click.${domain}"`;
    }),
  },
  {
    id: "configuration-set-tracking-record",
    severity: "warning",
    reference: "Amazon SES, Configuring custom domains to handle open and click tracking",
    summary: "The domain of tracked links has a CNAME.",
    check: perDomain(({ madeSet, region }, { byName }) => {
      const tracking = madeSet?.tracking;
      if (tracking === undefined || (byName.get(tracking.domain) ?? []).some(({ type }) => type === "CNAME"))
        return undefined;
      const target = tracking.https === "optional" ? trackingHost(region) : "the CloudFront distribution in front";
      return `tracking "${tracking.domain}" has no CNAME here, so tracked links lead nowhere: add one under records, to ${target}`;
    }),
  },
  {
    id: "configuration-set-region",
    severity: "error",
    fixed: true,
    reference: "Amazon SES, Event destinations: the topic and the stream are in the region of the set",
    summary: "Topics and streams of events are in the region of the set.",
    check: perDomain(({ madeSet, region }) => {
      const far = (madeSet?.events ?? []).flatMap(({ name, target }) => {
        const arn = target.kind === "topic-arn" ? target.arn : target.kind === "firehose" ? target.stream : undefined;
        return arn === undefined || arn.split(":")[3] === region ? [] : [`"${name}" (${arn.split(":")[3]})`];
      });
      return (
        far.length > 0 &&
        `events ${far.join(", ")} of "${madeSet?.name}" leave ${region}: SES publishes in its own region only`
      );
    }),
  },
];
