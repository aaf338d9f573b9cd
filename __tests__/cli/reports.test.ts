// `mailzone reports` as a whole command.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { runInProcess } from "../helpers/in-process";
import { ALIGNED, DAY, FORGED, feedback, MONDAY, mailWith, type RowSample, tlsReport } from "../reports/samples";

let cwd: string;
beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-reports-"));
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

const put = (name: string, content: string | Buffer) => {
  fs.mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
  fs.writeFileSync(path.join(cwd, name), content);
};
const configure = () =>
  put(
    "domains.yaml",
    "domains:\n  - domain: example.com\n    aws: {region: us-east-1}\n    dmarc: {policy: none, rua: dmarc@example.com}\n    mailFrom: mail\n",
  );
/** Four weeks after the first Monday. */
const NOW = (MONDAY + 28 * DAY) * 1000;
const reports = (...args: string[]) => runInProcess(["reports", ...args], { cwd, now: () => NOW });

const ESP: RowSample = {
  address: "198.51.100.4",
  count: 12,
  signatures: [["esp.example", "pass"]],
  envelope: ["esp.example", "pass"],
};
const UNSIGNED: RowSample = {
  address: "192.0.2.9",
  count: 4,
  signatures: [["amazonses.com", "pass"]],
  envelope: ["amazonses.com", "pass"],
};

test("a folder of a month's reports says who sends, what would break, and which line to change", async () => {
  configure();
  put("in/a.xml.gz", gzipSync(feedback({ rows: [ALIGNED, ESP, UNSIGNED, FORGED] })));
  put(
    "in/deep/b.eml",
    mailWith([
      {
        name: "b.xml.gz",
        type: "application/gzip",
        bytes: gzipSync(feedback({ id: "2", begin: MONDAY + 7 * DAY, end: MONDAY + 8 * DAY - 1 })),
      },
    ]),
  );
  put("in/deep/again.xml", feedback({ rows: [ALIGNED, ESP, UNSIGNED, FORGED] }));
  put("in/tls.json", tlsReport());
  put("in/bad.xml", feedback({ id: "9" }).slice(0, -13));
  put("in/.hidden", "?");
  const { code, stdout, stderr } = await reports("in");
  expect(stderr).toBe("");
  expect(stdout).toBe(`example.com
  2026-11-02 to 2026-11-09, 2 reports of 1 receiver, p=none: 199 messages, 90.4 % passed DMARC, 19 failed
  2026-11-02 █████████████████████████████████░░░░░░░ 109, 82.5 % passed
  2026-11-09 █████████████████████████████████        90, 100 % passed

  partly aligned: some of it fails
    Amazon SES: DKIM and SPF 180, failed 4
      4: SES sent it without a signature of example.com and with a MAIL FROM domain that is not below example.com
        → mailzone verify example.com tells why SES does not sign (domains.yaml:5:5)

  not aligned, and nothing says that it sends for example.com
    esp.example: failed 12
      12: esp.example signed it, and nobody signed as example.com
        → if it sends for you, have it sign as example.com and write its DKIM records under "records"; if not, a stricter policy stops it (domains.yaml:2:5)
    203.0.113.9: failed 3
      3: its envelope is of example.com, whose SPF record does not name this server, and nothing is signed
        → if the server is yours, have it sign with DKIM, or name it in the SPF record; if not, a stricter policy stops it (domains.yaml:2:5)

  with p=quarantine, 19 messages would have been treated as suspicious, 4 of senders that are or seem to be yours (Amazon SES 4)
  with p=reject, 19 messages would have been rejected, 4 of senders that are or seem to be yours (Amazon SES 4)

TLS to example.com: 2026-11-02, 1 report: 23 sessions, 86.9 % with TLS, 3 failed (certificate-expired 3)

3 reports, 1 that came again and count once

not read, and not counted:
  in/bad.xml: ends within <feedback>, after 1 row: the rest of it is missing
`);
  expect(code).toBe(0);
});

test("stdin is read, and without a configuration the advice names no line", async () => {
  const { code, stdout, stderr } = await runInProcess(["reports", "-"], { cwd, stdin: feedback({ rows: [UNSIGNED] }) });
  expect(stderr).toBe("no domains.yaml here: the advice names no settings\n");
  expect(stdout).toContain("example.com (not in domains.yaml)");
  expect(stdout).toContain("→ no entry of domains.yaml has example.com: add it, so that SES signs as example.com\n");
  expect(code).toBe(0);
});

