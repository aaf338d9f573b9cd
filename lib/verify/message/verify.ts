// Evaluates DKIM, SPF and DMARC of a received message as a receiver would today, with the record that each result depends on. It uses
// DNS as it is now, not as it was when the message was received.

import type { Finding } from "../../dns/finding";
import type { DnsRecord } from "../../dns/record";
import { discoverDmarc, evaluateDmarc } from "./dmarc";
import { type EnvelopeOptions, envelopeOf } from "./envelope/envelope";
import type { MessageEvaluation, MessageProblem } from "./evaluation";
import { messageFindings } from "./findings/findings";
import { headerFindings } from "./findings/header";
import { authorDomain } from "./from-header";
import { fieldValue, parseMessage } from "./header";
import { headerFault, sizeFault } from "./limits";
import { asciiDomain } from "./names";
import type { MessageResolver } from "./resolver";
import { verifySignatures } from "./signature/dkim";
import { evaluateSpf } from "./spf/evaluate";

export interface MessageOptions extends EnvelopeOptions {
  readonly resolver: MessageResolver;
  /** What we publish, of all entries. */
  readonly records: readonly DnsRecord[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export async function verifyMessage(eml: Buffer, options: MessageOptions): Promise<MessageEvaluation> {
  const { resolver, records } = options;
  const large = sizeFault(eml);
  if (large !== undefined) return notEvaluated("too-large", `${large}: save one that was received`);
  if (isMailbox(eml))
    return notEvaluated("mailbox", "the file is a mailbox of several messages: save one of them by itself");
  const parts = parseMessage(withoutMboxLine(eml));
  const { fields } = parts;
  const fault = headerFault(fields);
  if (fault !== undefined) return notEvaluated("too-large", `${fault}: save a message that was received`);
  const froms = fields.filter(({ key }) => key === "from");
  // RFC 5322 §3.6: no message is without it, so the header is cut off.
  if (froms[0] === undefined)
    return notEvaluated(
      "not-whole",
      "the file is not a whole message, its header has no From: save it with all its headers",
    );
  const from = froms.length === 1 ? (asciiDomain(authorDomain(fieldValue(froms[0])) ?? "") ?? null) : null;
  const signatures = await verifySignatures(parts, options);
  const envelope = envelopeOf(fields, options);
  const spf = await evaluateSpf(envelope, resolver, records);

  const discovery = from === null ? null : await discoverDmarc(from, resolver);
  const alignedOf = async (domain: string | null, by: "dkim" | "spf") =>
    domain === null || discovery === null ? null : discovery.aligned(domain, by);
  const dkim = await Promise.all(
    signatures.map(async (signature) => ({
      ...signature,
      // Each name may take DNS queries: none are sent for a signature that is not evaluated.
      aligned: signature.fault === "too-many" ? null : await alignedOf(signature.domain, "dkim"),
    })),
  );
  const alignedSpf = { ...spf, aligned: await alignedOf(spf.domain, "spf") };
  const dmarc = evaluateDmarc(discovery, [...dkim, alignedSpf], records);
  const { clientIp, clientIpFrom, mailFromDomain, mailFromFrom, relayed, receiver } = envelope;
  const evaluation = {
    from,
    envelope: { clientIp, clientIpFrom, mailFromDomain, mailFromFrom, relayed },
    receiver,
    dkim,
    spf: alignedSpf,
    dmarc,
  };
  const findings = findingsOf(from, [...headerFindings(fields), ...messageFindings(evaluation, records)]);
  const worst = (severity: string) => findings.some((finding) => finding.severity === severity);
  return { verdict: worst("error") ? "fail" : worst("unknown") ? "cannot-tell" : "pass", ...evaluation, findings };
}

function findingsOf(from: string | null, problems: readonly MessageProblem[]): Finding[] {
  return problems.map((problem) => ({ source: "message", ...problem, domain: from ?? undefined }));
}

/** Whether a file begins with a header field (RFC 5322 §2.2); an empty file, a picture or UTF-16 does not. */
export function isMessage(eml: Buffer): boolean {
  return /^[!-9;-~]+[ \t]*:/.test(withoutMboxLine(eml).subarray(0, 1000).toString("latin1"));
}

/** Whether a second message follows in mbox format (RFC 4155): an empty line, a From line with a date, a header. */
function isMailbox(eml: Buffer): boolean {
  const text = eml.toString("latin1");
  return /^(?:\xef\xbb\xbf)?[\r\n]*From /.test(text) && SECOND_MESSAGE.test(text);
}

const SECOND_MESSAGE = /\n\r?\nFrom \S{1,320} .{0,60}\d\d:\d\d.{0,60}\r?\n[!-9;-~]{1,80}[ \t]{0,80}:/;

/** Removes what may precede the header: the From line of a mailbox (RFC 4155), or a byte order mark or empty lines of an editor. */
function withoutMboxLine(eml: Buffer): Buffer {
  const [before = ""] =
    /^(?:\xef\xbb\xbf)?[\r\n]*(?:From .*\r?\n)?/.exec(eml.subarray(0, 1000).toString("latin1")) ?? [];
  return eml.subarray(before.length);
}

/** The result for a file that no receiver would accept as a message: nothing is evaluated, and DNS is not queried. */
function notEvaluated(rule: string, message: string): MessageEvaluation {
  return {
    verdict: "cannot-tell",
    from: null,
    envelope: { clientIp: null, clientIpFrom: null, mailFromDomain: null, mailFromFrom: null, relayed: false },
    receiver: null,
    dkim: [],
    spf: { result: "unknown", domain: null, identity: null, aligned: null, comment: null, record: null },
    dmarc: evaluateDmarc(null, [], []),
    findings: findingsOf(null, [{ rule, severity: "unknown", message }]),
  };
}
