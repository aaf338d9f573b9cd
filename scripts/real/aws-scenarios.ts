// What the aws provider has of ours beside the examples: each compares something only where that provider is real too.
import { confirmEmulatorEndpoint, deleteEmulatorObjects, putEmulatorIdentity } from "../../packages/emulator/commands";
import { ZONE_NAME } from "./records";
import type { Configuration, Side } from "./side";
import { again, DESTROY, edit, planAndApply, type Scenario, type Step, type Versions } from "./steps";

const ACCOUNT = "000000000000";
const REGION = "eu-west-1";
const ENDPOINT = "https://events.example.com/ses";
const DISTRIBUTION = "E2QWRUHAPOMQZL";

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

export function awsScenarios(versions: Versions): readonly Scenario[] {
  const configuration = (resource: Resources, rest: object = {}): Configuration => ({
    terraform: {
      required_providers: { aws: { source: "hashicorp/aws", version: versions.aws } },
      backend: { local: { path: "terraform.tfstate" } },
    },
    provider: { aws: [{ region: REGION }] },
    ...(Object.keys(resource).length === 0 ? {} : { resource }),
    ...rest,
  });
  const start = (written: Configuration): Step => ({
    name: "init",
    async run(side) {
      side.write(written);
      await side.init();
    },
  });
  const change = (name: string, written: Configuration): Step => ({
    name,
    async run(side) {
      side.write(written);
      return planAndApply(side);
    },
  });
  const tagged = { provider: { aws: [{ region: REGION, default_tags: [{ tags: { by: "mailzone" } }] }] } };
  const roles = (to: Parameters<typeof rolesAndIdentities>[0]) =>
    configuration(rolesAndIdentities(to), {
      ...tagged,
      data: { aws_cloudfront_distribution: { web: { id: DISTRIBUTION } } },
    });
  return [
    {
      name: "identities, roles and a distribution",
      world: { distributions: [DISTRIBUTION] },
      steps: [
        start(roles({})),
        { name: "apply", run: planAndApply },
        again("second plan"),
        change("another tag and audience", roles({ tag: "news" })),
        change("another policy", roles({ action: "ses:*" })),
        change("other keys", roles({ keyLength: "RSA_1024_BIT" })),
        again("plan after the edits"),
        edit("an identity is gone", (side) =>
          deleteEmulatorObjects(side.access, { name: "me@example.org", type: "identity" }),
        ),
        again("plan after the deletion"),
        DESTROY,
      ],
    },
    {
      name: "events of configuration sets",
      steps: [
        start(configuration(events({}))),
        { name: "apply", run: planAndApply },
        again("second plan"),
        change("other events and options", configuration(events({ types: ["BOUNCE", "SEND"], tls: "OPTIONAL" }))),
        change("raw messages and a title", configuration(events({ isRaw: true, title: "Mail" }))),
        edit("the subscription is confirmed", (side) => confirmEmulatorEndpoint(side.access, ENDPOINT)),
        again("plan after the confirmation"),
        change("tags", configuration(events({ tags: { team: "mail" } }))),
        change("no tags, and default ones", configuration(events({}), tagged)),
        change("the tags gone again", configuration(events({}))),
        change("no options, and another bus", configuration(events({ hasOptions: false, bus: "other" }))),
        change("another name", configuration(events({ name: "other" }))),
        again("plan after the edits"),
        DESTROY,
      ],
    },
    {
      name: "identities imported and edited by hand",
      steps: [
        start(configuration({})),
        edit("made by hand", (side) => byHand(side, ZONE_NAME)),
        edit("a second one", (side) => byHand(side, "example.net")),
        {
          name: "by the command",
          async run(side) {
            side.write(configuration(identities()));
            return {
              imported: await side.import("aws_sesv2_email_identity.first", ZONE_NAME),
              ...(await planned(side)),
            };
          },
        },
        {
          name: "of no identity",
          run: async (side) => ({ imported: await side.import("aws_sesv2_email_identity.second", "none.example") }),
        },
        change(
          "by a block",
          configuration(identities(), {
            import: [
              { to: "aws_sesv2_email_identity.second", id: "example.net" },
              { to: "aws_sesv2_email_identity_mail_from_attributes.first", id: ZONE_NAME },
            ],
          }),
        ),
        again("second plan"),
        edit("other keys by hand", (side) => byHand(side, ZONE_NAME, { dkim: "own" })),
        again("plan of other keys"),
        change("apply over other keys", configuration(identities())),
        edit("an identity is gone", (side) =>
          deleteEmulatorObjects(side.access, { name: ZONE_NAME, type: "identity" }),
        ),
        again("plan of the gone one"),
        change("made again", configuration(identities())),
        edit("gone before all is destroyed", (side) =>
          deleteEmulatorObjects(side.access, { name: "example.net", type: "identity" }),
        ),
        DESTROY,
      ],
    },
    {
      name: "what aws refuses",
      steps: [
        start(configuration({})),
        edit("made by hand", (side) => byHand(side, ZONE_NAME)),
        ...Object.entries(REFUSED).map(([name, resource]) => change(name, configuration(resource))),
      ],
    },
  ];
}

