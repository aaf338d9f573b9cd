// aws_sesv2_configuration_set of provider 6.25.0, without vdm_options:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/sesv2/configuration_set.go

import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { isObject, type ObjectValue, sameValue, type Value } from "../../protocol/value";
import derived from "../../schemas/aws-sesv2-configuration-set.json";
import { partitionOf } from "../../services/aws/partition";
import type { SetKey } from "../../services/aws/ses-set-names";
import { createSet, deleteSet, getSet, putSetOption, putSetTags } from "../../services/aws/ses-sets";
import type { SesConfigurationSet, SesSetOptions } from "../../world/entities";
import { ifFound, unlessGone } from "../found";
import type { Context, ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { isZero } from "../sdk-state";
import { identityKey } from "./account";
import { diagnoseSes, importedState, planRegion, textOf } from "./region";
import { allTags, planTags, readTags, userTags } from "./tags";

/** The blocks with their option in the API, and each field's name there. */
const BLOCKS = {
  delivery_options: {
    option: "DeliveryOptions",
    fields: {
      tls_policy: "TlsPolicy",
      sending_pool_name: "SendingPoolName",
      max_delivery_seconds: "MaxDeliverySeconds",
    },
  },
  reputation_options: {
    option: "ReputationOptions",
    fields: { reputation_metrics_enabled: "ReputationMetricsEnabled" },
  },
  sending_options: { option: "SendingOptions", fields: { sending_enabled: "SendingEnabled" } },
  suppression_options: { option: "SuppressionOptions", fields: { suppressed_reasons: "SuppressedReasons" } },
  tracking_options: {
    option: "TrackingOptions",
    fields: { custom_redirect_domain: "CustomRedirectDomain", https_policy: "HttpsPolicy" },
  },
} as const satisfies Readonly<
  Record<string, { readonly option: keyof SesSetOptions; readonly fields: Readonly<Record<string, string>> }>
>;

const ENUMS: Readonly<Record<string, readonly string[]>> = {
  tls_policy: ["REQUIRE", "OPTIONAL"],
  https_policy: ["REQUIRE", "REQUIRE_OPEN_ONLY", "OPTIONAL"],
  suppressed_reasons: ["BOUNCE", "COMPLAINT"],
};

export const awsSesv2ConfigurationSet: ResourceType = {
  name: "aws_sesv2_configuration_set",
  schema: overlaySchema(derived, { reputation_options: { computed: true }, sending_options: { computed: true } }),

  subject: ({ configuration_set_name, id }) => textOf(configuration_set_name) || textOf(id),

  validate(config) {
    const { configuration_set_name: name } = config;
    const found: Diagnostic[] = [];
    if (typeof name === "string" && !/^.{1,64}$/.test(name)) {
      const summary = `expected length of configuration_set_name to be in the range (1 - 64), got ${name}`;
      found.push(error(summary, "", ["configuration_set_name"]));
    }
    if (Array.isArray(config.vdm_options) && config.vdm_options.length > 0)
      found.push(error("mailzone's emulator does not emulate vdm_options", "Leave it out here.", ["vdm_options"]));
    for (const block of Object.keys(BLOCKS)) {
      for (const [field, value] of Object.entries(firstOf(config[block]) ?? {}))
        found.push(...validateEnum(block, field, value));
    }
    return found;
  },

  plan(context, request) {
    const plan = planRegion(context, planSdk(request, { forceNew: ["configuration_set_name"] }), request.prior);
    return planTags(context, plan, request.prior);
  },

  create(context, planned) {
    const key = setKey(context, planned, textOf(planned.configuration_set_name));
    const options = Object.fromEntries(
      Object.entries(BLOCKS).flatMap(([block, { option }]) => {
        const value = optionOf(block as keyof typeof BLOCKS, planned);
        return value === undefined ? [] : [[option, value]];
      }),
    );
    const tags = Object.entries(userTags(allTags(context, planned.tags!)));
    createSet(
      context.world,
      key,
      options,
      tags.map(([name, value]) => ({ key: name, value })),
    );
    return readState(context, { ...planned, id: key.name });
  },

  read: (context, state) => ifFound("NotFoundException", () => readState(context, state)),

  update(context, prior, planned) {
    const { world } = context;
    const key = setKey(context, planned, textOf(prior.id));
    for (const [block, { option }] of Object.entries(BLOCKS)) {
      if (!sameValue(prior[block]!, planned[block]!))
        putSetOption(world, key, option, putOf(block as keyof typeof BLOCKS, planned) as never);
    }
    if (!sameValue(prior.tags_all!, planned.tags_all!)) putSetTags(world, key, userTags(planned.tags_all!));
    return readState(context, { ...planned, id: prior.id! });
  },

  delete(context, prior) {
    unlessGone("NotFoundException", () => deleteSet(context.world, setKey(context, prior, textOf(prior.id))));
  },

  importState: importedState,

  diagnose(operation, value, failure) {
    const calls = {
      create: "CreateConfigurationSet",
      read: "GetConfigurationSet",
      update: "PutConfigurationSetDeliveryOptions",
      delete: "DeleteConfigurationSet",
    };
    return diagnoseSes("Configuration Set", calls[operation], operation, this.subject(value), failure);
  },
};

/** The key of a set: the provider's account, the value's region, and the name. */
export function setKey(context: Context, value: ObjectValue, name: string): SetKey {
  return identityKey(context, value, name);
}

/** The first block, or undefined. */
export function firstOf(blocks: Value | undefined): ObjectValue | undefined {
  const [first] = Array.isArray(blocks) ? (blocks as readonly Value[]) : [];
  return isObject(first) ? first : undefined;
}

/** An error if the text is none of `values`, in the provider's words. */
export function expectedOne(
  field: string,
  value: Value,
  values: readonly string[],
  path: (string | number)[],
): Diagnostic[] {
  if (typeof value !== "string" || values.includes(value)) return [];
  const list = values.map((one) => `"${one}"`).join(" ");
  return [error(`expected ${field} to be one of [${list}], got ${value}`, "", path)];
}

function validateEnum(block: string, field: string, value: Value): Diagnostic[] {
  const values = ENUMS[field];
  if (values === undefined) return [];
  const items: readonly Value[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => expectedOne(field, item, values, [block, 0, field]));
}

/** The option of the API that a block sets; undefined without the block. */
function optionOf(block: keyof typeof BLOCKS, value: ObjectValue): object | undefined {
  const given = firstOf(value[block]);
  if (given === undefined) return undefined;
  const entries = Object.entries(BLOCKS[block].fields).flatMap(([field, name]) => {
    const one = given[field];
    return one === undefined || (isZero(one) && typeof one !== "boolean" && !Array.isArray(one)) ? [] : [[name, one]];
  });
  const option = Object.fromEntries(entries);
  return block === "suppression_options" ? { SuppressedReasons: [], ...option } : option;
}

/** The option that an update sends: none without the block, and an empty list for the reasons. */
function putOf(block: keyof typeof BLOCKS, value: ObjectValue): object | undefined {
  const option = optionOf(block, value) ?? {};
  if (block === "suppression_options") return { SuppressedReasons: [], ...option };
  return Object.keys(option).length === 0 ? undefined : option;
}

function readState(context: Context, state: ObjectValue): ObjectValue {
  const set = getSet(context.world, setKey(context, state, textOf(state.id)));
  context.world.noteCall("ses:ListTagsForResource");
  return { ...toState(set, state), ...readTags(context, set, state) };
}

function toState(set: SesConfigurationSet, state: ObjectValue): ObjectValue {
  const { account, region, name, options } = set;
  const blocks = Object.entries(BLOCKS).map(([block, { option, fields }]): [string, Value] => {
    const value = options[option] as Readonly<Record<string, Value>> | undefined;
    if (value === undefined) return [block, []];
    const shown = Object.entries(fields).map(([field, member]): [string, Value] => [field, value[member] ?? null]);
    const extra: ObjectValue = block === "reputation_options" ? { last_fresh_start: "" } : {};
    return [block, [{ ...Object.fromEntries(shown), ...extra }]];
  });
  return {
    ...state,
    id: name,
    arn: `arn:${partitionOf(region)}:ses:${region}:${account}:configuration-set/${name}`,
    configuration_set_name: name,
    region,
    vdm_options: [],
    ...Object.fromEntries(blocks),
  };
}
