// aws_sesv2_configuration_set_event_destination of provider 6.25.0, without Pinpoint:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/sesv2/configuration_set_event_destination.go

import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import type { ObjectValue, Value } from "../../protocol/value";
import derived from "../../schemas/aws-sesv2-configuration-set-event-destination.json";
import type { SetKey } from "../../services/aws/ses-set-names";
import { createDestination, deleteDestination, listDestinations, updateDestination } from "../../services/aws/ses-sets";
import type { SesEventDestination } from "../../world/entities";
import { isNotFound, unlessGone } from "../found";
import { type Context, Refusal, type ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { diagnoseSes, importedState, planRegion, textOf } from "./region";
import { expectedOne, firstOf, setKey } from "./sesv2-configuration-set";

const BLOCK = "event_destination";
const KINDS = [
  "cloud_watch_destination",
  "event_bridge_destination",
  "kinesis_firehose_destination",
  "pinpoint_destination",
  "sns_destination",
];
const EVENT_TYPES = [
  "SEND",
  "REJECT",
  "BOUNCE",
  "COMPLAINT",
  "DELIVERY",
  "OPEN",
  "CLICK",
  "RENDERING_FAILURE",
  "DELIVERY_DELAY",
  "SUBSCRIPTION",
];
const SOURCES = ["MESSAGE_TAG", "EMAIL_HEADER", "LINK_TAG"];

export const awsSesv2ConfigurationSetEventDestination: ResourceType = {
  name: "aws_sesv2_configuration_set_event_destination",
  schema: overlaySchema(derived),

  subject: ({ event_destination_name: name, configuration_set_name: set, id }) =>
    textOf(name) === "" ? textOf(id) : `${textOf(set)}|${textOf(name)}`,

  validate(config) {
    const block = firstOf(config[BLOCK]);
    if (block === undefined) return [];
    const at = (name: string) => [BLOCK, 0, name];
    const given = KINDS.filter((kind) => firstOf(block[kind]) !== undefined);
    const found: Diagnostic[] = [];
    const paths = KINDS.map((kind) => `${BLOCK}.0.${kind}`);
    const list = `\`${paths.join(",")}\``;
    const both = `\`${given.map((kind) => `${BLOCK}.0.${kind}`).join(",")}\``;
    // The provider says it of each kind.
    for (const kind of given.length === 1 ? [] : KINDS) {
      const detail =
        given.length === 0
          ? `one of ${list} must be specified`
          : `only one of ${list} can be specified, but ${both} were specified.`;
      found.push(error("Invalid combination of arguments", `"${BLOCK}.0.${kind}": ${detail}`, at(kind)));
    }
    if (given.includes("pinpoint_destination"))
      found.push(
        error(
          "mailzone's emulator does not emulate pinpoint_destination",
          "Leave it out here.",
          at("pinpoint_destination"),
        ),
      );
    const { matching_event_types: types = null } = block;
    for (const type of Array.isArray(types) ? (types as readonly Value[]) : [])
      found.push(...expectedOne("matching_event_types", type, EVENT_TYPES, at("matching_event_types")));
    for (const dimension of dimensionsOf(block))
      found.push(
        ...expectedOne(
          "dimension_value_source",
          dimension.dimension_value_source ?? null,
          SOURCES,
          at("cloud_watch_destination"),
        ),
      );
    return found;
  },

  plan: (context, request) =>
    planRegion(
      context,
      planSdk(request, { forceNew: ["configuration_set_name", "event_destination_name"] }),
      request.prior,
    ),

  create(context, planned) {
    const set = textOf(planned.configuration_set_name);
    const made = definitionOf(planned);
    createDestination(context.world, setKey(context, planned, set), made);
    return read(context, { ...planned, id: `${set}|${made.Name}` }) ?? planned;
  },

  read: (context, state) => ({ state: read(context, state) }),

  update(context, prior, planned) {
    const { key } = placeOf(context, prior);
    updateDestination(context.world, key, definitionOf(planned));
    return read(context, { ...planned, id: prior.id! }) ?? planned;
  },

  delete(context, prior) {
    const { key, name } = placeOf(context, prior);
    unlessGone("NotFoundException", () => deleteDestination(context.world, key, name));
  },

  importState: importedState,

  diagnose(operation, value, failure) {
    const call = {
      create: "CreateConfigurationSetEventDestination",
      read: "GetConfigurationSetEventDestinations",
      update: "UpdateConfigurationSetEventDestination",
      delete: "DeleteConfigurationSetEventDestination",
    }[operation];
    return diagnoseSes("Configuration Set Event Destination", call, operation, this.subject(value), failure);
  },
};

/** The state after a read; null if the destination or its set is gone. */
function read(context: Context, state: ObjectValue): ObjectValue | null {
  const { key, name } = placeOf(context, state);
  try {
    const found = listDestinations(context.world, key).find((one) => one.Name === name);
    return found === undefined ? null : toState(key, found, state);
  } catch (caught) {
    if (isNotFound(caught, "NotFoundException")) return null;
    throw caught;
  }
}

/** The id is `<set>|<name>`. */
function placeOf(context: Context, state: ObjectValue): { readonly key: SetKey; readonly name: string } {
  const id = textOf(state.id);
  const [set = "", name = "", ...rest] = id.split("|");
  if (set === "" || name === "" || rest.length > 0) {
    const reason = `unexpected format for ID (${id}), expected CONFIGURATION_SET_NAME|EVENT_DESTINATION_NAME`;
    throw new Refusal(
      error(`reading AWS SESv2 (Simple Email V2) Configuration Set Event Destination (${id}): ${reason}`),
    );
  }
  return { key: setKey(context, state, set), name };
}

function dimensionsOf(block: ObjectValue): readonly ObjectValue[] {
  const dimensions = firstOf(block.cloud_watch_destination)?.dimension_configuration;
  return Array.isArray(dimensions) ? (dimensions as readonly ObjectValue[]) : [];
}

function definitionOf(planned: ObjectValue): SesEventDestination {
  const block = firstOf(planned[BLOCK]) ?? {};
  const sns = firstOf(block.sns_destination);
  const bus = firstOf(block.event_bridge_destination);
  const firehose = firstOf(block.kinesis_firehose_destination);
  const isCloudWatch = firstOf(block.cloud_watch_destination) !== undefined;
  const dimensions = dimensionsOf(block).map((one) => ({
    DimensionName: textOf(one.dimension_name),
    DimensionValueSource: textOf(one.dimension_value_source),
    DefaultDimensionValue: textOf(one.default_dimension_value),
  }));
  return {
    Name: textOf(planned.event_destination_name),
    Enabled: block.enabled === true,
    MatchingEventTypes: ((block.matching_event_types ?? []) as readonly Value[]).map(textOf),
    ...(sns && { SnsDestination: { TopicArn: textOf(sns.topic_arn) } }),
    ...(bus && { EventBridgeDestination: { EventBusArn: textOf(bus.event_bus_arn) } }),
    ...(firehose && {
      KinesisFirehoseDestination: {
        DeliveryStreamArn: textOf(firehose.delivery_stream_arn),
        IamRoleArn: textOf(firehose.iam_role_arn),
      },
    }),
    ...(isCloudWatch && { CloudWatchDestination: { DimensionConfigurations: dimensions } }),
  };
}

function toState(key: SetKey, found: SesEventDestination, state: ObjectValue): ObjectValue {
  const { SnsDestination, EventBridgeDestination, KinesisFirehoseDestination, CloudWatchDestination } = found;
  const dimensions = CloudWatchDestination?.DimensionConfigurations.map((one) => ({
    dimension_name: one.DimensionName,
    dimension_value_source: one.DimensionValueSource,
    default_dimension_value: one.DefaultDimensionValue,
  }));
  return {
    ...state,
    id: `${key.name}|${found.Name}`,
    region: key.region,
    configuration_set_name: key.name,
    event_destination_name: found.Name,
    [BLOCK]: [
      {
        enabled: found.Enabled,
        matching_event_types: [...found.MatchingEventTypes],
        sns_destination: SnsDestination ? [{ topic_arn: SnsDestination.TopicArn }] : [],
        event_bridge_destination: EventBridgeDestination ? [{ event_bus_arn: EventBridgeDestination.EventBusArn }] : [],
        kinesis_firehose_destination: KinesisFirehoseDestination
          ? [
              {
                delivery_stream_arn: KinesisFirehoseDestination.DeliveryStreamArn,
                iam_role_arn: KinesisFirehoseDestination.IamRoleArn,
              },
            ]
          : [],
        cloud_watch_destination: dimensions ? [{ dimension_configuration: dimensions }] : [],
        pinpoint_destination: [],
      },
    ],
  };
}
