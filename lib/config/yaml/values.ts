// The plain values of a YAML document. The library's own conversion resolves each alias by a walk through the whole document, counts
// a thousand uses of one anchor as an attack, reads the key `007` as 7, and throws.
import { type Document, isAlias, isCollection, isMap, isScalar, type Node, type Pair, type YAMLMap } from "yaml";
import type { YamlFault } from "./tokens";

/** The maximum number of values that aliases may add, counting each 100 characters of a text as one: against a "billion laughs" attack. */
const MAX_ALIASED = 1_000_000;

export type MaybeNode = Node | null | undefined;
export type Targets = ReadonlyMap<Node, Node>;

export interface PlainValue {
  /** Undefined if the aliases are wrong. */
  readonly value: unknown;
  readonly faults: readonly YamlFault[];
  /** The node that each alias refers to. */
  readonly targets: Targets;
}

export function plainValue(document: Document.Parsed): PlainValue {
  const root = document.contents as MaybeNode;
  const { targets, faults, aliased } = resolveAliases(root);
  if (aliased > MAX_ALIASED)
    faults.push({ message: "aliases bring in more than a million values: write fewer of them", offset: 0 });
  if (faults.length > 0) return { value: undefined, faults, targets };

  const made = new Map<Node, unknown>();
  const convert = (node: MaybeNode): unknown => {
    const actual = aliasTarget(node, targets);
    if (actual === null || actual === undefined) return null;
    if (isScalar(actual)) return actual.value;
    if (!made.has(actual)) made.set(actual, isMap(actual) ? map(actual) : list(actual));
    return made.get(actual);
  };
  const list = (node: Node) => (isCollection(node) ? node.items.map((item) => convert(item as MaybeNode)) : null);
  const map = (node: YAMLMap) => {
    const value: Record<string, unknown> = {};
    const own = new Set<string>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const offset = pair.key?.range?.[0] ?? node.range?.[0] ?? 0;
      if (isMerge(pair.key)) {
        for (const source of mergedMaps(pair.value, targets)) {
          const merged = isMap(source) ? convert(source) : undefined;
          if (merged === undefined) faults.push({ message: '"<<" merges what is no map: expected *anchor', offset });
          else
            for (const [key, inner] of Object.entries(merged as object))
              if (!Object.hasOwn(value, key)) value[key] = inner;
        }
        continue;
      }
      const key = keyText(pair.key, targets);
      if (key === undefined) faults.push({ message: "a key is a list or a map: expected a text", offset });
      // An assignment to it would change the object's prototype.
      else if (key === "__proto__") faults.push({ message: '"__proto__" cannot be a key: choose another', offset });
      else if (own.has(key)) faults.push({ message: `key "${key}" stands twice: keep one of them`, offset });
      else {
        own.add(key);
        value[key] = convert(pair.value);
      }
    }
    return value;
  };
  return { value: convert(root), faults, targets };
}

/** The text of a key as it is written: `007` and `1e3` are names, not numbers. Undefined for lists and maps. */
export function keyText(key: MaybeNode, targets: Targets): string | undefined {
  const node = aliasTarget(key, targets);
  if (node === null || node === undefined) return "";
  if (!isScalar(node)) return undefined;
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}

/** Whether a key is the merge key `<<`, unquoted. */
export function isMerge(key: MaybeNode): boolean {
  return isScalar(key) && typeof key.value === "symbol";
}

/** The maps that a merge key adds: one, or those of a list, with aliases resolved. */
export function mergedMaps(value: MaybeNode, targets: Targets): MaybeNode[] {
  const node = aliasTarget(value, targets);
  const nodes = isCollection(node) && !isMap(node) ? (node.items as MaybeNode[]) : [node];
  return nodes.map((item) => aliasTarget(item, targets));
}

/** The node itself, or the node that it is an alias of. */
export function aliasTarget(node: MaybeNode, targets: Targets): MaybeNode {
  return isAlias(node) ? targets.get(node) : node;
}

/** In one pass: the target of each alias (the last anchor with its name before it), and how many values all aliases add. */
function resolveAliases(root: MaybeNode) {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const sizes = new Map<Node, number>();
  const faults: YamlFault[] = [];
  let written = 0;
  /** The values at and below a node, aliases followed. */
  const visit = (node: MaybeNode): number => {
    if (node === null || node === undefined) return 0;
    // A long text is processed again for each alias.
    const own = isScalar(node) ? 1 + Math.floor((node.source?.length ?? 0) / 100) : 1;
    written += own;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      const size = target && sizes.get(target);
      const offset = node.range?.[0] ?? 0;
      if (target === undefined)
        faults.push({
          message: `alias "*${node.source}" has no anchor "&${node.source}" before it: add it, or quote the text`,
          offset,
        });
      else if (size === undefined)
        faults.push({ message: `alias "*${node.source}" stands within its own anchor: it would never end`, offset });
      else targets.set(node, target);
      return size ?? 0;
    }
    if ("anchor" in node && typeof node.anchor === "string") anchors.set(node.anchor, node);
    let size = own;
    if (isMap(node))
      for (const { key, value } of node.items) size += visit(key as MaybeNode) + visit(value as MaybeNode);
    else if (isCollection(node)) for (const item of node.items) size += visit(item as MaybeNode);
    if ("anchor" in node && node.anchor !== undefined) sizes.set(node, size);
    return size;
  };
  const total = visit(root);
  return { targets, faults, aliased: total - written };
}
