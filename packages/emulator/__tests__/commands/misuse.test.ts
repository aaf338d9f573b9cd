// The emulator in the hands of somebody careless or hostile: paths that are no folders, files that somebody edited, names that are
// none. Each gets one line that says what is wrong, and nothing is made.
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  addEmulatorZone,
  advanceEmulatorClock,
  changeEmulatorAccount,
  putEmulatorIdentity,
  readEmulatorStatus,
} from "../../src/commands/commands";
import { startEmulator } from "../../src/emulator";

const base = fs.mkdtempSync(path.join(tmpdir(), "somebody's folder "));
afterAll(() => fs.rmSync(base, { recursive: true }));
let count = 0;
let folder: string;
let journal: string;
beforeEach(() => {
  count += 1;
  folder = path.join(base, String(count));
  journal = path.join(folder, "world.jsonl");
});

/** The message of an error that a user can mend, in one line. */
async function refusalOf(call: () => Promise<unknown>): Promise<string> {
  const error = await call().then(
    () => new Error("it was not refused"),
    (caught: Error) => caught,
  );
  expect(`${error.name}: ${error.message}`).toMatch(/^(EmulatorError|LockError): \P{Cc}+$/u);
  return error.message;
}

test("a path that is missing or relative, or leads through a file, is no folder", async () => {
  expect(await refusalOf(() => startEmulator({ folder: "world" }))).toBe(
    'the emulator\'s folder "world" is not an absolute path: write it from the root',
  );
  expect(await refusalOf(() => startEmulator({} as { folder: string }))).toBe(
    "the emulator has no folder: give it one, an absolute path",
  );
  const file = path.join(base, "file");
  fs.writeFileSync(file, "");
  for (const at of [file, path.join(file, "world")]) {
    expect(await refusalOf(() => startEmulator({ folder: at }))).toMatch(
      /^".*" cannot be written: a part of its path is not a folder \(ENOTDIR\): move that file away and run it again$/,
    );
  }
});

test("the second emulator in a folder waits, and says for whom when it gives up", async () => {
  const first = await startEmulator({ folder, purpose: "the first" });
  expect(await refusalOf(() => startEmulator({ folder, limit: 60 }))).toContain(
    `is in use by process ${process.pid} (the first)`,
  );
  await first.stop();
  await (await startEmulator({ folder, limit: 60 })).stop();
});

test.each([
  ["a line that is no JSON", "hello\n", 1],
  ["a record that is a number", '[["records/x",{}]]\n[["records/y",5]]\n', 2],
  ["a zone that is a text", '[["zones/y","z"]]\n', 1],
  ["a clock that is a text", '[["numbers/advanced","1"]]\n', 1],
  ["an identity that is a list", '[["identities/000000000000/eu-west-1/a",[]]]\n', 1],
])("a journal with %s is named by its line, and stays as it is", async (_what, text, line) => {
  fs.mkdirSync(folder);
  fs.writeFileSync(journal, text);
  expect(await refusalOf(() => readEmulatorStatus({ folder }))).toBe(
    `the emulator's journal "${journal}" cannot be read at line ${line}: run "mailzone emulator reset"`,
  );
  expect(fs.readFileSync(journal, "utf8")).toBe(text);
});

test("a last line that is torn is left out; a journal or its copy that is a folder is named", async () => {
  fs.mkdirSync(folder);
  fs.writeFileSync(journal, '[["zones/a",{"id":"a","name":"example.com"}]]\n[["zones/b",{"id"');
  const { zones } = await readEmulatorStatus({ folder });
  expect(zones.map(({ id }) => id)).toEqual(["a"]);

  fs.writeFileSync(journal, '[["');
  fs.mkdirSync(`${journal}.new`);
  const reason = `the emulator's journal "${journal}" cannot be read and written (EISDIR): make it a writable file, or delete it`;
  expect(await refusalOf(() => readEmulatorStatus({ folder }))).toBe(reason);
  fs.rmSync(journal);
  fs.mkdirSync(journal);
  expect(await refusalOf(() => startEmulator({ folder }))).toBe(reason);
});

test("the clock cannot be moved to where no command could read it any more", async () => {
  expect(await refusalOf(() => advanceEmulatorClock({ folder }, "999999999d"))).toBe(
    "the emulator's clock does not go beyond the year 9999: move it on by less",
  );
  expect((await readEmulatorStatus({ folder })).advanced).toBe(0);
  await advanceEmulatorClock({ folder }, "36500d");
});

test.each(["", ".", "..", "a/b", "ex ample.com", "*.example.com", "x".repeat(300), "\u001b[31mred", "a..b"])(
  "%j is no zone, by hand or of a configuration, and no identity",
  async (name) => {
    expect(await refusalOf(() => addEmulatorZone({ folder }, name))).toContain("is not a registered domain (1049)");
    for (const more of [{ zoneNames: [name] }, { zones: { ["0".repeat(32)]: name } }])
      expect(await refusalOf(() => startEmulator({ folder, ...more }))).toContain("is not a registered domain (1049)");
    const key = { account: "000000000000", region: "eu-west-1" };
    expect(await refusalOf(() => putEmulatorIdentity({ folder }, { ...key, name: `${name}/` }))).toMatch(
      /^SES refuses ".*": Invalid domain name /,
    );
    const { zones, identities } = await readEmulatorStatus({ folder });
    expect([zones, identities]).toEqual([[], []]);
  },
);

test("an account has 12 digits, and a region the form of AWS's", async () => {
  type Key = { account: string; region: string };
  for (const change of [
    (key: Key) => putEmulatorIdentity({ folder }, { ...key, name: "example.com" }),
    (key: Key) => changeEmulatorAccount({ folder }, key, { production: false }),
  ]) {
    expect(await refusalOf(() => change({ account: "12", region: "eu-west-1" }))).toBe(
      'account "12" has not 12 digits: write the account\'s id',
    );
    expect(await refusalOf(() => change({ account: "000000000000", region: "../x" }))).toBe(
      'region "../x" is no region: write one such as eu-west-1',
    );
  }
});
