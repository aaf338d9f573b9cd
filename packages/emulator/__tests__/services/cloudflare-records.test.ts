import {
  createRecord,
  deleteRecord,
  getRecord,
  type RecordBody,
  updateRecord,
} from "../../src/services/cloudflare/records";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";
import { errorCodeOf } from "./code-of";

const ZONE = "0".repeat(32);
const OTHER = "1".repeat(32);
let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const body = (type: string, content: string, more: Partial<RecordBody> = {}): RecordBody => ({
  name: "a.example.com",
  type,
  content,
  ttl: 1,
  ...more,
});
const mx = (content: string, priority: number) => body("MX", content, { priority });
const srv = (priority: number) => body("SRV", "", { data: { priority, weight: 0, port: 993, target: "a.example" } });
const ds = body("DS", "", { data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: "AB" } });

describe("two records of one name", () => {
  test.each<[string, RecordBody, RecordBody, string]>([
    ["an A beside an A of another address", body("A", "192.0.2.1"), body("A", "192.0.2.2"), "done"],
    ["an A beside an AAAA", body("AAAA", "2001:db8::1"), body("A", "192.0.2.1"), "done"],
    ["a CNAME beside an A", body("A", "192.0.2.1"), body("CNAME", "b.example.com"), "81053"],
    ["a CNAME beside an AAAA", body("AAAA", "2001:db8::1"), body("CNAME", "b.example.com"), "81053"],
    ["a CNAME beside a CNAME", body("CNAME", "b.example.com"), body("CNAME", "c.example.com"), "81053"],
    ["the same CNAME again", body("CNAME", "b.example.com"), body("CNAME", "b.example.com"), "81053"],
    ["an A beside a CNAME", body("CNAME", "b.example.com"), body("A", "192.0.2.1"), "81054"],
    ["a CNAME beside a TXT, wrong as it is", body("TXT", '"b"'), body("CNAME", "b.example.com"), "done"],
    ["the same TXT again", body("TXT", '"b"'), body("TXT", '"b"'), "81058"],
    ["the same TXT with another ttl", body("TXT", '"b"'), body("TXT", '"b"', { ttl: 300 }), "81057"],
    ["a TXT beside another TXT", body("TXT", '"b"'), body("TXT", '"c"'), "done"],
    ["the same MX of another priority", mx("mx.example.net", 10), mx("mx.example.net", 20), "done"],
    ["the same MX again", mx("mx.example.net", 10), mx("MX.example.net.", 10), "81058"],
    ["an NS beside a TXT", body("TXT", '"b"'), body("NS", "ns.example.net"), "81056"],
    ["a TXT beside an NS", body("NS", "ns.example.net"), body("TXT", '"b"'), "81056"],
    ["a DS beside an NS", body("NS", "ns.example.net"), ds, "done"],
    ["an NS beside another NS", body("NS", "ns1.example.net"), body("NS", "ns2.example.net"), "done"],
    ["the same SRV of another priority", srv(1), srv(2), "done"],
    ["the same SRV again", srv(1), srv(1), "81058"],
  ])("%s: %#", (_name, first, second, expected) => {
    createRecord(world, ZONE, first);
    expect(errorCodeOf(() => createRecord(world, ZONE, second))).toBe(expected);
  });

  test("of two zones do not meet", () => {
    createRecord(world, ZONE, body("A", "192.0.2.1"));
    expect(errorCodeOf(() => createRecord(world, OTHER, body("CNAME", "b.example.com")))).toBe("done");
  });

  test("an update meets the others, not itself", () => {
    const { id } = createRecord(world, ZONE, body("TXT", '"b"'));
    createRecord(world, ZONE, body("TXT", '"c"'));
    expect(errorCodeOf(() => updateRecord(world, ZONE, id, body("TXT", '"b"')))).toBe("done");
    expect(errorCodeOf(() => updateRecord(world, ZONE, id, body("TXT", '"c"')))).toBe("81058");
  });
});

const DS = { key_tag: 1, algorithm: 8, digest_type: 2, digest: "AB" };

