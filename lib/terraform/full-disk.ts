// A disk that is full, of which Terraform says "not a valid zip file", or that a provider could not be read.
import { statfsSync } from "node:fs";
import type { Diagnostic } from "./diagnostics";

/** Bytes: a plan and what Terraform writes beside it take more. */
const MIN_FREE = 1 << 20;

/** The first of these folders whose disk has no room; undefined where all have. */
export function fullDisk(folders: readonly string[]): Diagnostic | undefined {
  const full = folders.find(isFull);
  if (full === undefined) return undefined;
  const summary = `the disk of "${full}" is full, which may be why: free some space and run it again`;
  return { severity: "error", summary, detail: "" };
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder);
    return bavail * bsize < MIN_FREE || (files > 0 && ffree === 0);
  } catch {
    return false;
  }
}
