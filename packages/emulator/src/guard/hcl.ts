// A parser for the part of HCL that finds blocks and plain strings in a .tf file. It evaluates nothing: of a value that is not a
// plain string it only notes that it exists. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md

export interface HclBody {
  /** Attributes by name. */
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
}

export interface HclBlock extends HclBody {
  readonly type: string;
  /** Quoted or not. */
  readonly labels: readonly string[];
}

/** A plain string, an object of plain strings and objects, or undefined for any other expression. */
export type HclValue = string | ReadonlyMap<string, HclValue> | undefined;

/** @throws Error if a bracket or quote is not closed */
export function parseHcl(text: string): HclBody {
  const all = tokenize(text);
  checkDepth(all);
  const tokens = new Tokens(all);
  const body = readBody(tokens);
  if (tokens.next !== undefined) throw new Error("it has a bracket too many");
  return body;
}

/** No real configuration nests this deep. The functions below are recursive, so the depth needs a limit. */
const MAX_DEPTH = 200;

function checkDepth(tokens: readonly Token[]): void {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== "mark") continue;
    if (text in CLOSING) depth += 1;
    else if (text === "}" || text === "]" || text === ")") depth -= 1;
    if (depth > MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`);
  }
}

type Token =
  | { readonly kind: "word"; readonly text: string }
  /** `text` is undefined if it is not a plain string. */
  | { readonly kind: "string"; readonly text: string | undefined }
  | { readonly kind: "mark"; readonly text: string }
  | { readonly kind: "newline"; readonly text: "\n" };

class Tokens {
  private index = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get next(): Token | undefined {
    return this.tokens[this.index];
  }

  take(): Token | undefined {
    this.index += 1;
    return this.tokens[this.index - 1];
  }

  isMark(text: string): boolean {
    return this.next?.kind === "mark" && this.next.text === text;
  }
}

function readBody(tokens: Tokens): HclBody {
  const attributes = new Map<string, HclValue>();
  const blocks: HclBlock[] = [];
  while (tokens.next !== undefined && !tokens.isMark("}")) {
    const names: string[] = [];
    while (tokens.next?.kind === "word" || tokens.next?.kind === "string") names.push(tokens.take()?.text ?? "");
    const [type = "", ...labels] = names;
    if (tokens.isMark("=") && names.length === 1) {
      tokens.take();
      attributes.set(type, readExpression(tokens, ["newline", "}"]));
    } else if (tokens.isMark("{") && names.length > 0) {
      tokens.take();
      blocks.push({ type, labels, ...readBody(tokens) });
      close(tokens, "}");
    } else readExpression(tokens, ["newline", "}"]);
    if (tokens.next?.kind === "newline") tokens.take();
  }
  return { attributes, blocks };
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** Reads up to one of `ends` and does not consume it. */
function readExpression(tokens: Tokens, ends: readonly string[]): HclValue {
  const values: HclValue[] = [];
  for (let next = tokens.next; next !== undefined; next = tokens.next) {
    if (ends.includes(next.kind) || (next.kind === "mark" && ends.includes(next.text))) break;
    if (next.kind === "mark" && next.text === "{") values.push(readObject(tokens));
    else {
      tokens.take();
      const end = next.kind === "mark" ? CLOSING[next.text] : undefined;
      if (end !== undefined) {
        while (tokens.next !== undefined && !tokens.isMark(end)) {
          readExpression(tokens, [end]);
        }
        close(tokens, end);
      } else if (next.kind === "mark" && ["}", "]", ")"].includes(next.text)) throw new Error("a bracket does not fit");
      values.push(next.kind === "string" ? next.text : undefined);
    }
  }
  return values.length === 1 ? values[0] : undefined;
}

function readObject(tokens: Tokens): HclValue {
  tokens.take();
  const entries = new Map<string, HclValue>();
  for (;;) {
    while (tokens.next?.kind === "newline" || tokens.isMark(",")) tokens.take();
    if (tokens.next === undefined || tokens.isMark("}")) break;
    const key = tokens.next.kind === "word" || tokens.next.kind === "string" ? tokens.take()?.text : undefined;
    if (tokens.isMark("=") || tokens.isMark(":")) tokens.take();
    const value = readExpression(tokens, ["newline", ",", "}"]);
    if (key !== undefined) entries.set(key, value);
  }
  close(tokens, "}");
  return entries;
}

function close(tokens: Tokens, end: string): void {
  if (!tokens.isMark(end)) throw new Error(`a "${end}" is missing`);
  tokens.take();
}

const BLANK = /[^\S\n]+|\uFEFF|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//y;
const WORD = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[^\S\n]*\n/uy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const blank = match(BLANK);
    const word = match(WORD);
    const heredoc = match(HEREDOC);
    if (blank !== null) at += blank[0].length;
    else if (text.startsWith("/*", at)) throw new Error("a comment does not end");
    else if (word !== null) {
      tokens.push({ kind: "word", text: word[0] });
      at += word[0].length;
    } else if (heredoc !== null) {
      tokens.push({ kind: "string", text: undefined });
      at = heredocEnd(text, at + heredoc[0].length, heredoc[1] ?? "");
    } else if (text[at] === '"') {
      const end = stringEnd(text, at);
      tokens.push({ kind: "string", text: plainText(text.slice(at + 1, end - 1)) });
      at = end;
    } else {
      const mark = String.fromCodePoint(text.codePointAt(at) ?? 0);
      tokens.push(mark === "\n" ? { kind: "newline", text: mark } : { kind: "mark", text: mark });
      at += mark.length;
    }
  }
  return tokens;
}

/** Returns undefined for a string with an escape or a template. */
function plainText(inner: string): string | undefined {
  return /[\\]|[$%]\{/.test(inner) ? undefined : inner;
}

/** The end of the string that begins at `start`. */
function stringEnd(text: string, start: number, depth = 0): number {
  if (depth > MAX_DEPTH) throw new Error(`a text is nested deeper than ${MAX_DEPTH} levels`);
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '"') return at + 1;
    if (text[at] === "\n") break;
    at = text[at] === "\\" ? at + 2 : templateEnd(text, at, depth);
  }
  throw new Error("a string does not end");
}

function heredocEnd(text: string, start: number, marker: string): number {
  let at = start;
  while (at < text.length) {
    const lineEnd = text.indexOf("\n", at);
    const line = text.slice(at, lineEnd === -1 ? text.length : lineEnd);
    // Do not consume the newline that ends the expression.
    if (line.trim() === marker) return at + line.length;
    while (at < text.length && text[at] !== "\n") at = templateEnd(text, at);
    at += 1;
  }
  throw new Error("a text in <<… does not end");
}

/** The end of one character of a template, or of a whole `${…}` in it. */
function templateEnd(text: string, at: number, outer = 0): number {
  const isMark = text[at] === "$" || text[at] === "%";
  if (!isMark || text[at + 1] !== "{")
    return isMark && text[at + 1] === text[at] && text[at + 2] === "{" ? at + 3 : at + 1;
  let depth = 1;
  let inner = at + 2;
  while (inner < text.length) {
    const character = text[inner];
    if (character === '"') inner = stringEnd(text, inner, outer + 1);
    else {
      if (character === "{") depth += 1;
      if (character === "}") depth -= 1;
      inner += 1;
      if (depth === 0) return inner;
    }
  }
  throw new Error("a ${…} does not end");
}
