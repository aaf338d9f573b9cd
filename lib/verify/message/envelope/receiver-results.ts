// The Authentication-Results of the receiver that accepted the message, which its Received field names. A field counts as the
// receiver's if its authserv-id is of the same organization (RFC 8601 §5) and if it is above the receiver's Received field, or directly
// below it, where Google writes it. Below it the sender may have written too, so the sender's domain is only read from above.

import type { ReceiverResults } from "../evaluation";
import { fieldValue, type HeaderField } from "../header";
import { envelopeAddress, safeName } from "../names";
import { type MethodResult, parseAuthenticationResults, propertyDomain } from "./authentication-results";
import { isSameOrganization } from "./received";

export interface ReceiverStatement {
  readonly receiver: ReceiverResults;
  /** The envelope's sender, empty for a bounce; undefined if the field does not say, or may be written by the sender. */
  readonly sender: string | undefined;
}

/** `at` is the index of the receiver's Received field; `names` are its host names there and above. The first one is shown. */
export function receiverStatement(
  fields: readonly HeaderField[],
  { at, names }: { readonly at: number; readonly names: readonly string[] },
): ReceiverStatement | null {
  const next = fields.findIndex(({ key }, index) => key === "received" && index > at);
  const found = fields.slice(0, next < 0 ? undefined : next).flatMap((field, index) => {
    if (field.key !== "authentication-results") return [];
    const { by: id, results } = parseAuthenticationResults(fieldValue(field));
    const isOwn = id === null ? index < at : names.some((name) => id === name || isSameOrganization(id, name));
    return isOwn && results.length > 0 ? [{ id, results, isOnTop: index < at }] : [];
  });
  if (found.length === 0) return null;
  const results = found.flatMap((one) => one.results);
  const spf = results.find(({ method }) => method === "spf");
  const dmarc = results.find(({ method }) => method === "dmarc");
  const top = found.filter(({ isOnTop }) => isOnTop).flatMap((one) => one.results);
  const receiver = {
    name: safeName(found.find(({ id }) => id !== null)?.id ?? names[0] ?? ""),
    isOnTop: found.every(({ isOnTop }) => isOnTop),
    dkim: results
      .filter(({ method }) => method === "dkim")
      .slice(0, MAX_DKIM_RESULTS)
      .map(dkimResult),
    spf: spf === undefined ? null : { result: registeredResult(spf.result), domain: spfDomain(spf) },
    dmarc: dmarc === undefined ? null : registeredResult(dmarc.result),
  };
  return { receiver, sender: senderOf(top.find(({ method }) => method === "spf")) };
}

function dkimResult({ result, properties }: MethodResult): ReceiverResults["dkim"][number] {
  const domain = propertyDomain(properties.get("header.d") ?? properties.get("header.i"));
  return { result: registeredResult(result), domain };
}

function spfDomain({ properties }: MethodResult): string | null {
  return propertyDomain(properties.get("smtp.mailfrom") || properties.get("smtp.helo"));
}

/** The sender; if only a domain is written, its postmaster; undefined if quotes would let the sender write anything. */
function senderOf(spf: MethodResult | undefined): string | undefined {
  const sender = spf?.properties.get("smtp.mailfrom");
  if (sender === undefined || /["\\]/.test(sender)) return undefined;
  return envelopeAddress(sender === "" || sender === "<>" || sender.includes("@") ? sender : `postmaster@${sender}`);
}

/** As many as signatures are evaluated. */
const MAX_DKIM_RESULTS = 20;

/** A registered result (§2.7), otherwise `unknown`. */
function registeredResult(result: string): string {
  return RESULTS.has(result) ? result : "unknown";
}

const RESULTS: ReadonlySet<string> = new Set(
  "pass fail softfail neutral none policy temperror permerror bestguesspass".split(" "),
);
