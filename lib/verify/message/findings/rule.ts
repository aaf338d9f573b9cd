// A rule over the proof. It is an error where a record that we publish does not do its part, a warning where the message passes
// without it.
import type { DnsRecord } from "../../../dns/record";
import type { MessageEvaluation, MessageProblem } from "../evaluation";

export type MessageResults = Omit<MessageEvaluation, "verdict" | "findings">;
export type MessageRule = (proof: MessageResults, ours: OwnRecords) => readonly MessageProblem[];

/** What we publish for the From domain. */
export interface OwnRecords {
  /** The entry's domain: `from`, or a parent of it. */
  readonly domain: string | undefined;
  readonly dkim: readonly DnsRecord[];
  readonly mailFrom: string | null;
  readonly dmarc: boolean;
  /** Whether the envelope's sender is at or below one of our domains. */
  readonly isSender: boolean;
}

/** The domain of ours that a name belongs to: SES signs for the identity, also what is below it. */
export function entryDomain(from: string, records: readonly DnsRecord[]): string | undefined {
  const above = records.map(({ domain }) => domain).filter((domain) => from === domain || from.endsWith(`.${domain}`));
  return above.sort((a, b) => b.length - a.length)[0];
}
