// mailzone adopt: what is there already, matched with domains.yaml by meaning, and written down to be imported. It deletes
// nothing, and changes nothing but files of the project.
import type { Command } from "commander";
import { importsOf } from "../../adopt/imports-file";
import { matchDomains } from "../../adopt/matching/domains";
import { countsLine, type MatchFormat, renderMatches } from "../../adopt/render";
import { unownedTexts } from "../../adopt/unowned";
import type { Domain } from "../../dns/domain";
import { toAsciiName } from "../../dns/names";
import { isSesFailure } from "../../ses/failure";
import type { Identity } from "../../ses/identity";
import {
  type CommonOptions,
  collect,
  commandLine,
  type FormatOptions,
  formatOf,
  refuseErrors,
  remarked,
  withConfig,
  withEmulated,
  withFormat,
} from "../options";
import { EXIT, Refused, type Shell } from "../shell";
import { inWorkspace, type Workspace } from "../workspace";
import { inWorld, type World } from "../world";
import { type Chosen, writeImports } from "./imports";
import { initialize } from "./init";
import { readManagedIds } from "./managed";
import { release } from "./release";
import { readZones, type ZoneOptions } from "./zones";

const FORMATS = ["text", "markdown", "json"] as const;

interface AdoptOptions extends CommonOptions, ZoneOptions, FormatOptions<MatchFormat> {
  readonly write?: boolean;
  /** @default true */
  readonly state?: boolean;
  readonly init?: string;
  readonly region?: readonly string[];
  readonly release?: string;
}

export function addAdopt(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("adopt")
    .description("bring records and identities that exist already under management")
    .argument("[domain...]", "domains or entry names (default: all)")
    .option("--write", "write imports.yaml, by which the next plan imports what is there")
    .option(
      "--zone-file <[zone=]file>",
      "read a zone file that was exported, instead of Cloudflare; repeatable",
      collect,
    )
    .option("--no-state", "do not ask Terraform what it has already")
    .option("--init <domain>", "write a first domains.yaml for the zone of a domain, as it stands")
    .option(
      "--region <region>",
      "with --init: where SES is asked, beside the regions that records name; repeatable",
      collect,
    )
    .option("--release <domain>", "set state: released in domains.yaml: all stays, and leaves management");
  withFormat(withEmulated(withConfig(command)), FORMATS);
  command.action(async (names: string[], options: AdoptOptions) => exit(await adopt(shell, names, options)));
}

async function adopt(shell: Shell, names: readonly string[], options: AdoptOptions): Promise<number> {
  refuseMixture(names, options);
  if (options.release !== undefined) return release(shell, options, options.release);
  if (options.init !== undefined) return initialize(shell, options, options.init);
  // What an earlier imports.yaml says is what this run is about to write anew.
  const { domains: all, backend } = refuseErrors(shell, options, { imports: false });
  const domains = choose(all, names);
  return inWorkspace(
    shell,
    options,
    all,
    (workspace) => inWorld(shell, workspace, (world) => match(shell, workspace, world, { all, domains }, options)),
    { http: true, backend },
  );
}

async function match(
  shell: Shell,
  workspace: Workspace,
  world: World,
  { all, domains }: Chosen,
  options: AdoptOptions,
): Promise<number> {
  const { kind, label } = workspace;
  const live = await readZones(shell, workspace, domains, options);
  const identities = await readIdentities(world, domains);
  // Without record ids nothing can be told as managed.
  const isAsked = options.zoneFile === undefined && options.state !== false;
  const managed = isAsked ? await readManagedIds(shell, workspace, all) : new Set<string>();
  if (shell.interrupts.interrupted) return EXIT.interrupted;
  const { matches, mentions, notes } = matchDomains(domains, { live, managed, identities: identities.seen });
  const words = [...identities.failures, ...notes, ...unownedTexts(domains, live, all)];
  const table = renderMatches({ matches, mentions, notes: words }, formatOf(options));
  shell.print(remarked(table, options));

  const clashes = matches.filter(({ status }) => status === "clash").length;
  const command = commandLine("adopt", kind === "sandbox");
  if (options.write) {
    if (identities.failures.length > 0)
      throw new Refused("nothing is written, SES could not be asked: fix that and run it again");
    if (clashes > 0)
      throw new Refused(
        `nothing is written, ${countsLine(matches)}: resolve the clashes, then run ${command} --write again`,
      );
    writeImports(shell, label, importsOf(matches), { all, domains }, options);
  }
  // Without SES's word nothing of an identity is known, and its DKIM records would be told as missing.
  return clashes > 0 || identities.failures.length > 0 ? EXIT.refused : EXIT.yes;
}

async function readIdentities({ ses }: World, domains: readonly Domain[]) {
  const seen = new Map<string, Identity | null>();
  const failures = new Set<string>();
  await Promise.all(
    domains.map(async (domain) => {
      const identity = await ses.identity(domain);
      if (isSesFailure(identity)) failures.add(identity.message);
      else seen.set(domain.entry, identity);
    }),
  );
  return { seen, failures: [...failures].sort() };
}

function choose(all: readonly Domain[], names: readonly string[]): readonly Domain[] {
  const present = all.filter(({ state }) => state === "present");
  if (names.length === 0) return present;
  const wanted = names.map((name) => toAsciiName(name) ?? name);
  for (const name of wanted) {
    if (present.some(({ entry, domain }) => entry === name || domain === name)) continue;
    throw new Refused(
      `"${name}" is not present in the configuration: the entries are ${present.map(({ entry }) => entry).join(", ") || "none"}`,
    );
  }
  return present.filter(({ entry, domain }) => wanted.includes(entry) || wanted.includes(domain));
}

function refuseMixture(
  names: readonly string[],
  { init, release: released, write: isWriting, region, zoneFile }: AdoptOptions,
): void {
  if (init !== undefined && released !== undefined)
    throw new Refused("adopt got --init and --release: say one of them");
  const alone = init !== undefined ? "--init" : released !== undefined ? "--release" : undefined;
  if (alone !== undefined && (names.length > 0 || isWriting))
    throw new Refused(`adopt got ${alone} and ${isWriting ? "--write" : `"${names[0]}"`}: ${alone} goes alone`);
  if (isWriting && zoneFile !== undefined)
    throw new Refused("adopt got --write and --zone-file, which has no record ids to import by: leave --zone-file out");
  if (region !== undefined && init === undefined) throw new Refused("adopt got --region without --init: leave it out");
}
