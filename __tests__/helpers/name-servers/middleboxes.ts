// What stands before a real name server and spoils what it says: load balancers, filters and caches, of which no software is at
// hand that does it reliably. Over UDP alone.
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { Place } from "./programs";

/**
 * `modest`: answers without AA, as a cache in the server's place does. `careless`: asks in small letters whatever was asked, and no
 * two of its answers have the same flags. `late`: refuses resolvers a while before it serves a name.
 */
export type Middlebox = "modest" | "careless" | "late";

export const MIDDLEBOXES: readonly Middlebox[] = ["modest", "careless", "late"];

const FLAGS = 2;
const AA = 0x04;
const RA = 0x80;
const QUESTION = 12;

/** @param resolvers by their addresses: how often each is refused a name, which is more than it asks for one question */
export async function startMiddlebox(
  kind: Middlebox,
  place: Place,
  server: Place,
  resolvers: ReadonlyMap<string, number>,
): Promise<() => Promise<void>> {
  const socket = createSocket("udp4").bind(place.port, place.address);
  const asking = new Set<Socket>();
  const asked = new Map<string, number>();
  socket.on("message", async (query, client) => {
    const question = kind === "careless" ? inSmallLetters(query) : query;
    const patience = resolvers.get(client.address);
    const key = `${client.address} ${query.subarray(QUESTION).toString("latin1").toLowerCase()}`;
    const before = asked.get(key) ?? 0;
    asked.set(key, before + 1);
    if (kind === "late" && patience !== undefined && before < patience)
      return socket.send(refusal(query), client.port, client.address);
    const upstream = createSocket("udp4");
    asking.add(upstream);
    upstream.on("message", (reply) => {
      asking.delete(upstream);
      upstream.close();
      if (kind === "modest") reply[FLAGS]! &= ~AA;
      if (kind === "careless" && patience !== undefined && before % 2 === 0) reply[FLAGS + 1]! |= RA;
      socket.send(reply, client.port, client.address);
    });
    upstream.send(question, server.port, server.address);
  });
  await once(socket, "listening");
  return async () => {
    for (const one of asking) one.close();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  };
}

function inSmallLetters(query: Buffer): Buffer {
  const copy = Buffer.from(query);
  for (let at = QUESTION; copy[at] !== 0; at += copy[at]! + 1)
    for (let letter = at + 1; letter <= at + copy[at]!; letter++)
      if (copy[letter]! >= 0x41 && copy[letter]! <= 0x5a) copy[letter]! |= 0x20;
  return copy;
}

/** REFUSED, with nothing but the question. */
function refusal(query: Buffer): Buffer {
  let end = QUESTION;
  while (query[end] !== 0) end += query[end]! + 1;
  const copy = Buffer.from(query.subarray(0, end + 5));
  copy[FLAGS]! |= 0x80;
  copy[FLAGS + 1] = 5;
  // No answer, no authority, nothing beside: EDNS was cut off.
  copy.fill(0, 6, QUESTION);
  return copy;
}
