// Regular expressions that take quadratic time, by their form: one that may begin anywhere, begins with a repetition and asks for
// something behind it is tried again from every character of a long run. `bench/hostile-texts.ts` has the figures.
import fs from "node:fs";
import path from "node:path";
import { parseSync } from "@swc/core";

const files = ["lib", "packages/emulator/src"].flatMap((folder) =>
  (fs.readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file)),
);

function expressionsOf(file: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, pattern, flags } = node as { type?: string; pattern?: string; flags?: string };
    if (type === "RegExpLiteral") found.push(`/${pattern}/${flags}`);
    for (const part of Object.values(node)) visit(part);
  };
  visit(parseSync(fs.readFileSync(file, "utf8"), { syntax: "typescript", target: "es2022" }));
  return found;
}

/** What follows may be missing: nothing is asked for then. */
const LENIENT = String.raw`(?!.*\]\?\)\/)`;
/** A class, an escape or a character, repeated without an end. */
const ATOM = String.raw`(?:\[(?:[^\]\\]|\\.)+\]|\\p\{\w+\}|\\.|[^\\^$(|\[])`;
const RESTARTS = new RegExp(String.raw`^${LENIENT}\/\(?${ATOM}[+*]\)?(?!\/|\|)`);
/** `(a+)+`, which doubles its time with every character. */
const NESTED = new RegExp(String.raw`\((?:\?:)?${ATOM}[+*]\)[+*{]`);

test("the forms are told from each other", () => {
  const [bad, good] = [
    [String.raw`/\s+$/`, String.raw`/[ \t]*;/g`, String.raw`/\\+([;"])/g`, "/[^@]+@/"],
    [String.raw`/\s+/g`, String.raw`/^\s+x/`, String.raw`/(?<!\s)\s+$/`, String.raw`/;\s*p/`, "/[a-z]/"],
  ];
  expect(bad?.filter((text) => !RESTARTS.test(text))).toEqual([]);
  expect(good?.filter((text) => RESTARTS.test(text))).toEqual([]);
  expect([NESTED.test("/^(a+)+$/"), NESTED.test("/^(?:[a-z]*)*$/"), NESTED.test(String.raw`/^(?:a\.)+$/`)]).toEqual([
    true,
    true,
    false,
  ]);
});

test("no expression of lib is of such a form", () => {
  const all = files.flatMap((file) => expressionsOf(file).map((text) => `${file} ${text}`));
  expect(all.length).toBeGreaterThan(300);
  const flagged = all.filter((one) => {
    const text = one.slice(one.indexOf(" ") + 1);
    // A sticky one begins at one place only.
    return (!/\/[a-z]*y[a-z]*$/.test(text) && RESTARTS.test(text)) || NESTED.test(text);
  });
  expect(flagged).toEqual([]);
});
