// What reports come in: compressed, in archives, in mail and mailboxes, within one another; and what an attacker puts there.
import { deflateRawSync, gzipSync } from "node:zlib";
import { readReports } from "../../lib/reports/read/read";
import { zipOf } from "../files/zip-of";
import { faults, findAll, messagesOf, readOne } from "./read-all";
import { feedback, mailWith, tlsReport } from "./samples";

const NAME = "receiver.example!example.com!1793577600!1793663999.xml";
const xml = feedback();
const gz = gzipSync(xml);
const zip = zipOf({ [NAME]: xml });
const attached = (bytes: Buffer, name = `${NAME}.gz`, type = "application/gzip") => mailWith([{ name, type, bytes }]);

test.each<readonly [string, string | Buffer, string]>([
  ["gzip", gz, "in"],
  ["gzip with a line end after it, as Mimecast sends it", Buffer.concat([gz, Buffer.from("\r\n")]), "in"],
  ["gzip of several members", Buffer.concat([gzipSync(xml.slice(0, 100)), gzipSync(xml.slice(100))]), "in"],
  ["gzip in gzip", gzipSync(gz), "in"],
  ["a zip archive", zip, `in, ${NAME}`],
  ["a stored zip archive", zipOf({ [NAME]: xml }, { stored: true }), `in, ${NAME}`],
  ["a zip archive with the files of macOS", zipOf({ "__MACOSX/._x": "?", [NAME]: xml }), `in, ${NAME}`],
  ["gzip in a zip archive", zipOf({ [`${NAME}.gz`]: gz }), `in, ${NAME}.gz`],
  ["mail", attached(gz), `in, ${NAME}.gz`],
  ["mail with the wrong media type", attached(gz, "report.dat", "application/octet-stream"), "in, report.dat"],
  ["mail with a zip archive that is called gzip", attached(zip), `in, ${NAME}.gz, ${NAME}`],
  ["mail with plain XML", attached(Buffer.from(xml), NAME, "text/xml"), `in, ${NAME}`],
  [
    "mail that was forwarded as an attachment",
    attached(Buffer.from(attached(gz)), "fwd.eml", "message/rfc822"),
    `in, fwd.eml, ${NAME}.gz`,
  ],
  ["a mailbox", `From a@example.org Mon Nov  2 00:00:00 2026\n${attached(gz)}`, `in, message 1, ${NAME}.gz`],
  ["mail with line ends of Unix", attached(gz).replaceAll("\r\n", "\n"), `in, ${NAME}.gz`],
])("a report in %s is read, and its place is named", async (_, content, where) => {
  const [found, ...others] = await findAll(content);
  expect([found?.where, others]).toEqual([where, []]);
  expect(found?.report).toEqual(await readOne(xml));
});

test("mail that is its report, without parts, is read", async () => {
  const mail = `From: a@example.org\r\nContent-Type: application/zip; name="${NAME}.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${zip.toString("base64")}\r\n`;
  expect((await findAll(mail)).map(({ report }) => report?.id)).toEqual(["1"]);
});

test("a mailbox is read message by message, however it is cut into pieces", async () => {
  const message = (id: string) =>
    `From receiver@example.org Mon Nov  2 00:00:00 2026\n${attached(gzipSync(feedback({ id })))}\n`;
  const mailbox = `${message("1")}${message("2")}From x\nSubject: hello\n\nNo report\n>From here on\n\n${message("3")}`;
  const whole = await findAll(mailbox);
  expect(whole.map(({ where, report, fault }) => [where.replace(NAME, "…"), report?.id ?? fault])).toEqual([
    ["in, message 1, ….gz", "1"],
    ["in, message 2, ….gz", "2"],
    ["in, message 3", "is mail without a report"],
    ["in, message 4, ….gz", "3"],
  ]);
  for (const size of [1, 5, 17, 500]) expect(await findAll(mailbox, { size })).toEqual(whole);
});

