// domains.yaml made into Domains: read, validated, defaults merged, names made full, zones found, rules run. Whatever is
// wrong is collected with its place in the file; nothing is thrown until somebody asks for domains that are right.
import type { Domain, MailFrom, Web, Zone } from "../dns/domain";
import { type Finding, formatFinding } from "../dns/finding";
import { fullName, isWithin, relativeName, toAsciiName } from "../dns/names";
import { checkDomains } from "../dns/rules";
import { schemaError, schemaFindings, suggestion } from "./problems";
import { type DomainEntry, type DomainSettings, DomainsFile } from "./schema";
import { YamlSource } from "./yaml-source";

/** What a configuration file says. */
export interface Configuration {
  readonly file: string;
  /** In the order of the file; empty where the file does not fit the schema. */
  readonly domains: readonly Domain[];
  readonly findings: readonly Finding[];
}

/** Thrown once, at the edge, with all that is wrong. */
export class ConfigurationError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(formatFinding).join("\n"));
    this.name = "ConfigurationError";
  }
}

type Path = readonly PropertyKey[];

/** Reads `text`, the content of `file`; the name is used in messages as it is given. */
export function parseConfiguration(file: string, text: string): Configuration {
  const source = new YamlSource(file, text);
  if (source.findings.length > 0) return { file, domains: [], findings: source.findings };
  const parsed = DomainsFile.safeParse(source.value);
  if (!parsed.success) return { file, domains: [], findings: schemaFindings(parsed.error.issues, source) };
  const { domains, findings, locate } = makeDomains(parsed.data, source);
  if (findings.length > 0) return { file, domains: [], findings };
  return { file, domains, findings: checkDomains(domains).map((finding) => ({ ...finding, at: locate(finding) })) };
}

/** Whether the file could be read as a configuration at all; rules speak only of one that could. */
export function isReadable({ findings }: Configuration): boolean {
  return !findings.some(({ rule }) => rule === "yaml" || rule === "schema");
}

/** @throws ConfigurationError where a finding is an error */
export function validDomains({ domains, findings }: Configuration): readonly Domain[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ConfigurationError(errors);
  return domains;
}

