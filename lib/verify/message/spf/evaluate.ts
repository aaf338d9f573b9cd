// Evaluates SPF for the client and sender of a message's envelope.
import type { DnsRecord } from "../../../dns/record";
import type { Envelope } from "../envelope/envelope";
import type { SpfEvaluation } from "../evaluation";
import { entryDomain } from "../findings/rule";
import { recordRef } from "../record-ref";
import type { MessageResolver } from "../resolver";
import { checkSpf } from "./check";

export async function evaluateSpf(
  envelope: Envelope,
  resolver: MessageResolver,
  records: readonly DnsRecord[],
): Promise<Omit<SpfEvaluation, "aligned">> {
  const { clientIp, mailFrom, mailFromDomain: domain, identity, helo } = envelope;
  const record = recordRef(
    records,
    ({ purpose, name }) => (purpose === "mail-from-spf" || purpose === "spf") && name === domain,
  );
  if (clientIp === null || mailFrom === null) return { result: "unknown", domain, identity, comment: null, record };
  const client = { ip: clientIp, sender: mailFrom, helo: helo ?? `[${clientIp}]` };
  const { result, reason } = await checkSpf(client, resolver);
  // It may contain text from DNS.
  const comment = reason?.slice(0, 200).replace(/[^A-Za-z0-9 .,:_/=%{}+-]/g, "?") ?? null;
  // Nobody can see whether the relay that kept our sender evaluated SPF itself, or a host behind it did.
  const isOurs = domain !== null && entryDomain(domain, records) !== undefined;
  const isUnsure = envelope.relayed && isOurs && result !== "pass";
  return { result: isUnsure ? "unknown" : result, domain, identity, comment, record };
}
