// What AWS has in the place of a resource that was applied: an identity, a configuration set, a topic, the policy of a role, or a certificate.
import {
  CERTIFICATE,
  EVENTS,
  IDENTITY,
  MAIL_FROM,
  type RECORD,
  SENDER,
  SET,
  SUBSCRIPTION,
  TOPIC,
  TOPIC_POLICY,
} from "../plan/attributes";
import type { Attributes } from "../plan/values";
import type { Identity } from "../ses/identity";
import type { ConfigurationSetState, RolePolicyState, TopicState } from "../ses/set";
import { identityNow, mailFromNow } from "./identity-drift";
import { rolePolicyNow } from "./sender-drift";
import { eventsNow, setNow, subscriptionNow, topicNow, topicPolicyNow } from "./set-drift";
import type { AppliedResource } from "./state";
import { tagsNow, withChanges } from "./tags";

/** What is asked for once, whatever was made of it: an identity has a MAIL FROM, a set has events, a topic has subscribers. */
export type AwsThing =
  | { readonly kind: "identity"; readonly found: Identity | null }
  | { readonly kind: "set"; readonly found: ConfigurationSetState | null }
  | { readonly kind: "topic"; readonly found: TopicState | null }
  | { readonly kind: "role-policy"; readonly found: RolePolicyState }
  | { readonly kind: "certificate"; readonly found: { readonly tags?: Readonly<Record<string, string>> } | null };

type AwsType = Exclude<AppliedResource["type"], typeof RECORD>;

const KINDS: Readonly<Record<AwsType, AwsThing["kind"]>> = {
  [IDENTITY]: "identity",
  [MAIL_FROM]: "identity",
  [SET]: "set",
  [EVENTS]: "set",
  [TOPIC]: "topic",
  [TOPIC_POLICY]: "topic",
  [SUBSCRIPTION]: "topic",
  [SENDER]: "role-policy",
  [CERTIFICATE]: "certificate",
};

/** Undefined for a record. */
export function awsKindOf({ type }: AppliedResource): AwsThing["kind"] | undefined {
  return (KINDS as Readonly<Record<string, AwsThing["kind"] | undefined>>)[type];
}

/** The key under which AWS is asked once. */
export function awsKeyOf(resource: AppliedResource): string {
  const { id, provider, attributes } = resource;
  const kind = awsKindOf(resource);
  return JSON.stringify([kind, id, kind === "role-policy" ? attributes.name : attributes.region, provider]);
}

/** The attributes now; null if it is not there any more. The same object if nothing differs. */
export function attributesAtAws({ type, attributes }: AppliedResource, thing: AwsThing): Attributes | null {
  switch (thing.kind) {
    case "identity":
      if (thing.found === null) return null;
      return type === MAIL_FROM ? mailFromNow(attributes, thing.found) : identityNow(attributes, thing.found);
    case "set":
      if (thing.found === null) return null;
      return type === EVENTS ? eventsNow(attributes, thing.found) : setNow(attributes, thing.found);
    case "topic":
      if (thing.found === null) return null;
      if (type === TOPIC) return topicNow(attributes, thing.found);
      return type === TOPIC_POLICY ? topicPolicyNow(attributes, thing.found) : subscriptionNow(attributes, thing.found);
    case "role-policy":
      return rolePolicyNow(attributes, thing.found);
    // Its names and its key never change: another one has another ARN.
    case "certificate":
      return thing.found && withChanges(attributes, tagsNow(attributes, thing.found.tags));
  }
}
