// What an entry has at AWS, as things that can be imported: the identity, its MAIL FROM, test addresses, senders' policies, its certificate, and the
// configuration set with its events and topics. The form of each import id is the provider's:
// https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs
import { accountAlias } from "./account-alias";
import { type SetPlace, setResourceName } from "./configuration-set";
import type { Domain } from "./domain";
import { makesIdentity } from "./has-identity";
import { CERTIFICATE_REGION } from "./kinds/certificate";
import { partitionOf } from "./regions";
import { resourceName } from "./resource-name";
import { roleNameOf, senderId, senderPolicyName } from "./sending";
import { testAddressId } from "./test-addresses";

export const IDENTITY_ID = "identity";
export const MAIL_FROM_ID = "mail-from";
export const SET_ID = "set";
export const CERTIFICATE_ID = "certificate";
export const eventsId = (event: string) => `events/${event}`;
export const topicId = (event: string) => `topic/${event}`;
export const topicPolicyId = (event: string) => `topic-policy/${event}`;
export const subscriberId = (event: string, endpoint: string) => `subscriber/${event}/${endpoint}`;

/** Stands for a part of an import id that AWS has assigned. */
const ACCOUNT = "<account>";
const SUBSCRIPTION = "<subscription>";
const CERTIFICATE = "<certificate>";

export interface SesResource {
  /** Within the entry, as of a record: `identity`, `sender-shop`, `events/feedback`. No record has one of these ids. */
  readonly id: string;
  /** In Terraform. */
  readonly address: string;
  /** Its import id, with `<account>`, `<subscription>` and `<certificate>` for what AWS assigns. */
  readonly importId: string;
}

/** Without those of an identity that somebody else owns. A set is listed for each entry that makes it. */
export function sesResources(domain: Domain): SesResource[] {
  const { entry, region, mailFrom } = domain;
  const of = (id: string, type: string, name: string, importId: string) => ({
    id,
    address: `${type}.${name}`,
    importId,
  });
  const own = resourceName(entry);
  const identity = `${domain.domain}@${region}`;
  return [
    ...(makesIdentity(domain)
      ? [
          of(IDENTITY_ID, "aws_sesv2_email_identity", own, identity),
          ...(mailFrom === undefined
            ? []
            : [of(MAIL_FROM_ID, "aws_sesv2_email_identity_mail_from_attributes", own, identity)]),
        ]
      : []),
    ...(domain.testAddresses ?? []).map((address) => {
      const id = testAddressId(address);
      return of(id, "aws_sesv2_email_identity", resourceName(entry, id), `${address}@${region}`);
    }),
    ...(domain.senders ?? []).map((sender) => {
      const id = senderId(sender);
      const importId = `${roleNameOf(sender.role)}:${senderPolicyName(sender, domain)}`;
      return of(id, "aws_iam_role_policy", resourceName(entry, id), importId);
    }),
    ...(domain.certificate === undefined
      ? []
      : [
          of(
            CERTIFICATE_ID,
            "aws_acm_certificate",
            own,
            `arn:${partitionOf(CERTIFICATE_REGION)}:acm:${CERTIFICATE_REGION}:${ACCOUNT}:certificate/${CERTIFICATE}`,
          ),
        ]),
    ...setResources(domain, accountAlias(domain.account) || undefined),
  ];
}

/**
 * The configuration set of an entry, with its events, topics and subscribers.
 * @param alias of the provider of the entry's account; undefined for the environment's credentials
 */
export function setResources(
  { madeSet, region }: Pick<Domain, "madeSet" | "region">,
  alias: string | undefined,
): SesResource[] {
  if (madeSet === undefined) return [];
  const { name, events } = madeSet;
  const place: SetPlace = { set: name, region, alias };
  const of = (id: string, type: string, importId: string, ...parts: readonly string[]) => ({
    id,
    address: `aws_${type}.${setResourceName(place, ...parts)}`,
    importId,
  });
  return [
    of(SET_ID, "sesv2_configuration_set", `${name}@${region}`),
    ...events.flatMap(({ name: event, target }) => {
      const destination = of(
        eventsId(event),
        "sesv2_configuration_set_event_destination",
        `${name}|${event}@${region}`,
        event,
      );
      if (target.kind !== "topic") return [destination];
      const arn = topicArn(target.topic.name, region, ACCOUNT);
      return [
        destination,
        of(topicId(event), "sns_topic", arn, event),
        of(topicPolicyId(event), "sns_topic_policy", arn, event),
        ...target.topic.subscribers.map((endpoint) =>
          of(subscriberId(event, endpoint), "sns_topic_subscription", `${arn}:${SUBSCRIPTION}`, event, endpoint),
        ),
      ];
    }),
  ];
}

/** Whether an import id has the form of a resource's. */
export function isImportIdOf({ importId }: Pick<SesResource, "importId">, id: string): boolean {
  const pattern = importId
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(ACCOUNT, "\\d{12}")
    .replace(SUBSCRIPTION, "[0-9a-f-]{36}")
    .replace(CERTIFICATE, "[0-9a-f-]{36}");
  return new RegExp(`^${pattern}$`).test(id);
}

/** @param account twelve digits */
export function topicArn(name: string, region: string, account: string): string {
  return `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`;
}