const planned = async (side: Side) => ({ planned: await side.plan() });

function byHand(side: Side, name: string, more: { readonly dkim?: string } = {}): Promise<unknown> {
  return putEmulatorIdentity(side.access, { account: ACCOUNT, region: REGION, name, ...more });
}

const document = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

function rolesAndIdentities({ tag = "mail", action = "ses:SendEmail", keyLength = "RSA_2048_BIT" }): Resources {
  const trust = document({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } });
  return {
    aws_sesv2_email_identity: {
      mail: {
        email_identity: ZONE_NAME,
        tags: { team: tag },
        dkim_signing_attributes: [{ next_signing_key_length: keyLength }],
      },
      address: { email_identity: "me@example.org" },
    },
    aws_sesv2_email_identity_mail_from_attributes: {
      mail: { email_identity: "${aws_sesv2_email_identity.mail.email_identity}", mail_from_domain: "mail.example.com" },
    },
    aws_iam_role: { mail: { name: "mail", assume_role_policy: trust, description: "writes mail" } },
    aws_iam_policy: { mail: { name: "mail", policy: document({ Action: action, Resource: "*" }) } },
    aws_iam_role_policy_attachment: {
      mail: { role: "${aws_iam_role.mail.name}", policy_arn: "${aws_iam_policy.mail.arn}" },
    },
    aws_iam_openid_connect_provider: {
      ci: { url: "https://ci.example.com", client_id_list: ["sts.amazonaws.com", tag] },
    },
  };
}

