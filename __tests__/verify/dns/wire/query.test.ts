import dnsPacket, { type Packet, type RecordType } from "dns-packet";
import { encodeQuery, isAnswerTo, withId } from "../../../../lib/verify/dns/wire/query";

const question = { name: "a.example.com", type: "TXT", recurse: true, checkingDisabled: false };
const query = withId(encodeQuery(question, true), 4711);

function reply(more: Partial<Packet> & { name?: string; asked?: string }): Buffer {
  const { name = "a.example.com", asked = "TXT", ...rest } = more;
  const questions = [{ name, type: asked as RecordType }];
  return dnsPacket.encode({ type: "response", id: 4711, flags: 0, questions, ...rest });
}

test.each([
  ["the same question", {}, true],
  ["other capitals", { name: "A.eXample.com" }, true],
  ["another id", { id: 4712 }, false],
  ["another name", { name: "b.example.com" }, false],
  ["a longer name", { name: "a.a.example.com" }, false],
  ["another type", { asked: "A" }, false],
  ["a query", { type: "query" as const }, false],
  ["another opcode", { flags: 0x2000 }, false],
  ["no question and no error", { questions: [] }, false],
  ["no question and an error", { questions: [], flags: 1 }, true],
  [
    "two questions",
    {
      questions: [
        { name: "a.example.com", type: "TXT" as const },
        { name: "b.example", type: "A" as const },
      ],
    },
    false,
  ],
])("a packet with %s", (_, more, isOurs) => {
  expect(isAnswerTo(query, reply(more))).toBe(isOurs);
});

test("a packet that ends early answers nothing", () => {
  const whole = reply({});
  for (let length = 0; length < whole.length; length++)
    expect(isAnswerTo(query, whole.subarray(0, length))).toBe(false);
});

test.each([
  ["TXT", 16],
  ["TYPE65", 65],
  ["TYPE257", 257],
])("the type %s is asked as %i", (type, number) => {
  const packet = encodeQuery({ ...question, name: "a.b", type }, false);
  const expected = Buffer.from("\x01a\x01b\x00\x00\x00\x00\x01", "latin1");
  expected.writeUInt16BE(number, 5);
  expect(packet.subarray(12)).toEqual(expected);
});

test("an unknown type is not queried", () => {
  expect(() => encodeQuery({ ...question, type: "FOO" }, false)).toThrow('"FOO" is no type: write TYPE and its number');
});
