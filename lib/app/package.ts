// This package's own folder and launchers.
import fs from "node:fs";
import path from "node:path";
import type { Manifest } from "../init/files";

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

/** This package's own package.json. */
export function packageFile(): Manifest & { readonly repository: { readonly url: string } } {
  return JSON.parse(fs.readFileSync(path.join(PACKAGE, "package.json"), "utf8"));
}