function makeDomains(file: DomainsFile, source: YamlSource) {
  const findings: Finding[] = [];
  const paths = new Map<string, Path>();
  const zones = makeZones(file, source, findings);
  const seen = new Map<string, string>();

  const domains = file.domains.map((entry, index): Domain | undefined => {
    const path: Path = ["domains", index];
    const fail = (message: string, ...steps: Path) => {
      findings.push(schemaError(message, source.at([...path, ...steps]), entry.name ?? entry.domain));
      return undefined;
    };

    const domain = toAsciiName(entry.domain);
    if (domain === undefined) return fail(`"${entry.domain}" has no form in ASCII: correct the name`, "domain");
    const key = entry.name ?? domain;
    for (const [what, value, step] of [
      ["domain", domain, "domain"],
      ["name", key, entry.name === undefined ? "domain" : "name"],
    ] as const) {
      const id = `${what} ${value}`;
      const first = seen.get(id);
      if (first !== undefined)
        return fail(`${what} "${value}" stands twice, first at ${first}: keep one of them`, step);
      const { line, column } = source.at([...path, step]);
      seen.set(id, `${source.file}:${line}:${column}`);
    }

    const zone = findZone(domain, zones);
    if (zone === undefined) {
      const names = zones.map(({ name }) => name);
      return fail(
        `"${domain}" lies in no listed zone${suggestion(domain, names, `: add its zone to "zones"`)}`,
        "domain",
      );
    }

    const settings = withDefaults(entry, file.defaults ?? {});
    const region = settings.aws?.region;
    if (region === undefined) {
      return fail(`"${key}" has no region: add "aws: {region: eu-west-1}", with your region, to it or to "defaults"`);
    }

    for (const id of ["dmarc", "mail-from-mx", "mail-from-spf"]) {
      paths.set(`${key} ${id}`, [...path, id === "dmarc" ? "dmarc" : "mailFrom"]);
    }
    const mailFrom = makeMailFrom(domain, settings);
    if (mailFrom === null) return fail(`mailFrom of "${key}" has no form in ASCII: correct the name`, "mailFrom");
    const web: Web[] = [];
    for (const [label, target] of Object.entries(settings.web || {})) {
      const ascii = label === "@" ? label : toAsciiName(label);
      if (ascii === undefined) return fail(`web "${label}" of "${key}" has no form in ASCII: correct the name`, "web");
      const name = fullName(ascii, domain);
      if (web.some((other) => other.name === name)) {
        return fail(`web "${label}" of "${key}" names "${name}" a second time: keep one of them`, "web", label);
      }
      web.push({ name, target: toAsciiName(target) ?? target });
      paths.set(`${key} web-${relativeName(name, domain)}`, [...path, "web", label]);
    }

    return {
      entry: key,
      domain,
      stack: settings.stack ?? "mailzone",
      zone,
      region,
      ...(mailFrom === undefined ? {} : { mailFrom }),
      ...(settings.dmarc === false ? {} : { dmarc: makeDmarc(settings.dmarc) }),
      web: web.sort((a, b) => (a.name < b.name ? -1 : 1)),
      ttl: settings.ttl === undefined || settings.ttl === "auto" ? 1 : settings.ttl,
      ...(settings.comment === undefined ? {} : { comment: settings.comment }),
      protect: settings.protect ?? true,
    };
  });

  const indexes = new Map(domains.map((domain, index) => [domain?.entry, index]));
  const locate = ({ rule, domain, record }: Finding) => {
    const path: Path = ["domains", indexes.get(domain) ?? 0];
    if (rule.startsWith("ttl-")) return source.at([...path, "ttl"]);
    if (rule === "region-known") return source.at([...path, "aws", "region"]);
    return source.keyAt(paths.get(`${domain} ${record}`) ?? path);
  };
  return { domains: domains.filter((domain) => domain !== undefined), findings, locate };
}

function makeZones(file: DomainsFile, source: YamlSource, findings: Finding[]): Zone[] {
  const zones = Object.entries(file.zones).flatMap(([name, id]) => {
    const ascii = toAsciiName(name);
    if (ascii !== undefined) return [{ name: ascii, id }];
    findings.push(schemaError(`zone "${name}" has no form in ASCII: correct the name`, source.keyAt(["zones", name])));
    return [];
  });
  return zones.sort((a, b) => b.name.length - a.name.length);
}

function findZone(domain: string, longestFirst: readonly Zone[]): Zone | undefined {
  return longestFirst.find(({ name }) => isWithin(domain, name));
}

/** An entry's setting wins; maps are merged key by key, so that `defaults` can give a region and an entry the rest. */
function withDefaults(entry: DomainEntry, defaults: DomainSettings): DomainSettings {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(entry)) {
    const base = merged[key];
    merged[key] = isMap(base) && isMap(value) ? { ...base, ...value } : value;
  }
  return merged as DomainSettings;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** undefined: none wanted; null: a name that has no form in ASCII. */
function makeMailFrom(domain: string, { mailFrom = {} }: DomainSettings): MailFrom | undefined | null {
  if (mailFrom === false) return undefined;
  const { domain: name = "mail", onMxFailure = "use-default" } =
    typeof mailFrom === "string" ? { domain: mailFrom } : mailFrom;
  const ascii = toAsciiName(name);
  return ascii === undefined ? null : { domain: fullName(ascii, domain), onMxFailure };
}

function makeDmarc(dmarc: Exclude<DomainSettings["dmarc"], false> = {}) {
  const addresses = dmarc.rua === undefined ? [] : [dmarc.rua].flat();
  const rua = addresses.map((address) => (address.startsWith("mailto:") ? address : `mailto:${address}`));
  return { policy: dmarc.policy ?? ("none" as const), rua };
}
