// The direction of imports, as docs/architecture says it: a room may import only the rooms listed for it, and no file imports
// itself by way of others. The emulator is a package of its own: it imports two rooms, and lib imports its two files alone. What
// else this repository needs of it is in its internals/.
import fs from "node:fs";
import path from "node:path";

/** All that knows nothing of commands, but for the constructs: those run in synth. */
const BELOW_APP = [
  "acm",
  "adopt",
  "ci",
  "cloudflare",
  "config",
  "dns",
  "drift",
  "files",
  "gateway",
  "init",
  "net",
  "permissions",
  "plan",
  "records",
  "report",
  "reports",
  "review",
  "s3",
  "ses",
  "setup",
  "terraform",
  "verify",
];
const ROOMS: Record<string, readonly string[]> = {
  rdata: [],
  dns: ["rdata"],
  files: [],
  net: [],
  config: ["dns", "files", "rdata"],
  records: ["dns", "rdata"],
  stacks: ["config", "dns"],
  plan: ["dns"],
  review: ["config", "dns", "plan"],
  permissions: ["config", "dns"],
  init: ["config", "dns"],
  setup: ["net", "permissions"],
  report: ["adopt", "dns", "review", "verify"],
  ci: ["dns", "net", "report", "review", "setup"],
  reports: ["dns", "files", "records"],
  s3: ["net", "ses"],
  acm: ["dns", "ses"],
  ses: ["dns", "net"],
  cloudflare: ["dns", "net"],
  verify: ["acm", "config", "dns", "net", "rdata", "records", "ses"],
  adopt: ["acm", "cloudflare", "config", "dns", "net", "rdata", "ses"],
  drift: ["cloudflare", "dns", "plan", "review", "ses"],
  terraform: ["files", "net", "plan"],
  gateway: ["cloudflare", "net"],
  app: [...BELOW_APP],
  cli: [...BELOW_APP, "app"],
  "user-error.ts": ["dns"],
  "duration.ts": [],
  "index.ts": ["app", "config", "dns", "drift", "permissions", "plan", "records", "review", "stacks", "verify"],
};
/** What every room may import, files of no room. */
const COMMON = ["user-error", "duration"];
/** Rooms of lib that the emulator imports, and has in its own package. */
const OF_EMULATOR = ["files", "rdata", ...COMMON];
const lib = path.resolve("lib");
const sources = (folder: string) =>
  (fs.readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts"));
const files = sources(lib);
const emulator = path.resolve("packages", "emulator");
const emulatorFiles = sources(emulator).filter((file) => !/^(__tests__|node_modules|dist)\b/.test(file));
const texts = new Map(files.map((file) => [file, fs.readFileSync(path.join(lib, file), "utf8")]));
const source = (file: string) => texts.get(file) ?? "";
const importsOf = (text: string) =>
  [...text.matchAll(/(?:from|import\(|import|require\()\s*["'`]([^"'`]+)["'`]/g)].map(([, name]) => name ?? "");
const imports = (file: string) => importsOf(source(file));
const roomOf = (file: string) => file.split(path.sep)[0] ?? "";

/** Lines `file: what`, of what each file should not have. */
const found = (of: readonly string[], wrong: (file: string) => readonly string[]) =>
  of.flatMap((file) => wrong(file).map((what) => `${file}: ${what}`));

test("a room imports only the rooms that it may", () => {
  const wrong = (file: string) => {
    const local = imports(file).filter((name) => name.startsWith(".") && !name.includes("/packages/"));
    const rooms = local.map((name) => roomOf(path.relative(lib, path.resolve(lib, path.dirname(file), name))));
    const room = roomOf(file);
    return rooms.filter((other) => other !== room && !COMMON.includes(other) && !ROOMS[room]?.includes(other));
  };
  expect(files.length).toBeGreaterThan(500);
  expect(found(files, wrong)).toEqual([]);
});

test("docs/architecture.md has each room of lib, with what it may import as it is here", () => {
  const page = fs.readFileSync("docs/architecture.md", "utf8");
  const rows = [...page.matchAll(/^\| `([a-z0-9]+)` +\| .* \| ([^|]+?) +\|$/gm)];
  const told = rows.map(([, room = "", may = ""]) => [room, may.match(/(?<=`)[a-z0-9]+(?=`)/g) ?? []] as const);
  const folders = fs.readdirSync(lib).filter((name) => !name.includes("."));
  expect(told.map(([room]) => room).sort()).toEqual(folders.sort());
  // "All above but stacks", which is in words there.
  const listed = told.filter(([room]) => room !== "app" && room !== "cli");
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(listed.map(([room]) => [room, ROOMS[room]])));
  const above = listed.map(([room]) => room).filter((room) => room !== "stacks" && room !== "rdata");
  expect([...BELOW_APP].sort()).toEqual(above.sort());
});

test("only stacks import CDKTF, and no file all of a provider's bindings", () => {
  const cdktf = (file: string) => imports(file).filter((name) => /^(cdktf|constructs|@cdktf\/.*)$/.test(name));
  const outside = files.filter((file) => roomOf(file) !== "stacks");
  expect(outside.length).toBeLessThan(files.length);
  expect(found(outside, cdktf)).toEqual([]);
  const all = (file: string) => imports(file).filter((name) => /^@cdktf\/provider-[a-z]+$/.test(name));
  expect(found(files, all)).toEqual([]);
});

test("only terraform starts processes", () => {
  const spawns = (file: string) => imports(file).filter((name) => /child_process$/.test(name));
  expect(new Set(files.filter((file) => spawns(file).length > 0).map(roomOf))).toEqual(new Set(["terraform"]));
});

test("only cli imports the emulator, only its two public files, and late except for its own commands", () => {
  const isFace = (name: string) => /^(\.\.\/)+packages\/emulator\/(index(\.js)?|commands)$/.test(name);
  const named = (file: string) => {
    const names = imports(file).filter((name) => name.includes("/packages/"));
    return roomOf(file) === "cli" ? names.filter((name) => !isFace(name)) : names;
  };
  expect(found(files, named)).toEqual([]);
  // Only the command's own folder loads it with itself; the others import types, and wait for the rest until a run is emulated.
  const loads = (file: string) =>
    [...source(file).matchAll(/^import (?!type )[^;]*?"[^"]*\/(?:packages|emulator)\/[^"]*"/gm)].map(([line]) => line);
  const isOwn = (file: string) => file.startsWith(path.join("cli", "emulator"));
  expect(
    found(
      files.filter((file) => !isOwn(file)),
      loads,
    ),
  ).toEqual([]);
});

test("the emulator imports of lib only what it may", () => {
  const wrong = (file: string) => {
    const text = fs.readFileSync(path.join(emulator, file), "utf8");
    const local = importsOf(text).filter((name) => name.startsWith("."));
    const outside = local.map((name) => path.resolve(emulator, path.dirname(file), name));
    const others = outside
      .filter((name) => !name.startsWith(emulator + path.sep))
      .map((name) => path.relative(lib, name));
    return others.filter((name) => !OF_EMULATOR.includes(roomOf(name)));
  };
  expect(emulatorFiles.length).toBeGreaterThan(100);
  expect(found(emulatorFiles, wrong)).toEqual([]);
});

/** What rooms other than cli import of node:process. It is the machine's, and says nothing of a command's arguments or environment. */
const OF_PROCESS: Readonly<Record<string, string>> = {
  "app/create-workspace.ts": "execPath, kill, pid",
  "app/project.ts": "getuid",
  "files/running.ts": "kill",
  "terraform/process/process.ts": "umask",
  "terraform/process/watchdog.ts": "kill",
};

/** Places of `process` and `console` in code: not in comments, texts, or as the name of a property. */
function globalsIn(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "").replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  return code.match(/(?<![.\w/-])(?:process|console)\b(?=[.;,)\]}[])/g) ?? [];
}

test("process and console are left to cli, but for what the others import of node:process by name", () => {
  const below = files.filter((file) => roomOf(file) !== "cli");
  expect(found(below, (file) => globalsIn(source(file)))).toEqual([]);
  expect(globalsIn("const { env } = process;\nconsole.log(process.argv);")).toHaveLength(3);
  expect(globalsIn('// process.env\nimport x from "./process/process";\na.process.b; f({ process: 1 });')).toEqual([]);
  const taken = below.flatMap((file) =>
    [...source(file).matchAll(/import \{ ([^}]*) \} from "node:process"/g)].map(([, names = ""]) => [file, names]),
  );
  expect(Object.fromEntries(taken)).toEqual(OF_PROCESS);
  const isOther = (file: string) => imports(file).some((name) => /^(?:node:)?(?:process|console)$/.test(name));
  expect(below.filter((file) => isOther(file) && !(file in OF_PROCESS))).toEqual([]);
});

test("no command imports another: of a command's file only what adds it is imported", () => {
  const isCommand = (file: string) => roomOf(file) === "cli" && /export function add[A-Z]\w*\(/.test(source(file));
  expect(files.filter(isCommand).length).toBeGreaterThan(20);
  const taken = files.flatMap((file) =>
    [...source(file).matchAll(/import (?:type )?\{([^}]*)\} from "([^"]+)"/g)]
      .filter(([, , name = ""]) => isCommand(fileOf(name, file) ?? ""))
      .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()))
      .flatMap((name) => (name === "" ? [] : [{ file, name }])),
  );
  expect(taken.length).toBeGreaterThan(20);
  expect(taken.filter(({ name }) => !/^add[A-Z]/.test(name))).toEqual([]);
});

test("a command parses, calls the application, prints and ends: it reads no file and asks no service by itself", () => {
  const isCommand = (file: string) => /^cli\/(?!emulator)/.test(file) && /export function add[A-Z]/.test(source(file));
  const commands = files.filter(isCommand);
  expect(commands.length).toBeGreaterThan(18);
  // Types are not the matter: they are gone when it runs.
  const loaded = (file: string) =>
    [...source(file).matchAll(/^import (?!type )(\{[^}]*\}|[^"{]*)? ?(?:from )?"([^"]+)";/gm)]
      .filter(([, names = ""]) => !/^\{(?:\s*type \w+,?)+\s*\}$/.test(names))
      .map(([, , name = ""]) => name);
  const roomsOf = (file: string) =>
    loaded(file).map((name) =>
      name.startsWith(".") ? roomOf(path.relative(lib, path.resolve(lib, path.dirname(file), name))) : name,
    );
  const OTHERS = ["ci", "cloudflare", "config", "files", "net", "ses", "terraform", "node:fs", "node:fs/promises"];
  expect(commands.flatMap((file) => roomsOf(file).map((room) => [file, room]))).toEqual(
    expect.arrayContaining([["cli/check.ts", "app"]]),
  );
  expect(
    commands.flatMap((file) => roomsOf(file).flatMap((room) => (OTHERS.includes(room) ? [`${file}: ${room}`] : []))),
  ).toEqual([]);
});

/** The file of lib that an import of `from` names; undefined for a package, and for what is no TypeScript. */
function fileOf(name: string, from: string): string | undefined {
  const base = path.join(path.dirname(from), name);
  return name.startsWith(".")
    ? [`${base}.ts`, base.replace(/\.js$/, ".ts"), path.join(base, "index.ts"), base].find((one) => known.has(one))
    : undefined;
}
const known = new Set(files);

/** Circles of a graph, each by its files in the order of their imports; the last imports the first. One for each way back. */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]) => {
    if (way.includes(file)) circles.push(way.slice(way.indexOf(file)));
    if (done.has(file)) return;
    done.add(file);
    for (const next of graph.get(file) ?? []) walk(next, [...way, file]);
  };
  for (const file of graph.keys()) walk(file, []);
  return circles;
}

test("no file of lib imports itself by way of others, not for a type either", () => {
  const graph = new Map(files.map((file) => [file, imports(file).flatMap((name) => fileOf(name, file) ?? [])]));
  const local = files.flatMap((file) =>
    imports(file).filter((name) => /^\..*\/[^./]+(?:\.js)?$/.test(name) && !name.includes("/packages/")),
  );
  expect([...graph.values()].flat()).toHaveLength(local.length);
  expect(circlesOf(graph).map((circle) => [...circle, circle[0]].join(" → "))).toEqual([]);
});

test("a circle is named file by file", () => {
  const graph = { "a.ts": ["b.ts", "d.ts"], "b.ts": ["c.ts"], "c.ts": ["b.ts", "d.ts"], "d.ts": [], "e.ts": ["e.ts"] };
  expect(circlesOf(new Map(Object.entries(graph)))).toEqual([["b.ts", "c.ts"], ["e.ts"]]);
});

test("no folder of lib lies four deep, and none below a room has less than three files", () => {
  // By its files: a checkout may keep an empty folder, which git does not know.
  const all = fs.readdirSync(lib, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const folders = new Set(all.map((one) => path.relative(lib, one.parentPath)).filter((one) => one.includes(path.sep)));
  expect(folders.size).toBeGreaterThan(40);
  expect([...folders].filter((folder) => folder.split(path.sep).length > 3)).toEqual([]);
  const isIn = (file: string, folder: string) => file.startsWith(folder + path.sep);
  const paths = all.map((one) => path.relative(lib, path.join(one.parentPath, one.name)));
  expect([...folders].filter((folder) => paths.filter((file) => isIn(file, folder)).length < 3)).toEqual([]);
});

/** Files of the repository that are neither lib's nor the emulator's, by their paths from the root. */
const others = ["__tests__", "scripts", "bench"].flatMap((folder) =>
  sources(path.resolve(folder)).map((file) => path.join(folder, file)),
);
/** What such a file imports of the emulator: paths in its folder. */
const importsOfEmulator = (file: string) =>
  importsOf(fs.readFileSync(file, "utf8"))
    .filter((name) => name.startsWith("."))
    .map((name) => path.resolve(path.dirname(file), name))
    // The folder's name alone would mean its build, which may be old, if there is one.
    .flatMap((name) =>
      name === emulator || name.startsWith(emulator + path.sep) ? [path.relative(emulator, name)] : [],
    );

test("tests, scripts and benches import of the emulator its face, its internals/ and its tests' helpers", () => {
  const taken = others.flatMap((file) => importsOfEmulator(file).map((name) => ({ file, name })));
  expect(taken.length).toBeGreaterThan(30);
  const isAllowed = (name: string) => /^(?:index(?:\.js)?|commands|internals\/[a-z]+)$/.test(name);
  const isHelper = (name: string) => name.startsWith(`__tests__${path.sep}`);
  expect(taken.filter(({ file, name }) => !isAllowed(name) && !(isHelper(name) && isTest(file)))).toEqual([]);
});
const isTest = (file: string) => file.startsWith(`__tests__${path.sep}`);

test("everything in the emulator's internals/ is used, and the package itself imports none of it", () => {
  const used = others.filter((file) => importsOfEmulator(file).some((name) => name.startsWith(`internals${path.sep}`)));
  const text = used.map((file) => fs.readFileSync(file, "utf8")).join("\n");
  for (const file of sources(path.join(emulator, "internals"))) {
    const exported = exportsOf(fs.readFileSync(path.join(emulator, "internals", file), "utf8"));
    expect(exported.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  }
  const own = emulatorFiles.filter((file) => !file.startsWith(`internals${path.sep}`));
  const back = own.filter((file) => /from "[^"]*internals\//.test(fs.readFileSync(path.join(emulator, file), "utf8")));
  expect(back).toEqual([]);
});

/** The names that a file of nothing but `export { … } from` passes on. */
function exportsOf(text: string): string[] {
  const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\} from/g)].map(([, names = ""]) => names);
  return lists.flatMap((names) => names.split(",").map((name) => name.trim().replace(/^type /, ""))).filter(Boolean);
}

test("the emulator's folders have two files at least, and lie at most two below src", () => {
  const folders = new Map<string, number>();
  for (const file of emulatorFiles) {
    const folder = path.dirname(file);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const deep = [...folders.keys()].filter((folder) => folder.split(path.sep).length > 3);
  expect(deep).toEqual([]);
  expect([...folders].filter(([folder, files]) => folder !== "." && files < 2)).toEqual([]);
});

test("no file of the emulator imports itself by way of others", () => {
  const all = new Set(emulatorFiles.map((file) => path.join(emulator, file)));
  const graph = new Map(
    [...all].map((file) => {
      const names = importsOf(fs.readFileSync(file, "utf8")).filter((name) => name.startsWith("."));
      const files = names.map((name) => `${path.resolve(path.dirname(file), name)}.ts`);
      return [file, files.filter((one) => all.has(one))];
    }),
  );
  expect([...graph.values()].flat().length).toBeGreaterThan(200);
  expect(circlesOf(graph).map((circle) => circle.map((file) => path.relative(emulator, file)).join(" → "))).toEqual([]);
});
