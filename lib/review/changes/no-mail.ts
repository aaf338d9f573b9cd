// The domains that the plans leave without mail: they have a null MX (RFC 7505), and had and have nothing else of mail.
import { dmarcDomain, dmarcName, isDmarcName } from "../../dns/kinds/dmarc";
import { isNullMx, NULL_MX, noDkimName } from "../../dns/kinds/no-mail";
import { isWithin } from "../../dns/names";
import { dkimTags } from "../../dns/text/dkim";
import { isSpf } from "../../dns/text/spf-parser";
import type { MailChange } from "./change";
import type { PublishedMail } from "./published";
import { isClosed, spfSide } from "./spf-change";

export interface NoMailDomains {
  /**
   * With a null MX after the apply, and neither an identity nor another MX, before or after. It comes from mail: none, or stands beside
   * `v=spf1 -all`: a plan does not show what of a name is outside of it, so an MX alone may be a mistake.
   */
  readonly names: ReadonlySet<string>;
  /** As these, with nothing that says that no mail is meant. */
  readonly undeclared: ReadonlySet<string>;
  /** Those of them below which no identity takes its DMARC policy from them. */
  readonly alone: ReadonlySet<string>;
}

export function noMailDomains(all: readonly MailChange[], published: PublishedMail): NoMailDomains {
  const found = new Set<string>();
  const declared = new Set<string>();
  const busy = new Set([...published.identities.keys(), ...published.mailFrom.keys()]);
  const withPolicy = new Set<string>();
  for (const { id, before, after } of all) {
    const { name, text } = after ?? {};
    if (name !== undefined && text !== undefined && isSpf(text) && isClosed(spfSide(text))) declared.add(name);
    if (name !== undefined && isDmarcName(name)) withPolicy.add(name);
    for (const side of [before, after]) {
      if (side?.name === undefined || side.type !== "MX") continue;
      if (!isNullMx(side)) busy.add(side.name);
      else if (side === after) found.add(side.name);
      if (side === after && id === NULL_MX.id) declared.add(side.name);
    }
  }
  const quiet = [...found].filter((name) => !busy.has(name));
  const names = new Set(quiet.filter((name) => declared.has(name)));
  const lacking = [...published.identities.keys()].filter((domain) => !withPolicy.has(dmarcName(domain)));
  const alone = [...names].filter((name) => !lacking.some((domain) => isWithin(domain, name)));
  return { names, undeclared: new Set(quiet.filter((name) => !names.has(name))), alone: new Set(alone) };
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
