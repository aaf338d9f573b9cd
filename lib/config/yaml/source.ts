// One YAML file and the position of everything in it. Positions are looked up by path in the parsed document when an error needs
// one, instead of being stored with each value.
import {
  Composer,
  type Document,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  type YAMLMap,
} from "yaml";
import type { Finding, Location } from "../../dns/finding";
import { lookalike } from "./lookalikes";
import { isUnclosed, yamlMessage } from "./messages";
import { tooDeep, tooLong, unclosedTokens, type YamlFault } from "./tokens";
import { aliasTarget, isMerge, keyText, type MaybeNode, mergedMaps, plainValue, type Targets } from "./values";

type Path = readonly PropertyKey[];

type Pairs = readonly Pair<Node, Node | null>[];

interface FoundNode {
  readonly key?: Node;
  readonly value?: MaybeNode;
}

/** The maximum number of YAML errors shown; more of them usually have the same cause. */
const MAX_FINDINGS = 20;

/** The offset of every line's first character. */
function* lineStarts(text: string): Generator<number> {
  for (let start = 0; start >= 0; ) {
    yield start;
    const end = text.indexOf("\n", start);
    start = end < 0 ? -1 : end + 1;
  }
}

/** Characters that YAML does not allow (§5.1), and the replacement character for bytes that are not UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it searches for control characters
const UNREADABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd-\uffff]/;

/** A parsed file: its plain value, the errors of YAML itself, and positions by path. */
export class YamlSource {
  /** Undefined if the file is not YAML; there may be findings beside a value. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  readonly #lines = new LineCounter();
  readonly #length: number;
  readonly #root: MaybeNode;
  readonly #pairs = new Map<Node, Map<string, Pairs[number]>>();
  #targets: Targets = new Map();

  constructor(
    readonly file: string,
    fileText: string,
  ) {
    const text = fileText.replace(/^\uFEFF/, "");
    this.#length = text.length;
    // We count lines ourselves: the parser misses the line break after an alias that ends with a carriage return.
    for (const start of lineStarts(text)) this.#lines.addNewLine(start);
    const tokens = [...new Parser().parse(text)];
    const unfit = unreadable(text) ?? tooDeep(tokens) ?? tooLong(tokens);
    const documents = unfit === undefined ? compose(tokens, text.length) : [];
    const faults = unfit === undefined ? this.#onePerLine(composedFaults(documents, unclosedTokens(tokens))) : [unfit];
    const [document] = documents;
    const cause = faults[0] && unfit === undefined ? lookalike(text, faults[0].offset) : undefined;
    if (cause !== undefined) faults.splice(0, faults.length, cause);
    if (document !== undefined && faults.length === 0) {
      this.#root = document.contents;
      const { value, targets, faults: more } = plainValue(document);
      this.#targets = targets;
      this.value = value;
      // No spread: a call cannot have hundreds of thousands of arguments.
      for (const fault of more) faults.push(fault);
    }
    this.findings = faults.slice(0, MAX_FINDINGS).map(({ message, offset }) => ({
      source: "check",
      rule: "yaml",
      severity: "error",
      message,
      at: this.#position(offset),
    }));
  }

  /** Where the value at `path` begins; if it is absent, where its nearest existing container begins. */
  at(path: Path): Location {
    return this.#position(this.#find(path).value?.range?.[0] ?? 0);
  }

  /** Where the key at the end of `path` begins. */
  keyAt(path: Path): Location {
    const { key } = this.#find(path);
    return key?.range ? this.#position(key.range[0]) : this.at(path);
  }

  /** The source of a value that YAML did not read as text, such as the number `0123` or `1e5`. */
  written(path: Path): string | undefined {
    const node = aliasTarget(this.#find(path).value, this.#targets);
    return isScalar(node) && node.value !== null && typeof node.value !== "string" ? node.source : undefined;
  }

  /** Whether nothing is written where a value should be; `null` and `~` are written. */
  isBlank(path: Path): boolean {
    const node = this.#find(path).value;
    return isScalar(node) && node.value === null && (node.source ?? "") === "";
  }

  #find(path: Path): FoundNode {
    let found: FoundNode = { value: this.#root };
    for (const step of path) {
      const value = aliasTarget(found.value, this.#targets);
      const next = isMap(value)
        ? this.#inMap(value, String(step))
        : isCollection(value)
          ? { value: value.items[Number(step)] as MaybeNode }
          : undefined;
      if (next?.value === undefined) return found;
      found = next;
    }
    return found;
  }

  /** The pair of a key, in the map itself or in a map that it merges (`<<: *anchor`). */
  #inMap(map: YAMLMap, key: string): FoundNode | undefined {
    const own = this.#pairsOf(map).get(key);
    if (own !== undefined) return { key: own.key, value: own.value ?? own.key };
    for (const merge of (map.items as Pairs).filter((pair) => isMerge(pair.key))) {
      for (const source of mergedMaps(merge.value, this.#targets)) {
        const found = isMap(source) ? this.#inMap(source, key) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** The pairs by key, cached for each map, because a file may have a thousand zones. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pairs[number]> {
    let pairs = this.#pairs.get(map);
    if (pairs === undefined) {
      pairs = new Map();
      for (const pair of map.items as Pairs) {
        const text = isMerge(pair.key) ? undefined : keyText(pair.key, this.#targets);
        if (text !== undefined && !pairs.has(text)) pairs.set(text, pair);
      }
      this.#pairs.set(map, pairs);
    }
    return pairs;
  }

  /** Further errors in a line usually have the same cause. */
  #onePerLine(faults: readonly YamlFault[]): YamlFault[] {
    const byLine = new Map<number, YamlFault>();
    for (const fault of faults) {
      const { line } = this.#position(fault.offset);
      if (!byLine.has(line)) byLine.set(line, fault);
    }
    return [...byLine.values()];
  }

  #position(offset: number): Location {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.#length));
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function unreadable(text: string): YamlFault | undefined {
  const offset = text.search(UNREADABLE);
  if (offset === -1) return undefined;
  const code = text.charCodeAt(offset);
  if (code === 0xfffd || code === 0) return { message: "the file is not text in UTF-8 here: save it as UTF-8", offset };
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return { message: `there is the control character ${name} here: remove it`, offset };
}

/** The documents. values.ts checks for duplicate keys, in less than quadratic time. */
function compose(tokens: ReturnType<Parser["parse"]> extends Iterable<infer T> ? T[] : never, length: number) {
  const composer = new Composer({ merge: true, uniqueKeys: false, logLevel: "silent" });
  return [...composer.compose(tokens, true, length)] as Document.Parsed[];
}

/** The composer's errors, and unclosed brackets and quotes where they begin. */
function composedFaults(documents: readonly Document.Parsed[], loose: readonly YamlFault[]): YamlFault[] {
  const faults = [...loose];
  for (const { code, message, pos } of documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])) {
    if (!isUnclosed(code, message)) faults.push({ message: yamlMessage(code, message), offset: pos[0] });
    else if (loose.length === 0) faults.push({ message: "a bracket or a quote is not closed: add it", offset: pos[0] });
  }
  const second = documents[1];
  if (second !== undefined) faults.push({ message: yamlMessage("MULTIPLE_DOCS", ""), offset: second.range[0] });
  return faults.sort((a, b) => a.offset - b.offset);
}
