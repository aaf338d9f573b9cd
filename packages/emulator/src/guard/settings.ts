// Reads from a Terraform configuration where its state is stored, which states it reads, and which types it uses: the backend or
// cloud block after override files, every terraform_remote_state, and the types of all resources and data sources. A file that
// cannot be read with certainty is an error, because the callers need to be sure.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type HclBlock, type HclBody, type HclValue, parseHcl } from "./hcl";
import { hclShape, objectsIn as items, jsonShape, referencedTypes } from "./shapes";
import { mergeShapes, mergeTypes, type UsedType } from "./used-types";

/** A place where a state is stored. */
export interface StateLocation {
  /** The backend's type; `cloud` for HCP Terraform. Undefined if it is not a plain string. */
  readonly type: string | undefined;
  /** Its attributes; a value that is not a plain string is undefined. */
  readonly values: ReadonlyMap<string, HclValue>;
  /** The file's name, without its folder. */
  readonly file: string;
}

/** An entry of required_providers. */
export interface RequiredProvider {
  /** Its name in the configuration, such as `random`. */
  readonly name: string;
  /** Its address without the registry, such as `hashicorp/random`. */
  readonly source: string;
}

export interface Settings {
  /** What stores the state. If there are several, Terraform and OpenTofu each use one. Empty if the default is used. */
  readonly backends: readonly StateLocation[];
  /** The states that terraform_remote_state reads. */
  readonly remoteStates: readonly StateLocation[];
  /** The types of its resources and data sources, each once. */
  readonly types: readonly UsedType[];
  /** The providers that it requires. */
  readonly providers: readonly RequiredProvider[];
}

/**
 * Reads the files of one folder.
 * @throws Error that names the file that cannot be read
 */
export function readSettings(folder: string): Settings {
  const names = readdirSync(folder).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name) && !name.startsWith("."));
  const files = names.sort().map((name) => ({ name, ...readFile(folder, name) }));
  // Terraform ignores files that only OpenTofu reads, and either program may be running.
  const forTerraform = files.filter(({ name }) => /\.tf(\.json)?$/.test(name));
  return {
    backends: [...new Set([...effective(forTerraform), ...effective(files)])],
    remoteStates: files.flatMap(({ remoteStates }) => remoteStates),
    types: withReferences(
      files.flatMap(({ types }) => types),
      files.flatMap(({ references }) => references),
    ),
    providers: files.flatMap(({ providers }) => providers),
  };
}

/** An expression that refers to a type which the folder does not declare is not a reference. */
function withReferences(types: readonly UsedType[], references: readonly UsedType[]): readonly UsedType[] {
  const declared = new Set(types.map(({ kind, name }) => `${kind}.${name}`));
  return mergeTypes([...types, ...references.filter(({ kind, name }) => declared.has(`${kind}.${name}`))]);
}

type FileSettings = Settings & { readonly references: readonly UsedType[] };
type NamedSettings = FileSettings & { readonly name: string };

/** A backend in an override file replaces all others; the last file in name order wins. */
function effective(files: readonly NamedSettings[]): readonly StateLocation[] {
  const isOverride = ({ name }: NamedSettings) => /(^|_)override\.(tf|tofu)(\.json)?$/.test(name);
  const overriding = files.filter(isOverride).flatMap(({ backends }) => backends);
  return overriding.length > 0 ? overriding.slice(-1) : files.flatMap(({ backends }) => backends);
}

function readFile(folder: string, name: string): FileSettings {
  try {
    const text = readFileSync(path.join(folder, name), "utf8");
    const settings = name.endsWith(".json") ? jsonSettings(text, name) : hclSettings(parseHcl(text), name);
    return { ...settings, references: referencedTypes(text) };
  } catch (error) {
    throw new Error(`"${path.join(folder, name)}" cannot be read for sure, ${(error as Error).message}`);
  }
}

const STATE_BLOCKS = ["backend", "cloud", "state_store"];