interface Events {
  readonly name?: string;
  readonly types?: readonly string[];
  readonly tls?: string;
  readonly hasOptions?: boolean;
  readonly isRaw?: boolean;
  readonly title?: string;
  readonly bus?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A set with all its options, one destination of each kind, and a topic with its policy and subscription. */
function events({ name = "mail", types = ["BOUNCE", "COMPLAINT"], tls = "REQUIRE", ...more }: Events): Resources {
  const { hasOptions = true, isRaw = false, title, bus = "default", tags } = more;
  const set = "${aws_sesv2_configuration_set.mail.configuration_set_name}";
  const topic = "${aws_sns_topic.mail.arn}";
  const destination = (to: object) => ({ enabled: true, matching_event_types: types, ...to });
  return {
    aws_sesv2_configuration_set: {
      mail: {
        configuration_set_name: name,
        ...(tags && { tags }),
        ...(hasOptions && {
          delivery_options: [{ tls_policy: tls }],
          reputation_options: [{ reputation_metrics_enabled: true }],
          sending_options: [{ sending_enabled: true }],
          suppression_options: [{ suppressed_reasons: ["BOUNCE"] }],
        }),
      },
    },
    aws_sesv2_configuration_set_event_destination: {
      topic: {
        configuration_set_name: set,
        event_destination_name: "topic",
        event_destination: [destination({ sns_destination: [{ topic_arn: topic }] })],
        depends_on: ["aws_sns_topic_policy.mail"],
      },
      bus: {
        configuration_set_name: set,
        event_destination_name: "bus",
        event_destination: [
          destination({
            event_bridge_destination: [{ event_bus_arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${bus}` }],
          }),
        ],
      },
      metrics: {
        configuration_set_name: set,
        event_destination_name: "metrics",
        event_destination: [
          destination({
            cloud_watch_destination: [
              {
                dimension_configuration: [
                  {
                    dimension_name: "domain",
                    dimension_value_source: "MESSAGE_TAG",
                    default_dimension_value: "none",
                  },
                ],
              },
            ],
          }),
        ],
      },
    },
    aws_sns_topic: { mail: { name: "mail-events", ...(title && { display_name: title }), ...(tags && { tags }) } },
    aws_sns_topic_policy: {
      mail: {
        arn: topic,
        // Its keys are in another order than the provider writes them.
        policy: document({ Principal: { Service: "ses.amazonaws.com" }, Action: "sns:Publish", Resource: topic }),
      },
    },
    aws_sns_topic_subscription: {
      mail: {
        topic_arn: topic,
        protocol: "https",
        endpoint: ENDPOINT,
        ...(isRaw && { raw_message_delivery: true }),
      },
    },
  };
}

function identities(): Resources {
  return {
    aws_sesv2_email_identity: { first: { email_identity: ZONE_NAME }, second: { email_identity: "example.net" } },
    aws_sesv2_email_identity_mail_from_attributes: {
      first: {
        email_identity: "${aws_sesv2_email_identity.first.email_identity}",
        mail_from_domain: "mail.example.com",
        behavior_on_mx_failure: "REJECT_MESSAGE",
      },
    },
  };
}

/** Each is refused, by the provider or by the service. */
const REFUSED: Readonly<Record<string, Resources>> = {
  "an identity that exists": { aws_sesv2_email_identity: { it: { email_identity: ZONE_NAME } } },
  "a length of key that is none": {
    aws_sesv2_email_identity: {
      it: { email_identity: "example.net", dkim_signing_attributes: [{ next_signing_key_length: "RSA_512_BIT" }] },
    },
  },
  "a selector without its key": {
    aws_sesv2_email_identity: {
      it: { email_identity: "example.net", dkim_signing_attributes: [{ domain_signing_selector: "own" }] },
    },
  },
  "a key and a length": {
    aws_sesv2_email_identity: {
      it: {
        email_identity: "example.net",
        dkim_signing_attributes: [
          {
            domain_signing_selector: "own",
            domain_signing_private_key: "AAAA",
            next_signing_key_length: "RSA_2048_BIT",
          },
        ],
      },
    },
  },
  "a set of a name that is too long": {
    aws_sesv2_email_identity: { it: { email_identity: "example.net", configuration_set_name: "x".repeat(65) } },
  },
  "a set that does not exist": {
    aws_sesv2_email_identity: { it: { email_identity: "example.net", configuration_set_name: "none" } },
  },
  "mail from of no identity": {
    aws_sesv2_email_identity_mail_from_attributes: {
      it: { email_identity: "none.example", mail_from_domain: "mail.none.example" },
    },
  },
  "mail from outside the identity": {
    aws_sesv2_email_identity_mail_from_attributes: {
      it: { email_identity: ZONE_NAME, mail_from_domain: "mail.example.org" },
    },
  },
  "mail from that rejects, without a domain": {
    aws_sesv2_email_identity_mail_from_attributes: {
      it: { email_identity: ZONE_NAME, behavior_on_mx_failure: "REJECT_MESSAGE" },
    },
  },
  "a behaviour that is none": {
    aws_sesv2_email_identity_mail_from_attributes: {
      it: { email_identity: ZONE_NAME, mail_from_domain: "mail.example.com", behavior_on_mx_failure: "DROP" },
    },
  },
  "a set of options that are none": {
    aws_sesv2_configuration_set: {
      it: { configuration_set_name: "mail", delivery_options: [{ tls_policy: "MAYBE" }] },
    },
  },
  "a destination that goes nowhere": {
    aws_sesv2_configuration_set_event_destination: {
      it: {
        configuration_set_name: "mail",
        event_destination_name: "none",
        event_destination: [{ matching_event_types: ["BOUNCE"] }],
      },
    },
  },
  "a destination of no set": {
    aws_sesv2_configuration_set_event_destination: {
      it: {
        configuration_set_name: "none",
        event_destination_name: "bus",
        event_destination: [
          {
            matching_event_types: ["BOUNCE"],
            event_bridge_destination: [{ event_bus_arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default` }],
          },
        ],
      },
    },
  },
  "a type of event that is none": {
    aws_sesv2_configuration_set_event_destination: {
      it: {
        configuration_set_name: "mail",
        event_destination_name: "bus",
        event_destination: [
          {
            matching_event_types: ["BOUNCED"],
            event_bridge_destination: [{ event_bus_arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default` }],
          },
        ],
      },
    },
  },
  "a topic with a name that is none": { aws_sns_topic: { it: { name: "mail events" } } },
  "a subscription to no topic": {
    aws_sns_topic_subscription: {
      it: { topic_arn: `arn:aws:sns:${REGION}:${ACCOUNT}:none`, protocol: "email", endpoint: "me@example.com" },
    },
  },
  "a protocol that is none": {
    aws_sns_topic_subscription: {
      it: { topic_arn: `arn:aws:sns:${REGION}:${ACCOUNT}:none`, protocol: "pigeon", endpoint: "me@example.com" },
    },
  },
};
