// Zones over HTTP: https://developers.cloudflare.com/api/resources/zones/
import { zoneJson } from "../../services/cloudflare/zone-json";
import { getZone, listZones } from "../../services/cloudflare/zones";
import type { CallOperation } from "../../world/fault";
import type { FaultSubject } from "../../world/faults";
import { type PageSize, pageOf, unknownParameter } from "./page";
import type { CloudflareRoute } from "./route";

/** The documentation says at least 5, but certbot's DNS plugin has asked for 1 for years, and gets it. */
const PAGE: PageSize = { initial: 20, min: 1, max: 50 };

/** The parameters that are supported; `match`, `order`, `direction` and `type` are refused rather than ignored. */
const KNOWN = ["name", "status", "account.id", "account.name", "page", "per_page"];

export const ZONE_ROUTES: readonly CloudflareRoute[] = [
  {
    method: "GET",
    path: "/zones",
    subject: ({ query }) => subject("list", query.get("name") ?? ""),
    answer({ world, query }) {
      const unsupported = [...query.keys()].find((name) => !KNOWN.includes(name));
      if (unsupported !== undefined) throw unknownParameter("/zones", unsupported);
      const get = (name: string) => query.get(name) ?? undefined;
      const zones = listZones(world, {
        name: get("name"),
        status: get("status"),
        accountId: get("account.id"),
        accountName: get("account.name"),
      });
      const { items, info } = pageOf(zones, query, PAGE);
      return { result: items.map(zoneJson), result_info: info };
    },
  },
  {
    method: "GET",
    path: "/zones/:zone",
    subject: ({ world, parts: { zone = "" } }) => subject("read", world.zones.get(zone)?.name ?? zone),
    answer: ({ world, parts: { zone = "" } }) => ({ result: zoneJson(getZone(world, zone)) }),
  },
  {
    // Programs that keep redirects with their records (octoDNS) ask for these before every plan. No zone here has any.
    method: "GET",
    path: "/zones/:zone/pagerules",
    subject: ({ world, parts: { zone = "" } }) => subject("read", world.zones.get(zone)?.name ?? zone),
    answer({ world, parts: { zone = "" } }) {
      getZone(world, zone);
      return { result: [] };
    },
  },
];

function subject(operation: CallOperation, name: string): FaultSubject {
  return { operation, type: "cloudflare_zone", name };
}
