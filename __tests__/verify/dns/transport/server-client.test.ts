import dgram from "node:dgram";
import net from "node:net";
import dnsPacket, { type Answer, type Packet } from "dns-packet";
import type { DnsServer } from "../../../../lib/verify/dns/answer";
import { createDns, type DnsClient } from "../../../../lib/verify/dns/dns";
import type { DnsOptions } from "../../../../lib/verify/dns/options";
import { emptyReply, serveDns } from "../../../../packages/emulator/internals/dns";
import { turn, until } from "../../../helpers/event-loop";
import { type RawServer, rawServer, replyTo } from "../raw-server";
import { clock, newDns, open, raw } from "./clients";

/** A run that asks `server` as the only authority, not very patiently. */
function runAt(server: DnsServer, options: DnsOptions = {}): DnsClient {
  return newDns({ nameServers: [server], timeout: 100, ...options });
}

const A: Answer = { name: "a.example", type: "A", ttl: 60, data: "192.0.2.1" };
const GOOD = {
  status: "answer",
  records: [{ name: "a.example", type: "A", ttl: 60, value: { kind: "address", address: "192.0.2.1" } }],
};

test("a question goes out with EDNS of 1,232 bytes, without RD, and its id and port change", async () => {
  const { server, packets } = await raw((query) => [replyTo(query, [A])]);
  const dns = runAt(server);
  expect(await dns.authoritativeAnswers("A.example.", "a")).toMatchObject([GOOD]);
  const { id, questions, flag_rd, additionals } = dnsPacket.decode(packets[0]!);
  expect({ questions, flag_rd, additionals }).toMatchObject({
    questions: [{ name: "a.example", type: "A", class: "IN" }],
    flag_rd: false,
    additionals: [{ type: "OPT", udpPayloadSize: 1232, flag_do: false }],
  });
  await Promise.all(Array.from({ length: 8 }, (_, n) => dns.authoritativeAnswers(`n${n}.example`, "A")));
  const ids = packets.map((packet) => packet.readUInt16BE(0));
  expect(ids[0]).toBe(id);
  expect(new Set(ids).size).toBeGreaterThan(6);
});

test("a resolver is asked with RD and AD, with CD where wanted, and its AD counts", async () => {
  const { server, packets } = await raw((query) => [
    replyTo(query, [A], { flags: dnsPacket.RECURSION_AVAILABLE | dnsPacket.AUTHENTIC_DATA }),
  ]);
  const dns = createDns({ resolvers: [server], roots: [], clock });
  open.push(() => dns.close());
  expect(await dns.resolverAnswers("a.example", "A")).toMatchObject([
    { ...GOOD, authenticated: true, authoritative: false },
  ]);
  await dns.resolverAnswers("a.example", "A", { checkingDisabled: true, recurse: false });
  expect(
    packets.map((packet) => {
      const { flag_rd, flag_ad, flag_cd } = dnsPacket.decode(packet);
      return { flag_rd, flag_ad, flag_cd };
    }),
  ).toEqual([
    { flag_rd: true, flag_ad: true, flag_cd: false },
    { flag_rd: false, flag_ad: false, flag_cd: true },
  ]);
});

test("a server that knows no EDNS is asked again without, and from then on at once", async () => {
  const { server, packets } = await raw((query) => {
    const { additionals = [] } = dnsPacket.decode(query);
    // The header alone, as old servers do.
    if (additionals.length > 0) return [Buffer.from([query[0]!, query[1]!, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0])];
    return [replyTo(query, [A])];
  });
  const dns = runAt(server);
  expect(await dns.authoritativeAnswers("a.example", "A")).toMatchObject([GOOD]);
  expect(await dns.authoritativeAnswers("b.example", "A")).toMatchObject([{ status: "no-data" }]);
  expect(packets.map((packet) => dnsPacket.decode(packet).additionals?.length)).toEqual([1, 0, 0]);
});

