// A first domains.yaml for an existing zone, so that the next plan imports everything and changes nothing. Each draft is read as a
// configuration and matched with the zone. What would change a record becomes an override, or is removed with a note; this repeats
// until nothing changes any more.
import { Document, isNode } from "yaml";
import type { ZoneRecord } from "../../cloudflare/zone-record";
import { parseConfiguration } from "../../config/configuration";
import type { Domain } from "../../dns/domain";
import { senderId } from "../../dns/sending";
import { testAddressId } from "../../dns/test-addresses";
import { singleLine } from "../../dns/text/escape";
import type { Match } from "../matching/match";
import { isSameText } from "../matching/records/changes";
import { desiredRecords } from "../matching/records/desired";
import { matchRecords } from "../matching/records/records";
import { LiveZones } from "../zone/live-zones";
import { missingDotNote, missingDots } from "../zone/missing-dot";
import { addOverrides, removeRecord } from "./amend";
import { type Draft, draftEntry } from "./draft";
import { type AdoptInitOptions, entrySources } from "./entry-sources";

export interface InitResult {
  /** Undefined if no domain of the zone uses SES. */
  readonly yaml: string | undefined;
  /** What could not be described, and what is left alone, as sentences. */
  readonly notes: readonly string[];
}

const HEAD = `# The zone as it stands, written by mailzone adopt --init. Next: mailzone adopt --write, then mailzone plan.
`;

/** Of the ids of what a setting makes beside the records. */
const PREFIXES = { senders: senderId({ key: "" }), testAddresses: testAddressId("") } as const;

export function initConfiguration(options: AdoptInitOptions): InitResult {
  const { yaml, notes } = firstFile(options);
  return { yaml, notes: notes.map(singleLine) };
}

function firstFile(options: AdoptInitOptions): InitResult {
  const { zone, live } = options;
  const zones = new LiveZones(live);
  const { places, notes } = entrySources(options);
  const domains = [...new Set(places.map(({ domain }) => domain))];
  const owners = new Set<string>();
  const regions = new Set<string>();
  let drafts = places.map((place) => {
    const owner = !owners.has(place.domain);
    owners.add(place.domain);
    const isFirst = place.identity !== undefined && !regions.has(place.region);
    if (isFirst) regions.add(place.region);
    return draftEntry({
      ...place,
      roles: options.roles,
      addresses: isFirst ? options.addresses?.get(place.region) : undefined,
      set: options.sets?.get(`${place.region}/${place.identity?.configurationSet}`),
      owner,
      domains,
      zones,
      zone: zone.name,
      isSesRead: options.identities !== undefined,
    });
  });
  for (const draft of drafts) notes.push(...draft.notes);
  if (drafts.length === 0) return { yaml: undefined, notes };
  notes.push(...missingDots(zones).map(missingDotNote), ...consentNotes(live));

  const overridden = new Set<Draft>();
  // Each round removes something from a draft, adds overrides to one, or is the last.
  for (;;) {
    const { domains: parsed, findings } = parseConfiguration([{ file: "domains.yaml", text: yamlOf(zone, drafts) }]);
    const error = findings.find(({ severity }) => severity === "error");
    if (error !== undefined) {
      const draft = drafts.find(({ key }) => key === error.domain);
      if (draft === undefined) return { yaml: undefined, notes: [...notes, error.message] };
      const set = draft.fields.configurationSet as string | { readonly name: string } | undefined;
      if (typeof set === "object") {
        draft.fields.configurationSet = set.name;
        notes.push(`the configuration set "${set.name}" of "${draft.key}" is named and not managed: ${error.message}`);
        continue;
      }
      notes.push(`left alone: ${error.message}`);
      const beside = (["senders", "testAddresses"] as const).find(
        (field) => draft.fields[field] !== undefined && error.record?.startsWith(PREFIXES[field]),
      );
      if (beside !== undefined) {
        delete draft.fields[beside];
        continue;
      }
      if (!removeRecord(draft, error.record)) drafts = drafts.filter((other) => other !== draft);
      if (drafts.length === 0) return { yaml: undefined, notes };
      continue;
    }
    const matches = matchesOf(drafts, parsed, live);
    const changed = drafts.filter((draft) => {
      const own = matches.filter(({ entry }) => entry === draft.key);
      return adjustDraft(draft, own, overridden, notes);
    });
    if (changed.length > 0) continue;
    // There is already a note about what is created for a new domain.
    const known = matches.filter(
      ({ entry, status }) => status !== "absent" || !drafts.some(({ key, isNew }) => isNew && key === entry),
    );
    return { yaml: yamlOf(zone, drafts), notes: [...notes, ...known.flatMap(planNotes)] };
  }
}

