// The help of every command, as a person reads it: found by the commands that each help lists.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { COMMON_ORDER } from "../../lib/cli/help";
import { runInProcess } from "../helpers/in-process";

interface Help {
  readonly words: string;
  readonly text: string;
  readonly commands: readonly string[];
  readonly options: readonly { readonly long: string; readonly words: string }[];
}

async function helpOf(words: readonly string[]): Promise<Help> {
  const { code, stdout, stderr } = await runInProcess([...words, "--help"], { cwd: os.tmpdir() });
  expect([words, code, stderr]).toEqual([words, 0, ""]);
  const part = (title: string) => new RegExp(`^${title}:\\n((?:  .*\\n)+)`, "m").exec(stdout)?.[1] ?? "";
  const commands = [...part("Commands").matchAll(/^ {2}([a-z]+)/gm)].map(([, name = ""]) => name);
  const options = part("Options")
    .split(/^ {2}(?=-)/m)
    .filter((text) => text !== "");
  return {
    words: words.join(" "),
    text: stdout,
    commands: commands.filter((name) => name !== "help"),
    options: options.map((text) => ({
      long: /--[a-z-]+/.exec(text)?.[0] ?? "",
      words: text
        .replace(/^(?:-h, )?--\S+(?: [[<].*?[\]>](?=\s))?/, "")
        .replace(/\s+/g, " ")
        .trim(),
    })),
  };
}

async function allBelow(words: readonly string[]): Promise<Help[]> {
  const help = await helpOf(words);
  const inner: Help[] = [];
  for (const name of help.commands) inner.push(...(await allBelow([...words, name])));
  return [help, ...inner];
}

let all: readonly Help[] = [];
beforeAll(async () => {
  all = await allBelow([]);
});

const wrong = (fault: (help: Help) => unknown) => all.filter((help) => fault(help)).map(({ words }) => words);

test("every command has a help that fits into 80 columns", () => {
  expect(all.length).toBeGreaterThan(35);
  expect(
    all.flatMap(({ words, text }) =>
      text
        .split("\n")
        .filter((line) => [...line].length > 80)
        .map((line) => `${words}: ${line}`),
    ),
  ).toEqual([]);
});

test("every help ends with an example of its command and the address of a page that exists", () => {
  const pages = new Set(fs.readdirSync("docs"));
  const ending = /\nExample:\n {2}npx --no-install mailzone (.+)\n\nhttps:\/\/\S+\/blob\/main\/docs\/(\S+)\n$/;
  expect(
    wrong(({ words, text }) => {
      const [, example = "", page = ""] = ending.exec(text) ?? [];
      return words !== "" && !(example.startsWith(words) && pages.has(page));
    }),
  ).toEqual([]);
});

test("every help says what each option is for, and no default twice", () => {
  const told = all.flatMap(({ words, options }) =>
    options.map((option) => ({ at: `${words} ${option.long}`, ...option })),
  );
  expect(told.length).toBeGreaterThan(150);
  expect(told.filter(({ words }) => words.length < 8).map(({ at }) => at)).toEqual([]);
  expect(told.filter(({ words }) => (words.match(/default/g) ?? []).length > 1).map(({ at }) => at)).toEqual([]);
  expect(told.filter(({ words }) => /default: (?:\[\]|false|undefined|")/.test(words)).map(({ at }) => at)).toEqual([]);
});

test("every help has the options that many commands share in one order, after its own options", () => {
  const order = ({ options }: Help) => options.map(({ long }) => COMMON_ORDER.indexOf(long));
  expect(wrong((help) => order(help).join() !== [...order(help)].sort((a, b) => a - b).join())).toEqual([]);
});

test("an option that many commands share has the same description in all of them", () => {
  const words = new Map<string, Set<string>>();
  for (const { long, words: text } of all.flatMap(({ options }) => options))
    if (/^--(?:config|emulated|json|parallel|lock-timeout|help|lang|rate)$/.test(long))
      words.set(long, (words.get(long) ?? new Set()).add(text));
  expect([...words].filter(([, texts]) => texts.size > 1).map(([long, texts]) => [long, ...texts])).toEqual([]);
});

test("docs/commands.md lists every command and no other", () => {
  const list = /^```\n((?:mailzone .*\n)+)```$/m.exec(fs.readFileSync("docs/commands.md", "utf8"))?.[1] ?? "";
  const listed = [...list.matchAll(/^mailzone ([a-z]+)(?: \| ([a-z]+))?/gm)].flatMap(([, ...names]) => names);
  const names = listed.filter((name) => name !== undefined);
  expect([...new Set(names)].sort()).toEqual([...(all[0]?.commands ?? [])].sort());
});

test("every command is run by a test", () => {
  const tests = (fs.readdirSync("__tests__", { recursive: true }) as string[]).filter((file) => /\.ts$/.test(file));
  const texts = tests.map((file) => fs.readFileSync(path.join("__tests__", file), "utf8"));
  const isRun = (name: string) => texts.some((text) => new RegExp(`[[(]\\s*"${name}"`).test(text));
  expect(all[0]?.commands.filter((name) => !isRun(name))).toEqual([]);
});

test("what adds a command is called: a new one is a line in program.ts, or in that of the commands above it", () => {
  const files = (fs.readdirSync("lib/cli", { recursive: true }) as string[]).filter((file) => /\.ts$/.test(file));
  const texts = files.map((file) => fs.readFileSync(path.join("lib/cli", file), "utf8"));
  const adders = texts.flatMap((text) =>
    [...text.matchAll(/^export function (add[A-Z]\w*)\(/gm)].map(([, name]) => name),
  );
  expect(adders.length).toBeGreaterThan(20);
  const uses = (name = "") => texts.filter((text) => new RegExp(`\\b${name}\\b`).test(text)).length;
  expect(adders.filter((name) => uses(name) < 2)).toEqual([]);
});
