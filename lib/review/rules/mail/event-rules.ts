// Rules for the configuration sets that a stack makes, where their events go, and who receives them.
import { EVENTS, SET, SUBSCRIPTION, TOPIC, TOPIC_POLICY } from "../../../plan/attributes";
import { eventsSubject, publishedEvents } from "../../../plan/events-text";
import { shownValue } from "../../../plan/value-text";
import { type Attributes, isObject, SensitiveValue, stringOf, UNKNOWN } from "../../../plan/values";
import { isAdded, isChanged, isRemoved, type MailChange } from "../../changes/change";
import { containsValue } from "../../foreign/foreign-rule";
import { perChange, type ReviewRule, without } from "../rule";
import { listed, type Sentence, say, words } from "../sentence";

/** What is set by each block of a configuration set. */
const OPTIONS: Readonly<Record<string, string>> = {
  delivery_options: "TLS",
  reputation_options: "metrics",
  sending_options: "sending",
  suppression_options: "suppression",
  tracking_options: "tracked links",
};

const perType = (types: readonly string[], check: (change: MailChange) => Sentence | false | undefined) =>
  perChange(["events"], (change) => types.includes(change.resource.type) && check(change));

/** Without them, nobody learns that mail bounces or that people complain. */
const FEEDBACK = ["BOUNCE", "COMPLAINT"];

export const EVENT_RULES: readonly ReviewRule[] = [
  {
    id: "set-created",
    risk: "safe",
    when: "A configuration set, an event destination or a topic is created.",
    why: "Nothing that exists changes.",
    check: perType(
      [SET, EVENTS, TOPIC],
      (change) => change.resource.action === "create" && say`the ${subject(change)} is created`,
    ),
  },
  {
    id: "set-destroyed",
    risk: "danger",
    when: "A configuration set is destroyed, or destroyed and created again.",
    why: "SES refuses mail that names it, and its events stop.",
    check: perType(
      [SET],
      (change) => isRemoved(change) && say`the ${subject(change)} is destroyed: SES refuses mail that names it`,
    ),
  },
  {
    id: "set-sending-off",
    risk: "danger",
    when: "Sending by a configuration set is switched off.",
    why: "SES refuses all mail that uses it.",
    check: perType([SET], (change) => {
      const { before, after } = change.resource;
      return (
        !isRemoved(change) &&
        isSendingOff(after) &&
        !(before !== null && isSendingOff(before)) &&
        say`the ${subject(change)} no longer sends: SES refuses mail that uses it`
      );
    }),
  },
  {
    id: "set-tls-required",
    risk: "caution",
    when: "A configuration set starts to require TLS.",
    why: "Mail to receivers without TLS is not delivered.",
    check: perType([SET], (change) => {
      const policy = (side: Attributes | null) => shownValue(blockOf(side, "delivery_options")?.tls_policy);
      const { before, after } = change.resource;
      return (
        policy(after) === "REQUIRE" &&
        policy(before) !== "REQUIRE" &&
        say`the ${subject(change)} requires TLS: mail to receivers without it is not delivered`
      );
    }),
  },
  {
    id: "set-changed",
    risk: "caution",
    when: "The options of a configuration set change.",
    why: "Suppression, tracked links and metrics of all mail that uses it depend on them.",
    check: perType([SET], (change) => {
      const options = change.differs.filter((name) => name.endsWith("_options"));
      return (
        change.resource.action === "update" &&
        options.length > 0 &&
        say`the ${subject(change)} changes: ${listed(options.map((name) => OPTIONS[name] ?? name))}`
      );
    }),
  },
  {
    id: "events-stopped",
    risk: "danger",
    when: "Bounces or complaints no longer go where they went: the event destination or its topic is destroyed or switched off, or lists them no more.",
    why: "Nobody learns of them, and AWS pauses accounts that keep sending to addresses that bounce.",
    check: perType([EVENTS, TOPIC], (change) => {
      const { type, before, after, action } = change.resource;
      if (action === "forget") return false;
      if (type === TOPIC)
        return isRemoved(change) && say`the ${subject(change)} is destroyed: its subscribers get nothing`;
      const kept = isRemoved(change) ? [] : publishedEvents(after);
      const lost = without(
        publishedEvents(before).filter((event) => FEEDBACK.includes(event)),
        kept,
      );
      return lost.length > 0 && say`the ${subject(change)} no longer publishes ${listed([...lost].sort())}`;
    }),
  },
  {
    id: "events-changed",
    risk: "caution",
    when: "An event destination changes or is destroyed.",
    why: "Whoever waits for these events gets others, or none.",
    check: perType([EVENTS], (change) => {
      if (isRemoved(change)) return say`the ${subject(change)} is destroyed`;
      return change.resource.action === "update" && change.differs.length > 0 && say`the ${subject(change)} changes`;
    }),
  },
  {
    id: "topic-policy-ours",
    risk: "safe",
    when: "A topic gets a policy that lets SES alone publish, or loses its policy.",
    why: "Nobody else can write events into it.",
    check: perType([TOPIC_POLICY], (change) => {
      const { after } = change.resource;
      if (isRemoved(change)) return say`the ${subject(change)} is taken off`;
      return (
        after !== null &&
        after.policy !== UNKNOWN &&
        !isOpen(after.policy) &&
        (isAdded(change) || isChanged(change)) &&
        say`the ${subject(change)} lets SES alone publish`
      );
    }),
  },
  {
    id: "topic-policy-unknown",
    risk: "caution",
    when: "The policy of a topic is only known after the apply, because AWS has not made the topic or the set yet.",
    why: "The one of mailzone lets SES alone publish. A stack that was changed by hand could contain another.",
    check: perType(
      [TOPIC_POLICY],
      (change) =>
        change.resource.after?.policy === UNKNOWN && say`${change.resource.address} is only known after the apply`,
    ),
  },
  {
    id: "topic-policy-open",
    risk: "danger",
    when: "The policy of a topic lets others than SES in.",
    why: "They could write events that look like those of SES, or read them, with the addresses of recipients.",
    check: perType([TOPIC, TOPIC_POLICY], (change) => {
      const { type, after } = change.resource;
      // A topic shows the policy that another resource gives it.
      if (after === null || (type === TOPIC && after.policy === UNKNOWN)) return false;
      const isSet = isAdded(change) || change.differs.includes("policy");
      return isSet && isOpen(after.policy) && say`the ${subject(change)} lets others than SES in`;
    }),
  },
  {
    id: "subscriber-added",
    risk: "caution",
    when: "A topic gets a subscriber.",
    why: "It receives the events, with the addresses of recipients, once it has confirmed.",
    check: perType(
      [SUBSCRIPTION],
      (change) => isAdded(change) && say`${endpointOf(change)} receives events, once it has confirmed`,
    ),
  },
  {
    id: "subscriber-removed",
    risk: "caution",
    when: "A subscriber of a topic is taken off.",
    why: "It receives no more events.",
    check: perType([SUBSCRIPTION], (change) => isRemoved(change) && say`${endpointOf(change)} receives no more events`),
  },
  {
    id: "set-forgotten",
    risk: "caution",
    when: "A configuration set, or what belongs to it, leaves Terraform's state and stays in AWS.",
    why: "It works on, but this configuration no longer manages it.",
    check: perType(
      [SET, EVENTS, TOPIC, TOPIC_POLICY, SUBSCRIPTION],
      (change) => change.resource.action === "forget" && say`the ${subject(change)} stays in AWS and leaves Terraform`,
    ),
  },
  {
    id: "set-imported",
    risk: "safe",
    when: "An existing configuration set, or what belongs to it, is imported.",
    why: "It stays as it is; what the plan changes has rules of its own.",
    check: perType(
      [SET, EVENTS, TOPIC, TOPIC_POLICY, SUBSCRIPTION],
      (change) => change.resource.importId !== undefined && say`the ${subject(change)} is imported`,
    ),
  },
  {
    id: "set-tagged",
    risk: "safe",
    when: "The tags of a configuration set or a topic change.",
    why: "They do not affect mail.",
    check: perType(
      [SET, TOPIC],
      (change) =>
        change.resource.action === "update" &&
        change.differs.some((name) => name === "tags" || name === "tags_all") &&
        say`the tags of the ${subject(change)} change`,
    ),
  },
];

