// Checks imports.yaml against the entries of domains.yaml: each item must name a resource that the stack will have, only once, and
// an import id that fits it. Terraform would only find such mistakes in the middle of a plan; here they are reported with their line.
import type { Domain } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../dns/domain-records";
import { type Finding, type Location, suggestion } from "../dns/finding";
import { resourceName } from "../dns/resource-name";
import { isImportIdOf, type SesResource, sesResources } from "../dns/ses-resources";
import type { ImportItem, ImportsFile } from "./schema/imports-file";
import type { YamlSource } from "./yaml/source";

/** One existing resource to import. */
export interface Import {
  /** The entry's key. */
  readonly entry: string;
  /** A record's id within the entry, such as `dkim-1`; or that of something at AWS, see dns/ses-resources.ts. */
  readonly record: string;
  /** Terraform's import id: `<zone id>/<record id>`, `<domain>@<region>` and so on. */
  readonly id: string;
  /** Terraform's address. */
  readonly address: string;
  /** The hash of the resource that adopt found, see dns/fingerprint.ts. */
  readonly fingerprint: string;
  /** Where it is in imports.yaml. */
  readonly at: Location;
}

/** An imports.yaml that fits the schema. */
export interface ValidImports {
  readonly source: YamlSource;
  readonly file: ImportsFile;
}

/** The imports of all files, and findings about them; a warning for each file says to delete it after the apply. */
export function readImports(
  files: readonly ValidImports[],
  domains: readonly Domain[],
): { readonly imports: readonly Import[]; readonly findings: readonly Finding[] } {
  const entries = new Map(domains.map((domain) => [domain.entry, domain]));
  const knownOf = new Map<string, Importable>();
  const known = (domain: Domain): Importable => {
    const own = knownOf.get(domain.entry) ?? importable(domain);
    knownOf.set(domain.entry, own);
    return own;
  };
  const seen = new Map<string, Location>();
  const imports: Import[] = [];
  const findings: Finding[] = [];
  for (const { source, file } of files) {
    findings.push(deletionReminder(source, file.imports.length));
    for (const [index, item] of file.imports.entries()) {
      const at = source.at(["imports", index]);
      const { entry, record, import: id, fingerprint } = item;
      const domain = entries.get(entry);
      const fault =
        domain === undefined ? unknownEntry(entry, [...entries.keys()]) : itemFault(item, domain, known(domain), seen);
      const address = domain === undefined ? "" : importAddress(item, known(domain).atAws);
      if (fault !== undefined) {
        const [message, field] = fault;
        const place = source.at(["imports", index, field]);
        findings.push({
          source: "check",
          rule: "imports",
          severity: "error",
          domain: entry,
          record,
          message,
          at: place,
        });
        continue;
      }
      seen.set(`item ${address}`, at);
      seen.set(`id ${id}`, at);
      imports.push({ entry, record, id, address, fingerprint, at });
    }
  }
  return { imports, findings };
}

/** What can be imported for an entry: the ids of its records, and what it has at AWS. */
interface Importable {
  readonly records: readonly string[];
  readonly atAws: readonly SesResource[];
}

function importable(domain: Domain): Importable {
  return { records: domainRecords(domain, PLACEHOLDER_REFS).map(({ id }) => id), atAws: sesResources(domain) };
}

/**
 * The Terraform address of the resource that an item imports.
 * @param atAws what its entry has at AWS
 */
export function importAddress(
  { entry, record }: Pick<Import, "entry" | "record">,
  atAws: readonly SesResource[],
): string {
  const found = atAws.find(({ id }) => id === record);
  return found?.address ?? `cloudflare_dns_record.${resourceName(entry, record)}`;
}

type ItemFault = readonly [message: string, field: keyof ImportItem];

function unknownEntry(entry: string, entries: readonly string[]): ItemFault {
  const hint = suggestion(entry, entries, ": delete this item, or add the entry to domains.yaml");
  return [`"${entry}" is no entry of domains.yaml${hint}`, "entry"];
}

function itemFault(
  { entry, record, import: id }: ImportItem,
  domain: Domain,
  { records, atAws }: Importable,
  seen: ReadonlyMap<string, Location>,
): ItemFault | undefined {
  const { state, zone } = domain;
  const subject = `"${entry}" ${record}`;
  if (state !== "present") {
    return [`"${entry}" is ${state}, and only what is present can be imported: delete this item`, "entry"];
  }
  const resource = atAws.find((one) => one.id === record);
  if (resource === undefined && !records.includes(record)) {
    const known = [...atAws.map((one) => one.id), ...records];
    const hint = suggestion(record, known, `: expected one of ${known.join(", ")}`);
    return [`"${entry}" has no "${record}"${hint}`, "record"];
  }
  const duplicate = seen.get(`item ${importAddress({ entry, record }, atAws)}`);
  if (duplicate !== undefined)
    return [`${subject} stands twice, first at ${shown(duplicate)}: keep one of them`, "record"];
  if (resource !== undefined) {
    if (isImportIdOf(resource, id)) return undefined;
    return [`${subject} imports "${id}": expected "${resource.importId}"`, "import"];
  }
  const [zoneId, recordId] = id.split("/");
  if (recordId === undefined) return [`${subject} imports "${id}": expected <zone id>/<record id>`, "import"];
  if (zone.id !== undefined && zoneId !== zone.id) {
    const why = `which is in another zone: "${zone.name}" has the id ${zone.id}`;
    return [`${subject} imports "${id}", ${why}`, "import"];
  }
  const other = seen.get(`id ${id}`);
  if (other === undefined) return undefined;
  return [`${subject} imports the same record as the item at ${shown(other)}: keep one of them`, "import"];
}

/** The file is needed before the apply and must be deleted after it; only the user knows whether the apply has run. */
function deletionReminder(source: YamlSource, count: number): Finding {
  const what = count === 1 ? "1 import, which is" : `${count} imports, which are`;
  const message =
    count === 0
      ? `"${source.file}" lists no imports: delete it`
      : `"${source.file}" lists ${what} made by the next plan and apply: delete it after the apply`;
  return { source: "check", rule: "imports-left", severity: "warning", message, at: source.keyAt(["imports"]) };
}

function shown({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}
