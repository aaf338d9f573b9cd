// What bytes are, by how they begin: names and media types of attachments are often wrong.

export type ContentKind = "gzip" | "zip" | "xml" | "json" | "mailbox" | "message";

/** Undefined if it is nothing in which a report can be. @param start the first kilobyte is enough */
export function contentKind(start: Buffer): ContentKind | undefined {
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  if (start.subarray(0, 4).equals(ZIP)) return "zip";
  const text = start.toString("latin1", 0, 1024);
  if (/^(?:\xff\xfe<\0|\xfe\xff\0<|<\0|\0<)/.test(text)) return "xml";
  const trimmed = text.replace(/^(?:\xef\xbb\xbf)?[\s\0]*/, "");
  if (trimmed.startsWith("<")) return "xml";
  if (trimmed.startsWith("{")) return "json";
  if (/^From [^\r\n]*\r?\n/.test(text)) return "mailbox";
  // A header field (RFC 5322 §2.2); a mailbox that was cut may begin with ">From ".
  return /^(?:>From [^\n]*\n)?[!-9;-~]{1,100}:[ \t\r\n]/.test(trimmed) ? "message" : undefined;
}

const ZIP = Buffer.from("PK\u0003\u0004", "latin1");

/** The encoding of an XML text: its byte order mark, what it declares (XML 1.0 §4.3.3), or UTF-8. */
export function xmlEncoding(start: Buffer): string {
  const text = start.toString("latin1", 0, 200);
  if (text.startsWith("\xff\xfe") || text.startsWith("<\0")) return "utf-16le";
  if (text.startsWith("\xfe\xff") || text.startsWith("\0<")) return "utf-16be";
  const [, declared = ""] =
    /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(text) ?? [];
  // UTF-16 is not possible here: these bytes were read as one each.
  return /^(?:utf-?8|utf-?16.*|)$/i.test(declared) || !isEncoding(declared) ? "utf-8" : declared;
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
