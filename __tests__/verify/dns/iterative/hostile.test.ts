// What a hostile zone can make of one question: how many packets we send, and to whom. Servers are real, on loopback; each
// packet that reaches one of them is counted.
import net from "node:net";
import type { DnsServer } from "../../../../lib/verify/dns/answer";
import { createDns } from "../../../../lib/verify/dns/dns";
import { MAX_QUESTIONS, RUN_LIMITS } from "../../../../lib/verify/dns/iterative/budget";
import { isPublicAddress } from "../../../../lib/verify/dns/public-address";
import { emptyReply, record, serveDns } from "../../../../packages/emulator/internals/dns";
import { FakeClock } from "../../../helpers/fake-clock";
import { rawServer, replyTo } from "../raw-server";
import {
  answer,
  battlefield,
  EVIL,
  GOOD,
  noData,
  numbered,
  open,
  referral,
  referring,
  subOf,
  VICTIM,
} from "./hostile-zones";

test("name servers that are another's names (NXNS): their owner gets a few packets and no more", async () => {
  const { dns, packets } = await battlefield(referring((sub) => numbered(16, (index) => `${sub}${index}.victim.test`)));
  expect(await dns.resolve("www.a.evil.test", "A")).toMatchObject({
    status: "failed",
    failure: { kind: "gave-up", text: 'gave up on "a.evil.test": 8 of its name servers have no address' },
  });
  // Eight names, each asked for a zone of its own and for two kinds of addresses.
  expect(packets.get(VICTIM)).toBe(24);
});

test("more name servers than 16 are not even looked up", async () => {
  const { dns, packets } = await battlefield(referring(() => numbered(17, (index) => `${index}.victim.test`)));
  expect(await dns.zoneOf("a.evil.test")).toMatchObject({
    kind: "gave-up",
    text: 'gave up on "a.evil.test", which is delegated to 17 name servers: no more than 16 are asked',
  });
  expect(packets.get(VICTIM)).toBe(0);
});

test("more addresses than 32 are not asked", async () => {
  const { dns, packets } = await battlefield(({ name }) => {
    const sub = subOf(name);
    const glue = numbered(33, (index) => `127.0.1.${index}`).map((address) =>
      record(`ns.${sub}.evil.test`, "A", address),
    );
    return sub === undefined ? undefined : referral(`${sub}.evil.test`, [`ns.${sub}.evil.test`], glue);
  });
  expect(await dns.resolve("a.evil.test", "A")).toMatchObject({
    failure: {
      kind: "gave-up",
      text: 'gave up on "a.evil.test", which is delegated to 33 addresses of name servers: no more than 32 are asked',
    },
  });
  expect(packets.get(EVIL)).toBeLessThan(5);
});

test("referrals in referrals: one name costs no more than its budget, whoever gets the packets", async () => {
  // Each name leads to a zone of its own, with three name servers, of which each is in yet another such zone.
  let count = 0;
  const { dns, packets } = await battlefield(referring(() => numbered(3, () => `ns.n${count++}.evil.test`)));
  expect(await dns.resolve("a.evil.test", "A")).toMatchObject({
    status: "failed",
    failure: { kind: expect.stringMatching(/^(gave-up|loop)$/) },
  });
  expect(dns.stats.questions).toBeLessThanOrEqual(MAX_QUESTIONS);
  expect([...packets.values()].reduce((sum, one) => sum + one)).toBe(dns.stats.sent);
  expect(dns.stats.sent).toBeLessThanOrEqual(MAX_QUESTIONS);
});

