// Reads files from a zip archive, the format of HashiCorp's releases and Terraform's plans. Stored and deflated entries, no
// encryption, no zip64. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { crc32, inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The size of the end record, which is last except for a comment of at most 65,535 bytes. */
const END_SIZE = 22;

/**
 * @param limit the largest size of an entry in bytes
 * @returns the entry's bytes; undefined if the archive has no entry of that name
 * @throws Error, one line, if the archive is truncated, damaged, or of an unsupported kind
 */
export function unzip(archive: Buffer, name: string, limit: number): Buffer | undefined {
  return whole(() => {
    const entry = entries(archive).find((one) => one.name === name);
    return entry === undefined ? undefined : unpack(archive, entry, limit);
  });
}

/** One file of an archive. */
export interface ZipFile {
  /** A path, as the archive says it. Never use it as the name of a file to write. */
  readonly name: string;
  /** Its bytes, as the archive says: more of them are not unpacked. */
  readonly size: number;
  /** @throws Error, one line, if it is damaged or larger than the limit in bytes */
  read(limit: number): Buffer;
}

/**
 * The files of an archive, in its order, without folders.
 * @throws Error, one line, if the archive is truncated, damaged, or of an unsupported kind
 */
export function zipFiles(archive: Buffer): readonly ZipFile[] {
  const files = whole(() => entries(archive)).filter(({ name }) => !name.endsWith("/"));
  return files.map((entry) => ({
    name: entry.name,
    size: entry.size,
    read: (limit) => whole(() => unpack(archive, entry, limit)),
  }));
}

function whole<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const why = error instanceof RangeError ? "it is torn" : (error as Error).message;
    throw new Error(`no whole zip archive: ${why}`);
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

function entries(archive: Buffer): Entry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || end + END_SIZE > archive.length || archive.readUInt32LE(end) !== END) throw new Error("it is torn");
  const found: Entry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== ENTRY) throw new Error("its list of files is damaged");
    if ((archive.readUInt16LE(at + 8) & 1) === 1) throw new Error("it is encrypted");
    const nameSize = archive.readUInt16LE(at + 28);
    found.push({
      name: archive.toString("utf8", at + 46, at + 46 + nameSize),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at += 46 + nameSize + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return found;
}

function unpack(archive: Buffer, { name, method, crc, packed, size, offset }: Entry, limit: number): Buffer {
  if (size > limit) throw new Error(`"${name}" is larger than ${limit} bytes`);
  if (archive.readUInt32LE(offset) !== LOCAL) throw new Error(`"${name}" is not where it should be`);
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const bytes = archive.subarray(start, start + packed);
  if (method !== 0 && method !== 8) throw new Error(`"${name}" is packed by method ${method}`);
  // One byte more than declared, so that excess data is detected.
  const unpacked = method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: size + 1 });
  if (unpacked.length !== size || crc32(unpacked) !== crc) throw new Error(`"${name}" is damaged`);
  return unpacked;
}
