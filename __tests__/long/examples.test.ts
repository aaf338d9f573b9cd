// Every example through the command line in the emulator: checked, planned, applied, planned again, compared, verified and destroyed.
import fs from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { Project } from "../helpers/project";

jest.setTimeout(120_000);

const EXAMPLES = path.resolve("examples");

/** What a first plan adds: the identity, its MAIL FROM unless there is none, and the records. */
const ADDED: Readonly<Record<string, number>> = {
  "apex-spf": 10,
  article: 9,
  bimi: 10,
  certificate: 16,
  "certificate-caa": 14,
  "dmarc-elsewhere": 7,
  "events-eventbridge": 11,
  "events-sns": 21,
  "identity-elsewhere": 6,
  "no-mail": 15,
  "no-mail-from": 5,
  receiving: 14,
  "regional-dkim-zone": 8,
  "report-consent": 17,
  senders: 11,
  subdomain: 8,
  "test-addresses": 10,
  "two-accounts": 17,
  "two-regions": 26,
};

/** What others have done before. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  "identity-elsewhere": "emulator edit identity example.com eu-west-1 --mail-from mail.example.com".split(" "),
};

/** What is done after the apply, with the addresses that verify then names as unconfirmed. */
const AFTER: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  "test-addresses": [
    ["emulator edit account eu-west-1 --no-production", ["qa@example.org", "you@example.net"]],
    ["emulator edit confirm you@example.net", ["qa@example.org"]],
    ["emulator edit confirm qa@example.org", []],
  ],
};

const read = (name: string, file: string) => fs.readFileSync(path.join(EXAMPLES, name, file), "utf8");

/** The example with its identities unprotected, so that they can be destroyed. */
function unprotected(name: string): string {
  const document = parseDocument(read(name, "domains.yaml"));
  document.setIn(["defaults", "protect"], false);
  return document.toString();
}

test("each example but the library's, which the package's test runs, is here", () => {
  expect([...Object.keys(ADDED), "library"].sort()).toEqual(fs.readdirSync(EXAMPLES).sort());
});

test.each(fs.readdirSync(EXAMPLES))("%s: the table of its README is the one that it makes", async (name) => {
  const readme = read(name, "README.md");
  const [, command = "", table] = /<!-- sample: (.*) -->\n([\s\S]*)<!-- end -->/.exec(readme) ?? [];
  const project = new Project(read(name, "domains.yaml"));
  try {
    expect(await project.run(...command.split(" "))).toEqual({ code: 0, stdout: table, stderr: "" });
  } finally {
    project.remove();
  }
});

test.each(Object.entries(ADDED))(
  "%s is checked, planned, applied, planned again, compared, verified and destroyed",
  async (name, added) => {
    const project = new Project(read(name, "domains.yaml"));
    try {
      expect(await project.run("check")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^domains\.yaml: .*, no errors, no warnings\n$/),
      });
      project.write("domains.yaml", unprotected(name));
      const before = BEFORE[name];
      if (before !== undefined) expect(await project.run(...before)).toMatchObject({ code: 0 });
      expect(await project.run("plan", "--emulated")).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(
          `emulated: mailzone: 0 to import, ${added} to add, 0 to change, 0 to destroy\n`,
        ),
      });
      expect(await project.run("apply", "--emulated")).toMatchObject({
        code: 0,
        stdout: `emulated: mailzone: applied: 0 imported, ${added} added, 0 changed, 0 destroyed\n`,
      });
      expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({
        code: 0,
        stdout: "emulated: mailzone: no changes\n",
      });
      expect(await project.run("drift", "--emulated")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^clean: everything is as it was applied; compared /m),
      });
      for (const [command, unconfirmed] of AFTER[name] ?? []) {
        expect(await project.run(...command.split(" "))).toMatchObject({ code: 0 });
        const { stdout } = await project.run("verify", "--emulated");
        const named = [...stdout.matchAll(/has not verified the test address "(.*?)"/g)].map(([, address]) => address);
        expect(named).toEqual(unconfirmed);
      }
      expect(await project.run("verify", "--emulated")).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^live: (\d+) of \1 records are live\b/m),
      });
      const { identities } = await project.world();
      expect(identities.filter((identity) => !identity.endsWith(" SUCCESS"))).toEqual([]);
      expect(await project.run("destroy", "--all", "--yes", "--emulated")).toMatchObject({
        code: 0,
        stdout: `emulated: mailzone: applied: 0 imported, 0 added, 0 changed, ${added} destroyed\n`,
      });
      expect(await project.world()).toEqual({ records: [], identities: before === undefined ? [] : identities });
    } finally {
      project.remove();
    }
  },
);
