// The gateway between the provider's requests and Cloudflare's emulated API: what is saved, what is never older than a write, what is lost.
import { Budget } from "../../lib/cloudflare/budget";
import type { Gateway, GatewayOptions } from "../../lib/gateway/gateway";
import {
  armFault,
  type CloudflareRecord,
  createRecord,
  deleteRecord,
  setRateLimit,
  updateRecord,
} from "../../packages/emulator/internals/world";
import {
  CloudflareProvider,
  type CloudflareProviderProps,
  inParallel,
  type ProviderRecord,
  type RequestFailed,
} from "../helpers/cloudflare-provider";
import { CloudflareWorld } from "../helpers/cloudflare-world";
import { until } from "../helpers/event-loop";
import { count } from "../run/cases";
import { withGateways } from "./running-gateway";

const ZONES = ["a", "b", "c", "d"].map((letter) => letter.repeat(32));
const ZONE = ZONES[0]!;
const TXT = { name: "new.a.example", type: "TXT", content: '"new"', ttl: 1 };

const gateways = withGateways();
let cloudflare: CloudflareWorld;
let gateway: Gateway;
let provider: CloudflareProvider;
const providers: CloudflareProvider[] = [];
const client = (props: Partial<CloudflareProviderProps> = {}) => {
  const made = new CloudflareProvider({ base: gateway.url, clock: cloudflare.clock, ...props });
  providers.push(made);
  return made;
};
const restart = async (options: Partial<GatewayOptions> = {}) => {
  gateway = await gateways.start(cloudflare.base, cloudflare.clock, options);
  provider = client();
};
beforeEach(async () => {
  cloudflare = new CloudflareWorld();
  await cloudflare.start();
  await restart();
});
afterEach(async () => {
  for (const one of providers.splice(0)) one.close();
});
// After the gateways, which other hooks stop first.
afterEach(() => cloudflare.stop());

const readAll = (records: readonly Pick<CloudflareRecord, "id" | "zone_id">[], by = provider) =>
  cloudflare.through(
    inParallel(records, ({ zone_id, id }) =>
      by.read(zone_id, id).catch(({ status, code }: RequestFailed) => `${status} ${code}`),
    ),
  );
const failureOf = (work: Promise<unknown>) =>
  cloudflare.through(
    work.then(
      () => "done",
      (error: RequestFailed) => error,
    ),
  );
const requests = () => cloudflare.api.requests;

