// Cloudflare's limit of requests, and what the emulator counts. The clock stands still until a test moves it.
import { readStatus } from "../../src/commands/status";
import { renderEmulatorStatus } from "../../src/commands/status-text";
import { createRecord, deleteRecord } from "../../src/services/cloudflare/records";
import { armFault } from "../../src/world/faults";
import { NO_LIMIT, setRateLimit } from "../../src/world/rate-limit";
import { type CloudflareCalls, CloudflareError } from "./cloudflare-calls";
import { cloudflare, type ServedWorld, withServedWorld } from "./served-world";

const ZONE = "0123456789abcdef0123456789abcdef";
const START = Date.UTC(2026, 10, 29);

let served: ServedWorld;
let client: CloudflareCalls;
withServedWorld(
  (fresh) => {
    served = fresh;
    client = cloudflare(served);
    served.world.commit(served.world.zones.put(ZONE, { id: ZONE, name: "example.com" }));
  },
  {},
  undefined,
  () => START,
);

const make = () => createRecord(served.world, ZONE, { name: "a", type: "A", content: "192.0.2.1", ttl: 1 });
const limitTo = (requests: number, wait: "real" | "jump" = "real") =>
  setRateLimit(served.world, { requests, seconds: 300, wait });
const list = () => client.recordNames(ZONE);
const ask = (path: string, token = "a".repeat(40)) =>
  fetch(`${served.url}/client/v4${path}`, { headers: { authorization: `Bearer ${token}` } });
const read = async () => {
  const answer = await ask("/zones");
  const of = (name: string) => answer.headers.get(name);
  return [answer.status, of("retry-after"), of("ratelimit"), of("ratelimit-policy")];
};

describe("the limit", () => {
  test("is Cloudflare's, and each answer says what is left of it", async () => {
    expect(await read()).toEqual([200, null, '"default";r=1199;t=300', '"default";q=1200;w=300']);
    served.world.advance(10_000);
    expect(await read()).toEqual([200, null, '"default";r=1198;t=290', '"default";q=1200;w=300']);
  });

  test("refuses one request too many and all that follow for five minutes, in Cloudflare's words", async () => {
    limitTo(2);
    await read();
    await read();
    const answer = await ask("/zones");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "300"]);
    expect(await answer.text()).toBe(
      '{"result":null,"success":false,"errors":[{"code":971,"message":"Please wait and consider throttling your request speed"}],"messages":[]}',
    );
    served.world.advance(299_500);
    expect(await read()).toEqual([429, "1", null, null]);
    served.world.advance(500);
    expect(await read()).toEqual([200, null, '"default";r=1;t=300', '"default";q=2;w=300']);
  });

  test("counts requests of the last five minutes only", async () => {
    limitTo(3);
    await read();
    served.world.advance(200_000);
    await read();
    await read();
    served.world.advance(100_000);
    expect(await read()).toEqual([200, null, '"default";r=0;t=200', '"default";q=3;w=300']);
    expect((await read())[0]).toBe(429);
  });

  test("is one for all tokens, and is not spent by who has none", async () => {
    limitTo(2);
    await ask("/zones", "a".repeat(40));
    expect((await fetch(`${served.url}/client/v4/zones`)).status).toBe(400);
    expect((await ask("/zones", "b".repeat(40))).status).toBe(200);
    expect((await ask("/zones", "c".repeat(40))).status).toBe(429);
  });

  test("changes nothing when it refuses a write, and a fault that is armed stays armed", async () => {
    const { id } = make();
    limitTo(1);
    armFault(served.world, { kind: "error", operation: "delete" });
    await list().catch(() => {});
    await expect(client.records.delete(ZONE, id)).rejects.toThrow(CloudflareError);
    expect([served.world.records.size, served.world.faults.size]).toEqual([1, 1]);
  });

  test("does not hold where it was taken away", async () => {
    limitTo(1);
    await read();
    expect((await read())[0]).toBe(429);
    setRateLimit(served.world, NO_LIMIT);
    expect([await read(), await read()]).toEqual([
      [200, null, null, null],
      [200, null, null, null],
    ]);
  });

  test("lets the clock jump if nothing may wait", async () => {
    limitTo(1, "jump");
    await read();
    expect((await read()).slice(0, 2)).toEqual([429, "0"]);
    expect((await read())[0]).toBe(200);
    expect(served.world.now()).toBe(START + 300_000);
    expect(readStatus(served.world).cloudflareApi).toMatchObject({ refused: 1, jumped: 300 });
  });
});

describe("the count", () => {
  test("has each request by its kind, those that are refused too", async () => {
    const { id } = await client.records.create(ZONE, { name: "a", type: "A", content: "192.0.2.1", ttl: 1 });
    await client.records.get(ZONE, id);
    await client.records.edit(ZONE, id, { ttl: 60 });
    await client.records.update(ZONE, id, { name: "a", type: "A", content: "192.0.2.2", ttl: 1 });
    await list();
    await client.zoneNames();
    await ask(`/zones/${ZONE}`);
    await ask("/accounts");
    await client.records.delete(ZONE, id);
    await client.records.get(ZONE, id).catch(() => {});
    expect(readStatus(served.world).cloudflareApi).toEqual({
      requests: {
        "cloudflare_dns_record create": 1,
        "cloudflare_dns_record delete": 1,
        "cloudflare_dns_record list": 2,
        "cloudflare_dns_record read": 2,
        "cloudflare_dns_record update": 2,
        "cloudflare_zone list": 2,
        "cloudflare_zone read": 1,
        "not emulated": 1,
      },
      limit: { requests: 1200, seconds: 300, wait: "real" },
      refused: 0,
      jumped: 0,
    });
  });

  test("is shown in a line", async () => {
    const lines = () =>
      renderEmulatorStatus(readStatus(served.world))
        .split("\n")
        .filter((line) => line.includes("API"));
    expect(lines()).toEqual([]);
    limitTo(1, "jump");
    await read();
    await read();
    expect(lines()).toEqual([
      "emulated: Cloudflare's API: 2 requests (2 cloudflare_zone list), 1 of them refused, its clock jumped over 300 s of waiting; limit 1 in 300 s, the clock jumps over waits",
    ]);
  });

  test("of calls has those of services by the permission that they need", () => {
    deleteRecord(served.world, ZONE, make().id);
    served.world.noteCall("ses:GetEmailIdentity");
    expect(readStatus(served.world).callCounts).toEqual({ "DNS Write": 2, "ses:GetEmailIdentity": 1 });
  });
});

test("an answer has the date of the emulator's clock", async () => {
  served.world.advance(3_600_000);
  const { headers } = await ask("/zones");
  expect(headers.get("date")).toBe("Sun, 29 Nov 2026 01:00:00 GMT");
});

describe("a connection that is cut", () => {
  test.each(["before", "after"] as const)("%s the effect leaves the client without an answer", async (when) => {
    const { id } = make();
    armFault(served.world, { kind: "cut", operation: "delete", when });
    await expect(client.records.delete(ZONE, id)).rejects.toThrow("fetch failed");
    expect(served.world.records.size).toBe(when === "before" ? 1 : 0);
  });
});