/** Its kind in our words, its name as a value. */
function subject({ resource: { type, before, after, address } }: MailChange): Sentence {
  const text = eventsSubject(type, after ?? before ?? {}) ?? address;
  const [, kind = "", name = text] =
    /^(configuration set|events|SNS topic|policy of the SNS topic|subscriber) (.*)$/.exec(text) ?? [];
  const noun = kind === "events" ? "event destination" : kind;
  return [...words(`${noun} `), { value: name }];
}

function endpointOf({ resource: { before, after } }: MailChange): string {
  return stringOf((after ?? before)?.endpoint) ?? "a subscriber";
}

function blockOf(side: Attributes | null, name: string): Attributes | undefined {
  const value = side?.[name];
  const [block] = Array.isArray(value) ? value : [];
  return isObject(block) ? block : undefined;
}

function isSendingOff(side: Attributes | null): boolean {
  const value = blockOf(side, "sending_options")?.sending_enabled;
  return value === false || value instanceof SensitiveValue;
}

/**
 * Whether a policy lets others than SES in. One that is not known yet is made of the ARNs of the same plan; its expression is in the
 * digest. One that cannot be read counts as the worst case.
 */
function isOpen(policy: unknown): boolean {
  if (policy === UNKNOWN || policy === undefined || policy === null) return false;
  if (typeof policy !== "string" || policy.length > 65_536) return true;
  try {
    const document: unknown = JSON.parse(policy);
    if (!isObject(document) || !Array.isArray(document.Statement)) return true;
    return document.Statement.some(
      (statement) =>
        !isObject(statement) || !isForSes(statement) || containsValue(statement, (_, name) => /^not/i.test(name)),
    );
  } catch {
    return true;
  }
}

function isForSes({ Effect, Principal, Action, Condition }: Record<string, unknown>): boolean {
  return (
    Effect === "Allow" &&
    isObject(Principal) &&
    Object.keys(Principal).length === 1 &&
    Principal.Service === "ses.amazonaws.com" &&
    typeof Action === "string" &&
    /^sns:publish$/i.test(Action) &&
    isObject(Condition)
  );
}
