// Reads reports from XML and JSON, which may be compressed, in archives, messages and mailboxes, and nested. One that
// cannot be read is named and does not stop the others. Everything is limited, because anybody can send a report.
import { setImmediate as nextTurn } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import type { Parser } from "htmlparser2";
import type PostalMime from "postal-mime";
import { visibleText } from "../../dns/text/escape";
import { zipFiles } from "../../files/zip";
import { UserError } from "../../user-error";
import { aggregateReader } from "../aggregate/reader";
import { READ_LIMITS, type ReadLimits } from "../limits";
import type { MailReport } from "../report";
import { contentKind, xmlEncoding } from "./content";
import { mailboxMessages } from "./mailbox";
import { readTlsReport } from "./tls-report";

/** What was found at one place: a report, or why there is none. */
export type Found =
  | {
      readonly where: string;
      readonly report: MailReport;
      readonly fault?: undefined;
      /** It came by mail that failed DMARC for its sender: anybody may have written it. @default false */
      readonly isUnproven?: boolean;
    }
  | {
      readonly where: string;
      readonly report?: undefined;
      readonly fault: string;
      /** The source could not be opened or read: what is in it is not known. @default false */
      readonly isUnavailable?: boolean;
    };

/** Where reports come from: a file, an object of a bucket, stdin. */
export interface ReportSource {
  /** As messages name it. */
  readonly name: string;
  /** The bytes in pieces. Rejects with a sentence if they cannot be read, and with a UserError if no other source can be either. */
  readonly pieces: () => AsyncIterable<Buffer>;
}

/** Loaded late: no other command needs them. */
interface Libraries {
  readonly Parser: typeof Parser;
  readonly parseMessage: (typeof PostalMime)["parse"];
}

