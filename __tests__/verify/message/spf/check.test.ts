// SPF by the letter of RFC 7208, in cases of our own: what a receiver refuses must not pass, and what DNS does not tell must not be
// a "no".
import { checkSpf } from "../../../../lib/verify/message/spf/check";
import { resolverOf, type Table } from "../signed";

const IP = "192.0.2.9";
const IP6 = "2001:db8::cb01";

interface Client {
  readonly ip?: string;
  readonly sender?: string;
  readonly helo?: string;
}

/** `records` are the SPF records by name; `dns` is whatever else there is. */
async function outcome(records: Readonly<Record<string, string>>, dns: Table = {}, client: Client = {}) {
  const table: Record<string, Table[string]> = { ...dns };
  for (const [name, text] of Object.entries(records)) table[name] = { ...dns[name], TXT: [[text]] };
  const { ip = IP, sender = "strong-bad@email.example.com", helo = "mx.example.net" } = client;
  return checkSpf({ ip, sender, helo }, resolverOf(table));
}

const at = (text: string) => ({ "email.example.com": text });
const A = (...addresses: string[]) => ({ A: addresses });
const MX = (...exchanges: string[]) => ({ MX: exchanges.map((exchange, priority) => ({ exchange, priority })) });

test.each<[string, string, string, Table?, Client?]>([
  // §4.6.2, §5.1
  ["pass", "v=spf1 +all", "any"],
  ["fail", "v=spf1 -all", "none"],
  ["softfail", "v=spf1 ~all", "perhaps none"],
  ["neutral", "v=spf1 ?all", "perhaps"],
  ["neutral", "v=spf1", "no term (§4.7)"],
  ["neutral", "v=spf1 ip4:192.0.2.1", "no term that matches"],
  ["pass", "V=SPF1 IP4:192.0.2.9 -ALL", "capitals (§4.5, §4.6.1)"],
  // §5.6
  ["pass", "v=spf1 ip4:192.0.2.0/28 -all", "a network"],
  ["fail", "v=spf1 ip4:192.0.2.0/29 -all", "a network beside it"],
  ["pass", "v=spf1 ip4:0.0.0.0/0 -all", "every network"],
  ["fail", "v=spf1 ip6:::/0 -all", "every network of the other family"],
  ["pass", "v=spf1 ip6:2001:db8::/32 -all", "IPv6", {}, { ip: IP6 }],
  ["fail", "v=spf1 ip4:0.0.0.0/0 -all", "IPv4 for an IPv6 client", {}, { ip: IP6 }],
  // §5.3
  ["pass", "v=spf1 a -all", "the name's own address", { "email.example.com": A("192.0.2.1", IP) }],
  ["pass", "v=spf1 a:h.example.com -all", "a host's", { "h.example.com": A(IP) }],
  ["pass", "v=spf1 a:h.example.com/24 -all", "a host's network", { "h.example.com": A("192.0.2.200") }],
  ["fail", "v=spf1 a:h.example.com//24 -all", "a network of the other family", { "h.example.com": A("192.0.2.200") }],
  ["pass", "v=spf1 a:h.example.com//64 -all", "IPv6", { "h.example.com": { AAAA: ["2001:db8::1"] } }, { ip: IP6 }],
  ["fail", "v=spf1 a:h.example.com -all", "IPv6, where A alone is there", { "h.example.com": A(IP) }, { ip: IP6 }],
  // §5.4
  ["pass", "v=spf1 mx -all", "an MX", { "email.example.com": MX("m.example.com"), "m.example.com": A(IP) }],
  ["fail", "v=spf1 mx -all", "a null MX (RFC 7505)", { "email.example.com": MX("") }],
  // §5.7
  ["pass", "v=spf1 exists:%{ir}.l.example.com -all", "a list", { "9.2.0.192.l.example.com": A("127.0.0.2") }],
  // §5.5
  [
    "pass",
    "v=spf1 ptr -all",
    "a name of the client's",
    { "9.2.0.192.in-addr.arpa": { PTR: ["x.email.example.com"] }, "x.email.example.com": A(IP) },
  ],
  [
    "fail",
    "v=spf1 ptr -all",
    "a name that does not lead back",
    { "9.2.0.192.in-addr.arpa": { PTR: ["x.email.example.com"] }, "x.email.example.com": A("192.0.2.1") },
  ],
  [
    "fail",
    "v=spf1 ptr -all",
    "a name that only ends so",
    { "9.2.0.192.in-addr.arpa": { PTR: ["notemail.example.com"] }, "notemail.example.com": A(IP) },
  ],
  [
    "fail",
    "v=spf1 ptr -all",
    "DNS does not tell the client's names",
    { "9.2.0.192.in-addr.arpa": { PTR: "ESERVFAIL" } },
  ],
])("%s: %s (%s)", async (...[expected, text, , dns, client]) => {
  expect(await outcome(at(text), dns, client)).toEqual({ result: expected });
});

