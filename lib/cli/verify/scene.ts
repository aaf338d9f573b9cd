// What verify and `records --live` are about: the records that should be live, and the world in which to look for them.
import fs from "node:fs";
import path from "node:path";
import type { Domain } from "../../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../dns/domain-records";
import { kindOf } from "../../dns/kinds/kinds";
import { type DnsRecord, type Refs, threeTokens } from "../../dns/record";
import type { LiveNotes } from "../../records/table";
import { isSesFailure } from "../../ses/failure";
import type { SesFailure } from "../../ses/identity";
import { identityKey } from "../../ses/restarts";
import type { SesClient } from "../../ses/ses";
import { statusText, statusWord } from "../../verify/render/status";
import { type CommonOptions, configNames, soundConfig } from "../options";
import { type Choice, chooseRecords, readPublished, recordsOfFile, together } from "../published";
import { Refused, type Shell } from "../shell";
import { inWorkspace, type Workspace } from "../workspace";
import { inWorld, type World, type WorldOptions } from "../world";
import { lookUntilLive } from "./look";
import { knownRestarts } from "./restart";

/** What is looked at, and by whom. */
export interface VerifyTarget extends CommonOptions, WorldOptions {
  readonly from?: string;
}

export interface Scene {
  readonly workspace: Workspace;
  readonly world: World;
  readonly domains: readonly Domain[];
  readonly records: readonly DnsRecord[];
}

/** Runs `job` with what should be live; at least one record. */
export async function inScene<T>(
  shell: Shell,
  names: readonly string[],
  options: VerifyTarget,
  job: (scene: Scene) => Promise<T>,
): Promise<T> {
  const config = configured(shell, options);
  const look = async (workspace: Workspace, real: World) => {
    const failures: Failures = new Map();
    const world = withFailures(real, failures);
    const { from } = options;
    const published = from === undefined ? await readPublished(shell, workspace) : await recordsOfFile(shell, from);
    const { domains, records } = await expected(config, published, names, world.ses, failures);
    if (records.length === 0)
      throw new Refused("there is nothing to verify: no domain of the configuration publishes a record");
    return job({ workspace, world, domains, records });
  };
  const around = (workspace: Workspace) => inWorld(shell, workspace, (world) => look(workspace, world), options);
  return inWorkspace(shell, options, config, around, { dns: true, http: true });
}

/** One look for the hand-over table: the records, and what is found of each. */
export async function seeRecords(
  shell: Shell,
  names: readonly string[],
  options: VerifyTarget & Choice,
): Promise<{ readonly records: readonly DnsRecord[]; readonly notes: LiveNotes }> {
  return inScene(shell, names, options, async ({ workspace: { label, kind }, world, domains, records: all }) => {
    const records = chooseRecords(all, [], options);
    const restarts = knownRestarts(shell, kind, domains);
    const seen = await lookUntilLive(shell, world, { domains, records, restarts, wait: 0, label });
    for (const sentence of seen.unseen) shell.say(`${label}not seen: ${sentence}`);
    const checked = new Map(seen.records.map((one) => [keyOf(one.record), one]));
    const deadlines = new Map(seen.identities.map(({ entry, deadline }) => [entry, deadline]));
    const notes: LiveNotes = (record) => {
      const deadline = kindOf(record.purpose).isCheckedBySes ? (deadlines.get(record.entry) ?? null) : null;
      const one = checked.get(keyOf(record));
      return {
        status: one === undefined ? "" : statusWord(one),
        shown: (words) => (one === undefined ? "" : statusText(one, words)),
        deadline: deadline === null ? null : new Date(deadline).toISOString(),
      };
    };
    return { records, notes };
  });
}

/** With a file of outputs the configuration may be elsewhere: what only it knows is then not looked at. */
function configured(shell: Shell, options: VerifyTarget): readonly Domain[] {
  const isThere = configNames(shell, options).some((name) => fs.existsSync(path.resolve(shell.cwd, name)));
  const isElsewhere = options.from !== undefined && options.config === undefined && !isThere;
  return isElsewhere ? [] : soundConfig(shell, options).domains;
}

/** What should be live: what the stacks have published, else what SES's tokens make of the configuration. */
async function expected(
  config: readonly Domain[],
  published: readonly DnsRecord[],
  names: readonly string[],
  ses: SesClient,
  failures: Failures,
): Promise<{ readonly domains: readonly Domain[]; readonly records: readonly DnsRecord[] }> {
  const done = new Set(published.map(({ entry }) => entry));
  const present = config.filter(({ state }) => state === "present");
  const missing = await Promise.all(
    present
      .filter(({ entry }) => !done.has(entry))
      .map(async (domain) => domainRecords(domain, await refsOf(domain, ses, failures))),
  );
  const all = together(published, missing.flat());
  const records = chooseRecords(all, names);
  const entries = new Set(records.map(({ entry }) => entry));
  return { domains: present.filter(({ entry }) => entries.has(entry)), records };
}

async function refsOf(domain: Domain, ses: SesClient, failures: Failures): Promise<Refs> {
  const identity = await ses.identity(domain);
  if (isSesFailure(identity)) failures.set(identityKey(domain), identity);
  if (identity === null || isSesFailure(identity)) return PLACEHOLDER_REFS;
  return { ...PLACEHOLDER_REFS, dkimTokens: threeTokens(identity.dkim.tokens) ?? PLACEHOLDER_REFS.dkimTokens };
}

/** Why SES could not be asked for tokens, by identity. */
type Failures = Map<string, SesFailure>;

/** The first look takes these as they are: where nobody answers, each question costs half a minute. */
function withFailures(world: World, failures: Failures): World {
  const identity: SesClient["identity"] = async (place) => {
    const key = identityKey(place);
    const failure = failures.get(key);
    failures.delete(key);
    return failure ?? world.ses.identity(place);
  };
  return { ...world, ses: { ...world.ses, identity } };
}

function keyOf({ entry, id }: DnsRecord): string {
  return `${entry} ${id}`;
}
