// Mistakes that could be in the emulated aws provider or its APIs. They are tried where the real provider is in the mirror.
import type { Mutation } from "./mutations";

const IDENTITIES = "identities, roles";
const EVENTS = "events of configuration sets";
const BY_HAND = "imported and edited by hand";

export const AWS_MUTATIONS: readonly Mutation[] = [
  {
    what: "no default of the behaviour",
    file: "resources/aws/sesv2-email-identity-mail-from-attributes.ts",
    from: 'defaults: { behavior_on_mx_failure: "USE_DEFAULT_VALUE" }',
    to: "defaults: {}",
    scenario: IDENTITIES,
  },
  {
    what: "another set in place",
    file: "resources/aws/sesv2-configuration-set.ts",
    from: 'forceNew: ["configuration_set_name"]',
    to: "forceNew: []",
    scenario: EVENTS,
  },
  {
    what: "other words of an error of SES",
    file: "resources/aws/region.ts",
    from: "AWS SESv2 (Simple",
    to: "SESv2 (Simple",
    scenario: "what aws refuses",
  },
  {
    what: "a name of a topic that is not checked",
    file: "resources/aws/sns.ts",
    from: "invalid topic name: ",
    to: "invalid name: ",
    scenario: "what aws refuses",
  },
  {
    what: "texts that stay null",
    file: "resources/sdk-state.ts",
    from: '{ string: "", number: 0, bool: false }',
    to: "{ number: 0, bool: false }",
    scenario: IDENTITIES,
  },
  {
    what: "no tags are null",
    file: "resources/sdk-state.ts",
    from: 'type[0] === "map" ? {} : []',
    to: "null",
    scenario: IDENTITIES,
  },
  {
    what: "tags that are known before they are read",
    file: "resources/aws/tags.ts",
    from: "isOpen ? UNKNOWN : all",
    to: "all",
    scenario: EVENTS,
  },
  {
    what: "a policy as it was written",
    file: "resources/aws/policy-json.ts",
    from: "? before : normalizedJson(policy)",
    to: "? before : policy",
    scenario: IDENTITIES,
  },
  {
    what: "an account that nobody asks for",
    file: "resources/aws/account.ts",
    from: "context.provider.skip_requesting_account_id !== true",
    to: "false",
    scenario: IDENTITIES,
  },
  {
    what: "a failed update that leaves the state",
    file: "protocol/operations.ts",
    from: "isKept ? withKnown(planned!, prior!) : prior",
    to: "prior",
    scenario: EVENTS,
  },
  {
    what: "an identity that is gone is an error",
    file: "resources/aws/sesv2-email-identity.ts",
    from: 'ifFound("NotFoundException"',
    to: 'ifFound("NotFound"',
    scenario: BY_HAND,
  },
  {
    what: "an API without the time of the keys",
    file: "http/aws/identity-json.ts",
    from: "LastKeyGenerationTimestamp: length && seconds(keyMade),",
    to: "",
    scenario: BY_HAND,
  },
];
