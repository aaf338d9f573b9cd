// The domains that the plans leave without mail: they have a null MX (RFC 7505), and had and have nothing else of mail.
import { dmarcDomain, dmarcName, isDmarcName } from "../../dns/kinds/dmarc";
import { isNullMx, noDkimName } from "../../dns/kinds/no-mail";
import { isWithin } from "../../dns/names";
import { dkimTags } from "../../dns/text/dkim";
import type { MailChange } from "./change";
import type { PublishedMail } from "./published";

export interface NoMailDomains {
  /** With a null MX after the apply, and neither an identity nor another MX, before or after. */
  readonly names: ReadonlySet<string>;
  /** Those of them below which no identity takes its DMARC policy from them. */
  readonly alone: ReadonlySet<string>;
}

export function noMailDomains(all: readonly MailChange[], published: PublishedMail): NoMailDomains {
  const names = new Set<string>();
  const busy = new Set([...published.identities.keys(), ...published.mailFrom.keys()]);
  const withPolicy = new Set<string>();
  for (const { before, after } of all) {
    if (after?.name !== undefined && isDmarcName(after.name)) withPolicy.add(after.name);
    for (const side of [before, after]) {
      if (side?.name === undefined || side.type !== "MX") continue;
      if (!isNullMx(side)) busy.add(side.name);
      else if (side === after) names.add(side.name);
    }
  }
  for (const name of busy) names.delete(name);
  const lacking = [...published.identities.keys()].filter((domain) => !withPolicy.has(dmarcName(domain)));
  const alone = [...names].filter((name) => !lacking.some((domain) => isWithin(domain, name)));
  return { names, alone: new Set(alone) };
}

/** Whether a record is the empty key for all selectors of a domain without mail, and is new. */
export function isNoMailKey({ after, resource }: MailChange, { names }: NoMailDomains): boolean {
  const { name = "", text = "" } = after ?? {};
  const domain = name.replace(/^\*\._domainkey\./, "");
  if (resource.action !== "create" || name !== noDkimName(domain) || !names.has(domain)) return false;
  return dkimTags(text).get("p") === "";
}

/** Whether a new DMARC record is that of a domain without mail, whose policy hits nobody's mail that is known here. */
export function isNoMailPolicy({ after, resource }: MailChange, { alone }: NoMailDomains): boolean {
  return resource.action === "create" && after?.name !== undefined && alone.has(dmarcDomain(after.name));
}
