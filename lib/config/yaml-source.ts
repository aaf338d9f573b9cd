// One YAML file and where everything in it stands. Errors are only as good as their positions, so values are looked up again
// by path in the parsed document instead of being carried along.
import { isCollection, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import type { Finding, Location } from "../dns/finding";

type Path = readonly PropertyKey[];

/** A parsed file: its plain value, what YAML itself found wrong, and positions by path. */
export class YamlSource {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  readonly #lines = new LineCounter();
  readonly #root: Node | null;

  constructor(
    readonly file: string,
    text: string,
  ) {
    const document = parseDocument(text.replace(/^\uFEFF/, ""), { lineCounter: this.#lines, prettyErrors: false });
    this.#root = document.contents;
    const findings: Finding[] = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      rule: "yaml",
      severity: "error",
      message: code === "DUPLICATE_KEY" ? this.#duplicateKey(text, pos[0]) : lowerFirst(message),
      at: this.#position(pos[0]),
    }));
    if (findings.length === 0) {
      try {
        this.value = document.toJS({ maxAliasCount: 1000 });
      } catch (error) {
        findings.push({
          rule: "yaml",
          severity: "error",
          message: lowerFirst((error as Error).message),
          at: this.at([]),
        });
      }
    }
    this.findings = findings;
  }

  /** Where the value at `path` begins; where it is absent, its nearest container that is there. */
  at(path: Path): Location {
    return this.#position(this.#find(path)?.value?.range?.[0] ?? 0);
  }

  /** Where the key at the end of `path` begins. */
  keyAt(path: Path): Location {
    const key = this.#find(path)?.key;
    return key?.range ? this.#position(key.range[0]) : this.at(path);
  }

  #find(path: Path): { key?: Node; value?: Node | null } {
    let found: { key?: Node; value?: Node | null } = { value: this.#root };
    for (const step of path) {
      const { value } = found;
      if (isMap(value)) {
        const pair = value.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step));
        if (pair === undefined) return found;
        const { key, value: next } = pair as Pair<Node, Node | null>;
        found = { key, value: next ?? key };
      } else if (isCollection(value)) {
        const item = value.items[Number(step)] as Node | undefined;
        if (item === undefined) return found;
        found = { value: item };
      } else return found;
    }
    return found;
  }

  #position(offset: number): Location {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #duplicateKey(text: string, offset: number): string {
    const key = /^["']?([^"':\s]*)/.exec(text.slice(offset))?.[1] ?? "";
    return `key "${key}" stands twice: keep one of them`;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
