// Messages made to be taken for another's, or to keep whoever looks at them busy. What is signed wrongly is in signature/count.test.ts,
// who is somebody else in lies.test.ts, what is too large in limits.test.ts.
import fc from "fast-check";
import { canonicalBody } from "../../../lib/verify/message/signature/canonical";
import { renderMessage } from "../../../lib/verify/render/message";
import { count } from "../../run/cases";
import { BODY, HEADER, type SignedProps, signed } from "./signature/sign";
import { keyText, resolverOf, type Table, verify } from "./signed";

const ENVELOPE = { clientIp: "192.0.2.9", envelopeFrom: "a@evil.example.net" };
const KEY = { TXT: [keyText()] };
const bytes = (lines: readonly string[]) => Buffer.from(lines.join("\r\n"), "latin1");

describe("what is added to a message of ours", () => {
  const proofOf = (props: SignedProps, more: (message: string) => string) =>
    verify(Buffer.from(more(signed(props).message.toString("latin1")), "latin1"), {}, ENVELOPE);
  const PART = { tags: { l: String(BODY.length) } };

  test("behind l=: it is said, on the first line and in a finding", async () => {
    const proof = await proofOf(PART, (message) => `${message}Pay here.\r\n`);
    expect([proof.verdict, proof.findings.map(({ rule }) => rule)]).toEqual(["pass", ["dkim-part", "spf-foreign"]]);
    for (const format of ["text", "markdown"] as const)
      expect(renderMessage(proof, format).split("\n")[0]).toContain("authenticated, but not all of its body");
    expect(proof.dkim[0]?.signedInPart).toBe(true);
  });

  test("behind l=, another signature of ours covers it: nothing is said", async () => {
    const message = bytes([signed(PART).field, signed().field, ...HEADER, "", BODY]);
    expect((await verify(message, {}, ENVELOPE)).findings.map(({ rule }) => rule)).toEqual(["spf-foreign"]);
  });

  test.each<[string, (message: string) => string]>([
    ["a From above", (message) => `From: a@evil.example.net\r\n${message}`],
    ["a From below", (message) => message.replace("\r\n\r\n", "\r\nFrom: a@evil.example.net\r\n\r\n")],
    ["a From with a blank before its colon", (message) => `From\t : a@evil.example.net\r\n${message}`],
    ["a Subject above", (message) => `Subject: Pay here\r\n${message}`],
    ["a Reply-To, twice", (message) => `Reply-To: a@b.example\r\nReply-To: c@d.example\r\n${message}`],
    ["a Content-Type that is there", (message) => `Content-Type: a/b\r\nContent-Type: text/html\r\n${message}`],
    ["a NUL in a field", (message) => `X-A: a\0b\r\n${message}`],
    ["a bare CR and a From behind it", (message) => `X-A: a\rFrom: a@evil.example.net\r\n${message}`],
    ["a line that is no field, and an empty one", (message) => `not a field\r\n${message}`],
    ["a blank line at the top, which begins the body for some", (message) => ` \r\n${message}`],
  ])("%s: not authenticated", async (_, more) => {
    expect((await proofOf({}, more)).verdict).not.toBe("pass");
  });

  test("a NUL in the body is a byte like others", async () => {
    expect((await verify(signed({ body: "a\0b\r\n" }).message, {}, ENVELOPE)).verdict).toBe("pass");
    expect((await proofOf({ body: "a\0b\r\n" }, (message) => message.replace("\0", ""))).verdict).toBe("fail");
  });
});

