// The target of verify and `records --live`: the records that should be live, and the world in which to look for them.
import fs from "node:fs";
import path from "node:path";
import type { Domain } from "../../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../dns/domain-records";
import { hasIdentity } from "../../dns/has-identity";
import { type DnsRecord, type Refs, threeTokens } from "../../dns/record";
import { isSesFailure } from "../../ses/failure";
import { askOnce, type KnownAnswers } from "../../ses/once";
import { identityKey } from "../../ses/restarts";
import type { SesClient } from "../../ses/ses";
import { type ConfigurationOptions, configNames, soundConfiguration } from "../configuration";
import type { Place, Reporter, Workspace } from "../context";
import { filterRecords, mergeRecords, publishedRecords, recordsOfFile } from "../published";
import { Refused } from "../refused";
import { type Services, type ServicesOptions, withServices } from "../services";

/** What is checked, and with which resolvers. */
export interface TargetRequest extends ServicesOptions {
  /** Domains or entries. @default - all */
  readonly names?: readonly string[];
  /** A file written by `terraform output -json`, which is used instead of the state. @default - the state */
  readonly from?: string | undefined;
}

export interface Target {
  readonly outside: Services;
  /** The present domains; none if the configuration is elsewhere. */
  readonly domains: readonly Domain[];
  /** At least one. */
  readonly records: readonly DnsRecord[];
  /** What SES answered when it was asked for tokens: the first look does not ask again. */
  readonly known: KnownAnswers;
}

/**
 * Runs `job` with what should be live.
 * @throws Refused if nothing should be live, or a name is unknown
 */
export async function withTarget<T>(
  workspace: Workspace,
  configured: readonly Domain[],
  request: TargetRequest,
  job: (target: Target) => Promise<T>,
): Promise<T> {
  const { names = [], from } = request;
  const look = async (outside: Services) => {
    const known: KnownAnswers = new Map();
    const published = from === undefined ? await publishedRecords(workspace) : await recordsOfFile(workspace, from);
    const { domains, records } = await expected(configured, published, names, askOnce(outside.ses), known);
    if (records.length === 0)
      throw new Refused("there is nothing to verify: no domain of the configuration publishes a record");
    return job({ outside, domains, records, known });
  };
  return withServices(workspace, look, request);
}

/** With a file of outputs the configuration may be elsewhere. What only the configuration says is then not checked. */
export function configuredDomains(
  context: Pick<Place, "cwd" | "env"> & Pick<Reporter, "say">,
  options: ConfigurationOptions & Pick<TargetRequest, "from">,
): readonly Domain[] {
  const isThere = configNames(context, options).some((name) => fs.existsSync(path.resolve(context.cwd, name)));
  const isElsewhere = options.from !== undefined && options.config === undefined && !isThere;
  return isElsewhere ? [] : soundConfiguration(context, options).domains;
}

/** @throws Refused if there are none */
export function refuseWithoutDomains(domains: readonly Domain[]): void {
  if (domains.length === 0)
    throw new Refused("only domains.yaml says where SES has its identities: run it in the folder with that file");
}

/** What should be live: the records that the stacks have published, else those from SES's tokens and the configuration. */
async function expected(
  config: readonly Domain[],
  published: readonly DnsRecord[],
  names: readonly string[],
  ses: SesClient,
  known: KnownAnswers,
): Promise<{ readonly domains: readonly Domain[]; readonly records: readonly DnsRecord[] }> {
  const done = new Set(published.map(({ entry }) => entry));
  const present = config.filter(({ state }) => state === "present");
  const missing = await Promise.all(
    present
      .filter(({ entry }) => !done.has(entry))
      .map(async (domain) => domainRecords(domain, await refsOf(domain, ses, known))),
  );
  const all = mergeRecords(published, missing.flat());
  const records = filterRecords(all, names);
  const entries = new Set(records.map(({ entry }) => entry));
  return { domains: present.filter(({ entry }) => entries.has(entry)), records };
}

async function refsOf(domain: Domain, ses: SesClient, known: KnownAnswers): Promise<Refs> {
  if (!hasIdentity(domain)) return PLACEHOLDER_REFS;
  const identity = await ses.identity(domain);
  known.set(identityKey(domain), identity);
  if (identity === null || isSesFailure(identity)) return PLACEHOLDER_REFS;
  return { ...PLACEHOLDER_REFS, dkimTokens: threeTokens(identity.dkim.tokens) ?? PLACEHOLDER_REFS.dkimTokens };
}
