// One entry of a first domains.yaml: what SES and the zone have for a domain, as settings. Only what exists is written; defaults of
// domains.yaml that the zone does not have are switched off.

import type { ZoneRecord } from "../../cloudflare/zone-record";
import { isSecret } from "../../config/secrets";
import { canonicalName } from "../../dns/canonical";
import { dmarcSetting } from "../../dns/kinds/dmarc";
import { parseMailFromSpf } from "../../dns/kinds/mail-from";
import { includesSes, spfSetting } from "../../dns/kinds/spf";
import { isDistributionName } from "../../dns/kinds/web";
import { relativeName } from "../../dns/names";
import { dkimHost } from "../../dns/regions";
import { singleLine } from "../../dns/text/escape";
import { malformedPolicy } from "../../dns/text/malformed-policy";
import { plainText } from "../../dns/text/txt";
import type { Identity } from "../../ses/identity";
import type { ConfigurationSetState, RolePolicies } from "../../ses/set";
import { onMxFailure, ownTags } from "../matching/identity";
import { inlineYaml } from "../texts";
import type { LiveZones } from "../zone/live-zones";
import { closestDomain, parseDkimRecord, regionOfBounces } from "../zone/ses-domains";
import { existingDmarc } from "./dmarc";
import { freeMailFrom } from "./mail-from-name";
import { draftSenders } from "./senders";
import { setSetting } from "./set";
import { draftTestAddresses, type SeenAddresses } from "./test-addresses";
import { optionalTexts, textSetting, textsOf } from "./texts";
import { withoutMail } from "./without-mail";

export interface Draft {
  readonly key: string;
  readonly isNew: boolean;
  /** The entry as domains.yaml has it. */
  readonly fields: Record<string, unknown>;
  readonly tokens: readonly [string, string, string];
  readonly notes: string[];
  /** Lines of a comment below the entry. */
  readonly comment: readonly string[];
}

export interface DraftOptions {
  readonly zone: string;
  readonly domain: string;
  readonly region: string;
  /** Undefined if SES was not asked. */
  readonly identity: Identity | undefined;
  /** The identity's configuration set. Undefined if it has none, or it could not be read. */
  readonly set: ConfigurationSetState | undefined;
  /** @default - IAM was not asked */
  readonly roles?: readonly RolePolicies[] | undefined;
  /** Those of the region, for the first entry of the region. @default - they are another entry's, or were not asked for */
  readonly addresses?: SeenAddresses | undefined;
  /** Whether neither SES nor the zone has anything for the domain: then the plan creates everything. */
  readonly isNew: boolean;
  /** The domain has the records of one without mail. @default - SES sends its mail */
  readonly mail?: "none" | undefined;
  /** Whether SES was asked. */
  readonly isSesRead: boolean;
  /** Whether this entry has the domain's dmarc, spf and web: the first of several entries does. */
  readonly owner: boolean;
  /** All domains that get an entry: a website belongs to the closest one. */
  readonly domains: readonly string[];
  readonly zones: LiveZones;
}