test.each<readonly [string, string[], string]>([
  ["no path", [], "no reports are named: name the files, folders or s3://BUCKET/PREFIX that hold them, or - for stdin"],
  [
    "a path that is not there",
    ["none"],
    'no domains.yaml here: the advice names no settings\ncannot read "none": it is not there (ENOENT): name files, folders or s3://BUCKET/PREFIX with reports, or - for stdin',
  ],
  [
    "an end before the begin",
    ["--since", "2026-11-02", "--until", "2026-11-02", "."],
    "--since is not before --until: no report can be between them",
  ],
])("%s is refused", async (_, args, message) => {
  expect(await reports(...args)).toEqual({ code: 2, stdout: "", stderr: `${message}\n` });
});

test.each<readonly [string, string[], string]>([
  ["a day that no month has", ["--since", "2026-02-30"], "write a date as 2026-11-01."],
  ["a name that is none", ["--domain", "a b"], "write a domain such as example.com."],
])("%s is refused by its option", async (_, args, message) => {
  const { code, stderr } = await reports(...args, ".");
  expect([code, stderr.includes(message)]).toEqual([2, true]);
});

test("a folder without a report is no answer", async () => {
  put("in/readme.txt", "\u0001 no report");
  const { code, stdout } = await reports("in");
  expect([code, stdout]).toEqual([
    2,
    "0 reports\n\nnot read, and not counted:\n  in/readme.txt: is no report: neither XML, JSON, gzip, zip nor mail\n",
  ]);
});

test("a folder that is a link in a folder is not followed, and a link that is named is", async () => {
  put("real/a.xml", feedback());
  fs.mkdirSync(path.join(cwd, "in"));
  fs.symlinkSync(path.join(cwd, "real"), path.join(cwd, "in", "link"));
  expect((await reports("in")).stdout).toBe("0 reports\n");
  expect((await reports("in/link", "--json")).code).toBe(0);
});

test("a report of the future is named and does not count", async () => {
  put("a.xml", feedback({ begin: 4_000_000_000, end: 4_000_080_000 }));
  const { stdout } = await reports("a.xml");
  expect(stdout).toContain("a.xml: is of 2096-10-03, which is in the future");
});

test("only the domains that are asked for are shown", async () => {
  put("a.xml", feedback());
  put("b.xml", feedback({ domain: "example.org" }));
  const { domains } = JSON.parse((await reports("a.xml", "b.xml", "--domain", "EXAMPLE.org", "--json")).stdout);
  expect(domains.map(({ domain }: { domain: string }) => domain)).toEqual(["example.org"]);
});

test("the JSON has figures for programs, in a version", async () => {
  configure();
  put("a.xml", feedback({ rows: [ALIGNED, ESP] }));
  const answer = JSON.parse((await reports("a.xml", "--json")).stdout);
  expect(answer).toMatchObject({
    version: 1,
    read: { reports: 1, duplicates: 0, outside: 0 },
    domains: [
      {
        domain: "example.com",
        entry: "example.com",
        period: { begin: "2026-11-02T00:00:00.000Z", end: "2026-11-02T23:59:59.000Z" },
        policy: { domain: "example.com", policy: "none" },
        messages: 102,
        passed: 90,
        failed: 12,
        senders: [
          { kind: "ses", name: "amazonses.com", title: "Amazon SES", group: "aligned", messages: 90 },
          {
            kind: "signer",
            name: "esp.example",
            group: "foreign",
            failures: [{ reason: "other-signer", messages: 12, at: { line: 2 } }],
          },
        ],
        effects: [
          { policy: "quarantine", messages: 12 },
          { policy: "reject", messages: 12 },
        ],
      },
    ],
    unread: [],
    doubts: [],
  });
});

