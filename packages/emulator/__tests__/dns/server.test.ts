import { decode, encode, type Packet } from "dns-packet";
import { count } from "../../../../__tests__/run/cases";
import { type DnsQuery, type DnsReply, emptyReply } from "../../src/dns/message";
import { type DnsListener, serveDns } from "../../src/dns/server";
import { record } from "../../src/dns/zones";
import { type DnsResponse, lines, queryTcp, question, sendMarker, sendUdpQuery } from "./client";

const RECURSION_DESIRED = 1 << 8;
const CHECKING_DISABLED = 1 << 4;
const addresses = ["127.0.0.1", "127.0.0.2"];

let server: DnsListener;
let queries: DnsQuery[];
const answers: Record<string, DnsReply> = {
  "a.example.com": emptyReply("NOERROR", { authoritative: true, answers: [record("a.example.com", "A", "192.0.2.1")] }),
  "big.example.com": emptyReply("NOERROR", {
    answers: Array.from({ length: 4 }, () => record("big.example.com", "TXT", ["x".repeat(255)])),
  }),
  "forced.example.com": emptyReply("NOERROR", {
    answers: [record("forced.example.com", "A", "192.0.2.1")],
    truncated: true,
  }),
  "bogus.example.com": emptyReply("SERVFAIL", { extendedErrors: [6, 9], recursionAvailable: true }),
  "vouched.example.com": emptyReply("NOERROR", { authenticated: true }),
  "silent.example.com": { kind: "silent" },
  "malformed.example.com": { kind: "malformed" },
};

beforeAll(async () => {
  server = await serveDns(
    (query) => {
      queries.push(query);
      if (query.name === "broken.example.com") throw new Error("broken");
      return answers[query.name] ?? emptyReply("NXDOMAIN");
    },
    { addresses },
  );
});
afterAll(() => server.stop());
beforeEach(() => {
  queries = [];
});

const ask = (name: string, more: object = {}) => sendUdpQuery(server.port, { name, type: "A", ...more });
const flags = (response: DnsResponse | undefined) =>
  response &&
  [
    response.rcode,
    ...["aa", "tc", "rd", "ra", "ad", "cd"].filter((flag) => response[`flag_${flag}` as "flag_aa"]),
  ].join(" ");

test("a query arrives in plain words, and its answer with the question as it was written", async () => {
  const response = await ask("A.Example.COM", {
    address: "127.0.0.2",
    flags: RECURSION_DESIRED | CHECKING_DISABLED,
    udpSize: 1400,
  });
  expect(queries).toEqual([
    {
      name: "a.example.com",
      type: "A",
      transport: "udp",
      server: "127.0.0.2",
      recursionDesired: true,
      checkingDisabled: true,
      udpSize: 1400,
      edns: true,
    },
  ]);
  expect(flags(response)).toBe("NOERROR aa rd cd");
  expect(response?.questions).toEqual([{ name: "A.Example.COM", type: "A", class: "IN" }]);
  expect(lines(response?.answers)).toEqual(["a.example.com 300 A 192.0.2.1"]);
});

test.each([
  ["a.example.com", "NOERROR aa"],
  ["none.example.com", "NXDOMAIN"],
  ["bogus.example.com", "SERVFAIL ra"],
  ["vouched.example.com", "NOERROR ad"],
  ["broken.example.com", "SERVFAIL"],
])("%s is answered with %s", async (name, expected) => {
  expect(flags(await ask(name))).toBe(expected);
});

test("the root's name is the empty string; a type without a name is a number", async () => {
  await ask(".", { type: "NS" });
  await ask("a.example.com", { type: "UNKNOWN_65" });
  expect(queries.map(({ name, type }) => [name, type])).toEqual([
    ["", "NS"],
    ["a.example.com", "HTTPS"],
  ]);
});

test.each([
  [undefined, "NOERROR tc", 0],
  [100, "NOERROR tc", 0],
  [1000, "NOERROR tc", 0],
  [1232, "NOERROR", 4],
])("over 1,000 bytes to a client that takes %p", async (udpSize, expected, count) => {
  const response = await ask("big.example.com", udpSize === undefined ? {} : { udpSize });
  expect([flags(response), response?.answers?.length]).toEqual([expected, count]);
});