describe("much work for the reader", () => {
  const counting = (table: Table) => {
    const asked: string[] = [];
    const resolver = resolverOf(table);
    return {
      asked,
      resolver: async (name: string, type: string) => {
        asked.push(`${type} ${name}`);
        return resolver(name, type);
      },
    };
  };
  const ZONE: Table = { "_dmarc.evil.example.net": { TXT: [["v=DMARC1; p=none"]] } };

  test("a thousand signatures of as many names of his own organization", async () => {
    const [field] = [signed({ tags: { d: "NAME.evil.example.net" } }).field];
    const fields = Array.from({ length: 1000 }, (_, at) => field.replace("NAME", `n${at}`));
    const message = bytes([...fields, "From: a@evil.example.net", ...HEADER.slice(1), "", BODY]);
    const { asked, resolver } = counting(ZONE);
    const proof = await verify(message, {}, { ...ENVELOPE, resolver });
    expect(proof.dkim.filter(({ fault }) => fault === "too-many")).toHaveLength(980);
    // For 20 of them a key, and a walk of four names that share three; for SPF and the author's domain two.
    expect(asked.length).toBeLessThanOrEqual(20 * 5 + 10);
    expect(proof.findings.filter(({ rule }) => rule.startsWith("dkim-"))).toHaveLength(21);
  });

  test("a good signature below twenty foreign ones does not count, and the result says so", async () => {
    const stranger = signed({ tags: { d: "evil.example.net" } }).field;
    const message = bytes([...Array<string>(20).fill(stranger), signed().field, ...HEADER, "", BODY]);
    const { verdict, findings } = await verify(message, { "bbb._domainkey.evil.example.net": KEY }, ENVELOPE);
    expect([verdict, findings.map(({ rule }) => rule)]).toEqual([
      "fail",
      ["dkim-too-many", "spf-foreign", "dmarc-fails"],
    ]);
  });

  test("ten thousand claims in Authentication-Results", async () => {
    const claims = Array.from({ length: 10_000 }, (_, at) => `dkim=pass header.d=n${at}.example`).join(";\r\n ");
    const received =
      "Received: from x.example.net (x.example.net [192.0.2.9]) by mx.example.org (Postfix) with ESMTP id 1";
    const fields = Array.from(
      { length: 10 },
      () => `Authentication-Results: mx.example.org;\r\n ${claims.slice(0, 40_000)}`,
    );
    const { receiver } = await verify(bytes([...fields, received, signed().field, ...HEADER, "", BODY]));
    expect(receiver?.dkim).toHaveLength(20);
  });

  test.each([
    ["a header that never ends", "a: b\n".repeat(1 << 20), "over 2000 no receiver takes"],
    ["a field that never ends", `From: a@example.com\nX-A: b\n${" \n".repeat(1 << 20)}`, "more than 128 kB"],
    [
      "a header of a megabyte",
      `${`X-A: ${"b".repeat(1000)}\n`.repeat(1024)}From: a@example.com\n\n`,
      "more than 512 kB",
    ],
  ])("%s", async (_, text, expected) => {
    const { asked, resolver } = counting({});
    const { verdict, findings } = await verify(Buffer.from(text), {}, { resolver });
    expect([verdict, findings.length, findings[0]?.message]).toEqual([
      "cannot-tell",
      1,
      expect.stringContaining(expected),
    ]);
    expect(asked).toEqual([]);
  });

  test.each([
    ["2 MB of one line", "x".repeat(2 << 20)],
    ["megabytes of line ends", "\r\n".repeat(count(1, 10) << 20)],
    ["2 MB of blanks", " \t".repeat(1 << 20)],
    ["2 MB of short lines", "a b\r\n".repeat(400_000)],
  ])("%s, each byte of which is signed", async (_, text) => {
    const body = `${text}end\r\n`;
    const { field } = signed({ body });
    const whole = Buffer.from([field, ...HEADER, "", body].join("\r\n"), "latin1");
    expect((await verify(whole, {}, ENVELOPE)).verdict).toBe("pass");
    whole.writeUInt8(0x45, whole.length - 3);
    expect((await verify(whole, {}, ENVELOPE)).verdict).toBe("fail");
  });
});

/** As RFC 6376 §3.4.3 and §3.4.4 say it, line by line. */
function lineByLine(body: string, form: "simple" | "relaxed"): string {
  const lines = body.replace(/\r\n/g, "\n").split("\n");
  const own = form === "simple" ? lines : lines.map((line) => line.replace(/[ \t]+$/, "").replace(/[ \t]+/g, " "));
  const text = own.join("\r\n").replace(/(?:\r\n)*$/, "");
  return text === "" ? (form === "simple" ? "\r\n" : "") : `${text}\r\n`;
}

test("the canonical body is the same as line by line, for any bytes", () => {
  const pieces = fc.constantFrom("\r\n", "\n", "\r", " ", "\t", "a", "b ", "\xe9", "\0", "\v", ".");
  const bodies = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(bodies, fc.constantFrom("simple" as const, "relaxed" as const), (body, form) => {
      expect(canonicalBody(body, form).toString("latin1")).toBe(lineByLine(body, form));
    }),
    { numRuns: count(200, 2000), seed: 6376 },
  );
});