/** A consent is published for a pair of domains of the configuration, and a first one has one zone, whose domains need none. */
function consentNotes(live: readonly ZoneRecord[]): string[] {
  const names = live.flatMap(({ type, name }) => (type === "TXT" && name.includes("._report._dmarc.") ? [name] : []));
  if (names.length === 0) return [];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return [
    `left alone: the consent to DMARC reports at ${names.slice(0, 3).join(", ")}${more}; with reportConsent: true it is managed here once the other domain is`,
  ];
}

function matchesOf(drafts: readonly Draft[], parsed: readonly Domain[], live: readonly ZoneRecord[]): readonly Match[] {
  const domains = new Map(parsed.map((domain) => [domain.entry, domain]));
  const wanted = drafts.flatMap(({ key, tokens }) => {
    const domain = domains.get(key);
    return domain === undefined ? [] : desiredRecords(domain, { dkimTokens: tokens, distributionDomain: () => "" });
  });
  return matchRecords(wanted, live).matches;
}

/** Changes the draft so that its records are more like the existing ones, with a note for what is removed. False if it did not change. */
function adjustDraft(draft: Draft, matches: readonly Match[], overridden: Set<Draft>, notes: string[]): boolean {
  for (const match of matches) {
    const isCreated = draft.isNew || match.id.startsWith("dkim-");
    const isOff = match.status === "clash" || (match.status === "absent" && !isCreated);
    const isOther = match.changes.some(({ field }) => field === "content" || field === "priority");
    const isWrong = isOther && !isSameText(match);
    if (!isOff && !isWrong) continue;
    if (!removeRecord(draft, match.id)) continue;
    const why =
      match.notes[0] ?? match.changes.map(({ field, before, after }) => `${field} ${before} is to be ${after}`)[0];
    notes.push(`left alone: ${match.id} of "${draft.key}"${why === undefined ? "" : `: ${why}`}`);
    return true;
  }
  if (overridden.has(draft)) return false;
  overridden.add(draft);
  return addOverrides(draft, matches);
}

/** What the first plan still creates or changes. */
function planNotes({ id, entry, status, changes, notes }: Match): string[] {
  if (status === "identical" && notes.length === 0) return [];
  if (status === "absent") return [`the first plan creates ${id} of "${entry}", which the zone has not`];
  const fields = changes.map(({ field, before, after }) => `${field} ${before || "(none)"} -> ${after || "(none)"}`);
  const change =
    fields.length === 0 ? `${id} of "${entry}"` : `the first plan changes ${id} of "${entry}": ${fields.join(", ")}`;
  return [[change, ...notes].join("; ")];
}

function yamlOf(zone: AdoptInitOptions["zone"], drafts: readonly Draft[]): string {
  const value = { zones: { [zone.name]: zone.id }, domains: drafts.map(({ fields }) => fields) };
  const document = new Document(value, { aliasDuplicateObjects: false });
  for (const [index, { comment }] of drafts.entries()) {
    const entry = document.getIn(["domains", index], true);
    if (comment.length > 0 && isNode(entry)) entry.comment = comment.map((line) => ` ${line}`).join("\n");
  }
  return HEAD + document.toString({ lineWidth: 0, nullStr: "" });
}