describe("include and redirect (§5.2, §6.1)", () => {
  const TO = { "email.example.com": "v=spf1 include:o.example.net -all" };
  const GO = { "email.example.com": "v=spf1 redirect=o.example.net" };

  test.each([
    ["v=spf1 ip4:192.0.2.9 -all", "pass", "pass"],
    ["v=spf1 -all", "fail", "fail"],
    ["v=spf1 ~all", "fail", "softfail"],
    ["v=spf1 ?all", "fail", "neutral"],
    ["v=spf1 ip4:192.0.2.9 wrong -all", "permerror", "permerror"],
    ["v=spf2.0/pra +all", "permerror", "permerror"],
  ])("of %s", async (text, included, redirected) => {
    expect((await outcome({ ...TO, "o.example.net": text })).result).toBe(included);
    expect((await outcome({ ...GO, "o.example.net": text })).result).toBe(redirected);
  });

  test.each(["ESERVFAIL", "ETIMEOUT", "EREFUSED", "ECONNREFUSED"])(
    "DNS does not tell (%s): that is no fail",
    async (code) => {
      const dns = { "o.example.net": { TXT: code } };
      expect(await outcome(TO, dns)).toEqual({
        result: "temperror",
        reason: "dns does not answer for TXT of o.example.net",
      });
      expect((await outcome(GO, dns)).result).toBe("temperror");
      // What matches before it stands.
      expect((await outcome(at("v=spf1 ip4:192.0.2.9 include:o.example.net -all"), dns)).result).toBe("pass");
    },
  );

  test("a redirect beside all is not followed, and one before a match neither", async () => {
    expect(
      (await outcome({ ...at("v=spf1 redirect=o.example.net ?all"), "o.example.net": "v=spf1 -all" })).result,
    ).toBe("neutral");
    expect(
      (await outcome({ ...at("v=spf1 redirect=o.example.net ip4:192.0.2.9"), "o.example.net": "v=spf1 -all" })).result,
    ).toBe("pass");
  });

  test("%{d} is the domain whose record is read, %{o} the sender's (§7.2)", async () => {
    const lists = { "o.example.net": "v=spf1 exists:%{i}.%{d} -all" };
    expect((await outcome({ ...TO, ...lists }, { "192.0.2.9.o.example.net": A("127.0.0.2") })).result).toBe("pass");
    expect((await outcome({ ...TO, ...lists }, { "192.0.2.9.email.example.com": A("127.0.0.2") })).result).toBe("fail");
    const senders = { "o.example.net": "v=spf1 exists:%{i}.%{o} -all" };
    expect((await outcome({ ...TO, ...senders }, { "192.0.2.9.email.example.com": A("127.0.0.2") })).result).toBe(
      "pass",
    );
  });
});

test.each([
  ["a wrong term behind the one that matches (§4.6)", "v=spf1 ip4:192.0.2.9 ip4:nonsense -all"],
  ["a term that nobody knows behind it", "v=spf1 ip4:192.0.2.9 ipv4:192.0.2.1 -all"],
  ["an empty term value", "v=spf1 ip4:192.0.2.9 include: -all"],
  ["a prefix that is too long", "v=spf1 ip4:192.0.2.9/33 -all"],
  ["a redirect twice (§6)", "v=spf1 ip4:192.0.2.9 redirect=a.example.com redirect=b.example.com"],
  ["an explanation twice", "v=spf1 ip4:192.0.2.9 exp=a.example.com exp=b.example.com"],
  ["a macro for explanations", "v=spf1 exists:%{t}.example.com +all"],
  ["a tab, which is no space (§4.6.1)", "v=spf1 ip4:192.0.2.9\t-all"],
  ["a letter that is not ASCII", "v=spf1 ip4:192.0.2.9 include:ex\u00e4mple.com +all"],
  ["more than 4,096 characters", `v=spf1 ip4:192.0.2.9 ${"ip4:192.0.2.1 ".repeat(300)}+all`],
])("permerror, and not a pass: %s", async (_, text) => {
  expect((await outcome(at(text))).result).toBe("permerror");
});

test.each([
  [" v=spf1 +all", "a blank before it (§4.5)"],
  ["v=spf10 +all", "another version"],
  ["v=spf1\t+all", "a tab behind the version"],
  ["\ufeffv=spf1 +all", "a byte order mark"],
])("none: %j, %s", async (text) => {
  expect(await outcome(at(text))).toEqual({ result: "none" });
});

test("several records are an error, several strings are one record", async () => {
  const check = (strings: readonly (readonly string[])[]) =>
    checkSpf({ ip: IP, sender: "a@e.example.com", helo: "h" }, resolverOf({ "e.example.com": { TXT: strings } }));
  expect(await check([["v=spf1 +all"], ["v=spf1 +all"]])).toMatchObject({ result: "permerror" });
  expect(await check([["v=spf1 ip4:192.", "0.2.9 -all"], ["another text"]])).toEqual({ result: "pass" });
});

