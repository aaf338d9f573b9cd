// This package's own folder and launchers.
import fs from "node:fs";
import path from "node:path";

/** In a clone this file runs from lib/app, built from dist/lib/app or dist/bin. */
export const PACKAGE =
  [path.resolve(__dirname, "..", ".."), path.resolve(__dirname, "..", "..", "..")].find((folder) =>
    fs.existsSync(path.join(folder, "bin", "mailzone.js")),
  ) ?? "";

/** One of bin's files, absolute. */
export function launcher(name: string): string {
  return path.join(PACKAGE, "bin", `${name}.js`);
}

/** Node's arguments, as cdktf.json's `app` has them: less memory, at the same speed, for a young generation that is kept small. */
export const SYNTH: readonly string[] = ["--max-semi-space-size=4", launcher("synth")];
