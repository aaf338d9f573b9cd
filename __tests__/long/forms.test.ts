// What a host's form and import are given, read by others: dnspython, which octoDNS reads zones with and gcloud reads files with, the
// parser of Azure's command line, and the published model of Route 53's API.
import fs from "node:fs";
import path from "node:path";
import { RECORD_TYPES } from "../../lib/dns/record-types";
import { formatFault, renderRecords } from "../../lib/records/format";
import { FORMS, formFields, type Host } from "../../lib/records/forms";
import { describeWithPython, PYTHON, runPython } from "../helpers/python";
import { EVERY_TYPE } from "../records/every-type";
import { PUBLISHED } from "../records/samples";

jest.setTimeout(60_000);

const RECORDS = [...PUBLISHED, ...EVERY_TYPE.map(([record]) => record)];

async function read(values: readonly (readonly [type: string, value: string])[]): Promise<string[]> {
  const { code, stdout, stderr } = await runPython(
    ["rdata_reader.py"],
    {},
    "__tests__/long/python",
    JSON.stringify(values),
  );
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as string[];
}

describeWithPython("dnspython", () => {
  test("reads every value of Google's form as it reads the zone file, and each name as a full one", async () => {
    // The sample's ECH is none that it could decode.
    const taken = RECORDS.filter(({ type, id }) => !FORMS.google.lacks.includes(type) && id !== "record-https-all");
    const forms = await read(taken.map((record) => [record.type, formFields(record, "google").value]));
    const files = await read(
      taken.map((record) => [
        record.type,
        renderRecords([record], "bind").split("\n")[1]!.split("\t").slice(4).join("\t"),
      ]),
    );
    expect(forms).toEqual(files);
    expect(forms.filter((bytes) => !/^[0-9a-f]*$/.test(bytes))).toEqual([]);
    expect(forms.length).toBeGreaterThan(25);
  });

  test("reads Route 53's and Cloudflare's TXT as the text that is meant, and Azure's is that text", async () => {
    const texts = RECORDS.filter(({ type, content }) => type === "TXT" && !/\\[0-9]/.test(content ?? ""));
    const joined = (bytes: string) => {
      const all = Buffer.from(bytes, "hex");
      const strings: Buffer[] = [];
      for (let at = 0; at < all.length; at += 1 + all[at]!) strings.push(all.subarray(at + 1, at + 1 + all[at]!));
      expect(strings.every(({ length }) => length <= 255)).toBe(true);
      return Buffer.concat(strings).toString();
    };
    const meant = texts.map((record) => formFields(record, "azure").value);
    for (const host of ["route53", "cloudflare", "google"] as const) {
      const found = await read(texts.map((record) => [record.type, formFields(record, host).value]));
      expect(found.map(joined)).toEqual(meant);
    }
    expect(texts.length).toBeGreaterThan(3);
  });
});

const FOLDER = "__tests__/long/python";

/** `name ttl type value` as a host's import reads them, sorted. */
async function imported(host: Host, file: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runPython(["zone_imports.py", host, "example.com"], {}, FOLDER, file);
  expect([code, stderr]).toEqual([0, ""]);
  return (JSON.parse(stdout) as unknown[][]).map((record) => record.join(" ")).sort();
}

const fileFor = (host: Host) => {
  // The sample's ECH is none that dnspython could decode.
  const records = RECORDS.filter(
    (record) => record.id !== "record-https-all" && formatFault([record], "bind", { host }) === undefined,
  );
  return { records, file: `${renderRecords(records, "bind", { host })}\n` };
};

describeWithPython("imports", () => {
  test("gcloud's reader finds every record of Google's file, with the value of Google's form", async () => {
    const { records, file } = fileFor("google");
    const meant = records.map((record) => {
      const { value, ttl } = formFields(record, "google");
      return [`${record.name}.`, ttl, record.type, value].join(" ");
    });
    // It writes HTTPS and SVCB parameters and hexadecimal digits in its own way, and its own test reads those by their bytes.
    const comparable = (lines: readonly string[]) =>
      lines.filter((line) => !/ (?:HTTPS|SVCB|DS|SSHFP|TLSA|DNSKEY) /.test(line)).sort();
    const read = await imported("google", file);
    expect(comparable(read)).toEqual(comparable(meant));
    expect(read).toHaveLength(meant.length);
  });

  test("Route 53's API has the types that its form takes, and no value is longer than it allows", async () => {
    const code = `
import json, botocore.session
model = botocore.session.get_session().get_service_model("route53")
print(json.dumps({"types": model.shape_for("RRType").enum, "most": model.shape_for("RData").metadata["max"]}))`;
    const { stdout } = await runPython(["-c", code]);
    const { types, most } = JSON.parse(stdout) as { types: string[]; most: number };
    expect(RECORD_TYPES.filter((type) => !types.includes(type))).toEqual([...FORMS.route53.lacks]);
    expect(FORMS.route53.longestValue).toBe(most);
  });
});

// A virtual environment has one folder, with the version of its Python.
const LIB = path.join(path.dirname(PYTHON ?? ""), "..", "lib");
const AZURE = PYTHON === undefined ? "" : path.join(LIB, fs.readdirSync(LIB)[0] ?? "", "site-packages", "azure", "cli");

(fs.existsSync(AZURE) ? describe : describe.skip)("azure-cli (tools/python/azure-cli.txt)", () => {
  test("its import reads every record of Azure's file as it is meant, and no file without the SOA", async () => {
    const { records, file } = fileFor("azure");
    const meant = records.map((record) => {
      const { value } = formFields(record, "google");
      const text = record.type === "TXT" ? formFields(record, "azure").value : value;
      return [`${record.name}.`, formFields(record, "azure").ttl, record.type, text].join(" ");
    });
    const soa = "example.com. 3600 SOA ns1-01.azure-dns.com. azuredns-hostmaster.microsoft.com.";
    expect(await imported("azure", file)).toEqual([...meant, soa].sort());
    const without = renderRecords(PUBLISHED, "bind");
    const { code, stderr } = await runPython(["zone_imports.py", "azure", "example.com"], {}, FOLDER, without);
    expect([code, stderr]).toEqual([1, "ValueError: First record in zone file must be SOA.\n"]);
  });
});