test("what does not fit into a packet comes by TCP", async () => {
  const strings = Array.from({ length: 20 }, (_, n) => `${n}`.padStart(200, "."));
  const seen: string[] = [];
  const { port, stop } = await serveDns(({ transport, udpSize, name }) => {
    seen.push(`${transport} ${udpSize}`);
    return emptyReply("NOERROR", { authoritative: true, answers: [{ name, type: "TXT", ttl: 5, data: [...strings] }] });
  });
  open.push(stop);
  const [answer] = await runAt({ address: "127.0.0.1", port }).authoritativeAnswers("big.example", "TXT");
  expect(answer).toMatchObject({ status: "answer", records: [{ type: "TXT", value: { kind: "txt" } }] });
  const [record] = answer?.status === "answer" ? answer.records : [];
  expect(record?.value.kind === "txt" && record.value.strings.map(String)).toEqual(strings);
  expect(seen).toEqual(["udp 1232", "tcp 1232"]);
});

test("an answer that is cut off where TCP is refused is a failure that says so", async () => {
  const { server } = await raw((query) => [replyTo(query, [], { flags: dnsPacket.TRUNCATED_RESPONSE })]);
  const address = `127.0.0.1:${server.port}`;
  expect(await runAt(server).authoritativeAnswers("a.example", "A")).toEqual([
    {
      status: "failed",
      server,
      failure: {
        kind: "unreachable",
        text: `ns.example (${address}) cannot be reached by TCP: ECONNREFUSED`,
        extendedErrors: [],
      },
    },
  ]);
});

test("a broken packet leads to TCP, and a broken one there is malformed", async () => {
  const ways: string[] = [];
  const { port, stop } = await serveDns(({ transport, name }) => {
    ways.push(`${transport} ${name}`);
    if (transport === "udp" || name === "worse.example") return { kind: "malformed" };
    return emptyReply("NOERROR", { authoritative: true, answers: [{ name, type: "A", ttl: 60, data: "192.0.2.1" }] });
  });
  open.push(stop);
  const dns = runAt({ address: "127.0.0.1", port, name: "ns.example" });
  expect(await dns.authoritativeAnswers("a.example", "A")).toMatchObject([GOOD]);
  expect(await dns.authoritativeAnswers("worse.example", "A")).toMatchObject([
    {
      failure: { kind: "malformed", text: `ns.example (127.0.0.1:${port}) sent what is no DNS message` },
    },
  ]);
  expect(ways).toEqual(["udp a.example", "tcp a.example", "udp worse.example", "tcp worse.example"]);
});

test("a forged answer, with another id or question or none, is ignored and the right one taken", async () => {
  const bad: Answer = { name: "a.example", type: "A", ttl: 60, data: "203.0.113.66" };
  const { server } = await raw((query) => {
    const otherId = replyTo(query, [bad]);
    otherId.writeUInt16BE((otherId.readUInt16BE(0) + 1) & 0xffff);
    const otherName = replyTo(query, [bad], { questions: [{ name: "b.example", type: "A" }] });
    const otherType = replyTo(query, [bad], { questions: [{ name: "a.example", type: "AAAA" }] });
    const noQuestion = replyTo(query, [bad], { questions: [] });
    const aQuery = replyTo(query, [bad], { type: "query" } as Partial<Packet>);
    return [otherId, otherName, otherType, noQuestion, aQuery, replyTo(query, [A])];
  });
  expect(await runAt(server).authoritativeAnswers("a.example", "A")).toMatchObject([GOOD]);
});

test("the right answer from elsewhere is not even heard", async () => {
  const forger = dgram.createSocket("udp4");
  open.push(() => forger.close());
  const { server } = await raw(async (query, _, clientPort) => {
    const forged = replyTo(query, [{ name: "a.example", type: "A", ttl: 60, data: "203.0.113.66" }]);
    await new Promise((resolve) => forger.send(forged, clientPort, "127.0.0.1", resolve));
    await turn();
    return [replyTo(query, [A])];
  });
  expect(await runAt(server).authoritativeAnswers("a.example", "A")).toMatchObject([GOOD]);
});