describe("limits (§4.6.4)", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `i${index}.example.net`);
  const chain = (count: number) =>
    Object.fromEntries(many(count).map((name) => [name, "v=spf1 ip4:192.0.2.1 ?all"] as const));

  test("ten lookups, and no eleventh, wherever they are", async () => {
    const record = (count: number) =>
      `v=spf1 ${many(count)
        .map((name) => `include:${name}`)
        .join(" ")} +all`;
    expect((await outcome({ ...at(record(10)), ...chain(10) })).result).toBe("pass");
    expect(await outcome({ ...at(record(11)), ...chain(11) })).toEqual({
      result: "permerror",
      reason: "it needs more than 10 dns lookups",
    });
  });

  test("a record that includes itself ends", async () => {
    expect((await outcome(at("v=spf1 include:email.example.com +all"))).result).toBe("permerror");
    expect((await outcome(at("v=spf1 redirect=email.example.com"))).result).toBe("permerror");
  });

  test("two lookups in vain, and no third; hosts of an mx count", async () => {
    const voids = (count: number) =>
      `v=spf1 ${many(count)
        .map((name) => `a:${name}`)
        .join(" ")} +all`;
    expect((await outcome(at(voids(2)))).result).toBe("pass");
    expect((await outcome(at(voids(3)))).result).toBe("permerror");
    const hosts = { "email.example.com": MX(...many(3)) };
    expect((await outcome(at("v=spf1 mx +all"), hosts)).result).toBe("permerror");
  });

  test("ten hosts of an mx, and no eleventh", async () => {
    const hosts = (count: number): Table => ({
      ...Object.fromEntries(
        many(count).map((name) => [name, A(name === `i${count - 1}.example.net` ? IP : "192.0.2.1")]),
      ),
      "email.example.com": MX(...many(count)),
    });
    expect((await outcome(at("v=spf1 mx -all"), hosts(10))).result).toBe("pass");
    expect(await outcome(at("v=spf1 mx -all"), hosts(11))).toEqual({
      result: "permerror",
      reason: "mx leads to 11 hosts, over 10",
    });
  });
});

describe("the sender", () => {
  test.each(["a@com", "a@", "a@a..example.com", `a@${"a".repeat(64)}.example.com`, "a@[192.0.2.9]"])(
    "none for %s, which is no domain (§4.3)",
    async (sender) => {
      expect(await outcome({}, {}, { sender })).toEqual({ result: "none" });
    },
  );

  test("a local part that is not ASCII matches no term that holds it (RFC 8616 §4)", async () => {
    const sender = `${Buffer.from("jos\u00e9").toString("latin1")}@email.example.com`;
    const dns = { "x.example.com": A("127.0.0.2") };
    expect((await outcome(at("v=spf1 exists:%{l}.example.com include:%{s}.x -all"), dns, { sender })).result).toBe(
      "fail",
    );
    expect((await outcome(at("v=spf1 redirect=%{l}.example.com"), dns, { sender })).result).toBe("neutral");
    expect((await outcome(at("v=spf1 exists:x.example.com -all"), dns, { sender })).result).toBe("pass");
  });
});

test.each([
  ["%{s}", "strong-bad@email.example.com"],
  ["%{o}", "email.example.com"],
  ["%{d3}", "email.example.com"],
  ["%{d2}", "example.com"],
  ["%{d1}", "com"],
  ["%{dr}", "com.example.email"],
  ["%{d2r}", "example.email"],
  ["%{l}", "strong-bad"],
  ["%{l-}", "strong.bad"],
  ["%{lr-}", "bad.strong"],
  ["%{l1r-}", "strong"],
  ["%{i}", "192.0.2.9"],
  ["%{v}", "in-addr"],
  ["%{h}", "mx.example.net"],
  ["%{p}", "unknown"],
  ["a%%%-%_b", "a%%20 b"],
])("the macro %s (§7.4)", async (macro, expected) => {
  const asked: string[] = [];
  const resolver = async (name: string, type: string) => {
    asked.push(name);
    return type === "TXT" ? [[`v=spf1 exists:${macro}.x.example.org -all`]] : [];
  };
  await checkSpf({ ip: IP, sender: "strong-bad@email.example.com", helo: "mx.example.net" }, resolver);
  expect(asked.at(-1)).toBe(`${expected}.x.example.org`);
});

test("the macro of an IPv6 address, of capitals, and of a name that is too long", async () => {
  const asked = async (text: string, client: Client) => {
    const names: string[] = [];
    const resolver = async (name: string, type: string) => {
      names.push(name);
      return type === "TXT" ? [[text]] : [];
    };
    await checkSpf({ ip: IP, sender: "a@email.example.com", helo: "h", ...client }, resolver);
    return names.at(-1);
  };
  expect(await asked("v=spf1 exists:%{ir}.%{v}.x.org -all", { ip: IP6 })).toBe(
    "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.x.org",
  );
  expect(await asked("v=spf1 exists:%{L}.x.org -all", { sender: "a/b~c@email.example.com" })).toBe("a%2Fb~c.x.org");
  const long = `${"a.".repeat(130)}example.com`;
  expect(await asked("v=spf1 exists:%{l}.x.org -all", { sender: `${long}@email.example.com` })).toHaveLength(253);
});
