// The bytes of a zone file -> its text. A file is UTF-8 or, if PowerShell saved it, UTF-16 with a byte order mark. Older files have
// bytes of another encoding, which a server publishes unchanged, so they become \DDD escapes (RFC 1035 §5.1).
import { isUtf8 } from "node:buffer";
import { ZoneFileError } from "./entries";

/** @throws ZoneFileError if the file is not text */
export function zoneFileText(bytes: Buffer): string {
  const text = decoded(bytes);
  const at = text.indexOf("\0");
  if (at === -1) return text;
  const before = text.slice(0, at).split(/\r\n?|\n/);
  const place = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  throw new ZoneFileError(place, "the file has a zero byte, so it is not text: save it as UTF-8");
}

function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  if (mark === "fffe") return bytes.subarray(2).toString("utf16le");
  if (mark === "feff")
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString("utf16le");
  if (isUtf8(bytes)) return bytes.toString("utf8");
  return bytes.toString("latin1").replace(/[\u0080-\u00FF]/g, (byte) => `\\${byte.charCodeAt(0)}`);
}
