// What to look for after `verify --send-to`: the fields of the received message, and the command that evaluates it.
import type { DnsRecord } from "../../dns/record";
import type { MessageFormat } from "./message";

export interface SentTest {
  readonly messageId: string;
  readonly region: string;
  /** The From domain. */
  readonly domain: string;
  /** The records that we publish for it. */
  readonly records: readonly DnsRecord[];
}

export function renderSent(sent: SentTest, format: MessageFormat): string {
  const expected = expectations(sent);
  const command = "mailzone verify --message FILE.eml";
  if (format === "json") {
    const { messageId, region, domain } = sent;
    return JSON.stringify({ messageId, region, domain, expected, next: command }, null, 2);
  }
  const isMarkdown = format === "markdown";
  const code = (value: string) => (isMarkdown ? `\`${value}\`` : value);
  const width = Math.max(...expected.map(({ header }) => header.length)) + 1;
  const lines = expected.map(({ header, content }) =>
    isMarkdown ? `- ${code(`${header}:`)} ${code(content)}` : `  ${`${header}:`.padEnd(width)} ${content}`,
  );
  const blank = isMarkdown ? [""] : [];
  return [
    `sent ${code(sent.messageId)} from ${isMarkdown ? code(sent.domain) : `"${sent.domain}"`}; the received message should have:`,
    ...blank,
    ...lines,
    ...blank,
    `save it with all headers ("show original", "download message") and run: ${code(command)}`,
  ].join("\n");
}

interface Expectation {
  readonly header: string;
  readonly content: string;
}

function expectations({ messageId, region, domain, records }: SentTest): Expectation[] {
  const own = records.filter((record) => record.domain === domain);
  const mailFrom = own.find(({ purpose }) => purpose === "mail-from-spf")?.name;
  const hasDmarc = own.some(({ purpose }) => purpose === "dmarc");
  // us-east-1 writes `email` instead of its region.
  const host = region === "us-east-1" ? "email.amazonses.com" : `${region}.amazonses.com`;
  return [
    { header: "Message-ID", content: `<${messageId}@${host}>` },
    { header: "DKIM-Signature", content: `d=${domain}; and a second one of amazonses.com` },
    { header: "Return-Path", content: `…@${mailFrom ?? "amazonses.com, or a subdomain of it"}` },
    {
      header: "Authentication-Results",
      content: [`dkim=pass header.d=${domain}`, "spf=pass", ...(hasDmarc ? ["dmarc=pass"] : [])].join("; "),
    },
  ];
}