test("a server that only sends other answers is malformed, after TCP was tried too", async () => {
  const { server } = await raw((query) => [replyTo(query, [A], { questions: [{ name: "b.example", type: "A" }] })]);
  let byTcp = 0;
  const tcp = net.createServer((socket) => {
    byTcp += 1;
    socket.on("error", () => {});
    socket.once("data", (data) => {
      const reply = replyTo(data.subarray(2), [A], { questions: [{ name: "b.example", type: "A" }] });
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    });
  });
  await new Promise<void>((resolve) => tcp.listen(server.port, "127.0.0.1", resolve));
  open.push(() => tcp.close());
  const dns = runAt(server, { timeout: 40 });
  const asked = dns.authoritativeAnswers("a.example", "A");
  await until(() => dns.stats.received === 1);
  clock.pass(40);
  expect(await asked).toMatchObject([
    {
      failure: { kind: "malformed", text: `ns.example (127.0.0.1:${server.port}) answered, but not what it was asked` },
    },
  ]);
  expect(byTcp).toBe(2);
});

test("a silent server is asked a limited number of times, and then reported", async () => {
  const { server, packets } = await raw(() => []);
  const dns = runAt(server, { timeout: 50, tries: 3 });
  const asked = dns.authoritativeAnswers("a.example", "A");
  for (const count of [1, 2, 3]) {
    await until(() => packets.length === count);
    clock.pass(49);
    await turn();
    expect(dns.stats.sent).toBe(count);
    clock.pass(1);
  }
  const text = `ns.example (127.0.0.1:${server.port}) did not answer within 0.05 s, 3 times`;
  expect(await asked).toEqual([{ status: "failed", server, failure: { kind: "timeout", text, extendedErrors: [] } }]);
  // From then on it is not asked, and no time passes.
  expect(await dns.authoritativeAnswers("b.example", "A")).toMatchObject([
    { failure: { kind: "timeout", text: `${text}, and was not asked again` } },
  ]);
  expect(packets.length).toBe(3);
  expect(dns.stats).toEqual({ questions: 2, sent: 3, received: 0, unresponsive: [`127.0.0.1:${server.port}`] });
});

test("a lost packet costs one repetition", async () => {
  const { server, packets } = await raw((query, count) => (count === 1 ? [] : [replyTo(query, [A])]));
  const asked = runAt(server, { timeout: 50 }).authoritativeAnswers("a.example", "A");
  await until(() => packets.length === 1);
  clock.pass(50);
  expect(await asked).toMatchObject([GOOD]);
  expect(packets.length).toBe(2);
});

/** A server that answers a packet, by its number, when it is told to. */
async function holding(): Promise<RawServer & { release(number: number): void }> {
  const held: (() => void)[] = [];
  const server = await raw(async (query) => {
    await new Promise<void>((resolve) => held.push(resolve));
    return [replyTo(query, [A])];
  });
  return { ...server, release: (number) => held[number - 1]?.() };
}

test("an answer that comes after its try is taken, and no repetition's answer is a stranger's", async () => {
  const { server, packets, release } = await holding();
  const dns = runAt(server, { timeout: 50 });
  const first = dns.authoritativeAnswers("a.example", "A");
  await until(() => packets.length === 1);
  clock.pass(50);
  await until(() => packets.length === 2);
  const other = dns.authoritativeAnswers("b.example", "A");
  await until(() => packets.length === 3);
  release(1);
  expect(await first).toMatchObject([GOOD]);
  release(2);
  await until(() => dns.stats.received === 2);
  // Had it been a stranger's, the next try would be by TCP, where nobody listens.
  clock.pass(50);
  await until(() => packets.length === 4);
  release(4);
  expect(await other).toMatchObject([{ status: "no-data" }]);
});

