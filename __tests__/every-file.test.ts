// What is true of every file. No text of ours, to be read, copied or run, calls a package by a name that anybody may own: `npx` fetches what
// is not installed. And nothing is binary: such a file was fetched or built, and nobody can review it.
import fs from "node:fs";
import path from "node:path";

/** What is made, installed or another's: .gitignore's, and git's own. And this file, which names them. */
const SKIPPED = new Set([
  path.basename(__filename),
  ".git",
  "node_modules",
  ".mailzone",
  "cdktf.out",
  ".cache",
  "dist",
]);

const FETCHING = [
  // At the end of a line the name stands on the next one.
  /\bnpx(?:[ \t]+|\r?\n[ \t]*(?:(?:\/\/|[#*>|])[ \t]*)?)(?!--no-install\b)[\w@$"'{.-]/g,
  /["'`]npx["'`]\s*,\s*\[?\s*["'`](?!--no-install["'`])/g,
  /\bnpm (?:exec|x)[ \t]+(?!--no[ \t]|--package=@mailzone\/mailzone[@ \t])|\b(?:pnpm dlx|yarn dlx|bunx)\b|\b(?:npm|pnpm|yarn) (?:init|create)[ \t]+[\w@]/g,
];

const fetching = (text: string) => FETCHING.flatMap((pattern) => [...text.matchAll(pattern)].map(({ index }) => index));

function* textsBelow(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (SKIPPED.has(entry.name)) continue;
    if (entry.isDirectory()) yield* textsBelow(name);
    else if (entry.isFile()) yield name;
  }
}

const texts = [...textsBelow(".")].map((file) => ({ file, text: fs.readFileSync(file, "utf8") }));

test("no file is binary", () => {
  expect(texts.filter(({ text }) => text.includes("\0")).map(({ file }) => file)).toEqual([]);
});

test("npx is always called with --no-install", () => {
  const places = texts.flatMap(({ file, text }) => {
    return fetching(text).map((index) => `${file}:${text.slice(0, index).split("\n").length}`);
  });
  expect(places).toEqual([]);
});

const NPX = "npx";

test.each([
  [`${NPX} mailzone check`],
  [`- run: ${NPX}  @mailzone/mailzone check`],
  [`as in \`${NPX}\nmailzone check\``],
  [`// as in ${NPX}\n// mailzone check`],
  [`${NPX} --yes mailzone`],
  [`${NPX} -p mailzone mailzone`],
  [`${NPX} "$tool"`],
  [`spawn("${NPX}", ["cdktf", "diff"])`],
  [`["${NPX}", "cdktf"]`],
  [`${"npm"} exec mailzone`],
  [`${"npm"} exec --package=mailzone -- mailzone init`],
  [`${"npm"} exec --package=@mailzone/mailzone-x -- mailzone init`],
  [`${"pnpm"} dlx mailzone`],
  [`${"npm"} init mailzone`],
])("%j fetches", (text) => {
  expect(fetching(text)).toHaveLength(1);
});

test.each([
  [`${NPX} --no-install mailzone check`],
  [`spawn("${NPX}", ["--no-install", "cdktf"])`],
  [`\`${NPX}\` has it`],
  ["npm exec --no -- mailzone check"],
  // Nobody else may own a name in our scope.
  ["npm exec --package=@mailzone/mailzone -- mailzone init"],
  ["pnpm exec mailzone check"],
  ["npm init -y"],
])("%j does not", (text) => {
  expect(fetching(text)).toEqual([]);
});
