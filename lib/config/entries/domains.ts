// Makes Domains of entries, each in its zone, with the locations for findings about them.
import type { AwsAccount, Domain, RecordOverride, Zone } from "../../dns/domain";
import type { Finding, Location } from "../../dns/finding";
import type { RecordKind } from "../../dns/kinds/kind";
import { KINDS, RELEASABLE } from "../../dns/kinds/kinds";
import { isWithin } from "../../dns/names";
import { certificateIssuers } from "../kinds/certificate";
import { makeLadder } from "../kinds/dmarc";
import { makeKinds } from "../kinds/kinds";
import { reportConsents } from "../kinds/report-consent";
import { asciiSpf } from "../kinds/spf";
import { schemaError } from "../schema-findings";
import type { YamlSource } from "../yaml/source";
import { makeConfigurationSet } from "./configuration-sets";
import { defined, ttlOf } from "./context";
import { type Entry, ownSetting, readEntries, type ValidFile } from "./entries";
import { type Attempt, EntryFault, type Path } from "./fault";
import { mergeSpfRequests, type SpfRequest } from "./merged-spf";
import { type ReleaseRequest, releaseRecords } from "./released-records";
import { makeSenders } from "./senders";
import { makeTestAddresses } from "./test-addresses";
import { makeMail } from "./without-mail";
import { makeZones } from "./zones";

export interface MadeDomains {
  readonly domains: readonly Domain[];
  readonly findings: readonly Finding[];
  /** Where each entry begins, by its key. */
  readonly places: Readonly<Record<string, Location>>;
  /** Where the file defines a record of an entry, else where the entry begins. */
  readonly placeOf: (entry: string, record?: string) => Location | undefined;
  /** The location for a finding of the rules. */
  readonly locate: (finding: Finding) => Finding["at"];
}

export function makeDomains(files: readonly ValidFile[]): MadeDomains {
  const findings: Finding[] = [];
  const zones = makeZones(files, findings);
  const entries = readEntries(files, findings);
  const paths = new Map<string, { readonly source: YamlSource; readonly path: Path }>();
  const spfRequests: SpfRequest[] = [];
  const releaseRequests: ReleaseRequest[] = [];
  const accepting = new Set<string>();

  const made = entries.flatMap((entry): Domain[] => {
    const { source, path, key } = entry;
    const note = (id: string, ...steps: Path) => paths.set(`${key} ${id}`, { source, path: [...path, ...steps] });
    note("");
    const before = findings.length;
    const attempt: Attempt = (make, instead) => {
      try {
        return make();
      } catch (fault) {
        if (!(fault instanceof EntryFault)) throw fault;
        findings.push(schemaError(fault.message, source.at([...path, ...fault.steps]), key));
        return instead;
      }
    };
    const domain = makeDomain(entry, zones, note, attempt);
    const spf = ownSetting(entry, "spf");
    const ascii = spf && attempt(() => asciiSpf(spf, key), undefined);
    if (ascii) spfRequests.push({ entry: key, domain: domain.domain, owner: entry.owner, spf: ascii });
    if (ownSetting(entry, "reportConsent")) accepting.add(key);
    for (const record of RELEASABLE)
      if (entry.settings[KINDS[record].setting] === false) releaseRequests.push({ entry: key, record });
    return findings.length === before ? [domain] : [];
  });

  const locate = ({ rule, domain, record }: Finding) => {
    const place = paths.get(`${domain} ${record}`) ?? paths.get(`${domain} `);
    if (place === undefined) return undefined;
    const entry = paths.get(`${domain} `) ?? place;
    if (rule === "region-known") return entry.source.at([...entry.path, "aws", "region"]);
    if (rule.startsWith("configuration-set-")) return entry.source.at([...entry.path, "configurationSet"]);
    if (rule === "role-shared") return entry.source.at([...entry.path, "aws", "assumeRoleArn"]);
    if (rule.startsWith("ttl-")) {
      const own = paths.get(`${domain} ${record} ttl`);
      return own === undefined ? entry.source.at([...entry.path, "ttl"]) : own.source.at(own.path);
    }
    if (rule === "ignore-known") return entry.source.keyAt([...entry.path, "ignore"]);
    if (rule === "override-known") return entry.source.keyAt([...entry.path, "overrides"]);
    return place.source.keyAt(place.path);
  };
  const placeOf = (entry: string, record = "") => {
    const place = paths.get(`${entry} ${record}`) ?? paths.get(`${entry} `);
    return place?.source.keyAt(place.path);
  };
  const spf = mergeSpfRequests(spfRequests);
  for (const { entry, message } of spf.faults) {
    const place = paths.get(`${entry} spf`);
    if (place) findings.push(schemaError(message, place.source.keyAt(place.path), entry));
  }
  const domains = made.map((domain) => {
    const text = spf.texts.get(domain.entry);
    return text === undefined ? domain : { ...domain, spf: text };
  });
  const consents = reportConsents(domains, accepting);
  const issuers = certificateIssuers(domains);
  const complete = domains.map((domain): Domain => {
    const { entry } = domain;
    return {
      ...domain,
      ...defined({ reportConsent: consents.get(entry), certificateIssuers: issuers.get(entry) }),
    };
  });
  const places = Object.fromEntries(entries.map(({ key, source, path }) => [key, source.at(path)]));
  return { domains: releaseRecords(complete, releaseRequests), findings, places, placeOf, locate };
}