test("an answer that comes when its question was given up is no stranger's to another", async () => {
  const { server, packets, release } = await holding();
  const dns = runAt(server, { timeout: 50, tries: 2 });
  const late = dns.authoritativeAnswers("a.example", "A");
  await until(() => packets.length === 1);
  clock.pass(50);
  // A server that was heard meanwhile is asked on.
  const quick = dns.authoritativeAnswers("quick.example", "A");
  await until(() => packets.length === 3);
  const quickest = packets.findIndex((packet) => dnsPacket.decode(packet).questions?.[0]?.name === "quick.example");
  release(quickest + 1);
  await quick;
  const other = dns.authoritativeAnswers("b.example", "A");
  await until(() => packets.length === 4);
  clock.pass(49);
  await turn();
  clock.pass(1);
  expect(await late).toMatchObject([{ failure: { kind: "timeout" } }]);
  for (const number of [1, 2, 3]) release(number);
  await until(() => packets.length === 5 && dns.stats.received === 3);
  clock.pass(50);
  expect(await other).toMatchObject([{ failure: { kind: "timeout" } }]);
});

test("a server that drops one question and answers others is no silent one", async () => {
  const { server, packets } = await raw((query) => {
    const [question] = dnsPacket.decode(query).questions!;
    return question?.name === "drop.example" ? [] : [replyTo(query, [])];
  });
  const dns = runAt(server, { timeout: 60 });
  const dropped = dns.authoritativeAnswers("drop.example", "A");
  for (const count of [1, 3, 5]) {
    await until(() => packets.length === count);
    clock.pass(30);
    expect(await dns.authoritativeAnswers(`n${count}.example`, "A")).toMatchObject([{ status: "no-data" }]);
    clock.pass(30);
  }
  expect(await dropped).toMatchObject([{ failure: { kind: "timeout" } }]);
  expect(dns.stats.unresponsive).toEqual([]);
});

/** A resolver on which all in `drop.example` is lost; the root too, once it is dead. */
async function forgetful() {
  const state = { isDead: false };
  const { server, packets } = await raw((query) => {
    const [question] = dnsPacket.decode(query).questions!;
    const isLost = question?.name.endsWith("drop.example") || state.isDead;
    return isLost ? [] : [replyTo(query, [], { flags: dnsPacket.RECURSION_AVAILABLE })];
  });
  const dns = createDns({ resolvers: [server], roots: [], timeout: 50, tries: 2, clock });
  open.push(() => dns.close());
  const ask = async (name: string) => (await dns.resolverAnswers(name, "A"))[0]?.status;
  const lose = async (name: string, before: number, more: number) => {
    // It was heard before that, if ever.
    clock.pass(1);
    const lost = ask(name);
    for (let count = before + 1; count <= before + more; count++) {
      await until(() => packets.length === count);
      clock.pass(50);
    }
    return lost;
  };
  const names = () => packets.map((packet) => dnsPacket.decode(packet).questions![0]!.name);
  return { state, dns, ask, lose, names };
}

test("a resolver that is silent on one name is asked for the root, and goes on being asked", async () => {
  const { dns, ask, lose, names } = await forgetful();
  expect(await ask("a.example")).toBe("no-data");
  expect(await lose("drop.example", 1, 2)).toBe("failed");
  expect(await ask("b.example")).toBe("no-data");
  expect(names()).toEqual(["a.example", "drop.example", "drop.example", ".", "b.example"]);
  expect(dns.stats.unresponsive).toEqual([]);
});

test("a resolver that is silent on one name after the other is asked no more, however well it has the root", async () => {
  const { dns, ask, lose, names } = await forgetful();
  expect(await ask("a.example")).toBe("no-data");
  for (let lost = 0; lost < 8; lost++) expect(await lose(`${lost}.drop.example`, names().length, 2)).toBe("failed");
  expect(await ask("b.example")).toBe("no-data");
  expect(await lose("last.drop.example", names().length, 2)).toBe("failed");
  expect(await ask("c.example")).toBe("failed");
  expect(dns.stats.unresponsive).toHaveLength(1);
});

