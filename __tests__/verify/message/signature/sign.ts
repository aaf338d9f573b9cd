// Messages with any signature, signed here without a line of what is tested: in the simple forms, so that the bytes are taken as
// they stand (RFC 6376 §3.4.1, §3.4.3).
import { createHash, sign as signBytes } from "node:crypto";
import { KEY, NOW } from "../signed";

export const BODY = "Hello.\r\n";
export const HEADER = [
  "From: Shop <shop@example.com>",
  "To: you@example.net",
  "Subject: Order 7",
  "Date: Sun, 01 Nov 2026 00:00:00 +0000",
];

export interface SignedProps {
  /** Tags in place of the usual ones; undefined takes one out. */
  readonly tags?: Readonly<Record<string, string | undefined>>;
  /** Put behind the tags, as it is. */
  readonly more?: string;
  readonly header?: readonly string[];
  readonly body?: string;
  /** The text that is hashed for bh=. @default - the body */
  readonly hashed?: string;
  readonly privateKey?: string;
  /** Ed25519 signs the hash (RFC 8463 §3). */
  readonly ed25519?: boolean;
}

const SECONDS = Math.floor(NOW / 1000);

/** The signature's field, and the message with it. */
export function signed(props: SignedProps = {}): { readonly field: string; readonly message: Buffer } {
  const { header = HEADER, body = BODY, hashed = body, tags = {}, more = "", privateKey = KEY.privateKey } = props;
  const all: Record<string, string | undefined> = {
    v: "1",
    a: "rsa-sha256",
    c: "simple/simple",
    d: "example.com",
    s: "bbb",
    t: String(SECONDS - 60),
    h: "From:To:Subject:Date",
    bh: createHash("sha256").update(hashed).digest("base64"),
    b: "",
    ...tags,
  };
  const list = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const field = `DKIM-Signature: ${list.join("; ")}${more}`;
  const left = [...header];
  const names = (all.h ?? "").split(":").map((name) => name.trim().toLowerCase());
  const lines = names.flatMap((name) => {
    const at = left.findLastIndex((line) => line.slice(0, line.indexOf(":")).trim().toLowerCase() === name);
    return at < 0 ? [] : left.splice(at, 1);
  });
  const bytes = Buffer.from(lines.map((line) => `${line}\r\n`).join("") + field, "latin1");
  const b = props.ed25519
    ? signBytes(null, createHash("sha256").update(bytes).digest(), privateKey)
    : signBytes(all.a === "rsa-sha1" ? "sha1" : "sha256", bytes, privateKey);
  const whole = all.b === "" ? field.replace(/; b=(?=;|$)/, `; b=${b.toString("base64")}`) : field;
  return { field: whole, message: Buffer.from([whole, ...header, "", body].join("\r\n"), "latin1") };
}
