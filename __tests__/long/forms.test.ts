// What a host's form is given, read by a stranger: dnspython, which octoDNS reads zones with, makes the same bytes of it as of the
// zone file that BIND and NSD take.
import { renderRecords } from "../../lib/records/format";
import { FORMS, formFields } from "../../lib/records/forms";
import { describeWithPython, runPython } from "../helpers/python";
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