test("a resolver that is silent on the root too is asked no more; one that was never heard is not asked for it", async () => {
  const { state, dns, ask, lose, names } = await forgetful();
  expect(await ask("a.example")).toBe("no-data");
  state.isDead = true;
  expect(await lose("b.example", 1, 4)).toBe("failed");
  expect(await ask("c.example")).toBe("failed");
  expect(names()).toEqual(["a.example", "b.example", "b.example", ".", "."]);
  expect(dns.stats.unresponsive).toHaveLength(1);

  const other = await forgetful();
  other.state.isDead = true;
  expect(await other.lose("a.example", 0, 2)).toBe("failed");
  expect(other.names()).toEqual(["a.example", "a.example"]);
});

test("no question takes longer than its limit", async () => {
  const { server, packets } = await raw(() => []);
  const dns = runAt(server, { timeout: 50, tries: 100, limit: 120 });
  const asked = dns.authoritativeAnswers("a.example", "A");
  const isQuiet = () => dns.stats.sent === packets.length;
  expect(await clock.through(asked, isQuiet)).toMatchObject([{ status: "failed", failure: { kind: "timeout" } }]);
  expect([clock.now(), packets.length]).toEqual([120, 3]);
});

test("a server that sends its answer over TCP byte by byte has one deadline for all of it", async () => {
  const { server } = await raw((query) => [replyTo(query, [], { flags: dnsPacket.TRUNCATED_RESPONSE })]);
  let drips = 0;
  const tcp = net.createServer((socket) => {
    socket.on("error", () => {});
    // 1,000 bytes are promised, and one comes whenever the client has heard the one before.
    socket.write(Buffer.from([0x03, 0xe8]));
    socket.on("data", () => {
      drips += 1;
      socket.write(Buffer.from([0]));
    });
    open.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => tcp.listen(server.port, "127.0.0.1", resolve));
  open.push(() => tcp.close());
  const dns = runAt(server, { timeout: 100, tries: 2 });
  const asked = dns.authoritativeAnswers("a.example", "TXT");
  for (const connection of [1, 2]) {
    await until(() => drips === connection);
    clock.pass(100);
  }
  expect(await asked).toMatchObject([{ status: "failed", failure: { kind: "timeout" } }]);
  expect([drips, clock.now()]).toEqual([2, 200]);
});

test("a server that answers each question just before its time is over costs a name 120 s and no more", async () => {
  let answered = 0;
  const { server, packets } = await raw(async (query) => {
    await clock.sleep(1_999);
    answered += 1;
    return [replyTo(query, [])];
  });
  // Each of the name's labels may begin a zone, and is asked for.
  const name = `${"a.".repeat(100)}example`;
  const dns = createDns({ roots: [{ name: "root", addresses: [server.address] }], port: server.port, clock });
  open.push(() => dns.close());
  const isQuiet = () => dns.stats.sent === packets.length && dns.stats.received === answered;
  expect(await clock.through(dns.resolve(name, "A"), isQuiet)).toMatchObject({
    failure: { kind: "gave-up", text: `gave up on "${name}" after 61 questions, which took 120 s together` },
  });
  expect([packets.length, clock.now()]).toEqual([61, 61 * 1_999]);
});

test("a closed port is unreachable at once", async () => {
  const { server, stop } = await rawServer(() => []);
  await stop();
  expect(await runAt(server).authoritativeAnswers("a.example", "A")).toMatchObject([
    { failure: { kind: "unreachable", text: `ns.example (127.0.0.1:${server.port}) cannot be reached: ECONNREFUSED` } },
  ]);
});

test.each([
  [2, "servfail", "SERVFAIL"],
  [4, "rcode", "NOTIMP"],
  [5, "refused", "REFUSED"],
  [9, "lame", "NOTAUTH"],
  [8, "rcode", "error 8"],
])("the code %i is the failure %s", async (rcode, kind, word) => {
  const { server } = await raw((query) => [replyTo(query, [], { rcode })]);
  expect(await runAt(server).authoritativeAnswers("a.example", "A")).toMatchObject([
    { failure: { kind, text: `ns.example (127.0.0.1:${server.port}) answered ${word}` } },
  ]);
});

test.each([
  [900, 120, 3, "no-name", 120],
  [60, 3600, 0, "no-data", 60],
])("of an SOA with ttl %i and minimum %i a no is kept for the smaller", async (ttl, minimum, rcode, status, kept) => {
  const soa = { mname: "ns.example", rname: "x.example", serial: 1, refresh: 1, retry: 1, expire: 1, minimum };
  const { server } = await raw((query) => [
    replyTo(query, [], { rcode, authorities: [{ name: "example", type: "SOA", ttl, data: soa }] }),
  ]);
  expect(await runAt(server).authoritativeAnswers("a.example", "A")).toMatchObject([
    { status, negativeTtl: kept, records: [] },
  ]);
});

test("the time of a negative answer without SOA is unknown", async () => {
  const { server } = await raw((query) => [replyTo(query, [], { rcode: 3 })]);
  expect(await runAt(server).authoritativeAnswers("a.example", "A")).toMatchObject([
    { status: "no-name", negativeTtl: null },
  ]);
});

test("extended errors come with the failure", async () => {
  const { port, stop } = await serveDns(() => emptyReply("SERVFAIL", { extendedErrors: [6, 22] }));
  open.push(stop);
  const dns = createDns({ resolvers: [{ address: "127.0.0.1", port }], roots: [], clock });
  open.push(() => dns.close());
  expect(await dns.resolverAnswers("a.example", "A")).toMatchObject([
    {
      failure: {
        kind: "servfail",
        text: `127.0.0.1:${port} answered SERVFAIL (extended error 6, 22)`,
        extendedErrors: [6, 22],
      },
    },
  ]);
});

test("each question is sent once, no matter how often it is asked", async () => {
  const { server, packets } = await raw((query) => [replyTo(query, [A])]);
  const dns = runAt(server);
  await Promise.all([
    dns.authoritativeAnswers("a.example", "A"),
    dns.authoritativeAnswers("A.EXAMPLE.", "a"),
    dns.resolve("a.example", "A"),
  ]);
  await dns.authoritativeAnswers("a.example", "A");
  expect(packets.length).toBe(1);
});

test("a run that is stopped fails what is open, and asks nothing more", async () => {
  const { server, packets } = await raw(() => []);
  const controller = new AbortController();
  const dns = runAt(server, { timeout: 5_000, signal: controller.signal });
  const waiting = dns.authoritativeAnswers("a.example", "A");
  await until(() => packets.length === 1);
  controller.abort();
  const failure = { kind: "timeout", text: `ns.example (127.0.0.1:${server.port}) was not heard: the run was stopped` };
  expect(await waiting).toMatchObject([{ failure }]);
  expect(await dns.authoritativeAnswers("b.example", "A")).toMatchObject([{ failure }]);
  expect(packets.length).toBe(1);
  expect(dns.stats.unresponsive).toEqual([]);
});

test("a name that fits into no packet is a failure, not an error", async () => {
  const { server, packets } = await raw(() => []);
  expect(await runAt(server).authoritativeAnswers(`${"a".repeat(64)}.example`, "A")).toMatchObject([
    { failure: { kind: "malformed", text: expect.stringContaining("a label of 64 bytes, the limit is 63") } },
  ]);
  expect(packets).toEqual([]);
});

test("over IPv6 it is the same", async () => {
  const { port, stop } = await serveDns(
    ({ name }) =>
      emptyReply("NOERROR", { authoritative: true, answers: [{ name, type: "A", ttl: 60, data: "192.0.2.1" }] }),
    { addresses: ["::1"] },
  );
  open.push(stop);
  expect(await runAt({ address: "::1", port }).authoritativeAnswers("a.example", "A")).toMatchObject([GOOD]);
});
