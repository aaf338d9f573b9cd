// Names of addresses: only of a resolver that is named, and only those that lead back.
import dgram from "node:dgram";
import type { AddressInfo } from "node:net";
import packet from "dns-packet";
import { hostNames } from "../../../lib/app/reports/hosts";
import { summariseDomains } from "../../../lib/reports/summary/summary";
import { ReportTally } from "../../../lib/reports/summary/tally";
import { aggregate } from "../../reports/read-all";
import { ALIGNED, feedback, type RowSample } from "../../reports/samples";

const ANSWERS: Readonly<Record<string, readonly [packet.RecordType, string][]>> = {
  "7.2.0.192.in-addr.arpa": [["PTR", "mail.example.net"]],
  "mail.example.net": [["A", "192.0.2.7"]],
  // Its owner says that it is somebody else's.
  "8.2.0.192.in-addr.arpa": [["PTR", "mail.google.example"]],
  "mail.google.example": [["A", "198.51.100.1"]],
  "9.2.0.192.in-addr.arpa": [["PTR", "\u001b[31m.example"]],
  "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa": [["PTR", "six.example.net"]],
  "six.example.net": [["AAAA", "2001:db8:0:0:0:0:0:1"]],
};

let server: dgram.Socket;
let asked: string[];
let resolver: string;
beforeAll(async () => {
  server = dgram.createSocket("udp4");
  server.on("message", (bytes, { port, address }) => {
    const { id, questions = [] } = packet.decode(bytes);
    const [{ name = "", type = "A" } = {}] = questions;
    asked.push(name);
    const answers = (ANSWERS[name] ?? [])
      .filter(([kind]) => kind === type)
      .map(([kind, data]) => ({ name, type: kind, ttl: 60, data }));
    const flags = packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | (answers.length === 0 ? 3 : 0);
    server.send(
      packet.encode({ type: "response", id, flags, questions, answers: answers as packet.Answer[] }),
      port,
      address,
    );
  });
  await new Promise<void>((ready) => server.bind(0, "127.0.0.1", ready));
  resolver = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
});
afterAll(() => new Promise<void>((end) => server.close(() => end())));

const domains = async (rows: readonly RowSample[]) => {
  const tally = new ReportTally();
  tally.add(await aggregate(feedback({ rows })));
  return summariseDomains(tally, []);
};

test("only names that resolve back to their address are shown", async () => {
  const addresses = ["192.0.2.7", "192.0.2.8", "192.0.2.9", "192.0.2.10", "2001:db8::1"];
  const names = await hostNames({ domains: await domains(addresses.map((address) => ({ address }))) }, resolver);
  expect([...names].sort()).toEqual([
    ["192.0.2.7", "mail.example.net"],
    ["2001:db8::1", "six.example.net"],
  ]);
});

test("a sender that is known by its signature is not asked for", async () => {
  expect(await hostNames({ domains: await domains([ALIGNED]) }, resolver)).toEqual(new Map());
  expect(asked).toEqual([]);
});

test("if there are thousands of addresses, the names of those with the most messages are looked up", async () => {
  const rows = Array.from({ length: 500 }, (_, at) => ({ address: `198.51.${at >> 8}.${at & 255}`, count: 1000 - at }));
  await hostNames({ domains: await domains(rows) }, resolver);
  expect(new Set(asked).size).toBe(100);
});
