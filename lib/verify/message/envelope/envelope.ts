// The client and the envelope's sender, if no option names them: read from the fields of the last hop that came from outside. The
// client, its HELO name and the sender all belong to that hop (RFC 5321 §4.4: Return-Path is of the last delivery), since SPF is
// evaluated there. Whoever wrote the file can have written all fields, but what the sender put below those of the receiver does not
// count.

import type { EnvelopeSource, EnvelopeSummary, ReceiverResults, SpfEvaluation } from "../evaluation";
import { fieldValue, type HeaderField } from "../header";
import { domainOf, envelopeAddress, headerBytes, typedName } from "../names";
import { type Hop, isInternal, isPrivate, isSameOrganization, parseReceived, validIp } from "./received";
import { parseReceivedSpf, type ReceivedSpf } from "./received-spf";
import { receiverStatement } from "./receiver-results";
import { senderBeforeSrs } from "./srs";

export interface EnvelopeOptions {
  readonly clientIp?: string;
  readonly envelopeFrom?: string;
  readonly helo?: string;
}

/** The input of SPF. The sender's address is needed for macros (RFC 7208 §7) and is never shown. */
export interface Envelope extends EnvelopeSummary {
  /** For a bounce, whose sender is `<>`, the postmaster at the HELO name (§2.4); null if that is not known either. */
  readonly mailFrom: string | null;
  readonly identity: SpfEvaluation["identity"];
  readonly helo: string | null;
  readonly receiver: ReceiverResults | null;
}

export function envelopeOf(fields: readonly HeaderField[], options: EnvelopeOptions): Envelope {
  const hops = fields.flatMap((field, at): PlacedHop[] => {
    const hop = field.key === "received" ? parseReceived(fieldValue(field)) : undefined;
    return hop === undefined ? [] : [{ ...hop, at }];
  });
  const last = hops.find((hop) => !isInternal(hop)) ?? hops.find(({ ip }) => ip !== undefined && !isPrivate(ip));
  const spf = receiversSpf(fields, last);
  const pathAt = fields.findIndex(({ key }) => key === "return-path");
  const returnPath = fields[pathAt];
  const path = returnPath === undefined ? undefined : fieldValue(returnPath).replace(/^<(.*)>$/, "$1");
  // A quoted local part may contain anything, even parts of other fields, and not every receiver quotes it again.
  const isQuoted = path?.includes('"') === true;

  const ip = firstOf([
    ["option", validIp(options.clientIp)],
    ["Received-SPF", spf?.ip],
    ["Received", last?.ip],
  ]);
  const ofHop = last?.ip === ip.value ? last : undefined;
  const helo =
    (options.helo === undefined ? undefined : typedName(options.helo)) ??
    ofHop?.helo ??
    (spf?.ip === ip.value ? spf?.helo : null) ??
    null;
  const statement =
    last === undefined ? null : receiverStatement(fields, { at: last.at, names: receiverNames(hops, last) });
  const whole = originalSender(envelopeAddress(path), ofHop);
  // Google writes Received-SPF below its Received field, where the sender may have put one too: a Return-Path above goes first.
  const isBehind = last !== undefined && pathAt >= 0 && pathAt < last.at && spf !== undefined && spf.at > last.at;
  const sources = [
    ["Return-Path", isBehind ? whole : undefined],
    // If a receiver writes only the domain, Return-Path may have the whole address.
    ["Received-SPF", whole !== undefined && spf?.domain === domainOf(whole) ? whole : spf?.sender],
    ["Received", envelopeAddress(ofHop?.envelopeFrom)],
    ["Return-Path", whole],
    ["Authentication-Results", ofHop === undefined ? undefined : statement?.sender],
  ] as const;
  const option = options.envelopeFrom === undefined ? undefined : headerBytes(options.envelopeFrom);
  const from = firstOf([["option", envelopeAddress(option) ?? option], ...(isQuoted ? [] : sources)]);
  const postmaster = helo === null ? null : `postmaster@${helo}`;
  const mailFrom = from.value === "" ? postmaster : from.value;
  // For a bounce, some receivers write the postmaster as the sender.
  const isBounce = from.value === "" || (path === "" && mailFrom?.toLowerCase() === postmaster?.toLowerCase());
  return {
    clientIp: ip.value,
    clientIpFrom: ip.source,
    mailFrom,
    mailFromDomain: mailFrom === null ? null : domainOf(mailFrom),
    mailFromFrom: from.source,
    identity: from.value === null ? null : isBounce ? "helo" : "mailfrom",
    relayed:
      ip.source !== "option" &&
      last !== undefined &&
      !isSes(last) &&
      hops.some((hop) => hop.at > last.at && isSes(hop)),
    helo,
    receiver: statement?.receiver ?? null,
  };
}

interface PlacedHop extends Hop {
  /** The index of its field. */
  readonly at: number;
}

/** The names of the hosts that wrote this hop and those above it, which belong to the receiver. */
function receiverNames(hops: readonly PlacedHop[], last: PlacedHop): readonly string[] {
  return [last, ...hops].filter(({ at }) => at <= last.at).map(({ by }) => by);
}

/** The topmost Received-SPF, if it belongs to the last hop: it names the same client, or none and is above that hop. */
function receiversSpf(
  fields: readonly HeaderField[],
  last: PlacedHop | undefined,
): (ReceivedSpf & { readonly at: number }) | undefined {
  const at = fields.findIndex(({ key }) => key === "received-spf");
  const field = fields[at];
  if (field === undefined) return undefined;
  const spf = { ...parseReceivedSpf(fieldValue(field)), at };
  if (last !== undefined) return spf.ip === last.ip || (spf.ip === undefined && at < last.at) ? spf : undefined;
  return spf.ip !== undefined && isPrivate(spf.ip) ? undefined : spf;
}

/** A receiver that also forwards rewrites the sender after the hop: the original one is inside the rewritten address. */
function originalSender(sender: string | undefined, hop: Hop | undefined): string | undefined {
  const isRewritten = sender !== undefined && hop !== undefined && isSameOrganization(domainOf(sender), hop.by);
  return isRewritten ? (envelopeAddress(senderBeforeSrs(sender)) ?? sender) : sender;
}

function isSes({ helo, reverseName }: Hop): boolean {
  return [helo, reverseName].some((name) => /\.amazonses\.com$/i.test(name ?? ""));
}

function firstOf(candidates: readonly (readonly [EnvelopeSource, string | undefined])[]) {
  const [source = null, value = null] = candidates.find(([, candidate]) => candidate !== undefined) ?? [];
  return { source, value };
}
