// Reads domains.yaml, one file or several, and imports.yaml: validates them, makes Domains and runs the rules. All problems are
// collected with their location in the file; only validDomains() throws.
import type * as z from "zod";
import { roleArnFor } from "../dns/account-roles";
import type { Domain } from "../dns/domain";
import { type Finding, formatFinding, type Location, legible } from "../dns/finding";
import { checkDomains } from "../dns/rules/rules";
import { UserError } from "../user-error";
import { isSeparate, stateRoles } from "./backend";
import { makeDomains } from "./entries/domains";
import { forgottenZones } from "./entries/zones";
import { type Import, readImports } from "./imports";
import type { BackendSettings } from "./schema/backend";
import { DomainsFile } from "./schema/domains-file";
import { ImportsFile } from "./schema/imports-file";
import { isTested, type ProviderVersions, TESTED_PROVIDERS } from "./schema/providers";
import { schemaError, schemaFindings } from "./schema-findings";
import { secretFindings } from "./secrets";
import { YamlSource } from "./yaml/source";

/** The content of a configuration. */
export interface Configuration {
  /** The files' names, as they were given; without imports.yaml. */
  readonly files: readonly string[];
  /** In the order of the files; empty where one does not fit the schema. */
  readonly domains: readonly Domain[];
  /** The items of imports.yaml, in its order; an invalid item is left out and reported as a finding. */
  readonly imports: readonly Import[];
  /** Where each entry begins, by its key. */
  readonly places: Readonly<Record<string, Location>>;
  /** Where the file defines a record of an entry, else where the entry begins. @default - no locations are known */
  readonly placeOf?: (entry: string, record?: string) => Location | undefined;
  /** @default - local files */
  readonly backend?: BackendSettings;
  /** @default - the versions of the bindings */
  readonly providers?: ProviderVersions;
  readonly findings: readonly Finding[];
}

/** A file's name, as messages show it, and its content. */
export interface ConfigurationFile {
  readonly file: string;
  readonly text: string;
}

/** Thrown once, at the edge, with all that is wrong. */
export class ConfigurationError extends UserError {
  /** The name of the class, as errors have it. */
  override readonly name = "ConfigurationError";

  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(formatFinding).join("\n"));
  }
}

/**
 * Reads files that belong together: zones are shared, defaults apply within their file, and one of the files may have a backend.
 * @param imports files with the format of imports.yaml
 * @param options.rules whether the rules of check run: without them the findings are only about what cannot be read
 */
export function parseConfiguration(
  inputs: readonly ConfigurationFile[],
  imports: readonly ConfigurationFile[] = [],
  { rules = true }: { readonly rules?: boolean } = {},
): Configuration {
  const config = readFiles(inputs, imports, rules);
  return { ...config, findings: config.findings.map(legible) };
}

function readFiles(
  inputs: readonly ConfigurationFile[],
  imports: readonly ConfigurationFile[],
  runsRules: boolean,
): Configuration {
  const files = inputs.map(({ file }) => file);
  const read = inputs.map((input) => validate(input, DomainsFile));
  const readItems = imports.map((input) => validate(input, ImportsFile));
  const unfit = [...read, ...readItems].flatMap(({ findings }) => findings);
  if (unfit.length > 0) return { files, domains: [], imports: [], places: {}, findings: unfit };

  const valid = read.flatMap(({ valid }) => valid ?? []);
  const { domains, findings, places, placeOf, locate } = makeDomains(valid);
  const whole = [...findings, ...wholeFindings(valid), ...sharedState(valid, domains)];
  const backend = valid.map(({ file }) => file.backend).find((settings) => settings !== undefined);
  const providers = valid.map(({ file }) => file.providers).find((versions) => versions !== undefined);
  const result = { files, places, placeOf, backend, providers };
  if (whole.length > 0) return { ...result, domains: [], imports: [], findings: inOrder(whole, files) };
  const found = (runsRules ? checkDomains(domains) : []).map((finding) => place(finding, locate(finding)));
  const importing = readImports(
    readItems.flatMap(({ valid }) => valid ?? []),
    domains,
  );
  return {
    ...result,
    domains,
    imports: importing.imports,
    findings: [
      ...oncePerTtl(found),
      ...sharedStateRole(valid),
      ...untestedProviders(valid),
      ...forgottenZones(valid, domains),
      ...importing.findings,
    ],
  };
}

/** A wrong ttl is wrong in all records that inherit it: it is reported once, for the first record. */
function oncePerTtl(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, domain, at }) => {
    if (!rule.startsWith("ttl-") || at === undefined) return true;
    const id = `${rule} ${domain} ${at.file}:${at.line}:${at.column}`;
    return !seen.has(id) && seen.add(id);
  });
}