test("a separator of a mailbox is one wherever the pieces are cut, and a line that only looks like one is not", async () => {
  const long = `Subject: a\n\n${"x".repeat(3000)}\nFrom here\n\n>From there\n`;
  const mailbox = `From a\n${long}\n\nFrom b ${"y".repeat(900)}\r\n${attached(gz)}\n\nFrom c\nFrom: c\n\nhello`;
  const whole = await findAll(mailbox);
  expect(whole.map(({ report, fault }) => report?.id ?? fault)).toEqual([
    "is mail without a report",
    "1",
    "is mail without a report",
  ]);
  for (const size of [1, 2, 7, 999, 1001, 4000]) expect(await findAll(mailbox, { size })).toEqual(whole);
});

test("a message of a mailbox that is too large is named, and the next ones are read", async () => {
  const small = `From a\n${attached(gz)}\n`;
  const found = await findAll(`${small}From b\nSubject: x\n\n${"x".repeat(20_000)}\n\n${small}`, {
    limits: { file: 10_000 },
    size: 1000,
  });
  expect(found.map(({ where, report, fault }) => [where.slice(0, 13), report?.id ?? fault])).toEqual([
    ["in, message 1", "1"],
    ["in, message 2", "is larger than 0 MB, which no report is"],
    ["in, message 3", "1"],
  ]);
});

test.each<readonly [string, string | Buffer, string]>([
  ["nothing", "", "in: is empty"],
  ["a picture", Buffer.from("89504e470d0a1a0a", "hex"), "in: is no report: neither XML, JSON, gzip, zip nor mail"],
  ["other XML", "<html><body>feedback</body></html>", "in: is XML, but no report: it has no <feedback>"],
  ["other JSON", '{"a": 1}', 'in: is JSON, but no TLS report: it has no list "policies"'],
  ["JSON that is cut off", tlsReport().slice(0, 50), "in: is no report: it begins as JSON and is not JSON to its end"],
  ["gzip that is cut off", gz.subarray(0, -12), "in: cannot be unpacked: it is damaged or cut off"],
  [
    "gzip with a wrong sum",
    Buffer.concat([gz.subarray(0, -8), Buffer.alloc(8, 1)]),
    "in: cannot be unpacked: it is damaged or cut off",
  ],
  ["a zip archive that is cut off", zip.subarray(0, -30), "in: cannot be read: no whole zip archive: it is torn"],
  ["a zip archive without files", zipOf({ "a/": "" }), "in: is an archive without files"],
  ["mail without attachments", mailWith([]), "in: is mail without a report"],
  [
    "mail with a picture",
    mailWith([{ name: "a.png", type: "image/png", bytes: Buffer.from("89504e47", "hex") }]),
    "in: is mail without a report",
  ],
])("%s is no report, and that is said", async (_, content, fault) => {
  expect(await faults(content)).toEqual([fault]);
});

test("a damaged file of an archive does not stop the others", async () => {
  const archive = zipOf({ "a.xml": xml, "b.xml": feedback({ id: "2" }) }, { stored: true });
  archive[archive.indexOf("receiver.example")] = 0x58;
  const found = await findAll(archive);
  expect(found.map(({ report, fault }) => report?.id ?? fault)).toEqual([
    'cannot be read: no whole zip archive: "a.xml" is damaged',
    "2",
  ]);
});