describe("what is refused", () => {
  test.each<[string, RecordBody, string]>([
    ["a ttl of 59", body("A", "192.0.2.1", { ttl: 59 }), "9021"],
    ["a ttl of 86401", body("A", "192.0.2.1", { ttl: 86401 }), "9021"],
    ["a proxied TXT", body("TXT", '"a"', { proxied: true }), "9004"],
    ["an A that is no address", body("A", "a.example.com"), "9005"],
    ["an AAAA that is no address", body("AAAA", "192.0.2.1"), "9006"],
    ["a label of 64", body("A", "192.0.2.1", { name: `${"a".repeat(64)}.example.com` }), "9000"],
    ["an MX without priority", body("MX", "mx.example.net"), "9100"],
    ["a URI without priority", body("URI", "", { data: { weight: 1, target: "https://a.example" } }), "9100"],
    ["an SRV without its port", body("SRV", "", { data: { priority: 1, weight: 0, target: "a.example" } }), "9101"],
    ["a proxied A that is private", body("A", "10.0.0.1", { proxied: true }), "9003"],
    ["a proxied A of Cloudflare's resolver", body("A", "1.1.1.1", { proxied: true }), "9003"],
    ["a TXT over 4,096 bytes", body("TXT", "a".repeat(4081)), "9015"],
    [
      "a quoted TXT over 4,096 bytes",
      body(
        "TXT",
        Array(17)
          .fill(`"${"a".repeat(255)}"`)
          .join(" "),
      ),
      "9015",
    ],
    ["a DS without its NS", body("DS", "", { data: DS }), "9011"],
    ["a CAA as content", body("CAA", '0 issue "amazon.com"'), "9101"],
  ])("%s", (_name, wrong, expected) => {
    expect(errorCodeOf(() => createRecord(world, ZONE, wrong))).toBe(expected);
  });

  test("more than 8,192 bytes of texts at a name", () => {
    createRecord(world, ZONE, body("TXT", "a".repeat(4000)));
    createRecord(world, ZONE, body("TXT", "b".repeat(4000)));
    expect(errorCodeOf(() => createRecord(world, ZONE, body("TXT", "c".repeat(200))))).toBe("83011");
  });

  test("another type for a record that is there", () => {
    const { id } = createRecord(world, ZONE, body("A", "192.0.2.1"));
    expect(errorCodeOf(() => updateRecord(world, ZONE, id, body("CNAME", "b.example.net")))).toBe("9010");
  });

  test("a DS beside its NS, a TXT of 4,096 bytes and a proxied documentation address are taken", () => {
    createRecord(world, ZONE, body("NS", "ns.example.net"));
    expect(errorCodeOf(() => createRecord(world, ZONE, body("DS", "", { data: DS })))).toBe("done");
    const text = `"${"a".repeat(255)}" `.repeat(16).trim();
    expect(errorCodeOf(() => createRecord(world, ZONE, body("TXT", text, { name: "t.example.com" })))).toBe("done");
    expect(
      errorCodeOf(() => createRecord(world, ZONE, body("A", "192.0.2.1", { name: "p.example.com", proxied: true }))),
    ).toBe("done");
  });

  test("a zone or record id that is no 32 hexadecimal digits", () => {
    expect(errorCodeOf(() => createRecord(world, "your-zone-id", body("A", "192.0.2.1")))).toBe("7003");
    expect(errorCodeOf(() => getRecord(world, ZONE, "www"))).toBe("7003");
  });

  test("a record that is gone, or in another zone", () => {
    const { id } = createRecord(world, ZONE, body("A", "192.0.2.1"));
    expect(errorCodeOf(() => getRecord(world, OTHER, id))).toBe("81044");
    deleteRecord(world, ZONE, id);
    expect(errorCodeOf(() => deleteRecord(world, ZONE, id))).toBe("81044");
    expect(errorCodeOf(() => updateRecord(world, ZONE, id, body("A", "192.0.2.1")))).toBe("81044");
  });
});

