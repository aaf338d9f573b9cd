// Converts cloudflare_dns_record's values between Terraform and Cloudflare's API: requests and answers.
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/model.go
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/apijson/decoder.go
import type { Attributes } from "../../protocol/schema";
import { Dynamic, isObject, type ObjectValue, UNKNOWN, type Value } from "../../protocol/value";
import { isProxiable } from "../../services/cloudflare/checks";
import type { RecordBody } from "../../services/cloudflare/records";
import type { CloudflareRecord } from "../../world/entities";

/** The body of the request that creates or changes a record. */
export function bodyOf(planned: ObjectValue): RecordBody {
  const data = isObject(planned.data) ? knownValues(planned.data) : undefined;
  const settings = isObject(planned.settings) ? knownValues(planned.settings) : undefined;
  const body = knownValues({ ...planned, data: null, settings: null }) as unknown as RecordBody;
  const isSet = settings !== undefined && Object.keys(settings).length > 0;
  return {
    ...body,
    content: data === undefined ? body.content : undefined,
    data: data as RecordBody["data"],
    settings: isSet ? (settings as RecordBody["settings"]) : undefined,
  };
}

/** Leaves out null and unknown values, and unwraps dynamic values. */
function knownValues(value: ObjectValue): Record<string, Value> {
  const entries = Object.entries(value).map(
    ([name, item]) => [name, item instanceof Dynamic ? item.value : item] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== null && item !== UNKNOWN));
}

/**
 * The state that the provider writes after a create or update: the API's answer where the plan was unknown, the plan elsewhere. So
 * a value that the API changed shows in the next plan, not in this one.
 */
export function stateAfterWrite(attributes: Attributes, planned: ObjectValue, record: CloudflareRecord): ObjectValue {
  const answer = toState(record, planned);
  const merged: Record<string, Value> = {};
  for (const [name, { computed, optional }] of Object.entries(attributes)) {
    const isOpen = planned[name] === UNKNOWN || planned[name] === null;
    merged[name] = computed && (!optional || isOpen) ? (answer[name] ?? null) : (planned[name] ?? null);
  }
  const settings = planned.settings;
  if (isObject(settings)) {
    const answers = answer.settings as ObjectValue;
    const filled = Object.entries(settings).map(([name, value]) => [
      name,
      value === UNKNOWN ? (answers[name] ?? null) : value,
    ]);
    merged.settings = Object.fromEntries(filled);
  }
  return merged;
}

/** The state that a refresh writes: the API's answer, whatever the state had. */
export function toState(record: CloudflareRecord, state: ObjectValue): ObjectValue {
  const { settings, data, ...plain } = record;
  return {
    ...plain,
    data: data === null ? null : toData(data, state.data),
    settings: { flatten_cname: null, ipv4_only: null, ipv6_only: null, ...settings },
    proxiable: isProxiable(record),
    meta: "{}",
  };
}

/** `flags` keeps the type that it has in the state. */
function toData(data: Readonly<Record<string, string | number>>, before: Value | undefined): ObjectValue {
  const { flags, ...rest } = data;
  if (flags === undefined) return rest;
  const type =
    isObject(before) && before.flags instanceof Dynamic
      ? before.flags.type
      : typeof flags === "number"
        ? "number"
        : "string";
  return { ...rest, flags: new Dynamic(type, type === "number" ? Number(flags) : String(flags)) };
}
