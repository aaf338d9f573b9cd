// The types of resources and data sources that configurations name. A provider is asked for its schema before it gets any
// configuration. The guard reads the configuration just before that, and notes here the types that the provider may need an error
// for.
import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from "node:fs";
import path from "node:path";

export interface TypeReference {
  readonly kind: "resource" | "data";
  /** Terraform's name, such as `aws_s3_bucket`. */
  readonly name: string;
}

const FOLDER = "types";
const FILE_NAME = /^(resource|data)\.([a-z][a-z0-9_]{0,120})$/;

/** Writes one empty file per type, so that parallel commands overwrite nothing. Names that cannot be a type are left out. */
export function saveUsedTypes(emulator: string, types: readonly TypeReference[]): void {
  const notes = new Set(types.map(({ kind, name }) => `${kind}.${name}`).filter((note) => FILE_NAME.test(note)));
  const folder = path.join(emulator, FOLDER);
  for (const note of notes) {
    const file = path.join(folder, note);
    if (existsSync(file)) continue;
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(file, "a"));
  }
}

/** All types noted since the emulator was reset. */
export function savedTypes(emulator: string): readonly TypeReference[] {
  const folder = path.join(emulator, FOLDER);
  const notes = existsSync(folder) ? readdirSync(folder) : [];
  return notes.sort().flatMap((note): TypeReference[] => {
    const [, kind, name] = FILE_NAME.exec(note) ?? [];
    return kind === undefined || name === undefined ? [] : [{ kind: kind as TypeReference["kind"], name }];
  });
}
