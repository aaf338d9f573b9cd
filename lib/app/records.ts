// The records to hand over to whoever runs DNS: what is published or, before the first apply, what will be published.
import type { Domain } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../dns/domain-records";
import type { DnsRecord } from "../dns/record";
import type { LiveNotes } from "../records/table";
import { commandLine } from "./command-line";
import { type ConfigurationOptions, soundConfiguration } from "./configuration";
import type { Context, InWorkspace, ProjectData } from "./context";
import {
  filterRecords,
  mergeRecords,
  publishedRecords,
  type RecordFilter,
  recordsOfFile,
  shortList,
} from "./published";
import { configuredDomains, type TargetRequest } from "./verify/target";
import { type VerifyRequest, verifyRecords } from "./verify/verify";

export interface RecordsRequest
  extends ConfigurationOptions,
    RecordFilter,
    Pick<TargetRequest, "dns" | "from" | "names">,
    Pick<VerifyRequest, "watch"> {
  /** Terraform is not asked: placeholders stand for what SES will assign. @default false */
  readonly placeholders?: boolean;
  /** Looks whether each record is live. @default false */
  readonly live?: boolean;
}

/** The records, in the order of the table. */
export interface HandOverRecords {
  readonly records: readonly DnsRecord[];
  /** What is known about each. @default - nobody looked */
  readonly notes?: LiveNotes;
}

/**
 * For each domain what its stack has published, else placeholders, which are reported; in the order of entries.
 * @throws Refused if the configuration has errors, or a name has no records; UserError if a state cannot be read;
 * InterruptedError
 */
export async function recordsToHandOver(
  context: Context & Pick<ProjectData, "kind">,
  request: RecordsRequest,
  inWorkspace: InWorkspace,
): Promise<HandOverRecords> {
  const { from, live = false, names = [] } = request;
  if (live) {
    const domains = configuredDomains(context, request);
    return inWorkspace({ domains }, (workspace) => verifyRecords(workspace, domains, request));
  }
  const all = from === undefined ? await configured(context, request, inWorkspace) : await recordsOfFile(context, from);
  return { records: filterRecords(all, names, request) };
}

async function configured(
  context: Context & Pick<ProjectData, "kind">,
  { placeholders = false, ...options }: RecordsRequest,
  inWorkspace: InWorkspace,
): Promise<readonly DnsRecord[]> {
  const { domains } = soundConfiguration(context, options);
  const published = placeholders ? [] : await inWorkspace({ domains }, publishedRecords);
  const entries = new Set(published.map(({ entry }) => entry));
  const missing = domains.filter(({ entry }) => !entries.has(entry));
  if (missing.length > 0 && !placeholders) context.say(placeholdersFor(missing, context));
  const expected = missing.flatMap((domain) => domainRecords(domain, PLACEHOLDER_REFS));
  return mergeRecords(published, expected);
}

function placeholdersFor(domains: readonly Domain[], kept: Pick<ProjectData, "kind">): string {
  const names = domains.map(({ entry }) => `"${entry}"`);
  return `placeholders stand for what is not applied yet, of ${shortList(names).join(", ")}: run ${commandLine("plan", kept)} and ${commandLine("apply", kept)}`;
}
