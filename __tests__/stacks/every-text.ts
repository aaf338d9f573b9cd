// A text at every place of domains.yaml and imports.yaml, and what Terraform would run of what synth writes.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { backendBlock, stateFolder } from "../../lib/config/backend";
import { type Configuration, parseConfiguration } from "../../lib/config/configuration";
import { importsJsonSchema, jsonSchema } from "../../lib/config/schema/json-schema";
import { formatTxt } from "../../lib/dns/text/txt";
import { MailApp } from "../../lib/stacks/mail-app";
import { type SchemaPlace, schemaPlaces } from "../helpers/schema-places";

/** Templates of Terraform, tokens of CDKTF (known and unknown), and what it refuses or what we hide texts with. */
export const TEXTS: readonly string[] = [
  "${path.cwd}",
  "$${path.cwd}",
  "%{if true}x%{endif}",
  "${TfToken[TOKEN.0]}",
  "${TfToken[TOKEN.987654]}",
  "#{TfToken[TOKEN.0]}",
  "&{TfToken[TOKEN.0]}",
  "-1.8881545897087626e+289",
  "-19e288",
  "String Map Token Value",
  "Any Map Token Value",
  "\uFDD01\uFDD0{",
];

export const ENTRY = { domain: "example.com", aws: { region: "eu-west-1" } };
const ZONES = { "example.com": "0123456789abcdef0123456789abcdef" };

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-"));
  process.env.CDKTF_OUTDIR = path.join(folder, "cdktf.out");
});

afterAll(() => {
  delete process.env.CDKTF_OUTDIR;
  fs.rmSync(folder, { recursive: true });
});

/** All that synth writes, as text; as main.ts calls it. */
export function synthesise({ domains, imports, backend }: Configuration): string {
  fs.rmSync(path.join(folder, "cdktf.out"), { recursive: true, force: true });
  new MailApp({
    domains,
    imports,
    stateFolder: path.resolve(folder, stateFolder(backend)),
    fastSynth: true,
    backend: (stack) => backendBlock(backend, stack),
  }).synth();
  const files = fs.readdirSync(path.join(folder, "cdktf.out"), { recursive: true, encoding: "utf8" });
  const texts = files.filter((file) => file.endsWith(".json")).sort();
  return texts.map((file) => fs.readFileSync(path.join(folder, "cdktf.out", file), "utf8")).join("\n");
}

