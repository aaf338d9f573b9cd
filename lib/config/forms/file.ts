// Forms of the file as a whole: its top, zones, the list of domains and backend.
import { type Form, isMap, isName, short, written } from "./form";

const ZONE_ID = /^[0-9a-f]{32}$/i;
const ID_WORDS = "the 32 hexadecimal digits on the zone's overview page";

export const fileForm: Form = (value) => {
  if (Array.isArray(value)) return 'is a list: write "domains:" in a line above it';
  if (!isMap(value) || "domains" in value || !("domain" in value)) return undefined;
  const name = written(value.domain) ?? "example.com";
  return `has "domain" at its top: write "domains:", below it "  - domain: ${name}", and its settings below that, aligned with "domain"`;
};

export const zonesForm: Form = (value) => {
  if (Array.isArray(value)) {
    const [first] = value;
    const name = isMap(first) ? [first.name, first.zone, first.domain].find(isName) : isName(first) ? first : undefined;
    const id = isMap(first) ? [first.id, first.zoneId, first.zone_id].find(isZoneId) : undefined;
    return `is a list: write a map, {${name ?? "example.com"}: ${id ?? "<zone id>"}}`;
  }
  if (isMap(value)) return undefined;
  if (isZoneId(value)) return `is an id alone: write {example.com: ${value}}, with your zone's name`;
  const [, name, id] = typeof value === "string" ? (/^(\S+?):([0-9a-f]{32})$/i.exec(value) ?? []) : [];
  if (name !== undefined) return `has no blank after the colon: write "${name}: ${id}"`;
  return `is no map: write {${isName(value) ? value : "example.com"}: <zone id>}`;
};

/** @param name the zone's, which is its key */
export function zoneForm(name: string): Form {
  return (value) => {
    if (isMap(value)) {
      const id = [value.id, value.zoneId, value.zone_id].find(isZoneId);
      return `is a map: write ${id === undefined ? ID_WORDS : id.toLowerCase()} behind its name`;
    }
    if (ZONE_ID.test(name) && isName(value)) return `has name and id exchanged: write ${value}: ${name}`;
    if (typeof value !== "string") return undefined;
    if (isZoneId(value)) return `is in capitals: write ${value.toLowerCase()}`;
    if (isName(value)) return `is a name, "${value}": write the zone's id, ${ID_WORDS}, or null to have it looked up`;
    return undefined;
  };
}

export const domainsForm: Form = (value) => {
  if (isName(value)) return `is a text: write a list, "  - domain: ${value}" in the next line, with its settings below`;
  if (!isMap(value)) return undefined;
  const { domain } = value;
  if (typeof domain === "string") return `is a map: write a hyphen before it, "- domain: ${written(domain) ?? "…"}"`;
  const [name] = Object.keys(value).filter(isName);
  if (name === undefined) return undefined;
  return `is a map: write a list, "- domain: ${name}" in place of "${name}:", with its settings below, aligned with "domain"`;
};

export const entryForm: Form = (value) => {
  if (typeof value === "string") {
    const [, name = ""] = /^(?:domain\s*[=:]\s*)?(\S+)$/.exec(value.trim()) ?? [];
    return isName(name)
      ? `is "${value}": write "- domain: ${name}", with its settings below, aligned with "domain"`
      : undefined;
  }
  if (!isMap(value) || "domain" in value) return undefined;
  const named = Object.keys(value).find((key) => isName(key) && (value[key] === null || isMap(value[key])));
  if (named !== undefined)
    return `has its name as a key: write "- domain: ${named}" in place of "${named}:", and its settings aligned with "domain"`;
  if (isName(value.name)) return `has "name" and no "domain": write "domain: ${value.name}"`;
  return undefined;
};

export const domainForm: Form = (value) => {
  if (Array.isArray(value)) return 'is a list: write one entry for each, "- domain: …"';
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (text.startsWith("*.") && isName(text.slice(2)))
    return `is a wildcard: write ${text.slice(2)}, an identity holds for its subdomains too`;
  const [, host] = /^[a-z]+:\/\/([^/:?#]+)/i.exec(text) ?? /@([^@]+)$/.exec(text) ?? /^([^/]+)\/$/.exec(text) ?? [];
  return isName(host) ? `is "${short(text)}": write the domain alone, ${host}` : undefined;
};

const BACKENDS = ["local", "s3", "gcs", "http", "cloud"];

export const backendForm: Form = (value) => {
  if (typeof value === "string" && BACKENDS.includes(value)) {
    const rest = value === "s3" ? ", bucket: …, region: …" : value === "gcs" ? ", bucket: …" : "";
    return `is "${value}": write {type: ${value}${rest}}`;
  }
  if (!isMap(value) || "type" in value) return undefined;
  const type = Object.keys(value).find((key) => BACKENDS.includes(key));
  return type === undefined ? undefined : `has "${type}" as a key: write "type: ${type}", and its settings beside it`;
};

export const awsForm: Form = (value) => {
  if (typeof value === "string" && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(value))
    return `is "${value}": write {region: ${value}}`;
  return isMap(value) ? undefined : "is no map: write {region: eu-west-1}, with your region";
};

export const regionForm: Form = (value) => {
  if (Array.isArray(value)) return 'is a list: write one entry for each region, with a "name" of its own';
  if (typeof value !== "string") return undefined;
  const [, region] = /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]?$/.exec(value.trim().toLowerCase().replaceAll("_", "-")) ?? [];
  return region === undefined || region === value ? undefined : `is "${value}": write ${region}`;
};

export const accountsForm: Form = (value) => {
  const id = String(value);
  return /^\d{12}$/.test(id) && !Array.isArray(value) ? `is no list: write ["${id}"]` : undefined;
};

export const ignoreForm: Form = (value) => {
  const rule = Array.isArray(value) ? value[0] : value;
  if (isMap(value)) return undefined;
  const id = typeof rule === "string" && /^[a-z][a-z-]{2,40}$/.test(rule) ? rule : "dmarc-unreported";
  return `is no map: write the rule and the reason, {${id}: we read none}`;
};

function isZoneId(value: unknown): value is string {
  return typeof value === "string" && ZONE_ID.test(value);
}
