// What is wrong with SPF, and what to do.
import type { MessageProblem } from "../evaluation";
import type { MessageResults, MessageRule, OwnRecords } from "./rule";

export const spfRule: MessageRule = (evaluation, ours) => {
  const { spf, envelope, dkim } = evaluation;
  const { result, domain, comment } = spf;
  if (result === "unknown" && envelope.relayed && domain !== null) {
    const passes = dkim.some((signature) => signature.aligned && signature.result === "pass");
    const message = `spf of "${domain}" cannot be told, SES handed the message to a host that handed it on from ${envelope.clientIp}, which spf does not allow: a forwarder or a gateway, give --client-ip to say whom the receiver asked for`;
    return [{ rule: "spf-relayed", severity: passes ? "warning" : "unknown", message }];
  }
  if (result === "unknown") {
    const missing = envelope.clientIp === null ? "--client-ip" : spf.identity === "helo" ? "--helo" : "--envelope-from";
    const message = `spf cannot be told, the message does not say who handed it over: give ${missing}`;
    return [{ rule: "spf-unknown", severity: "unknown", message }];
  }
  if (result === "pass") return unalignedSpf(evaluation, ours);
  // We cannot repair another domain's record, and it does no harm if DKIM passes.
  if (!ours.isSender) {
    const why = result === "none" ? "has no record" : result === "temperror" ? "cannot be told" : `is ${result}`;
    const message =
      spf.identity === "helo"
        ? `spf of "${domain}", the client's name, since the sender is <> (RFC 7208 §2.4), ${why}: a bounce or report, which DKIM alone carries`
        : `spf of "${domain}", which is none of our domains, ${why}: a list or forwarder sent it on, or another sender`;
    return [{ rule: "spf-foreign", severity: "warning", message }];
  }
  const severity = ours.mailFrom !== null ? "error" : "warning";
  if (result === "temperror") {
    const message = `spf of "${domain}" cannot be told, DNS does not answer: try again`;
    return [{ rule: "spf-dns", severity: "unknown", message }];
  }
  if (result === "none") {
    const message = `spf of "${domain}" has no record: publish it`;
    return [{ rule: "spf-none", severity, message }];
  }
  if (result === "permerror") {
    const message = `spf of "${domain}" cannot be read (${comment ?? "permerror"}): correct the record`;
    return [{ rule: "spf-broken", severity, message }];
  }
  const named = envelope.clientIpFrom === "option" ? "" : `, as the header ${envelope.clientIpFrom} names it`;
  const message = `spf of "${domain}" is ${result} for ${envelope.clientIp}${named}: the message came by another host than SES's, or the record lacks include:amazonses.com`;
  return [{ rule: "spf-fails", severity, message }];
};

function unalignedSpf({ from, spf, dmarc }: MessageResults, ours: OwnRecords): readonly MessageProblem[] {
  const { domain, aligned } = spf;
  // Without a DMARC record a name is aligned with itself alone: that is the thing to say, and dmarcRule says it.
  if (aligned !== false || dmarc.policyDomain === null) return [];
  if (spf.identity === "helo") {
    const message = `spf passes for the client's name "${domain}", since the sender is <> (RFC 7208 §2.4), and is not aligned with "${from}": a bounce or report, DMARC depends on DKIM alone`;
    return [{ rule: "spf-helo", severity: "warning", message }];
  }
  if (dmarc.alignment.spf === "strict" && domain?.endsWith(`.${from}`)) {
    const message = `spf passes for "${domain}", but aspf=s wants exactly "${from}", which SES cannot give: take aspf=s out of the DMARC record`;
    return [{ rule: "spf-strict", severity: "warning", message }];
  }
  const isAmazon = domain?.endsWith("amazonses.com") === true;
  if (isAmazon && ours.mailFrom !== null) {
    const message = `spf passes for SES's own "${domain}" and is not aligned with "${from}", SES does not use "${ours.mailFrom}": run "mailzone verify ${from}", the MAIL FROM status must be SUCCESS`;
    return [{ rule: "spf-amazon", severity: "error", message }];
  }
  const message = isAmazon
    ? `spf passes for SES's own "${domain}" and is not aligned with "${from}": DMARC depends on DKIM alone, set mailFrom`
    : `spf passes for "${domain}" and is not aligned with "${from}": another sender, or a MAIL FROM domain elsewhere`;
  return [{ rule: "spf-unaligned", severity: "warning", message }];
}