/** Whether the files could be read as a configuration; rules only run if they could. */
export function isReadable({ findings }: Configuration): boolean {
  return !findings.some(({ rule }) => rule === "yaml" || rule === "schema");
}

/**
 * The domains of a valid configuration.
 * @throws ConfigurationError where a finding is an error
 */
export function validDomains({ domains, findings }: Configuration): readonly Domain[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ConfigurationError(errors);
  return domains;
}

/** A file that fits its schema. */
interface Valid<T> {
  readonly source: YamlSource;
  readonly file: T;
}

/**
 * A file read by a schema.
 * @param subject the owner of the settings, in quotes, if it is not a file
 */
export function validate<T>(
  { file, text }: ConfigurationFile,
  schema: z.ZodType<T>,
  subject?: string,
): { readonly findings: readonly Finding[]; readonly valid?: Valid<T> } {
  const source = new YamlSource(file, text);
  if (source.value === undefined) return { findings: source.findings };
  const secrets = secretFindings(source);
  const parsed = schema.safeParse(withoutExtensions(source.value));
  const others = parsed.success ? [] : schemaFindings(parsed.error.issues, source, schema, secrets.paths, subject);
  const findings = inOrder([...source.findings, ...secrets.findings, ...others], [source.file]);
  return parsed.success && findings.length === 0 ? { findings, valid: { source, file: parsed.data } } : { findings };
}

/** Top-level keys that begin with `x-` are the user's own, for anchors. */
function withoutExtensions(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith("x-")));
}

function wholeFindings(files: readonly Valid<DomainsFile>[]): Finding[] {
  const [first] = files;
  const findings: Finding[] = [];
  if (first !== undefined && files.every(({ file }) => (file.domains ?? []).length === 0)) {
    findings.push(schemaError(`"domains" is empty: list at least one domain`, first.source.at(["domains"])));
  }
  for (const key of ["backend", "providers"] as const) {
    const having = files.filter(({ file }) => file[key] !== undefined);
    for (const { source } of having.slice(1)) {
      const message = `"${key}" is also in "${having[0]?.source.file}": keep one of them, it applies to all files`;
      findings.push(schemaError(message, source.keyAt([key])));
    }
  }
  return findings;
}

/** If two stacks share one state, the plan of each would destroy the resources of the other. */
function sharedState(files: readonly Valid<DomainsFile>[], domains: readonly Domain[]): Finding[] {
  const stacks = [...new Set(domains.map(({ stack }) => stack))];
  if (stacks.length < 2) return [];
  return files.flatMap(({ source, file: { backend } }) => {
    if (backend === undefined || isSeparate(backend)) return [];
    const message = `"backend.config" has no text with {stack}, and the ${stacks.length} stacks would share one state and destroy each other's resources: write {stack} into its key, path or prefix`;
    return [schemaError(message, source.keyAt(["backend", "config"]))];
  });
}

/** The same warning as the rule gives for the roles of entries. */
function sharedStateRole(files: readonly Valid<DomainsFile>[]): Finding[] {
  return files.flatMap(({ source, file: { backend } }): Finding[] => {
    if (backend?.type !== "s3" || backend.assumeRoleArn === undefined || stateRoles(backend) !== undefined) return [];
    const message = `plan and apply assume the same role of the state, "${roleArnFor(backend.assumeRoleArn, "plan")}": whoever can plan, as a pull request does, may write it, so write assumeRoleArn: {plan: …, apply: …}`;
    return [
      {
        source: "check",
        rule: "role-shared",
        severity: "warning",
        message,
        at: source.at(["backend", "assumeRoleArn"]),
      },
    ];
  });
}

function untestedProviders(files: readonly Valid<DomainsFile>[]): Finding[] {
  return files.flatMap(({ source, file: { providers = {} } }) =>
    (["aws", "cloudflare"] as const).flatMap((name): Finding[] => {
      const version = providers[name];
      if (version === undefined || isTested(name, version)) return [];
      const [first, last] = TESTED_PROVIDERS[name];
      const range = first === last ? `is made for ${first}` : `is tested with ${first} to ${last}`;
      const message = `provider ${name} ${version} was not tested: mailzone ${range}, so try it with mailzone plan --emulated --providers real, or write one of these`;
      return [
        {
          source: "check",
          rule: "provider-untested",
          severity: "warning",
          message,
          at: source.at(["providers", name]),
        },
      ];
    }),
  );
}

function place(finding: Finding, at: Location | undefined): Finding {
  return at === undefined ? finding : { ...finding, at };
}

function inOrder(findings: readonly Finding[], files: readonly string[]): Finding[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  const fileOf = ({ at }: Finding) => rank.get(at?.file ?? "") ?? 0;
  return [...findings].sort(
    (a, b) =>
      fileOf(a) - fileOf(b) || (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
}
