// Every record type that domains.yaml accepts: from the emulated Cloudflare, through a DNS packet, to verify.

import { EVERY_TYPE } from "../../../../__tests__/records/every-type";
import { encodeQuery } from "../../../../lib/verify/dns/wire/query";
import { decodeReply } from "../../../../lib/verify/dns/wire/reply";
import { matchesValue, queryType } from "../../../../lib/verify/live/expected";
import { respond } from "../../src/dns/packets";
import { worldDns } from "../../src/dns/world-zones";
import { answerFromZones } from "../../src/dns/zones";
import { createRecord } from "../../src/services/cloudflare/records";
import { addZone } from "../../src/services/cloudflare/zones";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const SERVER = "127.0.0.2";

test("each is served as it was made, and verify finds it live", async () => {
  const zone = addZone(world, "example.com");
  // A DS wants its NS first.
  const records = EVERY_TYPE.map(([record]) => record).sort(
    (a, b) => Number(a.type === "DS") - Number(b.type === "DS"),
  );
  for (const { name, type, content, data, priority, proxied, ttl } of records)
    createRecord(world, zone.id, {
      name,
      type,
      ttl,
      proxied,
      ...(content === null ? {} : { content }),
      ...(data === null ? {} : { data }),
      ...(priority === null ? {} : { priority }),
    });
  const dns = worldDns(world, { root: "127.0.0.1", cloudflare: [SERVER, "127.0.0.3"], amazon: "127.0.0.4" });
  for (const record of records) {
    const question = { name: record.name, type: queryType(record), recurse: false, checkingDisabled: false };
    const packet = await respond((query) => answerFromZones(dns.at(SERVER), query), encodeQuery(question, true), {
      transport: "tcp",
      server: SERVER,
    });
    const { answer, authority } = decodeReply(packet!);
    // Below its NS the zone only refers to others.
    const own = record.type === "NS" ? authority : answer;
    expect({ type: record.type, isThere: own.some(({ value }) => matchesValue(record, value)) }).toEqual({
      type: record.type,
      isThere: true,
    });
  }
});
