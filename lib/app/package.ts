// This package's own folder and launchers.
import fs from "node:fs";
import path from "node:path";

/** In a clone this file runs from lib/app. A build runs from dist/lib/app or dist/bin. */
export const PACKAGE =
  [path.resolve(__dirname, "..", ".."), path.resolve(__dirname, "..", "..", "..")].find((folder) =>
    fs.existsSync(path.join(folder, "bin", "mailzone.js")),
  ) ?? "";

/** The absolute path of a file in bin. */
export function launcher(name: string): string {
  return path.join(PACKAGE, "bin", `${name}.js`);
}

/** The arguments for Node, as in cdktf.json's `app`. A small young generation needs less memory at the same speed. */
export const SYNTH: readonly string[] = ["--max-semi-space-size=4", launcher("synth")];

/** The version of this package, as `--version` and reports say it. */
export function packageVersion(): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(PACKAGE, "package.json"), "utf8")) as {
    readonly version: string;
  };
  return version;
}
