// The part of Protobuf that the plugin protocol needs: messages are plain objects, encoded and decoded with a table of their
// fields. A library that reads .proto definitions took longer to load than everything else in the emulator.
// Wire format: https://protobuf.dev/programming-guides/encoding/

/** A message's fields, such as `repeated Step steps 1` or `map Schema resource_schemas 2`. */
export type Fields = readonly string[];

export type Message = Readonly<Record<string, unknown>>;

export interface Codec {
  /** Leaves out fields that are null or undefined. A zero is written, because it has a meaning in a oneof. */
  encode(type: string, message: Message): Buffer;
  /** A missing field gets proto3's default; a missing message is null. Fields that are not in the table are skipped. */
  decode(type: string, bytes: Buffer): Record<string, unknown>;
}

export function makeCodec(messages: Readonly<Record<string, Fields>>): Codec {
  const types = new Map(Object.entries(messages).map(([name, fields]) => [name, fields.map(parseField)]));
  const fieldsOf = (type: string): readonly Field[] => {
    const fields = types.get(type);
    if (fields === undefined) throw new Error(`the protocol has no message "${type}"`);
    return fields;
  };

  function encode(type: string, message: Message): Buffer {
    const writer = new Writer();
    encodeMessage(writer, type, message);
    return writer.bytes();
  }

  function encodeMessage(writer: Writer, type: string, message: Message): void {
    for (const { id, name, type: part, label } of fieldsOf(type)) {
      const value = message[name];
      if (value === null || value === undefined) continue;
      if (label === "repeated") for (const item of value as unknown[]) encodeOne(writer, id, part, item);
      else if (label !== "map") encodeOne(writer, id, part, value);
      // A map is a repeated message of key and value.
      else
        for (const [key, item] of Object.entries(value as Message))
          writer.message(id, () => {
            encodeOne(writer, 1, "string", key);
            encodeOne(writer, 2, part, item);
          });
    }
  }

  function encodeOne(writer: Writer, id: number, type: string, value: unknown): void {
    if (NUMBERS.has(type)) writer.number(id, Number(value));
    else if (type === "string") writer.string(id, value as string);
    else if (type === "bytes") writer.raw(id, value as Uint8Array);
    else writer.message(id, () => encodeMessage(writer, type, value as Message));
  }

  function decode(type: string, bytes: Buffer): Record<string, unknown> {
    const fields = fieldsOf(type);
    const message = Object.fromEntries(fields.map((field) => [field.name, emptyOf(field)]));
    for (const { id, value } of readFields(bytes)) {
      const field = fields.find((one) => one.id === id);
      if (field === undefined) continue;
      const { name, label } = field;
      if (label === "repeated") (message[name] as unknown[]).push(decodeOne(field.type, value));
      else if (label === "map") {
        const [key, item] = [1, 2].map((part) => readFields(value as Buffer).find((entry) => entry.id === part)?.value);
        (message[name] as Record<string, unknown>)[String(key ?? "")] = decodeOne(field.type, item ?? Buffer.alloc(0));
      } else message[name] = decodeOne(field.type, value);
    }
    return message;
  }

  function decodeOne(type: string, value: number | Buffer): unknown {
    if (type === "bool") return value !== 0;
    if (NUMBERS.has(type) || type === "bytes") return value;
    return type === "string" ? value.toString() : decode(type, value as Buffer);
  }

  return { encode, decode };
}

interface Field {
  readonly name: string;
  readonly id: number;
  /** A scalar type, or the name of a message. */
  readonly type: string;
  readonly label?: string;
}

const NUMBERS: ReadonlySet<string> = new Set(["bool", "int32", "int64"]);
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

function parseField(field: string): Field {
  const words = field.split(" ");
  const [type, name, id] = words.slice(-3) as [string, string, string];
  return { type, name, id: Number(id), label: words.length === 4 ? words[0] : undefined };
}

function emptyOf({ type, label }: Field): unknown {
  if (label === "repeated") return [];
  if (label === "map") return {};
  return { bool: false, int32: 0, int64: 0, string: "", bytes: Buffer.alloc(0) }[type] ?? null;
}

/** A byte buffer that grows. */
class Writer {
  private buffer = Buffer.allocUnsafe(1024);
  private length = 0;

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  number(id: number, value: number): void {
    this.varint(id * 8 + VARINT);
    this.varint(value);
  }

  string(id: number, value: string): void {
    const size = Buffer.byteLength(value);
    this.head(id, size);
    this.buffer.write(value, this.length);
    this.length += size;
  }

  raw(id: number, value: Uint8Array): void {
    this.head(id, value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  /**
   * Writes what `write` writes, after its length. The length takes one byte in most cases; if it needs more, the content is moved.
   */
  message(id: number, write: () => void): void {
    this.head(id, 0);
    const start = this.length;
    write();
    const size = this.length - start;
    const more = varintSize(size) - 1;
    this.reserve(more + VARINT_LIMIT);
    this.buffer.copyWithin(start + more, start, this.length);
    this.length = start - 1;
    this.varint(size);
    this.length += size;
  }

  private head(id: number, size: number): void {
    this.varint(id * 8 + BYTES);
    this.varint(size);
    this.reserve(size);
  }

  /** The protocol has no negative numbers, and none above 2^53. */
  private varint(value: number): void {
    this.reserve(VARINT_LIMIT);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.buffer[this.length++] = (rest % 128) + 128;
    this.buffer[this.length++] = rest;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + more));
    larger.set(this.bytes());
    this.buffer = larger;
  }
}

/** The size in bytes of the longest varint here, 2^53. */
const VARINT_LIMIT = 8;

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  return size;
}

function readFields(bytes: Buffer): { readonly id: number; readonly value: number | Buffer }[] {
  const found: { id: number; value: number | Buffer }[] = [];
  let at = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error("a protobuf message ends in the middle of a number");
      at += 1;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  const readBytes = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Error("a protobuf message ends in the middle of a field");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = readVarint();
    const wire = key % 8;
    const id = Math.floor(key / 8);
    if (wire === VARINT) found.push({ id, value: readVarint() });
    else if (wire === BYTES) found.push({ id, value: readBytes(readVarint()) });
    else if (wire === FIXED64 || wire === FIXED32) readBytes(wire === FIXED64 ? 8 : 4);
    else throw new Error(`a protobuf message has a field of wire type ${wire}, which is not supported`);
  }
  return found;
}
