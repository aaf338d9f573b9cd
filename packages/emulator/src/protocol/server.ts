// One emulated provider as a gRPC server on 127.0.0.1. It serves every alias of the provider and every terraform process at
// once, so what `configure` is told is kept by connection: otherwise one alias's region would overwrite the other's.
import type { ForeignTypes } from "../foreign-types";
import type { Provider } from "../providers";
import type { World } from "../world/world";
import { type Connection, cutDelays } from "./call";
import { type Peer, serveGrpc } from "./grpc";
import { type Operation, providerMethod } from "./messages";
import { providerOperations } from "./operations";
import { completeValue } from "./schema";

export interface ProviderServer {
  readonly provider: Provider;
  readonly port: number;
  /** Ends delays and connections. */
  stop(): void;
}

/** @param foreign what a configuration names and nobody here emulates @default - such types are unknown, as Terraform says */
export async function serveProvider(provider: Provider, world: World, foreign?: ForeignTypes): Promise<ProviderServer> {
  const connections = new Map<Peer, Connection>();
  const emptyConfig = completeValue(provider.schema.block, {});
  const connectionOf = (peer: Peer): Connection => {
    const known = connections.get(peer) ?? { provider: emptyConfig, abort: new AbortController() };
    connections.set(peer, known);
    return known;
  };
  const cut = (peer: Peer) => {
    const connection = connections.get(peer);
    if (connection !== undefined) cutDelays(connection);
  };
  const methods = Object.entries(providerOperations(provider, world, foreign)).map(([operation, handle]) => {
    const { path, decode, encode } = providerMethod(operation as Operation, provider.protocol);
    const method = async (request: Buffer, peer: Peer) => encode(await handle(decode(request), connectionOf(peer)));
    return [path, method] as const;
  });
  const server = await serveGrpc({
    methods: new Map(methods),
    // Core cancels no call by itself: whoever asked is dead, and a request that had not arrived died with it.
    onCancel: cut,
    onEnd(peer) {
      cut(peer);
      connections.delete(peer);
    },
  });
  const stop = () => {
    for (const { abort } of connections.values()) abort.abort();
    server.stop();
  };
  return { provider, port: server.port, stop };
}