/** All reports of a source, in its order. It never throws because of what the source holds. @throws UserError of the source */
export async function* readReports(
  { name, pieces }: ReportSource,
  limits: ReadLimits = READ_LIMITS,
): AsyncGenerator<Found, void> {
  const [{ Parser }, { default: PostalMime }] = await Promise.all([import("htmlparser2"), import("postal-mime")]);
  const reader = new Reader(limits, { Parser, parseMessage: PostalMime.parse });
  const where = visibleText(name);
  try {
    const { start, rest } = await peek(pieces());
    if (contentKind(start) === "mailbox") yield* reader.mailbox(where, rest, 0);
    else {
      const bytes = await collect(rest, limits.file);
      if (bytes === undefined) yield { where, fault: `is larger than ${limits.file >> 20} MB, which no report is` };
      else yield* reader.read(where, bytes, 0);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    yield { where, fault: faultOf(error), isUnavailable: true };
  }
}

class Reader {
  readonly #limits: ReadLimits;
  readonly #libraries: Libraries;
  /** Bytes that were unpacked of the file or message that is being read. */
  #unpackedBytes = 0;

  constructor(limits: ReadLimits, libraries: Libraries) {
    this.#limits = limits;
    this.#libraries = libraries;
  }

  /** @param depth how many containers it is in */
  async *read(where: string, bytes: Buffer, depth: number): AsyncGenerator<Found, void> {
    if (depth > this.#limits.depth) {
      yield { where, fault: `is packed more than ${this.#limits.depth} times, which no report is` };
      return;
    }
    yield* this.#guarded(where, this.#content(where, bytes, depth));
  }

  async *#content(where: string, bytes: Buffer, depth: number): AsyncGenerator<Found, void> {
    switch (contentKind(bytes)) {
      case "gzip":
        return yield* this.#unpacked(where, bytes, depth);
      case "zip":
        return yield* this.#archive(where, bytes, depth);
      case "mailbox":
        return yield* this.mailbox(where, [bytes], depth);
      case "message":
        return yield* this.#message(where, bytes, depth);
      case "xml":
        return yield* this.#xml(where, [bytes]);
      case "json":
        return yield readTlsReport(where, bytes.toString("utf8"));
      default: {
        const fault = bytes.length === 0 ? "is empty" : "is no report: neither XML, JSON, gzip, zip nor mail";
        yield { where, fault };
      }
    }
  }

  async *mailbox(where: string, pieces: AsyncIterable<Buffer> | Buffer[], depth: number): AsyncGenerator<Found, void> {
    const { file } = this.#limits;
    for await (const { number, bytes } of mailboxMessages(toPieces(pieces), file)) {
      const place = `${where}, message ${number}`;
      if (bytes === undefined) yield { where: place, fault: `is larger than ${file >> 20} MB, which no report is` };
      else {
        if (depth === 0) this.#unpackedBytes = 0;
        yield* this.#guarded(place, this.#message(place, bytes, depth + 1));
      }
    }
  }

  /** One that cannot be read does not stop the others. */
  async *#guarded(where: string, found: AsyncGenerator<Found, void>): AsyncGenerator<Found, void> {
    try {
      yield* found;
    } catch (error) {
      yield { where, fault: faultOf(error) };
    }
  }

  /** A report that is only compressed is read while it is unpacked; other contents may contain more reports. */
  async *#unpacked(where: string, bytes: Buffer, depth: number): AsyncGenerator<Found, void> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of gunzip(bytes)) {
      size += chunk.length;
      this.#spend(chunk.length);
      if (size > this.#limits.report) {
        yield { where, fault: `unpacks to more than ${this.#limits.report >> 20} MB, which no report does` };
        return;
      }
      chunks.push(chunk);
    }
    const [start = Buffer.alloc(0)] = chunks;
    if (contentKind(start) === "xml") yield* this.#xml(where, chunks);
    else yield* this.read(where, Buffer.concat(chunks), depth + 1);
  }

  /** @throws Error once everything together is too large */
  #spend(bytes: number): void {
    this.#unpackedBytes += bytes;
    if (this.#unpackedBytes <= this.#limits.total) return;
    throw new Error(`all that is packed in it is more than ${this.#limits.total >> 20} MB, which no reports are`);
  }

  async *#archive(where: string, bytes: Buffer, depth: number): AsyncGenerator<Found, void> {
    const files = zipFiles(bytes);
    if (files.length === 0) yield { where, fault: "is an archive without files" };
    for (const { name, size: declared, read } of files.slice(0, this.#limits.parts)) {
      const place = `${where}, ${visibleText(name)}`;
      // macOS adds these.
      if (/(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$)/.test(name)) continue;
      let file: Buffer;
      await nextTurn();
      this.#spend(Math.min(declared, this.#limits.report));
      try {
        file = read(this.#limits.report);
      } catch (error) {
        yield { where: place, fault: faultOf(error) };
        continue;
      }
      yield* this.read(place, file, depth + 1);
    }
    if (files.length > this.#limits.parts) yield { where, fault: tooMany("files", files.length, this.#limits.parts) };
  }

  async *#message(where: string, bytes: Buffer, depth: number): AsyncGenerator<Found, void> {
    const { parts, lines } = this.#limits;
    if (hasMoreLines(bytes, lines)) {
      yield { where, fault: `has more than ${lines.toLocaleString("en-US")} lines, which no report has` };
      return;
    }
    const options = { forceRfc822Attachments: true, maxNestingDepth: 32, maxHeadersSize: 1 << 20 } as const;
    const { attachments, headers } = await this.#libraries.parseMessage(bytes, options);
    const isUnproven = hasFailedDmarc(headers);
    let found = 0;
    for (const { filename, mimeType, content } of attachments.slice(0, parts)) {
      const part = Buffer.from(content as ArrayBuffer);
      const kind = contentKind(part);
      // Other parts of a message, such as a picture, a signature, or a text about the report.
      if (kind === undefined || (kind === "message" && mimeType !== "message/rfc822")) continue;
      if (kind === "xml" && /html/i.test(mimeType)) continue;
      found += 1;
      const place = `${where}, ${visibleText(filename || mimeType || "an attachment")}`;
      for await (const one of this.read(place, part, depth + 1))
        yield isUnproven && one.report !== undefined ? { ...one, isUnproven } : one;
    }
    if (attachments.length > parts) yield { where, fault: tooMany("attachments", attachments.length, parts) };
    if (found === 0) yield { where, fault: "is mail without a report" };
  }

  async *#xml(where: string, chunks: readonly Buffer[]): AsyncGenerator<Found, void> {
    const decoder = new TextDecoder(xmlEncoding(chunks[0] ?? Buffer.alloc(0)));
    const reader = aggregateReader(this.#libraries.Parser);
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        reader.write(decoder.decode(chunk.subarray(at, at + PIECE), { stream: true }));
        await nextTurn();
      }
    }
    reader.write(decoder.decode());
    const outcomes = reader.end();
    if (outcomes.length === 0) yield { where, fault: "is XML, but no report: it has no <feedback>" };
    for (const outcome of outcomes) yield { where, ...outcome };
  }
}

