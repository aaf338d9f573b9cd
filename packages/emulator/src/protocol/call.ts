// One call of the plugin protocol: its request, its connection, and packing and unpacking of its values.
import { type Block, blockType, completeValue } from "./schema";
import { decodeValue, encodeValue, isObject, type ObjectValue } from "./value";

/** A request as received; its field names are those of messages.ts. */
export interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly version: number;
  readonly config: Wire;
  readonly prior_state: Wire;
  readonly proposed_new_state: Wire;
  readonly planned_state: Wire;
  readonly current_state: Wire;
  readonly raw_state: Wire;
  readonly private: Buffer;
  readonly prior_private: Buffer;
  readonly planned_private: Buffer;
}

type Wire = { readonly msgpack: Buffer; readonly json: Buffer } | null;

/** The connection of one terraform process: its configuration, and how to end the delays of its calls. */
export interface Connection {
  provider: ObjectValue;
  abort: AbortController;
}

/** Ends the current delays of a connection; later calls are delayed as usual. */
export function abortDelays(connection: Connection): void {
  connection.abort.abort();
  connection.abort = new AbortController();
}

export function pack(block: Block, value: ObjectValue | null): object {
  return { msgpack: encodeValue(blockType(block), value === null ? null : completeValue(block, value)) };
}

export function unpack(block: Block, wire: Wire): ObjectValue | null {
  if (wire === null || wire.msgpack.length === 0) return null;
  const value = decodeValue(blockType(block), wire.msgpack);
  return isObject(value) ? value : null;
}

export function unpackObject(block: Block, wire: Wire): ObjectValue {
  return unpack(block, wire) ?? completeValue(block, {});
}
