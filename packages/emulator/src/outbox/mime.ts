// Builds a message as SES does. It removes the fields that SES writes itself
// (https://docs.aws.amazon.com/ses/latest/dg/header-fields.html). The rest stays the same, byte for byte, with CRLF.
import type { OutgoingMessage, SimpleMessage } from "../http/aws/send-email";

/** Header fields as lines, folded or not, and the body. All lines end with CRLF. */
export interface MimeMessage {
  readonly fields: readonly string[];
  readonly body: string;
}

/** Fields that SES replaces or does not send on. */
const REPLACED = /^(message-id|date|return-path|received|bcc|feedback-id|x-ses-[a-z-]+):/i;

/** The message as latin1 bytes: the input is not decoded as text. */
export function composeMime({
  raw,
  simple,
  from,
  to,
}: Pick<OutgoingMessage, "raw" | "simple" | "from" | "to">): MimeMessage {
  const { fields, body } = raw === undefined ? composed(from, to, simple) : parseMime(raw);
  return { fields: fields.filter((field) => !REPLACED.test(field)), body };
}

export function formatMime({ fields, body }: MimeMessage): Buffer {
  return Buffer.from([...fields, "", body].join("\r\n"), "latin1");
}

function parseMime(raw: Buffer): MimeMessage {
  const text = raw.toString("latin1").replace(/\r?\n/g, "\r\n");
  const end = text.indexOf("\r\n\r\n");
  const head = end < 0 ? text : text.slice(0, end);
  const fields = head.split(/\r\n(?![ \t])/).filter((field) => field !== "");
  return { fields, body: end < 0 ? "" : text.slice(end + 4) };
}

function composed(from: string, to: readonly string[], simple: SimpleMessage | undefined): MimeMessage {
  const { subject = "", text, html, headers = [] } = simple ?? {};
  const own = [
    `From: ${from}`,
    `To: ${to.join(",\r\n ")}`,
    `Subject: ${encodedWord(subject)}`,
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    "MIME-Version: 1.0",
  ];
  const parts = [
    ...(text === undefined ? [] : [part("text/plain", text)]),
    ...(html === undefined ? [] : [part("text/html", html)]),
  ];
  const [only = part("text/plain", "")] = parts;
  if (parts.length < 2) return { fields: [...own, ...only.fields], body: only.body };
  const boundary = "----=_mailzone_sandbox";
  const body = [
    ...parts.map((one) => `--${boundary}\r\n${[...one.fields, "", one.body].join("\r\n")}`),
    `--${boundary}--\r\n`,
  ];
  return { fields: [...own, `Content-Type: multipart/alternative; boundary="${boundary}"`], body: body.join("") };
}

function part(type: string, text: string): MimeMessage {
  const lines =
    Buffer.from(text.replace(/\r?\n/g, "\r\n"))
      .toString("base64")
      .match(/.{1,76}/g) ?? [];
  return {
    fields: [`Content-Type: ${type}; charset=UTF-8`, "Content-Transfer-Encoding: base64"],
    body: `${lines.join("\r\n")}\r\n`,
  };
}

/** RFC 2047. A long subject becomes one long word, which mail readers accept. */
function encodedWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;
}
