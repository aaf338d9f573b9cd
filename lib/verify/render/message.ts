// What a received message proves, as text. Names from the message were made canonical where they were read; the caller chooses the colours.
import type { MessageEvaluation, RecordRef } from "../message/evaluation";

export type MessageFormat = "text" | "markdown" | "json";

export function renderMessage(evaluation: MessageEvaluation, format: MessageFormat): string {
  if (format === "json") return JSON.stringify(shape(evaluation), null, 2);
  return format === "markdown" ? markdown(evaluation) : text(evaluation);
}

/** The answer for programs, described in docs/verify.md. */
function shape({ findings, ...evaluation }: MessageEvaluation) {
  return { ...evaluation, findings: findings.map(({ rule, severity, message }) => ({ id: rule, severity, message })) };
}

const HEADLINES = {
  pass: "authenticated: DMARC passes, and every record does its part",
  fail: "not authenticated as it should be",
  "cannot-tell": "cannot be told in full",
} as const;

const IN_PART = "authenticated, but not all of its body: DMARC passes, and every record does its part";

interface Row {
  readonly check: string;
  readonly result: string;
  readonly subject: string;
  readonly basis: string;
}

function text(evaluation: MessageEvaluation): string {
  const rows = rowsOf(evaluation);
  const widths = (["check", "result", "subject"] as const).map((key) =>
    Math.max(...rows.map((row) => row[key].length)),
  );
  const lines = rows.map(({ check, result, subject, basis }) =>
    `  ${[check, result, subject].map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}  ${basis}`.trimEnd(),
  );
  const findings = evaluation.findings.map(({ severity, message, rule }) => `  ${severity}: ${message} (${rule})`);
  return [
    headline(evaluation, (value) => `"${value}"`),
    ...lines,
    ...source(evaluation),
    ...receiverLine(evaluation),
    ...findings,
  ].join("\n");
}

function markdown(evaluation: MessageEvaluation): string {
  const head = ["| Check | Result | Of | Stands on |", "|---|---|---|---|"];
  const rows = rowsOf(evaluation).map(
    ({ check, result, subject, basis }) =>
      `| ${[check, result, code(subject), basis === "" ? "" : code(basis)].join(" | ")} |`,
  );
  const findings = evaluation.findings.map(
    ({ severity, message, rule }) =>
      `- **${severity}**: ${message.replace(/"([^"]*)"/g, (_, value: string) => code(value))} (${rule})`,
  );
  const title = `**${headline(evaluation, code)}**`;
  const table = rows.length === 0 ? [] : ["", ...head, ...rows];
  return [title, ...table, ...(findings.length === 0 ? [] : ["", ...findings])].join("\n");
}

function headline(evaluation: MessageEvaluation, quote: (value: string) => string): string {
  const { verdict, from } = evaluation;
  if (!isOneMessage(evaluation)) return "the file says nothing about DMARC";
  const isInPart = verdict === "pass" && evaluation.findings.some(({ rule }) => rule === "dkim-part");
  return `message from ${from === null ? "nobody in particular" : quote(from)}: ${isInPart ? IN_PART : HEADLINES[verdict]}`;
}

function isOneMessage({ findings }: MessageEvaluation): boolean {
  return !findings.some(({ rule }) => rule === "mailbox" || rule === "not-whole");
}

function rowsOf(evaluation: MessageEvaluation): Row[] {
  if (!isOneMessage(evaluation)) return [];
  const { dkim, spf, dmarc } = evaluation;
  const signatures = dkim.map(({ domain, selector, result, aligned, keyBits, record }) => ({
    check: "DKIM",
    result: resultText(result, aligned),
    subject: `${domain} (${selector}${keyBits === null ? "" : `, ${keyBits} bits`})`,
    basis: refText(record),
  }));
  const none = { check: "DKIM", result: "none", subject: "no signature", basis: "" };
  const policy = dmarc.policy === null ? "no policy" : `p=${dmarc.policy} of ${dmarc.policyDomain}`;
  return [
    ...(signatures.length === 0 ? [none] : signatures),
    {
      check: "SPF",
      result: resultText(spf.result, spf.aligned),
      subject: senderText(spf),
      basis: refText(spf.record),
    },
    { check: "DMARC", result: dmarc.result, subject: policy, basis: refText(dmarc.record) },
  ];
}

function resultText(result: string, aligned: boolean | null): string {
  if (result !== "pass") return result;
  return aligned === null ? "pass, alignment unknown" : `pass, ${aligned ? "aligned" : "not aligned"}`;
}

function senderText({ domain, identity }: MessageEvaluation["spf"]): string {
  if (identity === "helo") return `${domain ?? "an unknown client"} (HELO, the sender is <>)`;
  return domain ?? "an unknown sender";
}

function refText(record: RecordRef | null): string {
  return record === null ? "" : `${record.id} of ${record.entry}`;
}

/** Which fields the envelope was read from, unless options set it. */
function source({ envelope, spf }: MessageEvaluation): string[] {
  const { clientIp, clientIpFrom, mailFromFrom } = envelope;
  const parts = [
    clientIpFrom === "option" || clientIp === null ? [] : [`client ${clientIp} from the header ${clientIpFrom}`],
    mailFromFrom === "option" || mailFromFrom === null
      ? []
      : [`${spf.identity === "helo" ? "sender" : "sender's domain"} from the header ${mailFromFrom}`],
  ].flat();
  return parts.length === 0 ? [] : [`  (${parts.join(", ")})`];
}

/** The receiver's own results, marked as its claim. */
function receiverLine({ receiver }: MessageEvaluation): string[] {
  if (receiver === null) return [];
  const { name, dkim, spf, dmarc, isOnTop } = receiver;
  const of = (domain: string | null) => (domain === null ? "" : ` for ${domain}`);
  const words = [
    ...dkim.slice(0, MAX_SHOWN).map(({ result, domain }) => `dkim=${result}${of(domain)}`),
    ...(spf === null ? [] : [`spf=${spf.result}${of(spf.domain)}`]),
    ...(dmarc === null ? [] : [`dmarc=${dmarc}`]),
  ];
  const whose = isOnTop
    ? `as ${name} wrote in Authentication-Results`
    : `as Authentication-Results has it, perhaps by ${name}`;
  return [`  (${words.join(", ")}, ${whose}: no result is taken from it)`];
}

const MAX_SHOWN = 5;

function code(value: string): string {
  return `\`${value}\``;
}
