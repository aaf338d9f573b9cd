// Checks of a file before its values are composed. The composer is recursive and catches a stack overflow, but if a regular expression
// is compiled at that moment, the whole process ends. So a file that is nested too deep must not get there.
import type { CST } from "yaml";

/** The maximum nesting; no configuration needs as much. */
const MAX_DEPTH = 100;

/** Characters; no record has as many bytes. A longer text can overflow the stack of a regular expression. */
const MAX_LENGTH = 65_536;

/** An error at an offset of the text. */
export interface YamlFault {
  readonly message: string;
  readonly offset: number;
}

interface Visited {
  readonly token: CST.Token;
  readonly depth: number;
}

/** The first nesting that is too deep; undefined if none is. */
export function tooDeep(tokens: readonly CST.Token[]): YamlFault | undefined {
  let found: YamlFault | undefined;
  walk(tokens, ({ token, depth }) => {
    if (depth > MAX_DEPTH)
      found = { message: `nested deeper than ${MAX_DEPTH} levels: flatten it`, offset: token.offset };
    return found === undefined;
  });
  return found;
}

/** The first text or key that is too long; undefined if none is. */
export function tooLong(tokens: readonly CST.Token[]): YamlFault | undefined {
  const faults: YamlFault[] = [];
  walk(tokens, ({ token }) => {
    const { offset } = token;
    if (!("source" in token) || token.source.length <= MAX_LENGTH) return true;
    const length = token.source.length.toLocaleString("en");
    const message = `a text of ${length} characters stands here: nothing takes more than ${MAX_LENGTH.toLocaleString("en")}`;
    faults.push({ message, offset });
    return true;
  });
  return faults.sort((a, b) => a.offset - b.offset)[0];
}

/** Unclosed brackets and quotes, where they begin: the composer only reports them at the end of the text. */
export function unclosedTokens(tokens: readonly CST.Token[]): YamlFault[] {
  const faults: YamlFault[] = [];
  walk(tokens, ({ token }) => {
    if (token.type === "flow-collection") {
      const [open, close] = token.start.source === "[" ? ["[", "]"] : ["{", "}"];
      const isClosed = token.end.some(({ source }) => source === close);
      const message = `"${open}" is not closed, or its "${close}" stands too far left: add it, or indent it`;
      if (!isClosed) faults.push({ message, offset: token.offset });
    }
    if (token.type === "single-quoted-scalar" || token.type === "double-quoted-scalar") {
      const { source, offset } = token;
      const isClosed = source.length > 1 && source.endsWith(source.charAt(0));
      if (!isClosed) faults.push({ message: `the quote is not closed: add ${source.charAt(0)} at its end`, offset });
    }
    return true;
  });
  return faults.sort((a, b) => a.offset - b.offset);
}

/** Visits all tokens, without recursion, until `visit` returns false. */
function walk(tokens: readonly CST.Token[], visit: (seen: Visited) => boolean): void {
  const todo: Visited[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let seen = todo.pop(); seen !== undefined; seen = todo.pop()) {
    if (!visit(seen)) return;
    const { token, depth } = seen;
    if (token.type === "document" && token.value) todo.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) todo.push({ token: item.key, depth: depth + 1 });
      if (item.value) todo.push({ token: item.value, depth: depth + 1 });
    }
  }
}
