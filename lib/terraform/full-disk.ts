// Detects a full disk, for which Terraform reports "not a valid zip file", or a provider that cannot be read.
import { statfsSync } from "node:fs";
import type { Diagnostic } from "./diagnostics";

/** Bytes. A plan and Terraform's other files take more. */
const MIN_FREE = 1 << 20;

/** A diagnostic for the first of these folders whose disk is full; undefined if none is. */
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
