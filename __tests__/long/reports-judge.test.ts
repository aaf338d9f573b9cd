// parsedmarc, which many use to read DMARC reports, and mailzone read the same sums from reports of every shape.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { aggregateXml, type ReportRow as EmulatedRow } from "../../packages/emulator/internals/reports";
import { zipOf } from "../files/zip-of";
import { describeWithPython, runPython } from "../helpers/python";
import { aggregate, findAll, messagesOf } from "../reports/read-all";
import { ALIGNED, DAY, FORGED, feedback, MONDAY, mailWith } from "../reports/samples";

const OURS: EmulatedRow = {
  address: "192.0.2.1",
  from: "example.com",
  count: 110,
  dkim: true,
  spf: true,
  disposition: "none",
  signatures: [{ domain: "example.com", selector: "abc" }],
  envelope: { domain: "mail.example.com", result: "pass" },
};

const rows = [
  ALIGNED,
  FORGED,
  { ...ALIGNED, spf: "fail", address: "2001:db8::1", count: 12 },
  { ...ALIGNED, dkim: "fail", reasons: ["mailing_list"], count: 5 },
];
const xml = feedback({ rows });
const NAME = "receiver.example!example.com!1793577600!1793663999.xml";

/** By the name of the file. */
const SHAPES: Readonly<Record<string, string | Buffer>> = {
  "plain.xml": xml,
  "rfc9990.xml": feedback({ rows, root: ['<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">', "</feedback>"] }),
  "draft.xml": feedback({ rows, root: ['<feedback xmlns="http://dmarc.org/dmarc-xml/0.1">', "</feedback>"] }),
  "schema-around.xml": feedback({ rows, prolog: '<?xml version="1.0"?> <xs:schema xmlns:xs="urn:x">\n' }),
  "capitals.xml": xml.replaceAll(">pass<", ">Pass<").replaceAll(">none<", ">None<"),
  "bad-address.xml": xml.replace(">noreply@receiver.example<", "><noreply@receiver.example><"),
  "no-envelope.xml": xml.replace(/<envelope_to>.*?<\/envelope_to>/g, ""),
  "no-pct.xml": feedback({ rows, policy: { p: "reject" } }),
  "percent.xml": feedback({ rows, policy: { adkim: "r", aspf: "s", p: "quarantine", sp: "none", pct: "50", fo: "1" } }),
  // As large receivers write them: all on one line, tabs after each line, schemas named at the root, fields that are there and empty.
  "one-line.xml": xml.replace(/\n\s*/g, ""),
  "tabs.xml": xml.replaceAll("\n", "\t\n"),
  "schemas.xml": feedback({
    rows,
    root: [
      '<feedback xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n  <version>1.0</version>',
      "</feedback>",
    ],
  }),
  "empty-reason.xml": xml.replaceAll("<type>mailing_list</type>", "<type></type>"),
  "no-name.xml": xml.replace("<org_name>receiver.example</org_name>", "<org_name></org_name>"),
  "contact.xml": xml.replace(
    "<report_id>",
    "<extra_contact_info>http://receiver.example/help</extra_contact_info><report_id>",
  ),
  "odd-bytes.xml": Buffer.from(xml.replace("<org_name>receiver", "<org_name>r\u00e9ceiver"), "latin1"),
  "selectors.xml": xml.replaceAll(
    "<selector>abc</selector>",
    "<selector>s1._domainkey.x</selector><human_result></human_result>",
  ),
  "emulator.xml": aggregateXml(
    { receiver: "receiver.example", id: "1", begin: MONDAY, end: MONDAY + DAY - 1 },
    {
      domain: "example.com",
      policy: "none",
      dkimAlignment: "r",
      spfAlignment: "r",
      testing: false,
      asksForReports: true,
    },
    [{ ...OURS, count: 107 }, { ...OURS, count: 3, dkim: false, spf: false, signatures: [] }, OURS],
  ),
  "report.xml.gz": gzipSync(xml),
  "report.zip": zipOf({ [NAME]: xml }),
  "mail.eml": mailWith([{ name: `${NAME}.gz`, type: "application/gzip", bytes: gzipSync(xml) }]),
  "mail-zip.eml": mailWith([{ name: `${NAME}.zip`, type: "application/zip", bytes: zipOf({ [NAME]: xml }) }]),
};

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-reports-judge-"));
  for (const [name, content] of Object.entries(SHAPES)) fs.writeFileSync(path.join(folder, name), content);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describeWithPython("beside parsedmarc", () => {
  test("every shape of report has the same sums", async () => {
    const names = Object.keys(SHAPES);
    const script = path.join(__dirname, "python", "parsedmarc_sums.py");
    const { code, stdout, stderr } = await runPython([script, ...names.map((name) => path.join(folder, name))]);
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    const theirs = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const ours = [];
    for (const name of names) {
      const [found] = await findAll(Buffer.from(SHAPES[name] ?? ""));
      if (found?.report?.kind !== "dmarc") throw new Error(`${name}: ${found?.fault}`);
      const { policy, rows: read, period } = found.report;
      const passed = read.filter(({ dkim, spf }) => dkim || spf).reduce((sum, { count }) => sum + count, 0);
      const begin = new Date(period.begin * 1000).toISOString().slice(0, 19).replace("T", " ");
      ours.push({ domain: policy.domain, rows: read.length, messages: messagesOf(found.report), passed, begin });
    }
    expect(ours).toEqual(theirs);
    expect(ours[0]).toMatchObject({ rows: 4, messages: 110, passed: 107 });
  });
});

test("the reports that both read are whole", async () => {
  expect((await aggregate(xml)).isPartial).toBe(false);
});
