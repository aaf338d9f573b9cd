// configurationSet: the name of an SES configuration set that exists, or a map of one that the stack makes, with its events.
import * as z from "zod";
import { EVENT_TYPES } from "../../dns/configuration-set";
import { matching } from "./fields";

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const NAME_FAULT = "expected at most 64 letters, digits, hyphens and underscores";
export const setName = matching(NAME, NAME_FAULT);

const topicName = matching(/^[A-Za-z0-9_-]{1,256}$/, "expected at most 256 letters, digits, hyphens and underscores");
const arn = (service: string, rest: string, example: string) =>
  matching(
    new RegExp(String.raw`^arn:aws[a-z-]{0,20}:${service}:[a-z0-9-]{0,30}:\d{12}:${rest}$`),
    `expected an ARN such as ${example}`,
  );
const topicArn = arn("sns", "[A-Za-z0-9_-]{1,256}", "arn:aws:sns:eu-west-1:111122223333:mail-events");

/** A URL with a password would be in the plan, in the state and in SNS. */
const subscriber = matching(
  /^(?:https:\/\/[A-Za-z0-9.-]{1,253}(?::\d{1,5})?(?:[/?][\x21-\x7e]{0,1500})?|[^\s@:/<>"]{1,64}@[A-Za-z0-9.-]{1,253})$/,
  "expected https://… without a user and password, or an address such as ops@example.com",
);

const topic = z.strictObject({
  topic: topicName.optional().describe("The name of the topic that is made. Default: <set>-<event>."),
  subscribers: z
    .array(subscriber)
    .optional()
    .describe("https:// URLs and addresses. SNS asks each of them to confirm. Default: none."),
});

const dimension = z.strictObject({
  from: z.enum(["message-tag", "email-header", "link-tag"]).describe("Where its value comes from."),
  otherwise: matching(/^[A-Za-z0-9_@.-]{1,256}$/, "expected at most 256 letters, digits, and _ - @ .").describe(
    "Its value where a message has none.",
  ),
});

const TARGETS = ["sns", "eventBridge", "cloudWatch", "firehose"] as const;

const destination = z
  .strictObject({
    types: z
      .array(z.enum(Object.keys(EVENT_TYPES) as [keyof typeof EVENT_TYPES]))
      .min(1, "expected at least one type of event")
      .describe("The events that are published."),
    enabled: z.boolean().optional().describe("Whether SES publishes them. Default: true."),
    sns: z
      .union([z.literal(true), topicArn, topic])
      .optional()
      .describe("true or a map makes a topic to which SES alone may publish; or the ARN of one that exists."),
    eventBridge: z.literal(true).optional().describe("The default event bus of the account and region."),
    cloudWatch: z
      .record(
        matching(/^[A-Za-z0-9_:-]{1,256}$/, "expected a dimension's name of letters, digits, and _ - :"),
        dimension,
      )
      .refine((all) => Object.keys(all).length > 0, "expected at least one dimension")
      .optional()
      .describe("The dimensions of the metrics, by name."),
    firehose: z
      .strictObject({
        stream: arn(
          "firehose",
          "deliverystream/[A-Za-z0-9_.-]{1,64}",
          "arn:aws:firehose:eu-west-1:111122223333:deliverystream/mail",
        ).describe("The delivery stream's ARN."),
        role: matching(
          /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
          "expected a role such as arn:aws:iam::111122223333:role/ses-firehose",
        ).describe("The role with which SES writes to it."),
      })
      .optional()
      .describe("A delivery stream that exists."),
  })
  .refine(
    (one) => TARGETS.filter((target) => one[target] !== undefined).length === 1,
    `expected exactly one of ${TARGETS.join(", ")}`,
  );

const tracking = z.strictObject({
  domain: matching(/^[^@/:*]+$/, "expected a label such as click").describe(
    "A label such as click, or a full name within the domain.",
  ),
  https: z
    .enum(["optional", "require", "require-open-only"])
    .optional()
    .describe(
      "Whether tracked links use HTTPS, for which something with a certificate must stand in front. Default: optional.",
    ),
});

const made = z.strictObject({
  name: setName
    .optional()
    .describe("Its name, here or in defaults. Entries with the same name, region and account share one set."),
  reputationMetrics: z
    .boolean()
    .optional()
    .describe("Whether SES publishes bounce and complaint rates to CloudWatch. Default: false."),
  sending: z.boolean().optional().describe("Whether SES sends mail that uses the set. Default: true."),
  suppression: z
    .array(z.enum(["bounce", "complaint"]))
    .optional()
    .describe(
      "What puts an address on the suppression list; an empty list turns it off. Default: bounce and complaint.",
    ),
  tls: z
    .enum(["optional", "require"])
    .optional()
    .describe("require sends nothing to receivers without TLS. Default: optional."),
  tracking: z
    .union([tracking.shape.domain.transform((domain): z.infer<typeof tracking> => ({ domain })), tracking])
    .optional()
    .describe("The domain of tracked links: a name or a map. Default: SES's own."),
  tags: z
    .record(z.string(), z.string())
    .optional()
    .describe("Tags of the set and its topics. Default: those of the identity."),
  events: z
    .record(matching(NAME, NAME_FAULT), destination)
    .optional()
    .describe(
      "Where events go, by the name of the event destination; each with exactly one kind of target. Default: nowhere.",
    ),
});

export type MadeSet = z.infer<typeof made>;

export const configurationSet = z
  .union([z.literal(false), setName, made])
  .optional()
  .describe("The SES configuration set: the name of one that exists, or a map of one that is made. Default: none.");

export const madeConfigurationSet = made;