function hclSettings({ blocks }: HclBody, file: string): Settings {
  const locationOf = ({ type, labels: [label], attributes }: HclBlock): StateLocation => ({
    type: type === "backend" ? label : type,
    values: attributes,
    file,
  });
  const backends = blocks.filter(({ type }) => type === "terraform").flatMap((block) => block.blocks);
  const remotes = blocks.filter(({ type, labels }) => type === "data" && labels[0] === "terraform_remote_state");
  return {
    backends: backends.filter(({ type }) => STATE_BLOCKS.includes(type)).map(locationOf),
    remoteStates: remotes.map(({ attributes }) =>
      remoteState(attributes.get("backend"), attributes.get("config"), file),
    ),
    types: blocks.flatMap(({ type: kind, labels: [name], ...body }) =>
      (kind === "resource" || kind === "data") && name !== undefined ? [{ kind, name, shape: hclShape(body) }] : [],
    ),
    providers: backends
      .filter(({ type }) => type === "required_providers")
      .flatMap(({ attributes }) => [...attributes].flatMap(([name, value]) => requiredProvider(name, value))),
  };
}

function jsonSettings(text: string, file: string): Settings {
  const root: unknown = JSON.parse(text);
  // Terraform reads both of two equal keys; JSON.parse keeps only the last.
  const keys = text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g)?.filter((token) => token.endsWith(":")).length ?? 0;
  if (keys !== countKeys(root)) throw new Error("it has a key twice");
  const terraform = items(root).flatMap((item) => items(item.terraform));
  const backends = terraform.flatMap((item) => [
    ...items(item.backend).flatMap((types) => Object.entries(types)),
    ...["cloud", "state_store"].flatMap((type) => items(item[type]).map((body) => [type, body] as const)),
  ]);
  const data = items(root).flatMap((item) => items(item.data));
  const remotes = data.flatMap((item) => items(item.terraform_remote_state)).flatMap((named) => Object.values(named));
  return {
    backends: backends
      .filter(([type]) => type !== "//")
      .map(([type, body]) => ({ type, values: new Map(items(body).flatMap(plainEntries)), file })),
    remoteStates: remotes
      .flatMap(items)
      .map(({ backend, config }) => remoteState(plainValue(backend), plainValue(config), file)),
    types: (["resource", "data"] as const).flatMap((kind) =>
      items(root)
        .flatMap((item) => items(item[kind]))
        .flatMap((types) => Object.entries(types))
        .map(([name, named]) => {
          const bodies = items(named).flatMap((one) => Object.values(one).flatMap(items));
          return { kind, name, shape: mergeShapes(bodies.map(jsonShape)) };
        }),
    ),
    providers: terraform
      .flatMap((item) => items(item.required_providers))
      .flatMap((providers) =>
        Object.entries(providers).flatMap(([name, value]) => requiredProvider(name, plainValue(value))),
      ),
  };
}

/** A provider without a source is one of HashiCorp's. */
function requiredProvider(name: string, value: HclValue): RequiredProvider[] {
  if (name === "//") return [];
  const source = typeof value === "object" ? value.get("source") : undefined;
  const address = typeof source === "string" ? source : `hashicorp/${name}`;
  return [{ name, source: address.toLowerCase().split("/").slice(-2).join("/") }];
}

function remoteState(backend: HclValue, config: HclValue, file: string): StateLocation {
  const unknown = new Map([["path", undefined]]);
  const values = typeof config === "object" ? config : unknown;
  return { type: typeof backend === "string" ? backend : undefined, values, file };
}

type Item = Readonly<Record<string, unknown>>;

function plainEntries(body: Item): (readonly [string, HclValue])[] {
  return Object.entries(body)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, plainValue(value)] as const);
}

function plainValue(value: unknown): HclValue {
  if (typeof value === "string") return /[$%]\{/.test(value) ? undefined : value;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map(plainEntries(value as Item))
    : undefined;
}

function countKeys(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, item) => sum + countKeys(item), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}
