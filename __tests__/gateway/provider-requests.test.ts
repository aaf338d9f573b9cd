// What the Cloudflare provider sends, and what it meets, with nothing between it and Cloudflare.
import { armFault, deleteRecord, setRateLimit } from "../../packages/emulator/internals/world";
import {
  CloudflareProvider,
  type CloudflareProviderProps,
  inParallel,
  type RequestFailed,
} from "../helpers/cloudflare-provider";
import { CloudflareWorld } from "../helpers/cloudflare-world";

const ZONES = ["a", "b", "c", "d"].map((letter) => letter.repeat(32));
const ZONE = ZONES[0]!;
const TXT = { name: "new.a.example", type: "TXT", content: '"new"', ttl: 1 };

let cloudflare: CloudflareWorld;
let provider: CloudflareProvider;
const providers: CloudflareProvider[] = [];
const start = (props: Partial<CloudflareProviderProps> = {}) => {
  const made = new CloudflareProvider({ base: cloudflare.base, clock: cloudflare.clock, ...props });
  providers.push(made);
  return made;
};
beforeEach(async () => {
  cloudflare = new CloudflareWorld();
  await cloudflare.start();
  provider = start();
});
afterEach(async () => {
  for (const one of providers.splice(0)) one.close();
  await cloudflare.stop();
});

const outcomes = () => provider.tries.map(({ outcome }) => outcome);
const failure = (work: Promise<unknown>) =>
  cloudflare.through(
    work.then(
      () => "done",
      (error: RequestFailed) => error,
    ),
  );

test("a refresh of 100 records in four zones is 100 requests, and all above the limit fail", async () => {
  const records = ZONES.flatMap((zone, index) => cloudflare.fill(zone, `${"abcd"[index]}.example`, 25));
  setRateLimit(cloudflare.world, { requests: 60, seconds: 300, wait: "real" });
  const read = await cloudflare.through(
    inParallel(records, ({ zone_id, id }) =>
      provider.read(zone_id, id).catch(({ status, code }: RequestFailed) => `${status} ${code}`),
    ),
  );
  expect(read.filter((one) => typeof one === "object")).toHaveLength(60);
  expect(read.filter((one) => one === "429 971")).toHaveLength(40);
  // Each is tried three times. The wait is too long for the provider to follow, so it waits 0.5 s and 1 s.
  expect(cloudflare.api).toMatchObject({ requests: { "cloudflare_dns_record read": 180 }, refused: 120 });
  expect(cloudflare.clock.now()).toBe((40 / 10) * 1500);
});

test("records are created, read, changed, imported and deleted, with one request each and two for an import", async () => {
  cloudflare.fill(ZONE, "a.example", 1);
  const { id } = await provider.create(ZONE, TXT);
  expect(await provider.read(ZONE, id)).toMatchObject({ id, content: '"new"' });
  expect(await provider.update(ZONE, id, { ...TXT, content: '"changed"' })).toMatchObject({ content: '"changed"' });
  expect(await provider.import(ZONE, id)).toMatchObject({ content: '"changed"' });
  await provider.delete(ZONE, id);
  expect(await provider.read(ZONE, id)).toBeUndefined();
  expect(outcomes()).toEqual([200, 200, 200, 200, 200, 200, 404]);
  expect(provider.tries.map(({ method }) => method)).toEqual(["POST", "GET", "PUT", "GET", "GET", "DELETE", "GET"]);
});

test("a zone that is looked up by name is listed, then read", async () => {
  cloudflare.fill(ZONE, "a.example", 1);
  expect(await provider.zoneId("a.example")).toBe(ZONE);
  expect(cloudflare.api.requests).toEqual({ "cloudflare_zone list": 1, "cloudflare_zone read": 1 });
  await expect(provider.zoneId("none.example")).rejects.toThrow("failed to find exactly one result: 0 found");
});

test.each([
  ["a second CNAME at a name", { name: "www.a.example", type: "CNAME", content: "b.example" }, 81053],
  ["an identical record", { name: "r0.a.example", type: "TXT", content: '"r0"' }, 81058],
])("%s is refused once, and not tried again", async (_, body, code) => {
  cloudflare.fill(ZONE, "a.example", 1);
  await provider.create(ZONE, { name: "www.a.example", type: "CNAME", content: "a.example", ttl: 1 });
  expect(await failure(provider.create(ZONE, { ttl: 1, ...body }))).toMatchObject({ status: 400, code });
  expect(outcomes()).toEqual([200, 400]);
});

test("a record that is gone is no error of a read, and one of a deletion", async () => {
  const [record] = cloudflare.fill(ZONE, "a.example", 1);
  deleteRecord(cloudflare.world, ZONE, record!.id);
  expect(await provider.read(ZONE, record!.id)).toBeUndefined();
  expect(await failure(provider.delete(ZONE, record!.id))).toMatchObject({ status: 404, code: 81044 });
});

test.each([
  [{ kind: "error", status: 429, retryAfter: 59, times: 2 }, [429, 429, 200], 118_000],
  [{ kind: "error", status: 429, retryAfter: 60, times: 2 }, [429, 429, 200], 1500],
  [{ kind: "error", status: 503, times: 2 }, [503, 503, 200], 1500],
  [{ kind: "error", status: 403, times: 1 }, [403], 0],
  [{ kind: "error", status: 500, times: 3 }, [500, 500, 500], 1500],
  [{ kind: "cut", times: 1 }, ["socket hang up", 200], 500],
] as const)("%j: a read is tried again as the provider does", async (fault, expected, waited) => {
  const [record] = cloudflare.fill(ZONE, "a.example", 1);
  armFault(cloudflare.world, { operation: "read", ...fault });
  await failure(provider.read(ZONE, record!.id));
  expect([outcomes(), cloudflare.clock.now()]).toEqual([expected, waited]);
});

test("a record whose answer is lost is created once more, and refused as identical", async () => {
  cloudflare.fill(ZONE, "a.example", 1);
  armFault(cloudflare.world, { kind: "cut", operation: "create", when: "after" });
  expect(await failure(provider.create(ZONE, TXT))).toMatchObject({ status: 400, code: 81058 });
  expect(outcomes()).toEqual(["socket hang up", 400]);
});

test("an answer that is slower than the client's limit ends the request, and is not asked for again", async () => {
  const [record] = cloudflare.fill(ZONE, "a.example", 1);
  armFault(cloudflare.world, { kind: "delay", milliseconds: 30_000, operation: "read" });
  provider = start({ timeout: 10_000 });
  expect(await failure(provider.read(ZONE, record!.id))).toMatchObject({ message: "context deadline exceeded" });
  expect(cloudflare.clock.now()).toBe(10_000);
});

test("two stacks in one zone see each other's records", async () => {
  cloudflare.fill(ZONE, "a.example", 1);
  const other = start();
  const { id } = await provider.create(ZONE, TXT);
  expect(await other.read(ZONE, id)).toMatchObject({ content: '"new"' });
  await other.delete(ZONE, id);
  expect(await provider.read(ZONE, id)).toBeUndefined();
});