describe("reads", () => {
  test("of very many records in four zones are four requests, and every answer is the single read's", async () => {
    const records = ZONES.flatMap((zone, index) => cloudflare.fill(zone, `${"abcd"[index]}.example`, count(100, 500)));
    createRecord(cloudflare.world, ZONE, {
      name: "a.example",
      type: "MX",
      content: "m.example",
      priority: 0,
      ttl: 300,
    });
    const direct = client({ base: cloudflare.base });
    const some = records.filter((_, index) => index % 37 === 0);
    const singly = await readAll(some, direct);
    const before = requests()["cloudflare_dns_record read"];
    const answers = await readAll(records);
    expect(requests()).toEqual({ "cloudflare_dns_record list": 4, "cloudflare_dns_record read": before });
    expect(answers.map((answer) => (answer as ProviderRecord).id)).toEqual(records.map(({ id }) => id));
    expect(answers.filter((_, index) => index % 37 === 0)).toEqual(singly);
    expect(gateway.status()).toMatchObject({
      received: records.length,
      sent: 4,
      saved: records.length,
      listed: 4,
      listing: 0,
    });
  });

  test("of a zone of thousands of records take one request for 5,000 of them", async () => {
    const records = cloudflare.fill(ZONE, "a.example", count(5_001, 12_000));
    const [first, last] = await readAll([records[0]!, records.at(-1)!]);
    expect([first, last]).toMatchObject([{ content: '"r0"' }, { content: `"r${records.length - 1}"` }]);
    expect(requests()).toEqual({ "cloudflare_dns_record list": count(2, 3) });
  });

  test("of what is not in the list are asked singly, so that Cloudflare itself says that it is gone", async () => {
    const records = cloudflare.fill(ZONE, "a.example", 3);
    await readAll(records.slice(0, 1));
    const made = createRecord(cloudflare.world, ZONE, TXT);
    expect(await readAll([made])).toMatchObject([{ content: '"new"' }]);
    deleteRecord(cloudflare.world, ZONE, made.id);
    expect(await readAll([made])).toEqual([undefined]);
    expect(requests()).toEqual({ "cloudflare_dns_record list": 1, "cloudflare_dns_record read": 2 });
  });

  test("after 60 s list the zone again; other changes are seen then", async () => {
    const [record] = cloudflare.fill(ZONE, "a.example", 3);
    await readAll([record!]);
    updateRecord(cloudflare.world, ZONE, record!.id, { ...TXT, content: '"outside"' });
    cloudflare.clock.pass(60_000);
    expect(await readAll([record!])).toMatchObject([{ content: '"r0"' }]);
    cloudflare.clock.pass(1);
    expect(await readAll([record!])).toMatchObject([{ content: '"outside"' }]);
    expect(requests()).toEqual({ "cloudflare_dns_record list": 2 });
  });

  test("with another token, or with a key and address, do not use the first one's list", async () => {
    const records = cloudflare.fill(ZONE, "a.example", 3);
    await readAll(records);
    await readAll(records, client({ token: "b".repeat(40) }));
    expect(requests()).toEqual({ "cloudflare_dns_record list": 2 });
  });

  test("whose list is refused or fails are sent singly", async () => {
    const records = cloudflare.fill(ZONE, "a.example", 5);
    armFault(cloudflare.world, { kind: "error", operation: "list", status: 403, times: 0 });
    expect(await readAll(records)).toMatchObject(records.map(({ content }) => ({ content })));
    expect(requests()).toEqual({ "cloudflare_dns_record list": 1, "cloudflare_dns_record read": 5 });
    expect(gateway.status()).toMatchObject({ unlisted: 1, listed: 0 });
  });

  test("whose list fails on its third page are sent singly", async () => {
    const records = cloudflare.fill(ZONE, "a.example", 12_000);
    armFault(cloudflare.world, { kind: "error", operation: "list", status: 500, skip: 2, times: 0 });
    expect(await readAll(records.slice(0, 10))).toHaveLength(10);
    expect(requests()).toEqual({ "cloudflare_dns_record list": 5, "cloudflare_dns_record read": 10 });
  });

  test.each([{ kind: "error", status: 503 }, { kind: "cut" }] as const)(
    "are tried again after %j, without the provider",
    async (fault) => {
      const records = cloudflare.fill(ZONE, "a.example", 1);
      armFault(cloudflare.world, { kind: "error", operation: "list", status: 403, times: 0 });
      armFault(cloudflare.world, { ...fault, operation: "read", times: 2 });
      expect(await readAll(records)).toMatchObject([{ content: '"r0"' }]);
      expect(provider.tries).toHaveLength(1);
      // The list and three tries of the read.
      expect(gateway.status().sent).toBe(4);
    },
  );

  test("of the same record at the same time are one request", async () => {
    const [record] = cloudflare.fill(ZONE, "a.example", 1);
    armFault(cloudflare.world, { kind: "error", operation: "list", status: 403, times: 0 });
    armFault(cloudflare.world, { kind: "delay", milliseconds: 1000, operation: "read", times: 0 });
    const answers = await readAll(Array(10).fill(record));
    expect(answers).toHaveLength(10);
    expect(requests()["cloudflare_dns_record read"]).toBe(1);
    expect(gateway.status().saved).toBe(9);
  });

  test("of three times as many zones as the budget has requests stay within the budget, and nothing is refused", async () => {
    const records = Array.from({ length: 60 }, (_, index) => {
      const zone = index.toString(16).padStart(32, "0");
      return cloudflare.fill(zone, `z${index}.example`, 1)[0]!;
    });
    setRateLimit(cloudflare.world, { requests: 24, seconds: 300, wait: "real" });
    await restart({ budget: new Budget({ requests: 20, clock: cloudflare.clock }) });
    expect(await readAll(records)).toHaveLength(60);
    expect(cloudflare.api).toMatchObject({ requests: { "cloudflare_dns_record list": 60 }, refused: 0 });
    expect(gateway.status().waited).toBeGreaterThanOrEqual(600_000);
  });

  test("a storm of 429 stops everything for as long as it says, and no answer of it reaches the provider", async () => {
    const records = ZONES.flatMap((zone, index) => cloudflare.fill(zone, `${"abcd"[index]}.example`, 5));
    armFault(cloudflare.world, { kind: "error", operation: "any", status: 429, retryAfter: 90, times: 3 });
    const started = cloudflare.clock.now();
    expect(await readAll(records)).toMatchObject(records.map(({ content }) => ({ content })));
    expect(provider.tries.map(({ outcome }) => outcome)).toEqual(records.map(() => 200));
    expect(cloudflare.clock.now() - started).toBeGreaterThanOrEqual(90_000);
  });
});

