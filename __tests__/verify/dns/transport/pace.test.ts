import { setTimeout as sleep } from "node:timers/promises";
import { emptyReply } from "../../../../lib/sandbox/dns/message";
import { serveDns } from "../../../../lib/sandbox/dns/server";
import { createDns } from "../../../../lib/verify/dns/dns";
import { type RawServer, rawServer, replyTo } from "../raw-server";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function raw(...args: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...args);
  open.push(server.stop);
  return server;
}

test("no server gets more than its rate in any second, repetitions and TCP included", async () => {
  const arrivals: number[] = [];
  const { port, stop } = await serveDns(({ transport, name }) => {
    arrivals.push(performance.now());
    if (name.startsWith("again"))
      return arrivals.length % 2 ? { kind: "silent" } : emptyReply("NXDOMAIN", { authoritative: true });
    return emptyReply("NXDOMAIN", { authoritative: true, truncated: transport === "udp" });
  });
  open.push(stop);
  const rate = 100;
  const dns = createDns({ nameServers: [{ address: "127.0.0.1", port }], roots: [], rate, timeout: 150, tries: 5 });
  open.push(() => dns.close());
  const begun = performance.now();
  const names = Array.from({ length: 60 }, (_, n) => `${n % 3 ? "once" : "again"}${n}.example`);
  await Promise.all(names.map((name) => dns.authorities(name, "A")));
  expect(arrivals.length).toBeGreaterThan(100);
  expect(arrivals.length).toBe(dns.stats.sent);
  // A tenth of a second for what a busy machine makes of it on the way.
  const busiest = Math.max(...arrivals.map((at) => arrivals.filter((other) => other >= at && other < at + 900).length));
  expect(busiest).toBeLessThanOrEqual(rate);
  expect((performance.now() - begun) / 1000).toBeLessThan((arrivals.length / rate) * 2 + 1);
});

test("a rate below ten a second is kept too", async () => {
  const arrivals: number[] = [];
  const { server } = await raw((query) => {
    arrivals.push(performance.now());
    return [replyTo(query, [])];
  });
  const dns = createDns({ nameServers: [server], roots: [], rate: 4 });
  open.push(() => dns.close());
  await Promise.all(["a.example", "b.example", "c.example"].map((name) => dns.authorities(name, "A")));
  const gaps = arrivals.slice(1).map((at, index) => at - arrivals[index]!);
  expect(Math.min(...gaps)).toBeGreaterThan(230);
});

test("one server has no more open questions than it may, and all together no more", async () => {
  const counter = () => {
    const state = { now: 0, most: 0 };
    const server = raw(async (query) => {
      state.now += 1;
      state.most = Math.max(state.most, state.now);
      await sleep(15);
      state.now -= 1;
      return [replyTo(query, [])];
    });
    return { state, server };
  };
  const [one, two] = [counter(), counter()];
  const nameServers = [(await one.server).server, (await two.server).server];
  const names = Array.from({ length: 60 }, (_, n) => `n${n}.example`);
  const narrow = createDns({ nameServers, roots: [], perServer: 3 });
  open.push(() => narrow.close());
  await Promise.all(names.map((name) => narrow.authorities(name, "A")));
  expect([one.state.most, two.state.most]).toEqual([3, 3]);

  for (const { state } of [one, two]) state.most = 0;
  const few = createDns({ nameServers, roots: [], concurrency: 4 });
  open.push(() => few.close());
  await Promise.all(names.map((name) => few.authorities(name, "A")));
  expect(one.state.most + two.state.most).toBeLessThanOrEqual(8);
  expect(Math.max(one.state.most, two.state.most)).toBeLessThanOrEqual(4);
});

test("silent servers hold up nobody else, however few questions may be on their way", async () => {
  const good = await raw((query) => [replyTo(query, [])]);
  const silent = await Promise.all(Array.from({ length: 12 }, () => raw(() => [])));
  const resolvers = [...silent, good].map(({ server }) => server);
  const dns = createDns({ resolvers, roots: [], timeout: 3_000, concurrency: 8 });
  open.push(() => dns.close());
  const begun = performance.now();
  const names = Array.from({ length: 20 }, (_, n) => `n${n}.example`);
  const all = Promise.all(names.map((name) => dns.resolvers(name, "A")));
  while (good.packets.length < names.length) await sleep(10);
  expect(performance.now() - begun).toBeLessThan(2_000);
  dns.close();
  const last = (await all).map((answers) => answers.at(-1)?.status);
  expect(last).toEqual(names.map(() => "no-data"));
});

test("a silent server costs the patience of one question, however many there are", async () => {
  const silent = await raw(() => []);
  const dns = createDns({ resolvers: [silent.server], roots: [], timeout: 100, tries: 3 });
  open.push(() => dns.close());
  const begun = performance.now();
  const names = Array.from({ length: 20_000 }, (_, n) => `n${n}.example`);
  const answers = await Promise.all(names.map((name) => dns.resolvers(name, "A")));
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(silent.packets.length).toBeLessThanOrEqual(6);
  expect(new Set(answers.map(([answer]) => answer?.status === "failed" && answer.failure.kind))).toEqual(
    new Set(["timeout"]),
  );
});
