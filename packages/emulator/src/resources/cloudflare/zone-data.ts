// The data source cloudflare_zone of provider 5.14.0. With a filter it lists zones, requires exactly one result, and then reads
// that zone.
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/zone/data_source.go
import { optionalText } from "../../json";
import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { isObject, type ObjectValue } from "../../protocol/value";
import derived from "../../schemas/cloudflare-zone-data.json";
import { zoneJson } from "../../services/cloudflare/zone-json";
import { getZone, listZones } from "../../services/cloudflare/zones";
import type { CloudflareZone } from "../../world/entities";
import type { World } from "../../world/world";
import { type DataSourceType, Refusal } from "../resource-type";
import { requestError } from "./request-error";

export const cloudflareZoneData: DataSourceType = {
  name: "cloudflare_zone",
  schema: overlaySchema(derived),

  subject: ({ zone_id, filter }) =>
    optionalText(zone_id) ?? (isObject(filter) ? optionalText(filter.name) : undefined) ?? "",

  validate({ zone_id, filter }) {
    if ((zone_id === null) !== (filter === null)) return [];
    const summary = zone_id === null ? "Missing Attribute Configuration" : "Invalid Attribute Combination";
    return [error(summary, "Exactly one of these attributes must be configured: [zone_id,filter]")];
  },

  read({ world }, config) {
    const { filter } = config;
    const id = isObject(filter) ? findOne(world, filter).id : optionalText(config.zone_id);
    return { ...toState(getZone(world, id ?? "")), filter: filter! };
  },

  diagnose: (_operation, { zone_id }, failure) => requestError("GET", `/zones/${optionalText(zone_id) ?? ""}`, failure),
};

function findOne(world: World, filter: ObjectValue): CloudflareZone {
  const account = isObject(filter.account) ? filter.account : {};
  const zones = listZones(world, {
    name: optionalText(filter.name),
    status: optionalText(filter.status),
    accountId: optionalText(account.id),
    accountName: optionalText(account.name),
  });
  if (zones.length === 1) return zones[0]!;
  throw new Refusal(error("failed to find exactly one result", `${zones.length} found`));
}

function toState(zone: CloudflareZone): ObjectValue {
  return { ...zoneJson(zone), zone_id: zone.id };
}