describe("writes", () => {
  test("are seen by every read after them, and by those alone is asked again", async () => {
    const records = cloudflare.fill(ZONE, "a.example", 10);
    await readAll(records);
    const [changed, deleted] = records;
    await provider.update(ZONE, changed!.id, { ...TXT, content: '"changed"' });
    await provider.delete(ZONE, deleted!.id);
    const created = await provider.create(ZONE, TXT);
    const answers = await readAll([...records, { ...created, zone_id: ZONE }]);
    expect(answers.slice(0, 3)).toMatchObject([{ content: '"changed"' }, undefined, { content: '"r2"' }]);
    expect(answers.at(-1)).toMatchObject({ content: '"new"' });
    // One of the three is asked for singly, which is what a list costs; the other two with a new list, and the deleted one singly.
    expect(requests()["cloudflare_dns_record list"]).toBe(2);
  });

  test("by another token are seen as well", async () => {
    const records = cloudflare.fill(ZONE, "a.example", 3);
    await readAll(records);
    await client({ token: "b".repeat(40) }).update(ZONE, records[0]!.id, { ...TXT, content: '"changed"' });
    expect(await readAll(records)).toMatchObject([{ content: '"changed"' }, {}, {}]);
  });

  test("that create records make the next read list the zone again, once", async () => {
    const [first] = cloudflare.fill(ZONE, "a.example", 1);
    await readAll([first!]);
    const bodies = Array.from({ length: 50 }, (_, index) => ({ ...TXT, name: `n${index}.a.example` }));
    const made = await cloudflare.through(inParallel(bodies, (body) => provider.create(ZONE, body)));
    await readAll(made.map((record) => ({ ...record, zone_id: ZONE })));
    expect(requests()).toEqual({
      "cloudflare_dns_record create": 50,
      "cloudflare_dns_record list": 2,
      "cloudflare_dns_record read": 1,
    });
  });

  test("refused with 404 or 81044 let the zone's list go", async () => {
    const records = cloudflare.fill(ZONE, "a.example", 3);
    await readAll(records);
    updateRecord(cloudflare.world, ZONE, records[1]!.id, { ...TXT, content: '"outside"' });
    deleteRecord(cloudflare.world, ZONE, records[0]!.id);
    expect(await failureOf(provider.delete(ZONE, records[0]!.id))).toMatchObject({ status: 404, code: 81044 });
    expect(await readAll(records)).toMatchObject([undefined, { content: '"outside"' }, { content: '"r2"' }]);
  });

  test.each([
    ["a second CNAME at a name", { name: "www.a.example", type: "CNAME", content: "b.example" }, 81053],
    ["an identical record", { name: "r0.a.example", type: "TXT", content: '"r0"' }, 81058],
  ])("%s is refused in Cloudflare's own words, once", async (_, body, code) => {
    cloudflare.fill(ZONE, "a.example", 1);
    createRecord(cloudflare.world, ZONE, { name: "www.a.example", type: "CNAME", content: "a.example", ttl: 1 });
    expect(await failureOf(provider.create(ZONE, { ttl: 1, ...body }))).toMatchObject({ status: 400, code });
    expect(requests()["cloudflare_dns_record create"]).toBe(1);
  });

  test("that are throttled are sent again, since they had no effect", async () => {
    cloudflare.fill(ZONE, "a.example", 1);
    armFault(cloudflare.world, { kind: "error", operation: "create", status: 429, retryAfter: 90, times: 2 });
    expect(await cloudflare.through(provider.create(ZONE, TXT))).toMatchObject({ content: '"new"' });
    expect(provider.tries.map(({ outcome }) => outcome)).toEqual([200]);
    expect(requests()["cloudflare_dns_record create"]).toBe(3);
  });
});