test("a name that has cost its budget is not tried again, and an innocent one beside it is answered", async () => {
  let count = 0;
  const { dns } = await battlefield(({ name, type }) => {
    const sub = subOf(name);
    if (sub === undefined || type === "DS") return undefined;
    return referral(`${sub}.evil.test`, [
      `ns.n${count++}.evil.test`,
      `ns.n${count++}.evil.test`,
      `x${count++}.good.test`,
    ]);
  });
  const [evil, good] = await Promise.all([dns.resolve("a.evil.test", "A"), dns.resolve("www.good.test", "A")]);
  expect(good).toMatchObject({ status: "answer", records: [{ value: { address: "192.0.2.1" } }] });
  expect(evil.status === "answer" || evil.status === "failed").toBe(true);
  const { questions } = dns.stats;
  expect(questions).toBeLessThanOrEqual(MAX_QUESTIONS + 10);
  await dns.resolve("a.evil.test", "A");
  expect(dns.stats.questions - questions).toBeLessThanOrEqual(MAX_QUESTIONS);
});

test("a run that is led astray gives a name less, and an innocent one is answered still", async () => {
  let count = 0;
  const { dns, packets } = await battlefield(referring(() => numbered(3, () => `ns.n${count++}.evil.test`)));
  // A run without a limit of its own would take 2,400 for these names, more than what is asserted.
  const names = 12;
  for (let index = 0; index < names; index++) await dns.resolve(`www.e${index}.evil.test`, "A");
  expect(dns.stats.questions).toBeLessThanOrEqual(
    RUN_LIMITS.more + RUN_LIMITS.each * names + MAX_QUESTIONS + names * RUN_LIMITS.questions,
  );
  expect(await dns.resolve("www.good.test", "A")).toMatchObject({ status: "answer" });
  expect(packets.get(GOOD)).toBeGreaterThan(0);
});

test("glue with loopback, private and mapped addresses gets no packet, and is reported", async () => {
  const inside: Readonly<Record<string, string>> = { a: VICTIM, b: "10.0.0.53", c: "169.254.169.254", d: "100.64.0.1" };
  const { dns, packets } = await battlefield(
    ({ name }) => {
      const sub = subOf(name);
      const address = inside[sub ?? ""];
      if (sub === undefined || address === undefined) return undefined;
      const host = `ns.${sub}.evil.test`;
      return referral(
        `${sub}.evil.test`,
        [host],
        [record(host, "A", address), record(host, "AAAA", `::ffff:${address}`)],
      );
    },
    { allowsAddress: (address) => address === EVIL || isPublicAddress(address) },
  );
  for (const [sub, address] of Object.entries(inside)) {
    const answers = await dns.authoritativeAnswers(`www.${sub}.evil.test`, "A");
    expect(answers).toHaveLength(2);
    for (const one of answers) expect(one).toMatchObject({ status: "failed", failure: { kind: "private" } });
    const [first] = answers;
    expect(first?.status === "failed" && first.failure.text).toContain(`(${address}`);
    expect(await dns.resolve(`www.${sub}.evil.test`, "A")).toMatchObject({ failure: { kind: "private" } });
  }
  expect(packets.get(VICTIM)).toBe(0);
});

test("only public addresses are followed unless roots are given, and given servers are asked wherever they are", async () => {
  const { dns, packets, port } = await battlefield(() => undefined);
  dns.close();
  const given = createDns({
    nameServers: [{ address: EVIL, port }],
    resolvers: [{ address: GOOD, port }],
    clock: new FakeClock(),
  });
  open.push(() => given.close());
  expect(await given.authoritativeAnswers("www.evil.test", "A")).toMatchObject([{ status: "no-name" }]);
  expect(await given.resolverAnswers("www.good.test", "A")).toMatchObject([{ status: "answer" }]);
  expect([packets.get(EVIL), packets.get(GOOD)]).toEqual([1, 1]);
});

test("glue for another's name does not count", async () => {
  const { dns, packets } = await battlefield(({ name, type }) => {
    const sub = subOf(name);
    // "ns.good.test" is not evil.test's to say: it is asked of those whose it is.
    if (sub === "a" && type !== "DS")
      return referral("a.evil.test", ["ns.good.test"], [record("ns.good.test", "A", VICTIM)]);
    return undefined;
  });
  expect(await dns.zoneOf("a.evil.test")).toMatchObject({ servers: [{ address: "192.0.2.1", name: "ns.good.test" }] });
  expect(packets.get(VICTIM)).toBe(0);
});

