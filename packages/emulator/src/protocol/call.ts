// One call of the plugin protocol: the request as it comes in, the connection it comes by, and its values packed and unpacked.
import { type Block, blockType, completeValue } from "./schema";
import { decodeValue, encodeValue, isObject, type ObjectValue } from "./value";

/** A request as it comes in: field names are those of messages.ts. */
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

/** A terraform process's connection: what it configured, and how to end the delays it waits for. */
export interface Connection {
  provider: ObjectValue;
  abort: AbortController;
}

/** Ends the delays that a connection waits for; later calls wait for theirs. */
export function cutDelays(connection: Connection): void {
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