function makeDomain(
  entry: Entry,
  zones: readonly Zone[],
  note: (id: string, ...steps: Path) => void,
  attempt: Attempt,
): Domain {
  const { key, domain, settings } = entry;
  const { aws = {}, dkim = {} } = settings;
  const mail = attempt(() => makeMail(settings.mail, entry.entry, key), undefined);
  const region = attempt(() => {
    if (aws.region !== undefined) return aws.region;
    if (settings.mail === "none") return "";
    const fix = 'add "aws: {region: eu-west-1}", with your region, to it or to "defaults"';
    throw new EntryFault(`"${key}" has no region: ${fix}`, []);
  }, "");
  const state = entry.entry.state ?? "present";
  const protect = settings.protect ?? true;
  const isExisting = settings.identity === "existing";
  attempt(() => {
    // An identity that exists is never destroyed, and a domain without mail has none: there is nothing to protect.
    if (state !== "absent" || !protect || isExisting || settings.mail === "none") return;
    const fix = "set protect: false as well, if its mail is to stop";
    throw new EntryFault(`"${key}" is to be absent and is protected: ${fix}`, ["state"]);
  }, undefined);
  attempt(() => {
    const own = entry.entry.dkim;
    if (!isExisting || typeof own !== "object" || own.keyLength === undefined) return;
    const fix = "leave it out, or ask its owner to set it";
    throw new EntryFault(`dkim.keyLength of "${key}" belongs to the identity's owner, identity is existing: ${fix}`, [
      "dkim",
      "keyLength",
    ]);
  }, undefined);
  const ttl = ttlOf(settings.ttl) ?? 1;
  const { profile, assumeRoleArn, allowedAccountIds } = aws;
  const account: AwsAccount = defined({ profile, assumeRoleArn, allowedAccountIds });
  for (const { id, setting } of Object.values<RecordKind>(KINDS)) if (typeof id === "string") note(id, setting);
  const made = makeKinds((setting) => ownSetting(entry, setting), { domain, key, ttl, note, attempt });

  return {
    entry: key,
    domain,
    state,
    stack: settings.stack ?? "mailzone",
    zone: zones.find(({ name }) => isWithin(domain, name)) ?? { name: domain },
    region,
    account,
    tags: aws.tags ?? {},
    ...defined({
      mail,
      identity: isExisting ? ("existing" as const) : undefined,
      dkimKeyLength: isExisting ? undefined : dkim.keyLength,
      signingHostedZone: dkim.signingHostedZone,
      dmarcLadder: makeLadder(ownSetting(entry, "dmarc")),
      comment: settings.comment,
    }),
    ...attempt(() => makeConfigurationSet(settings.configurationSet, { domain, key, tags: aws.tags ?? {} }), {}),
    ...defined({ senders: attempt(() => makeSenders(settings.senders, { domain, key, note }), undefined) }),
    ...defined({
      testAddresses: attempt(() => makeTestAddresses(entry.entry.testAddresses, { key, note }), undefined),
    }),
    ...defined(made),
    overrides: Object.fromEntries(
      Object.entries(settings.overrides ?? {}).map(([id, { ttl: own, comment }]): [string, RecordOverride] => {
        if (own !== undefined) note(`${id} ttl`, "overrides", id, "ttl");
        return [id, defined({ ttl: ttlOf(own), comment })];
      }),
    ),
    ttl,
    protect,
    ignore: settings.ignore ?? {},
  };
}
