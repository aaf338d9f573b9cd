// Tricks that only please the formatter, and spreads that say nothing. The formatter sets one element per line where a list does not
// fit into one; wrapping elements in a list of their own, `...[a, b]`, hides that, and hides unknown properties from the compiler.
import fs from "node:fs";
import path from "node:path";

const sources = ["lib", "packages", "scripts", "bench", "bin", "__tests__", "main.ts"].flatMap((name) =>
  fs.statSync(name).isFile()
    ? [name]
    : (fs.readdirSync(name, { recursive: true }) as string[])
        .filter((file) => /\.[jt]s$/.test(file) && !/(?:^|\/)(?:node_modules|dist)\//.test(file))
        .map((file) => path.join(name, file)),
);

/** Lines `file:line: text` of what is found; `wrong` gives the places in the text. */
function found(wrong: (text: string) => readonly number[]): string[] {
  return sources
    .filter((file) => path.resolve(file) !== __filename)
    .flatMap((file) => {
      const text = fs.readFileSync(file, "utf8");
      return wrong(text).map((at) => `${file}:${text.slice(0, at).split("\n").length}: ${text.slice(at, at + 60)}`);
    });
}

/** Spreads of a list or an object that is written in place and not used otherwise: `...[a, b]`, `...{ a, b }`. */
function literalSpreads(text: string): number[] {
  return [...text.matchAll(/(?<=[[({,\n]\s*)\.\.\.(?=[[{])/g)]
    .map(({ index }) => index)
    .filter((index) => {
      const after = text.slice(closing(text, index + 3) + 1);
      // Not what is called or indexed, and not a function's parameters.
      return /^\s*(?:[,)\]}]|$)/.test(after) && !/^\s*\)\s*=>/.test(after);
    });
}

/** The place of the bracket that closes the one at `start`. Brackets in strings are taken as those of code: they come in pairs there. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if ("[{(".includes(text[at] as string)) depth++;
    if ("]})".includes(text[at] as string) && --depth === 0) return at;
  }
  return text.length;
}

/** Spreads of one property if its own value is there: `...(a !== undefined && { a })`, `...(a && { key: a.b })`, and with `? {} :`. */
function valueSpreads(text: string): number[] {
  const same = /\.\.\.\(\s*([\w.]+)(?: !== undefined)? && \{\s*(?:\w+: )?\1(?:[.,?][^{}:]*)?\s*\}\s*\)/g;
  const ternary = /\.\.\.\(\s*([\w.]+) === undefined\s*\?\s*\{\}\s*:\s*\{\s*(?:\w+: )?\1\s*\}\s*\)/g;
  return [same, ternary].flatMap((form) => [...text.matchAll(form)].map(({ index }) => index));
}

test("no list and no object is spread where it is written", () => {
  expect(sources.length).toBeGreaterThan(1_000);
  expect(found(literalSpreads)).toEqual([]);
});

test("no property of lib is left out by a spread: undefined says the same, and no flag of the compiler wants it", () => {
  const { compilerOptions } = JSON.parse(fs.readFileSync("tsconfig.json", "utf8"));
  expect(compilerOptions.exactOptionalPropertyTypes).toBeUndefined();
  expect(found(valueSpreads).filter((line) => line.startsWith("lib/"))).toEqual([]);
});

test("the forms are found, and what looks like them is not", () => {
  const count = (find: (text: string) => readonly number[], texts: readonly string[]) =>
    texts.map((text) => find(text).length);
  expect(
    count(literalSpreads, ["[...[a, b], c]", "f(...[a])", "{\n  ...{ a, b: { c } },\n}", "[x, ...[...y, 1]]"]),
  ).toEqual([1, 1, 1, 1]);
  expect(count(literalSpreads, ["[...[...a].map(b)]", "{ ...{ a: 1 }[b] }", "{ ...a }", "(...[, a]) => a"])).toEqual([
    0, 0, 0, 0,
  ]);
  expect(
    count(valueSpreads, [
      "{ ...(a !== undefined && { a }) }",
      "{ ...(a.b && { c: a.b }) }",
      "{ ...(a && { b: a.c() }) }",
      "{\n...(a === undefined\n ? {} : { a }) }",
    ]),
  ).toEqual([1, 1, 1, 1]);
  expect(count(valueSpreads, ["{ ...(a && { b }) }", "{ ...(a !== undefined && { b: c(a) }) }"])).toEqual([0, 0]);
});