export function draftEntry(options: DraftOptions): Draft {
  if (options.mail === "none") return draftWithoutMail(options);
  const { domain, region, identity, isNew, owner, zone, zones } = options;
  const key = owner ? domain : `${domain}-${region}`;
  const notes: string[] = [];
  const comment: string[] = [];
  const dkim = zones.records.flatMap((record) => {
    const found = parseDkimRecord(record);
    return found?.domain === domain ? [found.token] : [];
  });
  const tokens = identity?.dkim.tokens ?? [...new Set(dkim)].sort();
  const { said: tags, secret } = tagsWithoutSecrets(identity);
  if (secret.length > 0)
    notes.push(
      `the tags ${secret.join(", ")} of "${domain}" look like secrets and are left out: the apply takes them off`,
    );
  const host = signingZone(options, tokens);

  const fields: Record<string, unknown> = {
    domain,
    name: owner ? undefined : key,
    aws: { region, tags: Object.keys(tags).length === 0 ? undefined : tags },
    dkim: host === dkimHost(region) ? undefined : { signingHostedZone: host },
    configurationSet:
      (options.set && setSetting(options.set, options, tags)) ?? (identity?.configurationSet || undefined),
    mailFrom: isNew ? newMailFrom(options, notes) : mailFrom(options, notes),
  };
  if (typeof fields.configurationSet === "object")
    notes.push(
      `the configuration set "${options.set?.name}" of "${domain}" is written as a map: mailzone adopt --write takes it over with its events, and not their topics; where somebody else manages it, write its name instead (docs/events.md)`,
    );
  else if (fields.configurationSet !== undefined)
    notes.push(
      `the configuration set "${fields.configurationSet}" of "${domain}" is named and not managed: to manage it, write it as a map and run mailzone adopt, which says what would change (docs/events.md)`,
    );
  if (identity !== undefined) {
    const configurationSet = identity.configurationSet || undefined;
    const sending = draftSenders({ entry: key, domain, region, configurationSet }, options.roles ?? []);
    const beside = draftTestAddresses(
      { entry: key, region, tags },
      options.domains,
      options.addresses ?? { domains: [], addresses: [], more: 0 },
    );
    fields.senders = sending.setting;
    fields.testAddresses = beside.setting;
    notes.push(...sending.notes, ...beside.notes);
    comment.push(...beside.comment);
  }
  if (isNew) notes.push(creationNote(options, fields.mailFrom));
  if (owner) {
    const { texts, isFree, note } = existingDmarc(zones, zone, domain);
    if (!(isNew && isFree)) {
      fields.dmarc = textSetting(texts, dmarcSetting) ?? false;
      if (note !== undefined) notes.push(note);
    }
    const spf = textsOf(zones.at(zone, domain), "spf1");
    const form = textSetting(spf, spfSetting);
    if (form !== undefined && (spf.some(includesSes) || isFromZoneFile(zones.at(zone, domain)))) fields.spf = form;
    else if (form !== undefined) {
      notes.push(
        `left alone: the SPF record of "${domain}" is not for SES; a comment in the file says how to manage it`,
      );
      comment.push(
        `The SPF record of ${domain} names other senders than SES, which does not need it: it is left alone. To have it here,`,
        "write this line, then run mailzone adopt --write:",
        singleLine(`spf: ${inlineYaml(form)}`),
      );
    }
    if (spf.length > 1)
      notes.push(
        `"${domain}" has ${spf.length} SPF records, which receivers take for an error: left alone, keep one of them`,
      );
    notes.push(...almostSpf(zones.at(zone, domain), domain));
    const optional = optionalTexts(zones, zone, domain);
    Object.assign(fields, optional.settings);
    notes.push(...optional.notes);
    const web = websites(options);
    if (Object.keys(web).length > 0) fields.web = web;
  }
  const [first = "-", second = "-", third = "-"] = tokens;
  return { key, isNew, fields, tokens: [first, second, third], notes, comment };
}

function draftWithoutMail(options: DraftOptions): Draft {
  const { domain, zone, zones } = options;
  const web = websites(options);
  const fields = {
    ...withoutMail(zones, zone, domain),
    ...(Object.keys(web).length > 0 && { web }),
  };
  return { key: domain, isNew: false, fields, tokens: ["-", "-", "-"], notes: [], comment: [] };
}

/** Receivers ignore such a text silently, so its owner believes that it works. */
function almostSpf(records: readonly ZoneRecord[], domain: string): string[] {
  return records.flatMap(({ type, content }) => {
    const text = type === "TXT" ? plainText(content) : "";
    const almost = malformedPolicy(text);
    if (almost?.kind !== "spf") return [];
    return [
      `TXT ${JSON.stringify(text)} at "${domain}" is almost an SPF record, but receivers ignore it, because it has ${almost.why}: left alone`,
    ];
  });
}

/** The default name if nothing exists at it, else another one. */
function newMailFrom({ zones, zone, domain }: DraftOptions, notes: string[]): string | false {
  const label = freeMailFrom(zones, zone, domain);
  if (label === undefined)
    notes.push(
      `"${domain}" has records at all names that were tried for MAIL FROM, so mailFrom is false: write one at which nothing stands`,
    );
  else if (label !== "mail") notes.push(`"mail.${domain}" has records already, so mailFrom is "${label}"`);
  return label ?? false;
}

