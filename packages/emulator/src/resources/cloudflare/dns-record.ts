// cloudflare_dns_record of provider 5.14.0, with the differences that it shows and those that it hides:
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/schema.go
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/resource.go

import { text } from "../../json";
import { type Diagnostic, error, warning } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { isObject, type Value } from "../../protocol/value";
import derived from "../../schemas/cloudflare-dns-record.json";
import { createRecord, deleteRecord, getRecord, updateRecord } from "../../services/cloudflare/records";
import { ApiError } from "../../world/faults";
import { planFramework } from "../framework-plan";
import { Refusal, type ResourceType } from "../resource-type";
import { modifyPlan } from "./dns-record-plan";
import { bodyOf, stateAfterWrite, toState } from "./dns-record-value";
import { requestError } from "./request-error";

const schema = overlaySchema(derived, {
  // The bindings treat it as a map; the provider accepts a number or a string.
  "data.flags": { type: "dynamic" },
});

const TYPES =
  "A AAAA CNAME MX NS OPENPGPKEY PTR TXT CAA CERT DNSKEY DS HTTPS LOC NAPTR SMIMEA SRV SSHFP SVCB TLSA URI".split(" ");

/** The numbers in `data` and their limits. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  algorithm: [0, 255],
  altitude: [-100000, 42849672.95],
  digest_type: [0, 255],
  key_tag: [0, 65535],
  lat_degrees: [0, 90],
  lat_minutes: [0, 59],
  lat_seconds: [0, 59.999],
  long_degrees: [0, 180],
  long_minutes: [0, 59],
  long_seconds: [0, 59.999],
  matching_type: [0, 255],
  order: [0, 65535],
  port: [0, 65535],
  precision_horz: [0, 90000000],
  precision_vert: [0, 90000000],
  preference: [0, 65535],
  priority: [0, 65535],
  protocol: [0, 255],
  selector: [0, 255],
  size: [0, 90000000],
  usage: [0, 255],
  weight: [0, 65535],
};

export const cloudflareDnsRecord: ResourceType = {
  name: "cloudflare_dns_record",
  schema,

  subject: ({ name }) => (typeof name === "string" ? name : ""),

  validate(config) {
    const { type, priority, content, data } = config;
    const found: Diagnostic[] = [];
    if (typeof type === "string" && !TYPES.includes(type.toUpperCase())) {
      const list = TYPES.map((name) => `"${name}"`).join(" ");
      found.push(
        error("Invalid Attribute Value Match", `Attribute type value must be one of: [${list}], got: "${type}"`, [
          "type",
        ]),
      );
    }
    found.push(...checkRange(priority, [0, 65535], ["priority"]));
    if (isObject(data)) {
      for (const [name, range] of Object.entries(RANGES)) found.push(...checkRange(data[name], range, ["data", name]));
      if (content !== null) found.push(conflict("content", "data"), conflict("data", "content"));
    }
    return found;
  },

  plan: (_context, request) =>
    planFramework(request, {
      requiresReplace: ["zone_id", "type"],
      defaults: { proxied: false },
      useStateForUnknown: ["id"],
      modifyPlan,
    }),

  create({ world }, planned) {
    // The provider checks this only on create: the plan succeeds, and its apply fails.
    if (planned.proxied === true && planned.ttl !== 1) {
      const detail =
        "When a DNS record is marked as `proxied` the TTL must be 1 as Cloudflare will control the TTL internally.";
      throw new Refusal(error("ttl must be set to 1 when `proxied` is true", detail));
    }
    return stateAfterWrite(
      schema.block.attributes,
      planned,
      createRecord(world, text(planned.zone_id), bodyOf(planned)),
    );
  },

  read({ world }, state) {
    try {
      return { state: toState(getRecord(world, text(state.zone_id), text(state.id)), state) };
    } catch (caught) {
      if (!(caught instanceof ApiError) || caught.status !== 404) throw caught;
      const message = "The resource was not found on the server and will be removed from state.";
      return { state: null, diagnostics: [warning("Resource not found", message)] };
    }
  },

  update({ world }, prior, planned) {
    return stateAfterWrite(
      schema.block.attributes,
      planned,
      updateRecord(world, text(prior.zone_id), text(prior.id), bodyOf(planned)),
    );
  },

  delete({ world }, prior) {
    deleteRecord(world, text(prior.zone_id), text(prior.id));
  },

  importState({ world }, id) {
    const parts = id.split("/");
    if (parts.length !== 2) {
      const detail = `expected urlencoded segments "<zone_id>/<dns_record_id>", got "${id}"`;
      throw new Refusal(error("invalid ID", detail));
    }
    const [zone_id, record_id] = parts.map(decodeURIComponent) as [string, string];
    try {
      return toState(getRecord(world, zone_id, record_id), {});
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      throw new Refusal(cloudflareDnsRecord.diagnose("read", { zone_id, id: record_id }, caught));
    }
  },

  diagnose(operation, value, failure) {
    const method = { create: "POST", read: "GET", update: "PUT", delete: "DELETE" }[operation];
    const path = `/zones/${text(value.zone_id)}/dns_records${operation === "create" ? "" : `/${text(value.id)}`}`;
    return requestError(method, path, failure);
  },
};

/** Both attributes are reported, each with the other. */
function conflict(name: string, other: string): Diagnostic {
  const detail = `Attribute "${name}" cannot be specified when "${other}" is specified`;
  return error("Invalid Attribute Combination", detail, [name]);
}

function checkRange(value: Value | undefined, [from, to]: readonly [number, number], path: string[]): Diagnostic[] {
  if (typeof value !== "number" || (value >= from && value <= to)) return [];
  const [least, most, got] = [from, to, value].map((one) => one.toFixed(6));
  const detail = `Attribute ${path.join(".")} value must be between ${least} and ${most}, got: ${got}`;
  return [error("Invalid Attribute Value", detail, path)];
}