describe("a write whose answer is lost", () => {
  beforeEach(async () => {
    // Dates have whole seconds.
    cloudflare.clock.pass(500);
    await readAll(cloudflare.fill(ZONE, "a.example", 2));
    cloudflare.clock.pass(5000);
  });

  test("is found in the zone and answered, and not sent again", async () => {
    // The emulator's times have whole seconds: the record is made in a later one than it was sent.
    armFault(cloudflare.world, { kind: "delay", milliseconds: 2000, operation: "create", when: "before", times: 1 });
    armFault(cloudflare.world, { kind: "cut", operation: "create", when: "after" });
    expect(await cloudflare.through(provider.create(ZONE, TXT))).toMatchObject({ content: '"new"', type: "TXT" });
    expect(provider.tries.slice(2).map(({ outcome }) => outcome)).toEqual([200]);
    expect(requests()).toMatchObject({ "cloudflare_dns_record create": 1, "cloudflare_dns_record list": 2 });
  });

  test("and that had no effect is an error, and not sent again: by nobody", async () => {
    armFault(cloudflare.world, { kind: "cut", operation: "create", when: "before" });
    expect(await failureOf(provider.create(ZONE, TXT))).toMatchObject({ status: 502 });
    expect(requests()["cloudflare_dns_record create"]).toBe(1);
  });

  test("is an error if the record was there before", async () => {
    const other = createRecord(cloudflare.world, ZONE, TXT);
    armFault(cloudflare.world, { kind: "cut", operation: "create", when: "before" });
    expect(await failureOf(provider.create(ZONE, TXT))).toMatchObject({ status: 502 });
    expect(await readAll([other])).toMatchObject([{ content: '"new"' }]);
  });

  describe("in a zone that was never listed", () => {
    const other = { ...TXT, name: "new.b.example" };
    const create = () => provider.create(ZONES[1]!, other);
    const cutAfter = (milliseconds: number) => {
      armFault(cloudflare.world, { kind: "delay", milliseconds, operation: "create", when: "before", times: 1 });
      armFault(cloudflare.world, { kind: "cut", operation: "create", when: "after", times: 1 });
    };
    beforeEach(() => {
      cloudflare.fill(ZONES[1]!, "b.example", 1);
    });

    test("is found by the list that was read before the first records of a run, once for all of them", async () => {
      cutAfter(3000);
      const made = [{ ...other, name: "first.b.example" }, other].map((record) => provider.create(ZONES[1]!, record));
      expect(await cloudflare.through(Promise.all(made))).toMatchObject([{ name: "first.b.example" }, other]);
      // Two of the first zone, one before the writes, and one for what was lost.
      expect(requests()).toMatchObject({ "cloudflare_dns_record create": 2, "cloudflare_dns_record list": 3 });
    });

    test("is an error if the zone cannot be listed, and no record has shown Cloudflare's clock", async () => {
      armFault(cloudflare.world, { kind: "error", operation: "list", status: 403, times: 1 });
      cutAfter(3000);
      expect(await failureOf(create())).toMatchObject({
        status: 502,
        message: expect.stringContaining(
          "mailzone gateway: the answer of Cloudflare was lost (ECONNRESET): the record may have been created, look at the zone",
        ),
      });
    });

    test("is found if its time shows that it was made after the sending", async () => {
      await provider.create(ZONE, TXT);
      cutAfter(3000);
      expect(await cloudflare.through(create())).toMatchObject({ content: '"new"', name: "new.b.example" });
      expect(requests()).toMatchObject({ "cloudflare_dns_record create": 2 });
    });

    test.each<[string, () => unknown]>([
      ["it may have been made before it", () => cutAfter(0)],
      [
        "somebody else made it before",
        () => {
          createRecord(cloudflare.world, ZONES[1]!, { ...other, ttl: 1 });
          armFault(cloudflare.world, { kind: "cut", operation: "create", when: "before", times: 1 });
        },
      ],
    ])("is an error if %s", async (_, begin) => {
      await provider.create(ZONE, TXT);
      begin();
      expect(await failureOf(create())).toMatchObject({ status: 502 });
    });
  });

  test("is found if it ended with a 5xx that had an effect", async () => {
    armFault(cloudflare.world, { kind: "error", operation: "create", status: 520, times: 1 });
    // The provider's own second try: the first had no effect, which a list has shown.
    expect(await cloudflare.through(provider.create(ZONE, TXT))).toMatchObject({ content: '"new"' });
    expect(provider.tries.slice(-2).map(({ outcome }) => outcome)).toEqual([520, 200]);
  });

  test("and that deleted a record is answered when Cloudflare says that the record is gone", async () => {
    const made = createRecord(cloudflare.world, ZONE, TXT);
    armFault(cloudflare.world, { kind: "cut", operation: "delete", when: "after" });
    expect(await failureOf(provider.delete(ZONE, made.id))).toBe("done");
    expect(requests()["cloudflare_dns_record delete"]).toBe(1);
  });

  test("and that changed a record is left to the provider, which sends the same again", async () => {
    const made = createRecord(cloudflare.world, ZONE, TXT);
    armFault(cloudflare.world, { kind: "cut", operation: "update", when: "after" });
    const body = { ...TXT, content: '"changed"' };
    expect(await cloudflare.through(provider.update(ZONE, made.id, body))).toMatchObject({ content: '"changed"' });
    expect(provider.tries.slice(-2).map(({ outcome }) => outcome)).toEqual([502, 200]);
  });
});

