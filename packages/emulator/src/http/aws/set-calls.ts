// The calls of SES's v2 API on configuration sets and their event destinations:
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html

import { isJsonObject } from "../../json";
import {
  createDestination,
  createSet,
  deleteDestination,
  deleteSet,
  getSet,
  listDestinations,
  putSetOption,
  updateDestination,
} from "../../services/aws/ses-sets";
import type { SesEventDestination, SesSetOptions } from "../../world/entities";
import { badRequest } from "../../world/faults";
import type { World } from "../../world/world";
import type { Json } from "../aws-model/schema";
import type { Caller } from "./caller";
import { tagsJson, tagsOf } from "./identity-json";

export interface SetCall {
  readonly world: World;
  readonly caller: Caller;
  /** The request's members, from the path, the query and the body. */
  readonly input: Json;
}

const SET = "aws_sesv2_configuration_set";
const EVENTS = `${SET}_event_destination`;

/** Operation and type of each call, with its answer. */
export const SET_CALLS: Readonly<Record<string, readonly [what: string, answer: (call: SetCall) => object]>> = {
  CreateConfigurationSet: [
    `create ${SET}`,
    (call) => {
      const { input } = call;
      const options = Object.fromEntries(
        OPTIONS.flatMap((name) => (isJsonObject(input[name]) ? [[name, input[name]]] : [])),
      );
      if (isJsonObject(input.VdmOptions)) throw badRequest("The emulator does not emulate VdmOptions.");
      createSet(call.world, keyOf(call), options as Partial<SesSetOptions>, tagsOf(input.Tags));
      return {};
    },
  ],
  GetConfigurationSet: [
    `read ${SET}`,
    (call) => {
      const { name, options, tags } = getSet(call.world, keyOf(call));
      return { ConfigurationSetName: name, ...options, Tags: tagsJson(tags) };
    },
  ],
  DeleteConfigurationSet: [`delete ${SET}`, (call) => empty(deleteSet(call.world, keyOf(call)))],
  ...Object.fromEntries(
    (["DeliveryOptions", "ReputationOptions", "SendingOptions", "SuppressionOptions", "TrackingOptions"] as const).map(
      (option) => [`PutConfigurationSet${option}`, [`update ${SET}`, (call: SetCall) => put(call, option)]] as const,
    ),
  ),
  GetConfigurationSetEventDestinations: [
    `read ${EVENTS}`,
    (call) => ({ EventDestinations: listDestinations(call.world, keyOf(call)) }),
  ],
  CreateConfigurationSetEventDestination: [
    `create ${EVENTS}`,
    (call) => empty(createDestination(call.world, keyOf(call), destinationOf(call))),
  ],
  UpdateConfigurationSetEventDestination: [
    `update ${EVENTS}`,
    (call) => empty(updateDestination(call.world, keyOf(call), destinationOf(call))),
  ],
  DeleteConfigurationSetEventDestination: [
    `delete ${EVENTS}`,
    (call) => empty(deleteDestination(call.world, keyOf(call), String(call.input.EventDestinationName))),
  ],
};

const OPTIONS = [
  "DeliveryOptions",
  "ReputationOptions",
  "SendingOptions",
  "SuppressionOptions",
  "TrackingOptions",
] as const;

function keyOf({ caller, input }: SetCall) {
  return { ...caller, name: String(input.ConfigurationSetName) };
}

/** The members of the request besides the name are those of the option. */
function put(call: SetCall, option: (typeof OPTIONS)[number]): object {
  const { ConfigurationSetName: _, ...given } = call.input;
  const isNothing = Object.keys(given).length === 0;
  const value =
    option === "SuppressionOptions"
      ? { SuppressedReasons: [], ...given }
      : option === "ReputationOptions"
        ? { ReputationMetricsEnabled: given.ReputationMetricsEnabled === true }
        : option === "SendingOptions"
          ? { SendingEnabled: given.SendingEnabled === true }
          : isNothing
            ? undefined
            : given;
  return empty(putSetOption(call.world, keyOf(call), option, value as SesSetOptions[typeof option]));
}

function destinationOf({ input }: SetCall): SesEventDestination {
  const given = isJsonObject(input.EventDestination) ? input.EventDestination : {};
  if (given.PinpointDestination !== undefined) throw badRequest("The emulator does not emulate PinpointDestination.");
  const types = Array.isArray(given.MatchingEventTypes) ? given.MatchingEventTypes.map(String) : [];
  return {
    ...(given as Partial<SesEventDestination>),
    Name: String(input.EventDestinationName),
    Enabled: given.Enabled === true,
    MatchingEventTypes: types,
  };
}

function empty(_nothing: unknown): object {
  return {};
}
