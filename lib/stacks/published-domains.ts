// What all constructs of an app publish, so that rules see the domains of one zone together, whichever stacks they are in.
import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import type { Finding } from "../dns/finding";
import { checkDomains } from "../dns/rules/rules";
import { isInTree } from "./claimed-addresses";

interface Registration {
  readonly construct: Construct;
  /** The domain, its entry unique in the app: what the rules call it. */
  readonly domain: Domain;
  readonly zone: string;
}

const registrations = new WeakMap<object, Registration[]>();

/** The last answer of an app: every construct asks, and each wants its own part. */
const answers = new WeakMap<object, { readonly of: readonly Registration[]; readonly findings: readonly Finding[] }>();

/**
 * Notes that `construct` publishes `domain`.
 * @param name unique in the app, such as the construct's path
 * @param zoneId the zone's id, or a token of it
 */
export function registerDomain(construct: Construct, name: string, domain: Domain, zoneId: string): void {
  const { root } = construct.node;
  // Nobody can tell which zone a token stands for: one name in one stack is taken for one zone.
  const zone = Token.isUnresolved(zoneId) ? `${TerraformStack.of(construct).node.path} ${domain.zone.name}` : zoneId;
  const all = registrations.get(root) ?? [];
  all.push({ construct, domain: { ...domain, entry: name }, zone });
  registrations.set(root, all);
}

/** What the rules find wrong with what was published as `name`, beside all else in its zone. */
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