test("the same over TCP is whole, several on one connection", async () => {
  const names = ["big.example.com", "forced.example.com", "none.example.com", "a.example.com"];
  const response = await queryTcp(
    server.port,
    names.map((name) => ({ name, type: "TXT" })),
  );
  expect(response.map((one) => [one.questions?.[0]?.name, flags(one), one.answers?.length])).toEqual([
    ["big.example.com", "NOERROR", 4],
    ["forced.example.com", "NOERROR", 1],
    ["none.example.com", "NXDOMAIN", 0],
    ["a.example.com", "NOERROR aa", 1],
  ]);
  expect(new Set(queries.map(({ transport }) => transport))).toEqual(new Set(["tcp"]));
});

test("truncation can be forced", async () => {
  const response = await ask("forced.example.com", { udpSize: 1232 });
  expect([flags(response), response?.answers]).toEqual(["NOERROR tc", []]);
});

test("only clients with EDNS get extended errors", async () => {
  const response = await ask("bogus.example.com", { udpSize: 1232 });
  const [options] = response?.additionals ?? [];
  const codes = (options as unknown as { options: { code: number; data: Buffer }[] }).options;
  expect(codes.map(({ code, data }) => [code, data.readUInt16BE(0)])).toEqual([
    [15, 6],
    [15, 9],
  ]);
  expect((await ask("bogus.example.com"))?.additionals).toEqual([]);
});

test("silence and garbage are answers, too", async () => {
  expect(await ask("silent.example.com")).toBeUndefined();
  const garbled = await sendMarker(server.port, encode(question({ name: "malformed.example.com", type: "A" })));
  expect(() => decode(garbled!)).toThrow();
});

test.each<[string, Packet | Buffer, string | undefined]>([
  ["a status request", { ...question({ name: "a.example.com", type: "A" }), flags: 2 << 11 }, "NOTIMP"],
  [
    "another class",
    { ...question({ name: "x", type: "A" }), questions: [{ name: "version.bind", type: "TXT", class: "CH" }] },
    "REFUSED",
  ],
  [
    "two questions",
    {
      ...question({ name: "x", type: "A" }),
      questions: [
        { name: "a", type: "A" },
        { name: "b", type: "A" },
      ],
    },
    "FORMERR",
  ],
  ["no question", { type: "query", id: 7 }, "FORMERR"],
  ["a pointer to itself", Buffer.from("000700000001000000000000c00c00010001", "hex"), "FORMERR"],
  ["a cut-off question", Buffer.from("00070000000100000000000003777777", "hex"), "FORMERR"],
  ["an answer", { ...question({ name: "a.example.com", type: "A" }), type: "response" }, undefined],
  ["eleven bytes", Buffer.alloc(11), undefined],
  ["nothing", Buffer.alloc(0), undefined],
])("%s does it no harm", async (_name, packet, rcode) => {
  const answer = await sendMarker(server.port, Buffer.isBuffer(packet) ? packet : encode(packet));
  expect(answer && (decode(answer) as DnsResponse).rcode).toBe(rcode);
  expect(flags(await ask("a.example.com"))).toBe("NOERROR aa");
});

test("packets of random bytes do it no harm", async () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed & 0xff;
  };
  const packets = Array.from({ length: count(200, 1000) }, () =>
    Buffer.from(Array.from({ length: 12 + (random() % 60) }, random)),
  );
  // One by one: many at a time are lost where the server is slow to read them.
  for (const packet of packets) await sendMarker(server.port, packet);
  expect(flags(await ask("a.example.com"))).toBe("NOERROR aa");
});

test("it takes the given port, for all addresses, and says if the port is taken", async () => {
  const { port } = server;
  await expect(serveDns(() => emptyReply("REFUSED"), { addresses: ["127.0.0.2"], port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  const other = await serveDns(() => emptyReply("REFUSED"), { addresses: ["127.0.0.3"], port });
  expect(other.port).toBe(port);
  await other.stop();
  await other.stop();
});
