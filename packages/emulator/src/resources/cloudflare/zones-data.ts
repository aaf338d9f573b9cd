// The data source cloudflare_zones of provider 5.14.0: all zones that match.
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/zone/list_data_source.go
import { optionalText } from "../../json";
import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { isObject } from "../../protocol/value";
import derived from "../../schemas/cloudflare-zones-data.json";
import { zoneJson } from "../../services/cloudflare/zone-json";
import { listZones } from "../../services/cloudflare/zones";
import type { CloudflareZone } from "../../world/entities";
import type { DataSourceType } from "../resource-type";
import { requestError } from "./request-error";

/** The values that the provider accepts, by attribute. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  direction: ["asc", "desc"],
  match: ["any", "all"],
  order: ["name", "status", "account.id", "account.name", "plan.id"],
  status: ["initializing", "pending", "active", "moved"],
};
const MAX_ITEMS = 1000;

export const cloudflareZonesData: DataSourceType = {
  name: "cloudflare_zones",
  schema: overlaySchema(derived),

  subject: ({ name }) => optionalText(name) ?? "",

  validate: (config) =>
    Object.entries(ALLOWED).flatMap(([name, allowed]): Diagnostic[] => {
      const value = config[name];
      if (typeof value !== "string" || allowed.includes(value)) return [];
      const list = allowed.map((one) => `"${one}"`).join(" ");
      const detail = `Attribute ${name} value must be one of: [${list}], got: "${value}"`;
      return [error("Invalid Attribute Value Match", detail, [name])];
    }),

  /** Of the orders only that by name makes a difference: all zones here are active, of one account and one plan. */
  read({ world }, config) {
    const account = isObject(config.account) ? config.account : {};
    const zones = listZones(world, {
      name: optionalText(config.name),
      status: optionalText(config.status),
      accountId: optionalText(account.id),
      accountName: optionalText(account.name),
    });
    if (config.order === "name") zones.sort(byName);
    if (config.order === "name" && config.direction === "desc") zones.reverse();
    const limit = typeof config.max_items === "number" && config.max_items > 0 ? config.max_items : MAX_ITEMS;
    return { ...config, match: optionalText(config.match) ?? "all", result: zones.slice(0, limit).map(zoneJson) };
  },

  diagnose: (_operation, _config, failure) => requestError("GET", "/zones", failure),
};

function byName(a: CloudflareZone, b: CloudflareZone): number {
  return a.name < b.name ? -1 : 1;
}