describe("an attachment of an attacker", () => {
  test("that unpacks to more than the limit is not read", async () => {
    const bomb = Buffer.alloc(2_000_000, " ");
    const limits = { report: 1_000_000 };
    expect(await faults(gzipSync(bomb), limits)).toEqual(["in: unpacks to more than 0 MB, which no report does"]);
    expect(await faults(zipOf({ "a.xml": bomb }), limits)).toEqual([
      'in, a.xml: cannot be read: no whole zip archive: "a.xml" is larger than 1000000 bytes',
    ]);
  });

  test("that says that it is small and is not is not read", async () => {
    const bytes = deflateRawSync(Buffer.alloc(2_000_000, " "));
    const lie = zipOf({ "a.xml": bytes }, { raw: { size: 10, crc: 0 } });
    const [fault] = await faults(lie);
    expect(fault).toMatch(/^in, a\.xml: cannot be/);
  });

  test("of archives in archives is read until all of it together is too large", async () => {
    const bomb = Buffer.alloc(400_000, " ");
    const inner = zipOf(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.xml`, bomb])));
    const outer = zipOf(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.zip`, inner])));
    const found = await faults(outer, { total: 3 << 20 });
    const tooLarge = /all that is packed in it is more than 3 MB, which no reports are$/;
    // Seven files of the first archive, then what ends that archive, and the one around it.
    expect(found.filter((fault) => !tooLarge.test(fault))).toHaveLength(7);
    expect(found.at(-1)).toMatch(tooLarge);
    expect(found.length).toBeLessThan(30);
    // Each message of a mailbox has the limit for itself.
    const mails = [1, 2, 3].map(() => `From a\n${attached(zipOf({ "a.xml": bomb, "b.xml": xml }))}\n`).join("");
    const read = await findAll(mails, { limits: { total: 600_000 } });
    expect(read.filter(({ report }) => report !== undefined)).toHaveLength(3);
    expect(await faults(gzipSync(gzipSync(bomb)), { total: 300_000 })).toEqual([
      expect.stringMatching(/^in: cannot be read: all that is packed in it is more than 0 MB/),
    ]);
  });

  test("of many files lets Ctrl-C have its turn", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`${at}.xml`, feedback({ id: String(at) })]),
    );
    const pieces = async function* () {
      yield zipOf(files);
    };
    let isInterrupted = false;
    let count = 0;
    for await (const _ of readReports({ name: "in", pieces })) {
      if (count === 0)
        setImmediate(() => {
          isInterrupted = true;
        });
      if (isInterrupted) break;
      count += 1;
    }
    expect([isInterrupted, count < 20]).toEqual([true, true]);
  });

  test("that is packed again and again is read to a limit", async () => {
    let packed = gz;
    for (let level = 0; level < 8; level += 1) packed = gzipSync(packed);
    expect(await faults(packed)).toEqual(["in: is packed more than 5 times, which no report is"]);
  });

  test("with thousands of files is read to a limit", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 150 }, (_, at) => [`${at}.xml`, feedback({ id: String(at) })]),
    );
    const found = await findAll(zipOf(files));
    expect(found.filter(({ report }) => report !== undefined)).toHaveLength(100);
    expect(found.at(-1)?.fault).toBe("has 150 files: only the first 100 were read");
  });

  test("of millions of lines is not read: each costs time", async () => {
    expect(await faults(`Subject: a\n\n${"\n".repeat(20)}`, { lines: 10 })).toEqual([
      "in: has more than 10 lines, which no report has",
    ]);
    const found = await findAll(`From a\n${"Subject: a\n\n"}${"a\n".repeat(1_000_001)}\nFrom b\n${attached(gz)}\n`);
    expect(found.map(({ report, fault }) => report?.id ?? fault)).toEqual([
      "has more than 1,000,000 lines, which no report has",
      "1",
    ]);
  });

  test("a hostile name is shown in one visible line", async () => {
    const archive = zipOf({ "../../etc/passwd\n\u001b[31m": xml });
    const [found] = await findAll(archive);
    expect(found?.where).toBe("in, ../../etc/passwd\u240a\u241b[31m");
  });

  test("of more bytes than a file may have is not read", async () => {
    expect(await faults(xml, { file: 100 })).toEqual(["in: is larger than 0 MB, which no report is"]);
  });
});

