// The types of resources and data sources that configurations use, each with the arguments that they give it. A provider is asked
// for its schema before it gets any configuration. The guard reads the configuration just before that, and keeps here what the
// provider needs to answer for types that are not emulated.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../../../../lib/files/write";
import { isJsonObject } from "../json";

/** The arguments of a type in configurations, and the attributes that other places read. */
export interface ArgumentShape {
  readonly attributes: readonly string[];
  /** Blocks by name. */
  readonly blocks: Readonly<Record<string, ArgumentShape>>;
}

export interface UsedType {
  readonly kind: "resource" | "data";
  /** Terraform's name, such as `aws_s3_bucket`. */
  readonly name: string;
  readonly shape: ArgumentShape;
}

export const NO_SHAPE: ArgumentShape = { attributes: [], blocks: {} };

const FOLDER = "types";
/** `<kind>.<type>.<hash>`; earlier versions wrote empty files without a hash. */
const FILE_NAME = /^(resource|data)\.([a-z][a-z0-9_]{0,120})(?:\.[0-9a-f]{16})?$/;

/** Everything that one of the shapes has. A name that is a block in one of them is a block. */
export function mergeShapes(shapes: readonly ArgumentShape[]): ArgumentShape {
  const names = new Set(shapes.flatMap(({ blocks }) => Object.keys(blocks)));
  const blocks = [...names].sort().map((name) => {
    return [name, mergeShapes(shapes.flatMap((shape) => shape.blocks[name] ?? []))] as const;
  });
  const attributes = new Set(shapes.flatMap((shape) => shape.attributes).filter((name) => !names.has(name)));
  return { attributes: [...attributes].sort(), blocks: Object.fromEntries(blocks) };
}

/** Each type once. */
export function mergeTypes(types: readonly UsedType[]): readonly UsedType[] {
  const groups = new Map<string, UsedType[]>();
  for (const type of types) {
    const key = `${type.kind}.${type.name}`;
    groups.set(key, [...(groups.get(key) ?? []), type]);
  }
  return [...groups.values()].map((same) => ({ ...same[0]!, shape: mergeShapes(same.map(({ shape }) => shape)) }));
}

/**
 * Writes one file per type and shape, so that parallel commands overwrite nothing. Names that cannot be a type are left out.
 */
export function saveUsedTypes(emulator: string, types: readonly UsedType[]): void {
  const folder = path.join(emulator, FOLDER);
  for (const { kind, name, shape } of mergeTypes(types)) {
    const text = JSON.stringify(shape);
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
    const file = `${kind}.${name}.${hash}`;
    if (!FILE_NAME.test(file) || existsSync(path.join(folder, file))) continue;
    mkdirSync(folder, { recursive: true });
    writeWhole(path.join(folder, file), text);
  }
}

/** All types saved since the emulator was reset. */
export function savedTypes(emulator: string): readonly UsedType[] {
  const folder = path.join(emulator, FOLDER);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const types = files.sort().flatMap((file): UsedType[] => {
    const [, kind, name] = FILE_NAME.exec(file) ?? [];
    if (kind === undefined || name === undefined) return [];
    return [{ kind: kind as UsedType["kind"], name, shape: readShape(path.join(folder, file)) }];
  });
  return mergeTypes(types);
}

/** A file that cannot be read has no shape; the type is still known by the file's name. */
function readShape(file: string): ArgumentShape {
  try {
    return toShape(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return NO_SHAPE;
  }
}

function toShape(value: unknown): ArgumentShape {
  if (!isJsonObject(value) || !Array.isArray(value.attributes) || !isJsonObject(value.blocks)) return NO_SHAPE;
  const blocks = Object.entries(value.blocks).map(([name, block]) => [name, toShape(block)] as const);
  return { attributes: value.attributes.map(String), blocks: Object.fromEntries(blocks) };
}
