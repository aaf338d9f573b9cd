// Derives the schema of a resource, data source or provider from its binding. The inline source maps of bindings contain the whole
// generated TypeScript. It has a comment on every attribute; types come from its getters and HCL tables.
import { readFileSync } from "node:fs";

type CtyType = string | readonly [string, CtyType];

interface DerivedAttribute {
  readonly type?: CtyType;
  readonly nested?: { readonly nesting: string; readonly attributes: Readonly<Record<string, DerivedAttribute>> };
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

interface DerivedBlock {
  readonly attributes: Readonly<Record<string, DerivedAttribute>>;
  readonly blocks?: Readonly<Record<string, { readonly nesting: string; readonly block: DerivedBlock }>>;
}

/** A schema in the form of packages/emulator/src/schemas. */
export interface DerivedSchema extends DerivedBlock {
  /** The provider and version that it was derived from, such as `hashicorp/aws 6.25.0`. */
  readonly source: string;
}

/** The schema that a binding's TypeScript was generated from. */
export function deriveSchema(source: string): DerivedSchema {
  const root = /export class (\w+) extends cdktf\.Terraform(?:Resource|Provider|DataSource) /.exec(source)?.[1];
  const docs = /registry\.terraform\.io\/providers\/([\w-]+\/[\w-]+)\/([\d.]+)\/docs/.exec(source);
  if (root === undefined || docs === null)
    throw new Error("the binding has no resource, data source or provider class");
  const isProvider = source.includes(`class ${root} extends cdktf.TerraformProvider`);
  const derived = deriveStruct(source, `${root}Config`, classText(source, root), isProvider);
  const { alias: _alias, ...attributes } = derived.attributes as Record<string, DerivedAttribute>;
  return { source: `${docs[1]} ${docs[2]}`, ...derived, attributes: isProvider ? attributes : derived.attributes };
}

/** The TypeScript in the source map of a binding's `index.js`. */
export function readBinding(file: string): string {
  const map = /sourceMappingURL=data:application\/json;[^,]*,(\S+)/.exec(readFileSync(file, "utf8"))?.[1];
  if (map === undefined) throw new Error(`"${file}" has no inline source map`);
  return JSON.parse(Buffer.from(map, "base64").toString("utf8")).sourcesContent[0];
}

/** Combines an interface with its class (computed values) and its HCL table (configurable values). */
function deriveStruct(source: string, name: string, body: string, isProvider: boolean): DerivedBlock {
  const declared = interfaceText(source, name);
  const flags = readFlags(body, declared);
  const table = readTable(body.includes("synthesizeHclAttributes") ? body : functionText(source, name));
  const attributes: Record<string, DerivedAttribute> = {};
  const blocks: Record<string, { nesting: string; block: DerivedBlock }> = {};
  for (const key of [...flags.keys()].sort()) {
    const { getter, ...flag } = flags.get(key)!;
    const entry = table.get(key);
    const child = entry === undefined ? computedStruct(body, getter) : configurableStruct(entry);
    if (child === undefined) {
      attributes[key] = { type: entry === undefined ? getterType(getter, body) : tableType(entry), ...flag };
      continue;
    }
    const inner = deriveStruct(source, child.name, classText(source, `${child.name}OutputReference`), isProvider);
    if (new RegExp(`\\* ${key} block\\n`).test(declared)) blocks[key] = { nesting: child.nesting, block: inner };
    else attributes[key] = { nested: { nesting: child.nesting, attributes: inner.attributes }, ...flag };
  }
  return Object.keys(blocks).length > 0 ? { attributes, blocks } : { attributes };
}

type Flag = { required?: true; optional?: true; computed?: true; getter: string };

function readFlags(body: string, declared: string): Map<string, Flag> {
  const flags = new Map<string, Flag>();
  const commented =
    /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n[\s\S]*?public get \w+\(\) \{\n\s+return ([^;]+);/g;
  for (const [, key, computed, optional, required, getter] of body.matchAll(commented)) {
    flags.set(key!, {
      required: required === "true" || undefined,
      optional: optional === "true" || undefined,
      computed: computed === "true" || undefined,
      getter: getter!,
    });
  }
  // A provider's structs have no class, so only the interface says which attributes are optional.
  for (const [, key, optional] of declared.matchAll(
    /#(\w+) [\w#]+\}\n(?:[^*]|\*(?!\/))*\*\/\n\s+readonly \w+(\??):/g,
  )) {
    if (!flags.has(key!))
      flags.set(key!, optional === "?" ? { optional: true, getter: "" } : { required: true, getter: "" });
  }
  return flags;
}

interface TableEntry {
  readonly type: string;
  readonly storage: string;
}

function readTable(text: string): Map<string, TableEntry> {
  const entries = text.matchAll(
    /(?<!\w)(\w+): \{\s+value: .+\n\s+isBlock: \w+,\s+type: "(\w+)",\s+storageClassType: "(\w+)"/g,
  );
  return new Map([...entries].map(([, key, type, storage]) => [key!, { type: type!, storage: storage! }]));
}

function configurableStruct({ type, storage }: TableEntry): { name: string; nesting: string } | undefined {
  if (!/^[A-Z]/.test(storage)) return undefined;
  return type === "struct"
    ? { name: storage, nesting: "single" }
    : { name: storage.replace(/List$/, ""), nesting: type };
}

function computedStruct(body: string, getter: string): { name: string; nesting: string } | undefined {
  const field = /^this\.(_\w+)$/.exec(getter)?.[1];
  if (field === undefined) return undefined;
  const made = new RegExp(
    `private ${field} = new (\\w+?)(List|OutputReference)\\(this, "\\w+"(?:, (true|false))?\\)`,
  ).exec(body);
  if (made === null) return undefined;
  const nesting = made[2] === "OutputReference" ? "single" : made[3] === "true" ? "set" : "list";
  return { name: made[1]!, nesting };
}

const SCALARS: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};

function tableType({ type, storage }: TableEntry): CtyType {
  return type === "simple" ? storageType(storage) : [type, storageType(storage.replace(/(List|Map)$/, ""))];
}

/** Such as `stringListMap`, a map of lists of strings. */
function storageType(storage: string): CtyType {
  const [, inner, outer] = /^(\w+)(List|Map)$/.exec(storage) ?? [];
  if (inner !== undefined && outer !== undefined) return [outer.toLowerCase(), storageType(inner)];
  const scalar = SCALARS[storage];
  if (scalar === undefined) throw new Error(`the binding has a storage class that is not understood: "${storage}"`);
  return scalar;
}

function getterType(getter: string, body: string): CtyType {
  const field = /^this\.(_\w+)$/.exec(getter)?.[1];
  const held = field && new RegExp(`private ${field} = new cdktf\\.(\\w+(?:List|Map))\\(`).exec(body)?.[1];
  if (held) return storageType(held.charAt(0).toLowerCase() + held.slice(1));
  const found = /get(String|Number|Boolean|Any)(List|Map)?Attribute|getListAttribute/.exec(getter);
  if (found === null) throw new Error(`the binding has a getter that is not understood: "${getter}"`);
  const element = SCALARS[(found[1] ?? "String").toLowerCase()]!;
  const isList = found[2] === "List" || found[1] === undefined;
  if (isList) return [getter.includes("Fn.tolist") ? "set" : "list", element];
  return found[2] === "Map" ? ["map", element] : element;
}

function classText(source: string, name: string): string {
  return block(source, `export class ${name} extends `);
}

function interfaceText(source: string, name: string): string {
  return block(source, `export interface ${name} `);
}

function functionText(source: string, name: string): string {
  return block(source, `export function ${name.charAt(0).toLowerCase()}${name.slice(1)}ToHclTerraform(`);
}

/** The text from `start` to the next line that is a closing brace; the generated code is regular enough for this. */
function block(source: string, start: string): string {
  const from = source.indexOf(start);
  return from < 0 ? "" : source.slice(from, source.indexOf("\n}", from));
}
