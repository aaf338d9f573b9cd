// The same answers as BIND gives of the same file: what its named-checkzone -D once printed stands in the fixtures, and where
// the program is installed it is asked again.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readZoneFile } from "../../../lib/adopt/zone-file/zone-file";
import { meaningOf } from "../../../lib/dns/meaning";

const FOLDER = path.resolve("__tests__/fixtures/zone-files");
const written = fs.readFileSync(path.join(FOLDER, "by-hand.zone"), "utf8");
const dumped = fs.readFileSync(path.join(FOLDER, "named-checkzone-d.zone"), "utf8");

/** Everything but comments, which BIND does not keep. */
function answers(text: string): string[] {
  return readZoneFile(text, "example.com")
    .filter(({ type }) => type !== "SOA")
    .map((record) => `${record.name} ${record.ttl} ${record.type} ${meaningOf(record)}`)
    .sort();
}

test("a file full of traps is read as BIND reads it", () => {
  expect(answers(written)).toEqual(answers(dumped));
  expect(answers(written)).toHaveLength(36);
});

test("and the values are those that stand in the file", () => {
  const texts = readZoneFile(written, "example.com").filter(({ type }) => type === "TXT");
  expect(Object.fromEntries(texts.map(({ name, content }) => [name.replace(".example.com", ""), content]))).toEqual({
    "example.com": '"v=spf1 include:_spf.google.com ~all"',
    _dmarc: '"v=DMARC1;p=none;rua=mailto:d@example.com"',
    quoted: String.raw`"v=DMARC1; p=none; \"x\" back\\slash A\009tab"`,
    several: '"one" "two" "three four" "five six"',
    semi: '"v=DMARC1"',
    long: `"${"a".repeat(243)}" "bbb"`,
    mail: '"v=spf1 include:amazonses.com ~all"',
    escaped: '"c"',
    utf8: String.raw`"gr\195\188\195\159e"`,
    bytes: String.raw`"\255\254"`,
  });
});

const hasChecker = spawnSync("named-checkzone", ["-v"]).status === 0;
(hasChecker ? test : test.skip)(
  `named-checkzone${hasChecker ? " of this machine" : " is not installed (Debian: bind9-utils): it"} answers the same`,
  () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "zone-file-"));
    try {
      fs.writeFileSync(path.join(folder, "zone"), written);
      const options = ["-q", "-i", "none", "-k", "ignore", "-M", "ignore", "-D", "-o", "out"];
      spawnSync("named-checkzone", [...options, "example.com", "zone"], { cwd: folder });
      expect(answers(fs.readFileSync(path.join(folder, "out"), "utf8"))).toEqual(answers(written));
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  },
);
