// Records that somebody adds or changes by hand, as in Cloudflare's dashboard. The API's checks apply to them too.
import { dataFieldsOf, type FieldType } from "../../../../lib/rdata/fields";
import { parseLocation } from "../../../../lib/rdata/location";
import { EmulatorError } from "../errors";
import { isDataType, type RecordParts } from "../services/cloudflare/data";
import { createRecord, type RecordBody, updateRecord } from "../services/cloudflare/records";
import { plainName, zonesNamed } from "../services/cloudflare/zones";
import type { CloudflareRecord, CloudflareZone } from "../world/entities";
import type { World } from "../world/world";
import { callService } from "./refused";

/** The fields of the dashboard's form. */
export interface RecordFields {
  readonly proxied?: boolean;
  readonly ttl?: number;
  readonly priority?: number;
  readonly comment?: string;
}

export interface RecordAddition extends RecordFields {
  /** The full name. */
  readonly name: string;
  readonly type: string;
  /** In presentation format; TXT with or without quotes, SRV with its priority first. */
  readonly content: string;
  /** Name or id. @default - the longest zone that contains the name */
  readonly zone?: string;
}

export interface RecordChange extends RecordFields {
  readonly name: string;
  readonly type: string;
  readonly content?: string;
  /** The content of the record to change. @default - there is only one */
  readonly from?: string;
}

export function addRecord(world: World, { name, type, content, zone, ...fields }: RecordAddition): string {
  const { id } = zoneOf(world, plainName(name), zone);
  const body = { ttl: 1, ...fields, name, type, ...valueFrom(type.toUpperCase(), content) };
  return describe(callService("Cloudflare", name, () => createRecord(world, id, body)));
}

export function changeRecord(world: World, { name, type, content, from, ...fields }: RecordChange): string {
  const old = findRecord(world, { name, type, from });
  const body: RecordBody = {
    name: old.name,
    type: old.type,
    ttl: old.ttl,
    proxied: old.proxied,
    tags: old.tags,
    settings: old.settings,
    comment: old.comment ?? undefined,
    priority: old.priority ?? undefined,
    ...(content === undefined ? sameValue(old) : valueFrom(old.type, content)),
    ...fields,
  };
  return describe(callService("Cloudflare", name, () => updateRecord(world, old.zone_id, old.id, body)));
}

function zoneOf(world: World, name: string, wanted: string | undefined): CloudflareZone {
  if (wanted !== undefined) {
    const [zone] = [...zonesNamed(world, wanted), world.zones.get(wanted)].filter((one) => one !== undefined);
    if (zone !== undefined) return zone;
    throw new EmulatorError(`zone "${wanted}" does not exist in the emulator: see "mailzone emulator status"`);
  }
  const labels = name.split(".");
  for (const above of labels.map((_, index) => labels.slice(index).join("."))) {
    const [zone, ...others] = zonesNamed(world, above);
    if (zone !== undefined && others.length === 0) return zone;
    if (zone !== undefined)
      throw new EmulatorError(`zone "${above}" is there more than once: say which with --zone ID`);
  }
  throw new EmulatorError(
    `record "${name}" is in no zone of the emulator: make its zone with "mailzone emulator edit add zone NAME"`,
  );
}

function findRecord(
  world: World,
  { name, type, from }: { name: string; type: string; from?: string },
): CloudflareRecord {
  const upper = type.toUpperCase();
  const all = world.records.inGroup(plainName(name)).filter((record) => record.type === upper);
  const matching = all.filter(
    ({ content }) => from === undefined || [content, content.replace(/^"(.*)"$/, "$1")].includes(from),
  );
  const [record] = matching;
  if (record !== undefined && matching.length === 1) return record;
  if (all.length === 0) {
    throw new EmulatorError(`${upper} record "${name}" does not exist in the emulator: see "mailzone emulator status"`);
  }
  const contents = all.map(({ content }) => `  --from '${content}'`).join("\n");
  throw new EmulatorError(`${upper} record "${name}" is one of ${all.length}, say which is meant:\n${contents}`);
}

function valueFrom(type: string, content: string): Pick<RecordBody, "content" | "data"> {
  if (!isDataType(type)) return { content };
  return { data: type === "LOC" ? locationFrom(content) : dataFrom(type, content) };
}

function locationFrom(content: string): RecordParts {
  const location = parseLocation(content.trim().split(/\s+/));
  if (location !== undefined) return location;
  throw new EmulatorError(`content "${content}" of LOC is no place: write one such as 51 30 0 N 0 7 0 W 10m`);
}

/** Field types that take the rest of the text, spaces included. */
const REST_TYPES: readonly FieldType[] = ["hex", "base64", "parameters"];

function dataFrom(type: string, content: string): RecordParts {
  const fields = dataFieldsOf(type);
  const words = [...content.matchAll(/"([^"]*)"|\S+/g)].map(({ 0: whole, 1: quoted, index }) => ({
    text: quoted ?? whole,
    index,
  }));
  const least = fields.filter(({ type, fallback }) => type !== "parameters" || fallback === undefined).length;
  const isOpen = REST_TYPES.includes(fields.at(-1)?.type ?? "word");
  if (words.length < least || (words.length > fields.length && !isOpen)) {
    const names = fields.map(({ key }) => key).join(", ");
    throw new EmulatorError(`content "${content}" of ${type} has ${words.length} parts: write ${names}`);
  }
  return Object.fromEntries(
    fields.flatMap(({ key, type }, at): [string, string | number][] => {
      const word = words[at];
      if (word === undefined) return [];
      if (type === "parameters") return [[key, content.slice(word.index).trim()]];
      if (REST_TYPES.includes(type)) return [[key, content.slice(word.index).replace(/\s/g, "")]];
      const isNumber = (type === "u8" || type === "u16") && /^\d+$/.test(word.text);
      return [[key, isNumber ? Number(word.text) : word.text]];
    }),
  );
}

function sameValue({ type, content, data }: CloudflareRecord): { content?: string; data?: RecordParts } {
  return isDataType(type) && data !== null ? { data } : { content };
}

function describe({ type, name, content, priority, proxied, ttl }: CloudflareRecord): string {
  const value = type === "MX" ? `${priority} ${content}` : content;
  return `${type} ${name} ${value}${proxied ? " (proxied)" : ttl === 1 ? "" : ` (ttl ${ttl})`}`;
}
