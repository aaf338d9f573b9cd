// The direction of imports, as docs/architecture says it: a room may import only the rooms listed for it.
import fs from "node:fs";
import path from "node:path";

const ROOMS: Record<string, readonly string[]> = {
  rdata: [],
  dns: ["rdata"],
  files: [],
  lock: [],
  net: [],
  config: ["dns", "rdata"],
  records: ["dns", "rdata"],
  stacks: ["config", "dns"],
  plan: ["dns"],
  review: ["config", "dns", "plan"],
  permissions: ["config", "dns"],
  init: ["config", "dns"],
  setup: ["net", "permissions"],
  ci: ["dns", "net", "review", "setup"],
  ses: ["dns", "net"],
  verify: ["config", "dns", "net", "rdata", "records", "ses"],
  adopt: ["config", "dns", "net", "rdata", "ses"],
  terraform: ["files", "net", "plan"],
  sandbox: ["files", "lock", "rdata"],
  cli: [
    ...[
      "config",
      "dns",
      "files",
      "init",
      "setup",
      "ci",
      "net",
      "records",
      "plan",
      "review",
      "permissions",
      "ses",
      "verify",
      "adopt",
      "terraform",
      "sandbox",
    ],
    "lock",
  ],
  "index.ts": ["config", "dns", "records", "stacks"],
};
const lib = path.resolve("lib");
const files = (fs.readdirSync(lib, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts"));
const source = (file: string) => fs.readFileSync(path.join(lib, file), "utf8");
const imports = (file: string) =>
  [...source(file).matchAll(/(?:from|import\(|import|require\()\s*"([^"]+)"/g)].map(([, name]) => name ?? "");
const roomOf = (file: string) => file.split(path.sep)[0] ?? "";

test.each(files)("%s imports only what its room may", (file) => {
  const room = roomOf(file);
  const local = imports(file).filter((name) => name.startsWith("."));
  const rooms = local.map((name) => roomOf(path.relative(lib, path.resolve(lib, path.dirname(file), name))));
  expect(rooms.filter((other) => other !== room && !ROOMS[room]?.includes(other))).toEqual([]);
  const cdktf = imports(file).filter((name) => /^(cdktf|constructs|@cdktf\/.*)$/.test(name));
  expect(room === "stacks" ? [] : cdktf).toEqual([]);
  expect(imports(file).filter((name) => /^@cdktf\/provider-[a-z]+$/.test(name))).toEqual([]);
  const spawns = imports(file).filter((name) => /child_process$/.test(name));
  expect(room === "terraform" ? [] : spawns).toEqual([]);
});

test.each(files.filter((file) => roomOf(file) !== "cli"))("%s leaves process and console to cli", (file) => {
  const code = source(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  expect(code).not.toMatch(/(?<![.\w"-])(?:process|console)\./);
});