describe("before Terraform is interrupted", () => {
  beforeEach(() => {
    cloudflare.fill(ZONE, "a.example", 1);
  });
  const made = () => requests()["cloudflare_dns_record create"];
  const other = { ...TXT, name: "other.a.example" };

  test("what was sent is answered first, and nothing more is sent", async () => {
    armFault(cloudflare.world, { kind: "delay", milliseconds: 3000, operation: "create", when: "after", times: 1 });
    const order: string[] = [];
    const first = provider.create(ZONE, TXT).then(() => order.push("answered"));
    await until(() => made() === 1);
    const settled = gateway.settle().then(() => order.push("settled"));
    const hasty = client({ timeout: 10_000 });
    const second = failureOf(hasty.create(ZONE, other));
    await cloudflare.through(Promise.all([first, settled]));
    expect(order).toEqual(["answered", "settled"]);
    // The provider breaks it off when it is interrupted.
    expect(await second).toMatchObject({ message: "context deadline exceeded" });
    expect(made()).toBe(1);
    expect(await gateway.stop()).toEqual([]);
  });

  test("it waits for ten seconds at most", async () => {
    armFault(cloudflare.world, { kind: "delay", milliseconds: 60_000, operation: "create", when: "after", times: 1 });
    const first = failureOf(provider.create(ZONE, TXT));
    await until(() => made() === 1);
    const before = cloudflare.clock.now();
    await cloudflare.through(gateway.settle());
    expect(cloudflare.clock.now() - before).toBeLessThan(11_000);
    await first;
  });

  test("who still waits a while later gets what it asked for", async () => {
    const told = await gateway.settle();
    const waiting = provider.create(ZONE, TXT);
    told();
    expect(await cloudflare.through(waiting)).toMatchObject({ content: '"new"' });
  });
});

describe("a client that goes before its answer comes", () => {
  test("and asks again joins its own write", async () => {
    cloudflare.fill(ZONE, "a.example", 1);
    armFault(cloudflare.world, { kind: "delay", milliseconds: 30_000, operation: "create", when: "after", times: 1 });
    const hasty = client({ timeout: 10_000 });
    expect(await failureOf(hasty.create(ZONE, TXT))).toMatchObject({ message: "context deadline exceeded" });
    const again = await cloudflare.through(provider.create(ZONE, TXT));
    expect(again).toMatchObject({ content: '"new"' });
    expect(requests()["cloudflare_dns_record create"]).toBe(1);
    expect(await gateway.stop()).toEqual([]);
  });

  test("and does not come back: what it wrote is told at the end", async () => {
    cloudflare.fill(ZONE, "a.example", 1);
    armFault(cloudflare.world, { kind: "delay", milliseconds: 30_000, operation: "create", when: "after", times: 1 });
    const hasty = client({ timeout: 10_000 });
    await failureOf(hasty.create(ZONE, TXT));
    const stopped = cloudflare.through(gateway.stop());
    expect(await stopped).toEqual([{ kind: "create", zone: ZONE, what: "TXT new.a.example" }]);
  });

  test("while its write waits for the budget: it is not sent", async () => {
    cloudflare.fill(ZONE, "a.example", 1);
    let changes = 0;
    const onChange = () => {
      changes += 1;
    };
    await restart({ budget: new Budget({ requests: 1, clock: cloudflare.clock }), onChange });
    await cloudflare.through(provider.read(ZONE, "f".repeat(32)));
    const hasty = client({ timeout: 10_000 });
    const created = hasty.create(ZONE, TXT).catch((error: Error) => error.message);
    await until(() => gateway.status().received === 2);
    const before = changes;
    cloudflare.clock.pass(10_000);
    expect(await created).toBe("context deadline exceeded");
    await until(() => changes > before);
    cloudflare.clock.pass(600_001);
    expect(await gateway.stop()).toEqual([]);
    expect(requests()["cloudflare_dns_record create"]).toBeUndefined();
  });
});

test("two stacks that create the same record at the same time are two requests: one has it, the other is refused", async () => {
  cloudflare.fill(ZONE, "a.example", 1);
  const other = client();
  const both = await cloudflare.through(Promise.allSettled([provider.create(ZONE, TXT), other.create(ZONE, TXT)]));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(requests()["cloudflare_dns_record create"]).toBe(2);
});

test("what the gateway does not know passes through: zones by name, lists, unknown paths", async () => {
  cloudflare.fill(ZONE, "a.example", 1);
  expect(await provider.zoneId("a.example")).toBe(ZONE);
  expect(requests()).toEqual({ "cloudflare_zone list": 1, "cloudflare_zone read": 1 });
  await until(() => provider.inFlight === 0);
  expect(gateway.status()).toMatchObject({ received: 2, sent: 2, saved: 0 });
});