describe("what is written down", () => {
  const written = (sent: RecordBody) => createRecord(world, ZONE, sent);

  test.each<[string, RecordBody, Partial<RecordBody>]>([
    [
      "a name without its dot, in lower case",
      body("A", "192.0.2.1", { name: "A.Example.com." }),
      { name: "a.example.com" },
    ],
    ["a target without its dot, in lower case", body("CNAME", "B.Example.net."), { content: "b.example.net" }],
    ["the null MX as it is", mx(".", 0), { content: "." }],
    ["an IPv6 address in its canonical form", body("AAAA", "2001:DB8:0:0::1"), { content: "2001:db8::1" }],
    ["an empty comment as none", body("A", "192.0.2.1", { comment: "" }), { comment: null } as never],
    ["quoted text as it is", body("TXT", '"V=1" "b"'), { content: '"V=1" "b"' }],
    ["unquoted text as it is", body("TXT", "v=1"), { content: "v=1" }],
    ["a type in upper case", body("txt", "v=1"), { type: "TXT" }],
    ["a proxied record with Cloudflare's ttl", body("A", "192.0.2.1", { proxied: true, ttl: 300 }), { ttl: 1 }],
    [
      "a CAA's content from its data",
      { ...body("CAA", ""), data: { flags: 0, tag: "issue", value: "amazon.com" } },
      { content: '0 issue "amazon.com"' },
    ],
  ])("%s", (_name, sent, expected) => {
    expect(written(sent)).toMatchObject(expected);
  });

  test("only the data that a type has, hexadecimal digits in upper case", () => {
    const data = { algorithm: 4, type: 2, fingerprint: "ab cd", port: 1 };
    const record = written(body("SSHFP", "", { data, priority: 7 }));
    expect(record.data).toEqual({ algorithm: 4, type: 2, fingerprint: "ABCD" });
    expect(record).toMatchObject({ content: "4 2 ABCD", priority: null });
  });

  test("a string over 255 bytes in pieces, quoted or not", () => {
    const pieces = `"${"a".repeat(255)}" "${"a".repeat(45)}"`;
    expect(written(body("TXT", `"${"a".repeat(300)}"`)).content).toBe(pieces);
    expect(written(body("TXT", "a".repeat(300), { name: "b.example.com" })).content).toBe(pieces);
  });

  test("a relative name in a zone whose name is known", () => {
    world.commit(world.zones.put(ZONE, { id: ZONE, name: "example.com" }));
    expect(written(body("A", "192.0.2.1", { name: "@" })).name).toBe("example.com");
    expect(written(body("A", "192.0.2.1", { name: "www" })).name).toBe("www.example.com");
    expect(written(body("A", "192.0.2.1", { name: "mail.example.com" })).name).toBe("mail.example.com");
  });

  test("when a comment last changed, and that there is none", () => {
    const { id, comment_modified_on } = written(body("A", "192.0.2.1", { comment: "one" }));
    expect(comment_modified_on).not.toBeNull();
    world.advance(60_000);
    expect(updateRecord(world, ZONE, id, body("A", "192.0.2.2", { comment: "one" })).comment_modified_on).toBe(
      comment_modified_on,
    );
    expect(updateRecord(world, ZONE, id, body("A", "192.0.2.2", { comment: "two" })).comment_modified_on).not.toBe(
      comment_modified_on,
    );
    expect(updateRecord(world, ZONE, id, body("A", "192.0.2.2")).comment_modified_on).toBeNull();
  });
});

test.each([
  [' alpn="h2,h3"   port="443" ', 'alpn="h2,h3" port="443"'],
  ['key65000="a  b" mandatory=alpn alpn=h2', 'key65000="a  b" mandatory=alpn alpn=h2'],
  ["", ""],
  [' no-default-alpn alpn="not closed', 'no-default-alpn alpn="not closed'],
])("the parameters of an HTTPS record, one blank apart: %j", (value, expected) => {
  const { data, content } = createRecord(world, ZONE, body("HTTPS", "", { data: { priority: 1, target: ".", value } }));
  expect([data?.value, content]).toEqual([expected, `1 . ${expected}`.trim()]);
});