test.each<readonly [string, string, boolean]>([
  ["passed", "mx.example; spf=pass; dmarc=pass header.from=receiver.example", true],
  [
    "failed",
    "mx.example;\r\n spf=pass (a; dmarc=pass) smtp.mailfrom=a.example;\r\n DMARC = fail (p=none; dis=none) header.from=a",
    false,
  ],
  ["has no policy", "mx.example; dmarc=none", true],
  ["was not looked at", "mx.example; spf=fail (dmarc=fail)", true],
  [
    "passed, above an older note that it failed",
    "mx.example; dmarc=pass\r\nAuthentication-Results: old.example; dmarc=fail",
    true,
  ],
])("a report is told apart if its mail failed DMARC: it %s", async (_, noted, isProven) => {
  const [found] = await findAll(`Received: x\r\nAuthentication-Results: ${noted}\r\n${attached(gz)}`);
  expect(found?.report?.id).toBe("1");
  expect(found?.fault === undefined && found?.isUnproven).toBe(isProven ? undefined : true);
});

test("a source that cannot be read is named", async () => {
  async function* pieces(): AsyncGenerator<Buffer> {
    yield Buffer.from(xml.slice(0, 200));
    throw new Error("there is no permission for it");
  }
  const found = [];
  for await (const one of readReports({ name: "a.xml", pieces })) found.push(one);
  expect(found).toEqual([
    { where: "a.xml", fault: "cannot be read: there is no permission for it", isUnavailable: true },
  ]);
});

test("a message of a mailbox that cannot be read does not stop the others", async () => {
  const wide = `Subject: ${"x".repeat(2 << 20)}\n\nx\n\n`;
  const found = await findAll(`From a\n${wide}From b\n${attached(gz)}\n`);
  expect(found.map(({ where, report, fault }) => [where.slice(0, 13), report?.id ?? fault])).toEqual([
    ["in, message 1", expect.stringMatching(/^cannot be read: /)],
    ["in, message 2", "1"],
  ]);
});

test("a TLS report is read as JSON, compressed and by mail", async () => {
  const report = await readOne(tlsReport());
  expect(report).toEqual({
    kind: "tls",
    reporter: "Receiver",
    id: "tls-1",
    period: { begin: 1_793_577_600, end: 1_793_663_999 },
    policies: [
      {
        type: "sts",
        domain: "example.com",
        successes: 20,
        failures: 3,
        causes: [{ type: "certificate-expired", count: 3, host: "mx.example.com" }],
      },
    ],
    doubts: [],
    isPartial: false,
  });
  expect(await readOne(gzipSync(tlsReport()))).toEqual(report);
  const mail = mailWith([{ name: "a.json.gz", type: "application/tlsrpt+gzip", bytes: gzipSync(tlsReport()) }]);
  expect(await readOne(mail)).toEqual(report);
});

test.each<readonly [string, Record<string, unknown>, string[]]>([
  [
    "a policy without a domain",
    { policies: [{ policy: {}, summary: {} }] },
    ["policy 1 is not counted: it has no readable policy-domain"],
  ],
  [
    "a count that is none",
    { policies: [{ policy: { "policy-domain": "example.com" }, summary: { "total-successful-session-count": -1 } }] },
    ["policy 1 is not counted: it has no readable total-successful-session-count"],
  ],
])("of a TLS report, %s is not counted, and that is said", async (_, more, doubts) => {
  const report = await readOne(tlsReport(more));
  expect([report.doubts, report.isPartial]).toEqual([doubts, true]);
});

test("a TLS report of a server that writes no zone, or no contact, is read", async () => {
  const range = { "start-datetime": "2026-11-02T00:00:00", "end-datetime": "2026-11-02T23:59:59" };
  expect((await readOne(tlsReport({ "date-range": range, "contact-info": undefined }))).period.begin).toBe(
    1_793_577_600,
  );
});

test("messages are counted once each", async () => {
  const report = await readOne(xml);
  expect(report.kind === "dmarc" && messagesOf(report)).toBe(90);
});
