// What tests, or the commands that they ran, left behind: a command that ends may leave nothing among temporary files.
import fs from "node:fs";
import path from "node:path";
import { RUN_FOLDER } from "./setup";

/** cdktf's Testing.app() makes a folder that nobody can remove in time; jest's cache is there when a test runs a user's own jest. */
const OF_OTHERS = /^(cdktf\.outdir\.|jest_)/;

/** Jest's globalTeardown, after failures too. */
export default function tearDown(): void {
  const folder = process.env[RUN_FOLDER];
  if (folder === undefined) throw new Error(`${RUN_FOLDER} is not set: there was no setup`);
  const left = fs.readdirSync(path.join(folder, "tmp")).filter((name) => !OF_OTHERS.test(name));
  if (left.length === 0) return;
  throw new Error(`left behind among temporary files, and removed now: ${left.sort().join(", ")}`);
}