/** Bytes of XML that are read before anything else gets a turn, such as Ctrl-C. */
const PIECE = 1 << 20;

function hasMoreLines(bytes: Buffer, limit: number): boolean {
  let at = -1;
  for (let count = 0; count <= limit; count += 1) {
    at = bytes.indexOf(0x0a, at + 1);
    if (at === -1) return false;
  }
  return true;
}

/**
 * The result that the last server noted (RFC 8601 §4: headers are added on top). A forged "pass" gains nothing, because mail
 * without such a header is read as well.
 */
function hasFailedDmarc(headers: readonly { readonly key: string; readonly value: string }[]): boolean {
  const noted = headers.find(({ key }) => key === "authentication-results")?.value ?? "";
  return /;\s*dmarc\s*=\s*fail(?![\w-])/i.test(noted.slice(0, 10_000).replace(/\([^()]*\)/g, " "));
}

function tooMany(what: string, count: number, limit: number): string {
  return `has ${count} ${what}: only the first ${limit} were read`;
}

/** Some senders add a line end after the compressed bytes, which zlib takes for the begin of another member. */
function gunzip(bytes: Buffer): AsyncIterable<Buffer> {
  const end = /(?:\r?\n)+$/.exec(bytes.toString("latin1", Math.max(0, bytes.length - 8)))?.[0].length ?? 0;
  const stream = createGunzip();
  stream.end(end > 0 && isWholeGzip(bytes.subarray(0, -end)) ? bytes.subarray(0, -end) : bytes);
  return stream;
}

/** Whether the length that a gzip file ends with (RFC 1952 §2.3.1) can be that of these bytes: deflate packs at most 1,032 times. */
function isWholeGzip(bytes: Buffer): boolean {
  return bytes.length > 18 && bytes.readUInt32LE(bytes.length - 4) <= bytes.length * 1032;
}

async function* toPieces(chunks: AsyncIterable<Buffer> | Buffer[]): AsyncGenerator<Buffer, void> {
  yield* chunks;
}

/** The first piece that is not empty, and all of them. */
async function peek(pieces: AsyncIterable<Buffer>): Promise<{ start: Buffer; rest: AsyncGenerator<Buffer, void> }> {
  const iterator = pieces[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < 1024) {
    const { done, value } = await iterator.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  async function* rest(): AsyncGenerator<Buffer, void> {
    try {
      if (start.length > 0) yield start;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { start, rest: rest() };
}

/** Undefined if there are more bytes than the limit. */
async function collect(pieces: AsyncIterable<Buffer>, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > limit) return undefined;
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

function faultOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code?.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE") return "cannot be unpacked: it is damaged or cut off";
  return `cannot be read: ${visibleText(message)}`;
}