/** All texts and keys of JSON texts, templates' escapes undone. */
function textsIn(json: string): string[] {
  return stringsOf(json).map((text) => text.replace(/([$%])\1\{/g, "$1{"));
}

/** What Terraform would run, sorted, without the names of resources. */
export function liveIn(json: string): string[] {
  return stringsOf(json)
    .flatMap((text) => text.replace(/([$%])\1\{/g, "").match(/[$%]\{[^}]*\}?/g) ?? [])
    .map((expression) => expression.replace(/\b((?:aws|cloudflare)_\w+)\.[\w-]+/g, "$1"))
    .sort();
}

function stringsOf(json: string): string[] {
  return [...json.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => JSON.parse(text) as string);
}

export const errors = ({ findings }: Configuration) => findings.filter(({ severity }) => severity === "error");

interface Entry {
  readonly aws?: object;
  readonly web?: Record<string, object | string> | false;
  readonly mtaSts?: unknown;
  readonly bimi?: unknown;
  readonly configurationSet?: string | ConfigurationSet;
  readonly records?: Record<string, RecordEntry>;
}

interface RecordEntry {
  readonly name?: string;
  readonly type?: string;
  readonly content?: string;
  readonly data?: object;
  readonly priority?: unknown;
  readonly proxied?: unknown;
}

interface ConfigurationSet {
  name?: string;
  readonly events?: Record<string, { types?: unknown; eventBridge?: boolean }>;
}

/** A set has a name, and a destination of events one target and some types. */
function completeSet(set: ConfigurationSet): void {
  set.name ??= "mail";
  for (const destination of Object.values(set.events ?? {})) {
    destination.types ??= ["send"];
    const hasTarget = ["sns", "eventBridge", "cloudWatch", "firehose"].some((target) => target in destination);
    if (!hasTarget) destination.eventBridge = true;
  }
}

function isMapOf(value: unknown, key: string): value is object {
  return typeof value === "object" && value !== null && key in value;
}

/** The document of a place, completed by what the rules want beside the schema. */
function documentOf(value: unknown): object {
  const document = value as { domains?: readonly Entry[]; defaults?: Entry };
  const whole: Entry = { ...ENTRY, ...document.domains?.[0], aws: { ...ENTRY.aws, ...document.domains?.[0]?.aws } };
  const { web, records = {} } = whole;
  if (typeof whole.configurationSet === "object") completeSet(whole.configurationSet);
  for (const [key, record] of Object.entries(records)) {
    const data = { flags: 0, tag: "issue", value: "ca.example", ...record.data };
    const type = record.proxied !== undefined ? "CNAME" : record.priority !== undefined ? "MX" : "TXT";
    records[key] =
      record.data === undefined
        ? { content: "mx.example.net", ...record, type: record.type === "A" ? type : record.type }
        : { ...record, name: "@", type: "CAA", data };
  }
  for (const [key, site] of Object.entries(web || {}))
    if (web && typeof site === "object" && !("distribution" in site))
      web[key] = { target: "d111111abcdef8.cloudfront.net", ...site };
  const { bimi, mtaSts } = whole;
  const mx = { type: "MX", name: "@", content: "mx.example.net", priority: 10 };
  const beside = {
    ...(mtaSts !== undefined && { records: { ...records, mx } }),
    ...(isMapOf(bimi, "certificate") && { bimi: { logo: "https://example.com/logo.svg", ...bimi } }),
  };
  return { zones: ZONES, ...document, domains: [{ ...whole, ...beside }] };
}

const AROUND: readonly ((text: string, sample: unknown) => string)[] = [
  (text) => text,
  (text, sample) => `${sample}${text}`,
  (text, sample) => `${text}${sample}`,
];

export const PLACES = schemaPlaces(jsonSchema());

/** @param textsOf which texts are tried at the place of an index */
export function checkPlaces(textsOf: (place: number) => readonly string[]): void {
  describe.each([
    [
      "domains.yaml",
      PLACES.filter(({ name }) => !name.startsWith("defaults.")),
      (value: unknown) => [documentOf(value)] as const,
    ],
    [
      "imports.yaml",
      schemaPlaces(importsJsonSchema()),
      (value: unknown) => [{ zones: ZONES, domains: [ENTRY] }, value] as const,
    ],
  ])("%s", (_, places, documents) => {
    const parse = (place: SchemaPlace, value: unknown) => {
      const [domains, ...imports] = documents(place.make(value)).map((document) => stringify(document));
      return parseConfiguration(
        [{ file: "domains.yaml", text: domains ?? "" }],
        imports.map((text) => ({ file: "imports.yaml", text })),
      );
    };

    test.each(places.map((place, index) => [place.name, place, index] as const))(
      "a text in %s is data",
      (_, place, index) => {
        const right = parse(place, place.sample);
        expect(errors(right)).toEqual([]);
        const usuals = new Map<unknown, string>();
        const usualOf = (around: (typeof AROUND)[number]) => {
          const plain = parse(place, around("zqzq", place.sample));
          return synthesise(errors(plain).length === 0 ? plain : right);
        };
        for (const text of textsOf(index)) {
          const read = AROUND.map((around) => ({ around, config: parse(place, around(text, place.sample)) }));
          for (const { config } of read) expect(errors(config).filter(({ at }) => at === undefined)).toEqual([]);
          const taken = read.find(({ config }) => errors(config).length === 0);
          if (taken === undefined) continue;
          const usual = usuals.get(taken.around) ?? usualOf(taken.around);
          usuals.set(taken.around, usual);
          const written = synthesise(taken.config);
          expect({ text, live: liveIn(written) }).toEqual({ text, live: liveIn(usual) });
          // A TXT record has bytes that are no ASCII as escapes.
          const isShown = (json: string, word: string) =>
            textsIn(json).some((one) => one.includes(word) || one.includes(formatTxt(word).slice(1, -1)));
          expect({ text, shown: isShown(written, text) }).toEqual({ text, shown: isShown(usual, "zqzq") });
        }
      },
    );
  });
}
