// The examples fit the schema, and no rule has anything to say about them.
import fs from "node:fs";
import path from "node:path";
import { parseConfiguration } from "../lib/config/configuration";
import { formatFinding } from "../lib/dns/finding";

const EXAMPLES = fs.readdirSync("examples").sort();

test("there is one for each thing to show", () => {
  expect(EXAMPLES).toEqual([
    "apex-spf",
    "article",
    "bimi",
    "certificate",
    "certificate-caa",
    "dmarc-elsewhere",
    "events-eventbridge",
    "events-sns",
    "identity-elsewhere",
    "library",
    "no-mail",
    "no-mail-from",
    "receiving",
    "regional-dkim-zone",
    "report-consent",
    "senders",
    "subdomain",
    "test-addresses",
    "two-accounts",
    "two-regions",
  ]);
});

describe.each(EXAMPLES)("%s", (name) => {
  const read = (file: string) => fs.readFileSync(path.join("examples", name, file), "utf8");

  test("is right", () => {
    const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: read("domains.yaml") }]);
    expect(findings.map(formatFinding)).toEqual([]);
    expect(domains).not.toEqual([]);
  });

  // In a clone, a domains.yaml in a folder below is not the project's.
  test("says in its README which file is meant", () => {
    const commands = read("README.md").match(/mailzone (?:check|plan|apply|verify|emulator demo)\b[^\n`]*/g) ?? [];
    expect(commands.filter((command) => !command.endsWith(" --config domains.yaml"))).toEqual([]);
  });

  test("has a README", () => {
    expect(read("README.md")).toMatch(/^# .+\n\n/);
  });
});

test("docs/library.md shows the library's example as it is, and names all that is exported", () => {
  const page = fs.readFileSync("docs/library.md", "utf8");
  const example = fs.readFileSync("examples/library/main.ts", "utf8");
  expect(page).toContain(`<!-- sample: examples/library/main.ts -->\n\`\`\`ts\n${example}\`\`\`\n`);
  const blocks = fs.readFileSync("lib/index.ts", "utf8").matchAll(/^export \{([^}]*)\}/gm);
  const exported = [...blocks].flatMap(([, names = ""]) => names.split(",").map((item) => item.trim()));
  const values = exported
    .filter((item) => item !== "" && !item.startsWith("type "))
    .map((item) => item.replace(/^\w+ as /, ""));
  const listed = [...page.slice(page.indexOf("## What is exported")).matchAll(/`(\w+)`/g)].map(([, item]) => item);
  expect(listed.sort()).toEqual(values.sort());
});