function creationNote({ domain, region, zones, zone, isSesRead }: DraftOptions, mailFrom: unknown): string {
  const created = [
    "the identity",
    "its three DKIM records",
    ...(mailFrom === false ? [] : [`the MX and SPF of "${mailFrom}.${domain}"`]),
    ...(existingDmarc(zones, zone, domain).isFree ? ["a DMARC record with p=none"] : []),
  ];
  const last = created.pop();
  const caveat = isSesRead ? "" : ", unless SES has it already, which could not be asked";
  return `"${domain}" is new to SES in ${region}${caveat}: the first plan makes ${created.join(", ")} and ${last}`;
}

/**
 * Whether the records come from a zone file. Then another server has the zone, and a record that is left out of domains.yaml would be
 * missing after the move to Cloudflare. In a zone at Cloudflare such a record stays.
 */
function isFromZoneFile(records: readonly ZoneRecord[]): boolean {
  return records.every(({ id }) => id === null);
}

function tagsWithoutSecrets(identity: Identity | undefined) {
  const own = Object.entries(identity === undefined ? {} : ownTags(identity));
  const publicTags = Object.fromEntries(own.filter(([, value]) => !isSecret(value)));
  return { said: publicTags, secret: own.flatMap(([key, value]) => (isSecret(value) ? [key] : [])) };
}

/** The zone in which SES publishes the keys: as SES reports it, else as the targets in the zone show it. */
function signingZone({ zones, domain, region, identity }: DraftOptions, tokens: readonly string[]): string {
  if (identity?.dkim.signingHostedZone) return identity.dkim.signingHostedZone;
  for (const record of zones.records) {
    const dkim = parseDkimRecord(record);
    if (dkim === undefined || dkim.domain !== domain || !tokens.includes(dkim.token)) continue;
    return canonicalName(record.content).slice(dkim.token.length + 1);
  }
  return dkimHost(region);
}

/** The MAIL FROM as SES has it or, if SES was not asked, as the MX in the zone shows it. */
function mailFrom({ zone, zones, domain, domains, region, identity }: DraftOptions, notes: string[]): unknown {
  const isOurs = (record: ZoneRecord) =>
    regionOfBounces(record) === region && closestDomain(canonicalName(record.name), domains) === domain;
  const name = identity === undefined ? zones.records.find(isOurs)?.name : identity.mailFrom?.domain;
  if (name === undefined) return false;
  const full = canonicalName(name);
  const end = zones
    .at(zone, full)
    .flatMap(({ type, content }) => (type === "TXT" ? (parseMailFromSpf(plainText(content)) ?? []) : []));
  if (end.length !== 1 || !zones.at(zone, full).some((record) => regionOfBounces(record) === region)) {
    notes.push(
      `"${domain}" has the MAIL FROM "${full}" without the MX and SPF that SES wants, so mailFrom is false: write mailFrom: ${full} to publish them`,
    );
    return false;
  }
  const relative = relativeName(full, domain);
  const label = relative.includes(".") ? full : relative;
  const behavior = identity?.mailFrom ? onMxFailure(identity.mailFrom.behaviorOnMxFailure) : "use-default";
  if (behavior === "use-default" && end[0] === "~all") return label;
  return {
    domain: label,
    onMxFailure: behavior === "reject" ? behavior : undefined,
    spf: end[0] === "-all" ? "-all" : undefined,
  };
}

/** Website names in front of CloudFront whose closest domain is this one. */
function websites({ zones, domain, domains }: DraftOptions): Record<string, unknown> {
  const web: Record<string, unknown> = {};
  for (const { type, name, content, proxied } of zones.records) {
    const [target, plain] = [canonicalName(content), canonicalName(name)];
    if (type !== "CNAME" || !isDistributionName(target) || closestDomain(plain, domains) !== domain) continue;
    const relative = relativeName(plain, domain);
    web[relative.includes(".") ? plain : relative] = proxied ? { target, proxied } : target;
  }
  return Object.fromEntries(Object.entries(web).sort(([a], [b]) => (a < b ? -1 : 1)));
}
