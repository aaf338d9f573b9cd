// What is wrong with a message, and what to do: runs the rules on its evaluation.
import type { DnsRecord } from "../../../dns/record";
import type { MessageProblem } from "../evaluation";
import { dkimRule } from "./dkim";
import { dmarcRule } from "./dmarc";
import { receiverRule } from "./receiver";
import { entryDomain, type MessageResults, type MessageRule, type OwnRecords } from "./rule";
import { spfRule } from "./spf";

export function messageFindings(evaluation: MessageResults, records: readonly DnsRecord[]): readonly MessageProblem[] {
  const { from } = evaluation;
  if (from === null) {
    const message =
      "the message has not exactly one address in one From header, receivers refuse such mail: send another";
    return [{ rule: "from", severity: "error", message }];
  }
  const of = entryDomain(from, records);
  const own = records.filter(({ domain }) => domain === of);
  const ours: OwnRecords = {
    domain: of,
    dkim: own.filter(({ purpose }) => purpose === "dkim"),
    mailFrom: own.find(({ purpose }) => purpose === "mail-from-spf")?.name ?? null,
    dmarc: own.some(({ purpose }) => purpose === "dmarc"),
    isSender: evaluation.spf.domain !== null && entryDomain(evaluation.spf.domain, records) !== undefined,
  };
  return [unknownDomain, dkimRule, spfRule, dmarcRule, receiverRule].flatMap((rule) => rule(evaluation, ours));
}

const unknownDomain: MessageRule = ({ from }, { dkim, dmarc, mailFrom }) =>
  dkim.length > 0 || dmarc || mailFrom !== null
    ? []
    : [
        {
          rule: "foreign",
          severity: "warning",
          message: `the message is from "${from}", for which domains.yaml has no entry: no result depends on a record of ours`,
        },
      ];
