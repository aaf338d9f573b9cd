// One exported name means one thing: whoever reads it in another file need not ask which one is meant.
import fs from "node:fs";
import path from "node:path";

const DECLARED = /^export (?:abstract )?(?:async )?(?:interface|type|class|function\*?|const|enum) ([\w$]+)/gm;

/** Names that stand in more than one file of lib, and why they may. */
const ALLOWED: Readonly<Record<string, string>> = {
  // What lib/index.ts exports by another file's name is the same thing.
  Problem: "the package's face; within lib it is verify's alone",
  importsFile: "the package's face",
  isReadable: "the package's face",
  splitConfigNames: "the package's face",
  MailDomainSettings: "the interface is written from the schema of that name",
  // One renderer a room: a command names the room by its import.
  renderHtml: "of reports, of a verification",
  renderJson: "of reports, of a review, of a verification",
  renderMarkdown: "of permissions, of the hand-over table, of reports, of a review, of a verification",
  renderText: "of the hand-over table, of reports, of a review, of a verification",
  // Two services or layers that have a word of their own for it.
  Credentials: "AWS's and Cloudflare's",
  ManagedResource: "as Terraform's state has it, and as adopt looks it up",
};

/** The text of each TypeScript file below a folder, by its path there. */
function sourcesBelow(folder: string): ReadonlyMap<string, string> {
  const files = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts"));
  return new Map(files.map((file) => [file, fs.readFileSync(path.join(folder, file), "utf8")]));
}

/** The files that declare each name. */
function declarations(sources: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [file, source] of sources)
    for (const [, name = ""] of source.matchAll(DECLARED)) found.set(name, (found.get(name) ?? new Set()).add(file));
  return found;
}

test("no exported name is declared in two files of lib without a reason", () => {
  const found = declarations(sourcesBelow("lib"));
  expect(found.size).toBeGreaterThan(1_000);
  const twice = [...found].filter(([, where]) => where.size > 1);
  expect(
    twice.filter(([name]) => !(name in ALLOWED)).map(([name, where]) => `${name}: ${[...where].join(", ")}`),
  ).toEqual([]);
  // A reason for what is no longer there twice is taken out.
  expect(Object.keys(ALLOWED).filter((name) => !twice.some(([one]) => one === name))).toEqual([]);
});

test("no exported name is declared in two files of the emulator", () => {
  const found = declarations(sourcesBelow("packages/emulator/src"));
  expect(found.size).toBeGreaterThan(400);
  const twice = [...found].filter(([, where]) => where.size > 1);
  expect(twice.map(([name, where]) => `${name}: ${[...where].join(", ")}`)).toEqual([]);
});

test("every form of declaration is seen, and a re-export does not count", () => {
  const one = "export interface A {}\nexport type B = 1;\nexport class C {}\nexport const D = 1;\nexport enum E {}";
  const other = 'export async function A() {}\nexport function* B() {}\nexport { C } from "./one";\nconst D = 1;';
  const found = declarations(new Map(Object.entries({ one, other })));
  expect([...found].map(([name, where]) => [name, where.size])).toEqual([
    ["A", 2],
    ["B", 2],
    ["C", 1],
    ["D", 1],
    ["E", 1],
  ]);
});
