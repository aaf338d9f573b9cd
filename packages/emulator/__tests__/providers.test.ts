// What a new resource type must not miss beside its own file: its line in providers.ts, and tests.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROVIDERS } from "../src/providers";
import type { DataSourceType, ResourceType } from "../src/resources/resource-type";

type EmulatedType = ResourceType | DataSourceType;

const filesBelow = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));

/** Each resource type and data source that a file below src/resources exports, by the name of the export. */
function exportedTypes(): ReadonlyMap<string, EmulatedType> {
  const isType = (value: unknown): value is EmulatedType =>
    typeof value === "object" && value !== null && "name" in value && "schema" in value && "diagnose" in value;
  const modules = filesBelow(path.join(__dirname, "../src/resources")).map((file): object => require(file));
  return new Map(modules.flatMap((module) => Object.entries(module).filter(([, value]) => isType(value))));
}

test("every type in src/resources is served: a new one is a line in providers.ts", () => {
  const served = new Set<EmulatedType>(
    PROVIDERS.flatMap(({ resources, dataSources }) => [...resources, ...dataSources]),
  );
  const types = exportedTypes();
  expect(types.size).toBe(served.size);
  expect([...types].filter(([, type]) => !served.has(type)).map(([name]) => name)).toEqual([]);
});

test("every type is called by its name in a test of the emulator", () => {
  const texts = filesBelow(__dirname).map((file) => readFileSync(file, "utf8"));
  const isTested = ([name, type]: readonly [string, EmulatedType]) =>
    texts.some((text) => new RegExp(`\\b(?:${name}|${type.name})\\b`).test(text));
  expect([...exportedTypes()].filter((one) => !isTested(one)).map(([name]) => name)).toEqual([]);
});
