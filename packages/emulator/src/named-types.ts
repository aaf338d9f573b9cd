// The types of resources and data sources that configurations name. A provider is asked for its schema before it hears anything of
// the configuration; the guard, which reads that just before, notes here what the provider will need words for.
import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from "node:fs";
import path from "node:path";

export interface NamedType {
  readonly kind: "resource" | "data";
  /** Terraform's name, such as `aws_s3_bucket`. */
  readonly name: string;
}

const FOLDER = "types";
const NOTE = /^(resource|data)\.([a-z][a-z0-9_]{0,120})$/;

/** An empty file for each, so that commands that run side by side write over nothing. What is no name of a type is left out. */
export function noteTypes(emulator: string, types: readonly NamedType[]): void {
  const notes = new Set(types.map(({ kind, name }) => `${kind}.${name}`).filter((note) => NOTE.test(note)));
  const folder = path.join(emulator, FOLDER);
  for (const note of notes) {
    const file = path.join(folder, note);
    if (existsSync(file)) continue;
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(file, "a"));
  }
}

/** All that were noted since the emulator was reset. */
export function notedTypes(emulator: string): readonly NamedType[] {
  const folder = path.join(emulator, FOLDER);
  const notes = existsSync(folder) ? readdirSync(folder) : [];
  return notes.sort().flatMap((note): NamedType[] => {
    const [, kind, name] = NOTE.exec(note) ?? [];
    return kind === undefined || name === undefined ? [] : [{ kind: kind as NamedType["kind"], name }];
  });
}
