import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { DnsRecord } from "../../lib/dns/record";
import { formatTxt } from "../../lib/dns/text/txt";
import { formatFault, renderRecords } from "../../lib/records/format";
import { asBindReads, BIND, testWithBind } from "../adopt/zone-file/answers";
import { EVERY_TYPE } from "./every-type";
import { EXPECTED, extra, PUBLISHED } from "./samples";

const ALL = [...PUBLISHED, ...EVERY_TYPE.map(([record]) => record)];

test("bind is the records with full names and 300 seconds for automatic", () => {
  expect(renderRecords(PUBLISHED.slice(2, 5), "bind", { remark: "a remark" })).toBe(
    [
      "; a remark",
      "$ORIGIN example.com.",
      "ccc._domainkey.example.com.\t300\tIN\tCNAME\tccc.dkim.amazonses.com.",
      "mail.example.com.\t300\tIN\tMX\t10 feedback-smtp.us-east-1.amazonses.com.",
      'mail.example.com.\t300\tIN\tTXT\t"v=spf1 include:amazonses.com ~all"',
    ].join("\n"),
  );
});

test("cloudflare keeps automatic as 1 and says of each record that can be proxied whether it is", () => {
  const records = [...PUBLISHED.slice(2, 4), extra("a", "A", { content: "192.0.2.1", ttl: 1, proxied: true })];
  expect(renderRecords(records, "cloudflare").split("\n")).toEqual([
    "$ORIGIN example.com.",
    "ccc._domainkey.example.com.\t1\tIN\tCNAME\tccc.dkim.amazonses.com. ; cf_tags=cf-proxied:false",
    "mail.example.com.\t1\tIN\tMX\t10 feedback-smtp.us-east-1.amazonses.com.",
    "a.example.com.\t1\tIN\tA\t192.0.2.1 ; cf_tags=cf-proxied:true",
  ]);
});

test.each(EVERY_TYPE.map(([record, rdata]) => [record.type, rdata, record] as const))(
  "%s is written as %s",
  (type, rdata, record) => {
    expect(renderRecords([record], "bind")).toMatch(new RegExp(`\\t${type}\\t`));
    expect(renderRecords([record], "bind").split(`\t${type}\t`)[1]).toBe(rdata);
  },
);

test("a name or text cannot end its line or its record", () => {
  const record = extra("x", "TXT", { name: "a b;c\n.example.com", content: '"a\nb"' });
  expect(renderRecords([record], "bind").split("\n")[1]).toBe(
    'a\\032b\\059c\\010.example.com.\t3600\tIN\tTXT\t"a\\010b"',
  );
});

describe("what cannot be a zone file is refused", () => {
  test("placeholders", () => {
    expect(formatFault(EXPECTED, "bind")).toBe(
      'bind got placeholders instead of values, in "dkim-1" of "example.com", "dkim-2" of "example.com", "dkim-3" of "example.com": ' +
        "apply them first, or leave them out with --only or --purpose",
    );
    expect(formatFault(EXPECTED.slice(3), "cloudflare")).toBeUndefined();
    expect(formatFault(EXPECTED, "csv")).toBeUndefined();
  });

  test("several zones, or none", () => {
    const others = PUBLISHED.map((record) => ({ ...record, zone: "example.org" }));
    expect(formatFault([...PUBLISHED, ...others], "cloudflare")).toBe(
      'cloudflare writes one zone, got "example.com", "example.org": name one with --zone',
    );
    expect(formatFault([], "bind")).toBe("bind got no records: choose others, or see them with --format text");
  });

  test("more than Cloudflare takes at once", () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      extra(`t${index}`, "TXT", { content: formatTxt("x".repeat(2000)) }),
    );
    expect(formatFault(many, "cloudflare")).toMatch(
      /^cloudflare takes files of at most 262144 bytes, got \d+: write several, with --only$/,
    );
    expect(formatFault(many, "bind")).toBeUndefined();
  });
});

const CHECKERS = [
  {
    program: "named-checkzone",
    debian: "bind9-utils",
    options: ["-i", "local", "example.com", "zone"],
    says: /\nOK\n$/,
  },
  { program: "nsd-checkzone", debian: "nsd", options: ["example.com", "zone"], says: /^zone example\.com is ok\n$/ },
];
for (const checker of CHECKERS) {
  const isThere = run(checker.program, ["-h"], ".").error === undefined;
  const title = `${checker.program}${isThere ? "" : ` is not installed (Debian: ${checker.debian})`}`;
  (isThere ? describe : describe.skip)(title, () => {
    test.each([
      ["the article's records", PUBLISHED],
      ["a record of every type", ALL],
      ["texts of every length", texts()],
    ])("takes %s, included in a zone", (_, records) => {
      for (const format of ["bind", "cloudflare"] as const)
        expect(checkZone(renderRecords(records, format, { remark: "remark" }), checker)).toMatch(checker.says);
    });
  });
}

testWithBind(`${BIND} reads the values that were meant`, () => {
  const dump = String(asBindReads(`${APEX}${renderRecords(ALL, "bind")}\n`));
  for (const [{ type }, rdata] of EVERY_TYPE) {
    // It writes numbers, keys and blanks in its own way.
    if (["LOC", "CERT", "DNSKEY", "DS", "TLSA", "SMIMEA", "SSHFP", "OPENPGPKEY", "SVCB", "HTTPS"].includes(type))
      continue;
    expect(dump.replace(/[ \t]+/g, " ")).toContain(`IN ${type} ${rdata}`);
  }
});

const SLY = ["( ", "; x", 'a"b', "\\", "key65400=(x)", 'key65400="(;)"'].map((value, index) =>
  extra(`sly${index}`, "HTTPS", { content: null, data: { priority: 1, target: ".", value } }),
);

test("a part of a record opens nothing that goes on behind it", () => {
  const lines = renderRecords(SLY, "bind").split("\n").slice(-SLY.length);
  expect(lines.map((line) => line.split("\t").at(-1))).toEqual([
    "1 . \\(",
    "1 . \\; x",
    '1 . a\\"b',
    "1 . \\\\",
    "1 . key65400=\\(x\\)",
    '1 . key65400="(;)"',
  ]);
});

function texts(): DnsRecord[] {
  const lengths = [1, 254, 255, 256, 510, 511, 2000];
  return lengths.map((length) =>
    extra(`t${length}`, "TXT", { content: formatTxt('"\\;é'.repeat(length).slice(0, length)) }),
  );
}

const APEX = [
  "$ORIGIN example.com.",
  "@ 3600 IN SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 300",
  "@ 3600 IN NS ns.example.net.",
  "",
].join("\n");

/** What a program says of a zone that includes the file. */
function checkZone(included: string, { program, options }: (typeof CHECKERS)[number]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-zone-"));
  try {
    fs.writeFileSync(path.join(folder, "records"), `${included}\n`);
    fs.writeFileSync(path.join(folder, "zone"), `${APEX}$INCLUDE records\n`);
    return run(program, options, folder).stdout;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Debian keeps servers' programs where only root's path leads. */
function run(program: string, options: readonly string[], cwd: string) {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  return spawnSync(program, [...options], { cwd, env, encoding: "utf8" });
}
