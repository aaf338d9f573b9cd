// The pace at which one server, and all of them, are asked: by a clock that stands still until all packets have come.

import type { DnsOptions } from "../../../../lib/verify/dns/options";
import { emptyReply, serveDns } from "../../../../packages/emulator/internals/dns";
import { turn } from "../../../helpers/event-loop";
import { count } from "../../../run/cases";
import { replyTo } from "../raw-server";
import { clock, newDns, open, raw } from "./clients";

test("no server gets more than its rate in any second, repetitions and TCP included", async () => {
  const arrivals: number[] = [];
  let answered = 0;
  const { port, stop } = await serveDns(({ transport, name }) => {
    arrivals.push(clock.now());
    if (name.startsWith("again") && arrivals.length % 2 === 1) return { kind: "silent" };
    answered += 1;
    return emptyReply("NXDOMAIN", { authoritative: true, truncated: !name.startsWith("again") && transport === "udp" });
  });
  open.push(stop);
  const rate = 100;
  const dns = newDns({ nameServers: [{ address: "127.0.0.1", port }], rate, timeout: 150, tries: 5 });
  const names = Array.from({ length: 60 }, (_, n) => `${n % 3 ? "once" : "again"}${n}.example`);
  const asked = Promise.all(names.map((name) => dns.authoritativeAnswers(name, "A")));
  await clock.through(asked, () => dns.stats.sent === arrivals.length && dns.stats.received === answered);
  expect(arrivals.length).toBeGreaterThan(100);
  const busiest = arrivals.map((at) => arrivals.filter((other) => other >= at && other < at + 1_000).length);
  expect(Math.max(...busiest)).toBeLessThanOrEqual(rate);
  // And it is used: twice as long is not needed.
  expect(clock.now()).toBeLessThan((arrivals.length / rate) * 2_000 + 1_000);
});

test("a rate below ten a second is kept too", async () => {
  const arrivals: number[] = [];
  const { server } = await raw((query) => {
    arrivals.push(clock.now());
    return [replyTo(query, [])];
  });
  const dns = newDns({ nameServers: [server], rate: 4 });
  const asked = Promise.all(["a.example", "b.example", "c.example"].map((name) => dns.authoritativeAnswers(name, "A")));
  await clock.through(asked, () => dns.stats.sent === arrivals.length && dns.stats.received === arrivals.length);
  expect(arrivals).toEqual([0, 250, 500]);
});

test("a server has at most its number of open questions, and so have all together", async () => {
  const counter = async () => {
    const held: (() => void)[] = [];
    const { server, packets } = await raw(async (query) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return [replyTo(query, [])];
    });
    return { server, packets, held };
  };
  const servers = [await counter(), await counter()];
  const nameServers = servers.map(({ server }) => server);
  const names = Array.from({ length: 60 }, (_, n) => `n${n}.example`);
  /** The most that were open at a time: at each server, and at both. */
  const mostOf = async (options: DnsOptions) => {
    const dns = newDns({ nameServers, ...options });
    const before = servers.reduce((sum, { packets }) => sum + packets.length, 0);
    const most = { each: [0, 0], both: 0 };
    let isDone = false;
    const asked = Promise.all(names.map((name) => dns.authoritativeAnswers(name, "A"))).then(() => {
      isDone = true;
    });
    while (!isDone) {
      await turn();
      const arrived = servers.reduce((sum, { packets }) => sum + packets.length, 0) - before;
      if (arrived !== dns.stats.sent) continue;
      const now = servers.map(({ held }) => held.length);
      most.each = most.each.map((one, index) => Math.max(one, now[index]!));
      most.both = Math.max(most.both, now[0]! + now[1]!);
      for (const { held } of servers) for (const release of held.splice(0)) release();
    }
    await asked;
    return most;
  };
  expect(await mostOf({ perServer: 3 })).toEqual({ each: [3, 3], both: 6 });
  expect((await mostOf({ concurrency: 4 })).both).toBe(4);
});

test("silent servers do not delay other servers, however few questions may be open", async () => {
  const good = await raw((query) => [replyTo(query, [])]);
  const silent = await Promise.all(Array.from({ length: 12 }, () => raw(() => [])));
  const all = [...silent, good];
  const dns = newDns({ resolvers: all.map(({ server }) => server), timeout: 3_000, concurrency: 8 });
  const names = Array.from({ length: 20 }, (_, n) => `n${n}.example`);
  const asked = Promise.all(names.map((name) => dns.resolverAnswers(name, "A")));
  const isQuiet = () =>
    dns.stats.sent === all.reduce((sum, { packets }) => sum + packets.length, 0) &&
    dns.stats.received === good.packets.length;
  const heard = (async () => {
    while (dns.stats.received < names.length) await turn();
  })();
  await clock.through(heard, isQuiet);
  // Long before the first of the silent ones has had its time.
  expect(clock.now()).toBeLessThan(2_000);
  dns.close();
  const last = (await asked).map((answers) => answers.at(-1)?.status);
  expect(last).toEqual(names.map(() => "no-data"));
});

test("a silent server costs the patience of one question, however many there are", async () => {
  const silent = await raw(() => []);
  const dns = newDns({ resolvers: [silent.server], timeout: 100, tries: 3 });
  const names = Array.from({ length: count(2_000, 20_000) }, (_, n) => `n${n}.example`);
  const asked = Promise.all(names.map((name) => dns.resolverAnswers(name, "A")));
  const answers = await clock.through(asked, () => dns.stats.sent === silent.packets.length);
  expect(clock.now()).toBe(300);
  expect(silent.packets.length).toBeLessThanOrEqual(6);
  expect(new Set(answers.map(([answer]) => answer?.status === "failed" && answer.failure.kind))).toEqual(
    new Set(["timeout"]),
  );
});
