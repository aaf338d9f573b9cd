// The domains that all constructs of an app publish, so that the rules see all domains of a zone together, also from several stacks.
import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import type { Finding } from "../dns/finding";
import { checkDomains } from "../dns/rules/rules";
import { isInTree } from "./claimed-addresses";

interface Registration {
  readonly construct: Construct;
  /** The domain, with an entry that is unique in the app, for the findings of the rules. */
  readonly domain: Domain;
  readonly zone: string;
}

const registrations = new WeakMap<object, Registration[]>();

/** The last findings of an app, cached: every construct asks for its own part of them. */
const answers = new WeakMap<object, { readonly of: readonly Registration[]; readonly findings: readonly Finding[] }>();

/**
 * Registers that `construct` publishes `domain`.
 * @param name unique in the app, such as the construct's path
 * @param zoneId the zone's id, or a token for it
 */
export function registerDomain(construct: Construct, name: string, domain: Domain, zoneId: string): void {
  const { root } = construct.node;
  // The zone of a token is unknown: equal zone names in one stack are treated as one zone.
  const zone = Token.isUnresolved(zoneId) ? `${TerraformStack.of(construct).node.path} ${domain.zone.name}` : zoneId;
  const all = registrations.get(root) ?? [];
  all.push({ construct, domain: { ...domain, entry: name }, zone });
  registrations.set(root, all);
}

/** The findings about the domain registered as `name`, checked together with all other domains of its zone. */
export function findingsOf(construct: Construct, name: string): readonly Finding[] {
  const { root } = construct.node;
  const all = (registrations.get(root) ?? []).filter((one) => isInTree(one.construct));
  const last = answers.get(root);
  const isSame = last?.of.length === all.length && all.every((one, index) => one === last.of[index]);
  const findings = isSame ? last.findings : check(all);
  answers.set(root, { of: all, findings });
  return findings.filter(({ domain }) => domain === name);
}

function check(all: readonly Registration[]): Finding[] {
  const zones = new Map<string, Domain[]>(all.map(({ zone }) => [zone, []]));
  for (const { zone, domain } of all) zones.get(zone)?.push(domain);
  return [...zones.values()].flatMap(checkDomains);
}