test("records about another's name in an answer do not count", async () => {
  const { dns } = await battlefield(({ name, type }) =>
    name === "www.evil.test" && type === "A"
      ? answer([record(name, "CNAME", "www.good.test"), record("www.good.test", "A", "203.0.113.66")])
      : noData("evil.test"),
  );
  const found = await dns.resolve("www.evil.test", "A");
  expect(found.status === "answer" && found.records.at(-1)?.value).toEqual({ kind: "address", address: "192.0.2.1" });
});

test("CNAMEs without end, one by one or all in one answer, are a loop after 12", async () => {
  const next = (name: string) => name.replace(/\d+/, (digits) => `${Number(digits) + 1}`);
  const { dns, packets } = await battlefield(({ name, type }) => {
    if (type === "SOA" || type === "DS") return noData("evil.test");
    if (/^[cd]\d/.test(name)) return answer([record(name, "CNAME", next(name))]);
    if (name !== "all.evil.test") return undefined;
    const chain = numbered(400, (index) => `d${index}.evil.test`);
    return answer([
      record(name, "CNAME", "d0.evil.test"),
      ...chain.map((at, index) => record(at, "CNAME", `d${index + 1}.evil.test`)),
    ]);
  });
  const text = expect.stringContaining("to no end");
  expect(await dns.resolve("c0.evil.test", "A")).toMatchObject({ failure: { kind: "loop", text } });
  expect(packets.get(EVIL)).toBeLessThanOrEqual(2 + 3 * 14);
  expect(await dns.resolve("all.evil.test", "A")).toMatchObject({ status: "failed" });
  expect(dns.stats.questions).toBeLessThanOrEqual(MAX_QUESTIONS);
});

test("an answer of more than 1,000 records is given up", async () => {
  const { dns } = await battlefield(({ name, type }) =>
    type === "A"
      ? answer(numbered(1_001, () => "192.0.2.9").map((address) => record(name, "A", address)))
      : noData("evil.test"),
  );
  expect(await dns.resolve("www.evil.test", "A")).toMatchObject({
    failure: {
      kind: "gave-up",
      text: expect.stringMatching(/^gave up ns\.evil\.test \(127\.0\.0\.2:\d+\), which sent more than 1000 records$/),
    },
  });
});

test("a TCP stream without end is read as far as its first two bytes say", async () => {
  let written = 0;
  const tcp = net.createServer((socket) => {
    socket.on("error", () => {});
    const more = () => {
      while (!socket.destroyed) {
        written += 65_536;
        if (!socket.write(Buffer.alloc(65_536, 0xff))) return;
      }
    };
    socket.on("drain", more);
    more();
  });
  const server = await truncating(tcp);
  const dns = createDns({ nameServers: [server], roots: [], clock: new FakeClock() });
  open.push(() => dns.close());
  expect(await dns.authoritativeAnswers("big.evil.test", "TXT")).toMatchObject([{ failure: { kind: "malformed" } }]);
  // What the sockets on both sides hold, and no more.
  expect(written).toBeLessThan(64 << 20);
});

/** A server that tells every question to come by TCP, and `tcp` for what comes. */
async function truncating(tcp: net.Server): Promise<DnsServer> {
  const { port, stop } = await serveDns(() => emptyReply("NOERROR", { authoritative: true, truncated: true }));
  await stop();
  const raw = await rawServer((query) => [replyTo(query, [], { flags: 0x0600 } as never)], "127.0.0.1", port);
  await new Promise<void>((resolve) => tcp.listen(port, "127.0.0.1", resolve));
  open.push(raw.stop, () => new Promise((resolve) => tcp.close(resolve)));
  return raw.server;
}
