// The names that mail depends on after the plan is applied. Delegating one of them, adding a CNAME to it or hiding it behind a
// wildcard stops mail without changing any mail record.
import { dmarcName } from "../../dns/kinds/dmarc";
import { MAIL_ROLES, type MailChange } from "./change";
import type { NoMailDomains } from "./no-mail";
import type { PublishedMail } from "./published";
import { type RecordSide, sideTarget } from "./record-side";

export interface MailNames {
  /** Each name with the mail records at it; an empty list if only an SES setting needs the name. */
  readonly at: ReadonlyMap<string, readonly MailChange[]>;
  /** Those names and all their parent names. */
  readonly above: ReadonlySet<string>;
  /** The names that an MX leads to through the CNAMEs of the plans, with the change of the MX. */
  readonly hosts: ReadonlyMap<string, MailChange>;
  /** For such names without an address of their own: the wildcards that may answer for them. */
  readonly wildcardHosts: ReadonlyMap<string, string>;
  /** The CNAME at a name. */
  readonly aliases: ReadonlyMap<string, MailChange>;
  /** Names that SES may send with, if no plan says which. */
  readonly assumed: ReadonlySet<string>;
  /** The domains that have an identity, or records of ours. */
  readonly domains: ReadonlySet<string>;
}

const NOTHING: RecordSide = { value: "", proxied: false, flattened: false, isHidden: false, isUnknown: false };

/** How many CNAMEs are followed from an MX. */
const CHAIN = 8;

export function mailNames(all: readonly MailChange[], published: PublishedMail, noMail: NoMailDomains): MailNames {
  const at = new Map<string, MailChange[]>();
  const aliases = new Map<string, MailChange>();
  const addressed = new Set<string>();
  const hosts = new Map<string, MailChange>();
  const assumed = new Set<string>();
  const domains = new Set(published.identities.keys());
  const note = (name: string, change?: MailChange) => {
    const known = at.get(name) ?? [];
    if (change !== undefined) known.push(change);
    at.set(name, known);
  };
  const mx: (readonly [string, MailChange])[] = [];
  for (const change of all) {
    const { entry, id, role } = change;
    if (entry?.includes(".") && id !== undefined) domains.add(entry);
    for (const side of standing(change)) {
      const { name, type } = side;
      if (name === undefined) continue;
      if (MAIL_ROLES.includes(role)) note(name, change);
      const target = sideTarget(side);
      if (target === undefined) continue;
      if (type === "CNAME" && (side === change.after || !aliases.has(name))) aliases.set(name, change);
      if (["A", "AAAA", "CNAME"].includes(type ?? "")) addressed.add(name);
      if (type === "MX" && role === "mx") mx.push([target, change]);
    }
  }
  for (const domain of domains) {
    for (const name of [domain, `_domainkey.${domain}`, dmarcName(domain)]) note(name);
    // If the plans contain no identity, nothing says what SES sends with. The default of this project is assumed.
    if (!published.identities.has(domain) && !noMail.names.has(domain)) assumed.add(`mail.${domain}`);
  }
  for (const name of [...published.mailFrom.keys(), ...assumed]) note(name);
  for (const [target, change] of mx) {
    let next: string | undefined = target;
    for (let step = 0; next !== undefined && step < CHAIN && !hosts.has(next); step++) {
      hosts.set(next, change);
      note(next);
      const alias: MailChange | undefined = aliases.get(next);
      next = alias && sideTarget(alias.after ?? alias.before ?? NOTHING);
    }
  }
  const wildcardHosts = new Map<string, string>();
  for (const host of hosts.keys()) {
    for (let rest = host; !addressed.has(host) && rest.includes("."); ) {
      rest = rest.slice(rest.indexOf(".") + 1);
      wildcardHosts.set(`*.${rest}`, host);
    }
  }
  return { at, above: withAncestors(at.keys()), hosts, wildcardHosts, aliases, domains, assumed };
}

/** What exists before and after. A record that is deleted is needed too. */
function standing({ before, after }: MailChange): RecordSide[] {
  return [before, after].filter((side) => side !== undefined);
}

function withAncestors(names: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of names) {
    for (let rest = name; !found.has(rest); rest = rest.slice(rest.indexOf(".") + 1)) {
      found.add(rest);
      if (!rest.includes(".")) break;
    }
  }
  return found;
}