test.each(["text", "markdown", "html", "json"])("as %s, what strangers wrote is text", async (format) => {
  const hostile = "\u001b[31m<script>alert(1)</script>`|@everyone\u202e";
  put(
    "a.xml",
    feedback({ rows: [{ ...ALIGNED, from: "a<b" }] }).replace(
      "<report_id>",
      `<error><![CDATA[${hostile}]]></error><report_id>`,
    ),
  );
  const { stdout } = await reports("a.xml", "--format", format);
  expect(stdout).not.toMatch(/\p{Cf}|\p{Cc}(?<!\n)/u);
  if (format === "html") expect(stdout).not.toContain("<script");
  if (format === "markdown") expect(stdout).not.toMatch(/[^&#\d;]<script|@everyone(?!`|<\/code>)/);
  expect(stdout).not.toContain("recipients.example");
});

test("the page loads and runs nothing, and has a bar for each week", async () => {
  put("a.xml", feedback({ rows: [ALIGNED, FORGED] }));
  const { stdout } = await reports("a.xml", "--format", "html");
  expect(stdout).toContain("default-src &#39;none&#39;; style-src &#39;sha256-");
  expect(stdout).not.toMatch(/<script|<link rel="stylesheet"|https?:\/\//);
  expect(stdout).toContain("<title>2026-11-02: 93 messages, 96.7 % passed, 3 failed</title>");
});

test("a thousand forged addresses are one line", async () => {
  const rows = Array.from({ length: 1000 }, (_, at) => ({ address: `203.0.${at >> 8}.${at & 255}`, count: 1 }));
  put("a.xml", feedback({ rows }));
  const { stdout } = await reports("a.xml");
  expect(stdout).toContain("    203.0.0.0, 203.0.0.1, 203.0.0.10 and 997 more: failed 1,000\n");
});

describe("--next", () => {
  const fill = (row: RowSample = ALIGNED) => {
    for (let day = 1; day <= 28; day += 1) {
      const begin = NOW / 1000 - day * DAY;
      put(`in/${day}.xml`, feedback({ id: String(day), begin, end: begin + DAY - 1, rows: [row] }));
    }
  };
  const yaml = (policy: string) =>
    `domains:\n  - domain: example.com # ours\n    aws: {region: us-east-1}\n    dmarc: {${policy}, ladder: true}\n  - domain: example.org\n    aws: {region: us-east-1}\n`;

  test("says that a step is earned and by which figures, and --write writes it and nothing else", async () => {
    put("domains.yaml", yaml("policy: none"));
    fill();
    const said = await reports("in", "--next");
    expect(said.stdout).toMatch(
      /^example\.com: the next step is earned, p=quarantine; t=y after p=none\n {2}in the last 28 days 1 receiver reported on 28 days: 2,520 messages of example\.com's own senders, of which 0 failed$/m,
    );
    expect([said.code, fs.readFileSync(path.join(cwd, "domains.yaml"), "utf8")]).toEqual([0, yaml("policy: none")]);
    const written = await reports("in", "--next", "--write");
    expect([written.code, written.stderr]).toEqual([0, 'written to "domains.yaml"\n']);
    expect(fs.readFileSync(path.join(cwd, "domains.yaml"), "utf8")).toBe(yaml("policy: quarantine, testing: true"));
    // Receivers have not seen the new record yet.
    expect((await reports("in", "--next", "--write")).code).toBe(1);
  });

  test("says why a step is not earned, and writes nothing", async () => {
    put("domains.yaml", yaml("policy: none"));
    fill({ ...UNSIGNED, count: 200 });
    const { code, stdout } = await reports("in", "--next", "--write");
    expect(stdout).toMatch(
      /^example\.com: the next step is not earned yet, p=quarantine; t=y after p=none\n {2}5600 of its own 5600 messages failed, 100\.00 % where 0\.1 % may$/m,
    );
    expect([code, fs.readFileSync(path.join(cwd, "domains.yaml"), "utf8")]).toEqual([1, yaml("policy: none")]);
  });

  test("of a domain that is named, and has no ladder, is about the usual one", async () => {
    configure();
    fill();
    const { code, stdout } = await reports("in", "--next", "--domain", "example.com");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^example\.com: the next step is earned, p=quarantine; t=y after p=none$/m);
  });

  test("is not earned by mail that failed DMARC for its sender: its reports are told, and count for no step", async () => {
    put("domains.yaml", yaml("policy: none"));
    for (let day = 1; day <= 28; day += 1) {
      const begin = NOW / 1000 - day * DAY;
      const bytes = Buffer.from(feedback({ id: String(day), begin, end: begin + DAY - 1 }));
      const mail = mailWith([{ name: "a.xml", type: "application/xml", bytes }]);
      put(
        `in/${day}.eml`,
        `Authentication-Results: mx.example.com; dmarc=fail header.from=receiver.example\r\n${mail}`,
      );
    }
    const { code, stdout } = await reports("in", "--next");
    expect(code).toBe(1);
    expect(stdout).toContain("28 reports of 1 receiver, p=none: 2,520 messages");
    expect(stdout).toContain("\n  no report is of the last 28 days\n");
    expect(stdout).toContain(
      "\n  28 reports came by mail that failed DMARC for its sender, and earn nothing: anybody may have written them\n",
    );
    expect(stdout).toContain(
      "  in/1.eml, a.xml: came by mail that failed DMARC for its sender, says whoever received it",
    );
  });

  test("is refused where no domain has a ladder, and --write where --next is not said", async () => {
    configure();
    fill();
    expect((await reports("in", "--next")).stderr).toBe(
      "--next is about dmarc.ladder, which no domain has: write dmarc: {ladder: true} to one, or name it with --domain for the usual ladder\n",
    );
    expect((await reports("in", "--next", "--domain", "example.org")).stderr).toBe(
      '--next changes domains.yaml, which publishes no DMARC record of "example.org": leave it out, or write its entry first\n',
    );
    expect((await reports("in", "--write")).stderr).toBe(
      "reports got --write without --next: add --next, or leave --write out\n",
    );
  });
});
