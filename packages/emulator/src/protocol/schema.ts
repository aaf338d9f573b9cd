// The schema of a resource, data source or provider: the part from the bindings (schemas/*.json) and the additions of an overlay.
// Protocol 5 has no nested attributes; there they are sent as attributes of an object type.
import type { CtyType, ObjectValue, Value } from "./value";
import { isObject } from "./value";

export interface Attribute {
  readonly type?: CtyType;
  /** Instead of `type`: attributes inside an attribute (protocol 6). */
  readonly nested?: { readonly nesting: "single" | "list" | "set" | "map"; readonly attributes: Attributes };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** The provider reads it from no answer: where the configuration has none, there is none in the state. Core does not know this flag. */
  readonly unread?: boolean;
}

export type Attributes = Readonly<Record<string, Attribute>>;

export interface NestedBlock {
  readonly nesting: "single" | "list" | "set";
  readonly block: Block;
  /** The provider fills the block if the configuration leaves it out. Core does not know this flag. */
  readonly computed?: boolean;
}

export interface Block {
  readonly attributes: Attributes;
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
}

export interface Schema {
  readonly version: number;
  readonly block: Block;
}

/** Additions to attributes or blocks, by path, such as `dkim_signing_attributes.tokens`. */
export type SchemaOverlay = Readonly<Record<string, Partial<Omit<Attribute, "nested">>>>;

/** Adds an overlay to a derived schema. The type of the JSON import is wider than Block, so it is passed as unknown. */
export function overlaySchema(derived: unknown, overlay: SchemaOverlay = {}, version = 0): Schema {
  const used = new Set<string>();
  const block = overlayBlock(derived as Block, overlay, "", used);
  const stray = Object.keys(overlay).find((path) => !used.has(path));
  if (stray !== undefined) throw new Error(`the overlay names "${stray}", which the derived schema does not have`);
  return { version, block };
}

const types = new WeakMap<Block, CtyType>();

/** The type of a block's value. It is built once, because each call needs it several times. */
export function blockType(block: Block): CtyType {
  const type = types.get(block) ?? makeBlockType(block);
  types.set(block, type);
  return type;
}

function makeBlockType({ attributes, blocks = {} }: Block): CtyType {
  const fields = Object.entries(attributes).map(([name, attribute]) => [name, attributeType(attribute)] as const);
  const nested = Object.entries(blocks).map(
    ([name, { nesting, block }]) =>
      [name, nesting === "single" ? blockType(block) : ([nesting, blockType(block)] as CtyType)] as const,
  );
  return ["object", Object.fromEntries<CtyType>([...fields, ...nested])];
}

function attributeType({ type, nested }: Attribute): CtyType {
  if (nested === undefined) return type ?? "dynamic";
  const object: CtyType = [
    "object",
    Object.fromEntries(Object.entries(nested.attributes).map(([name, attribute]) => [name, attributeType(attribute)])),
  ];
  return nested.nesting === "single" ? object : [nested.nesting, object];
}

/** The value with every attribute present (null if not set) and every block a list: no blocks is an empty list, never null. Of a single block there may be none. */
export function completeValue({ attributes, blocks = {} }: Block, value: ObjectValue): ObjectValue {
  const complete: Record<string, Value> = {};
  for (const name of Object.keys(attributes)) complete[name] = value[name] ?? null;
  for (const [name, { block, nesting }] of Object.entries(blocks)) {
    const items = value[name] ?? (nesting === "single" ? null : []);
    if (isObject(items)) complete[name] = completeValue(block, items);
    else
      complete[name] = Array.isArray(items)
        ? items.map((item) => (isObject(item) ? completeValue(block, item) : item))
        : items;
  }
  return complete;
}

/** The schema in the form of the plugin protocol. */
export function schemaToProto({ version, block }: Schema, protocol: 5 | 6): object {
  return { version, block: blockToProto(block, protocol) };
}

function blockToProto({ attributes, blocks = {} }: Block, protocol: 5 | 6): object {
  return {
    attributes: attributesToProto(attributes, protocol),
    block_types: Object.entries(blocks).map(([type_name, { nesting, block }]) => ({
      type_name,
      nesting: { single: 1, list: 2, set: 3 }[nesting],
      block: blockToProto(block, protocol),
    })),
  };
}

function attributesToProto(attributes: Attributes, protocol: 5 | 6): object[] {
  return Object.entries(attributes).map(([name, attribute]) => {
    const { nested, required, optional, computed, sensitive } = attribute;
    const flags = { name, required, optional, computed, sensitive };
    if (nested === undefined || protocol === 5) {
      return { ...flags, type: Buffer.from(JSON.stringify(attributeType(attribute))) };
    }
    const nesting = { single: 1, list: 2, set: 3, map: 4 }[nested.nesting];
    return { ...flags, nested_type: { nesting, attributes: attributesToProto(nested.attributes, protocol) } };
  });
}

function overlayBlock(block: Block, overlay: SchemaOverlay, prefix: string, used: Set<string>): Block {
  const take = (path: string) => {
    used.add(path);
    return overlay[path];
  };
  const attributes = (from: Attributes, within: string): Attributes =>
    Object.fromEntries(
      Object.entries(from).map(([name, attribute]) => {
        const path = `${within}${name}`;
        const { nested } = attribute;
        const inner = nested && { nested: { ...nested, attributes: attributes(nested.attributes, `${path}.`) } };
        return [name, { ...attribute, ...inner, ...take(path) }];
      }),
    );
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]) => {
    const path = `${prefix}${name}`;
    return [name, { ...nested, ...take(path), block: overlayBlock(nested.block, overlay, `${path}.`, used) }] as const;
  });
  return { attributes: attributes(block.attributes, prefix), blocks: Object.fromEntries(blocks) };
}
