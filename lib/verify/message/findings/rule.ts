// A rule on the evaluation. A finding is an error if a record that we publish has no effect, and a warning if the message passes without
// it.
import type { DnsRecord } from "../../../dns/record";
import type { MessageEvaluation, MessageProblem } from "../evaluation";

export type MessageResults = Omit<MessageEvaluation, "verdict" | "findings">;
export type MessageRule = (evaluation: MessageResults, ours: OwnRecords) => readonly MessageProblem[];

/** The records that we publish for the From domain. */
export interface OwnRecords {
  /** The entry's domain: the From domain or a parent of it. */
  readonly domain: string | undefined;
  readonly dkim: readonly DnsRecord[];
  readonly mailFrom: string | null;
  readonly dmarc: boolean;
  /** Whether the sender's domain is one of ours or below one. */
  readonly isSender: boolean;
}

/** The configured domain that a name belongs to: an identity also covers the names below it. */
export function entryDomain(from: string, records: readonly DnsRecord[]): string | undefined {
  const above = records.map(({ domain }) => domain).filter((domain) => from === domain || from.endsWith(`.${domain}`));
  return above.sort((a, b) => b.length - a.length)[0];
}
