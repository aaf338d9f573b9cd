// One emulated provider as a gRPC server on 127.0.0.1. It serves all aliases of the provider and all terraform processes at the
// same time. So it keeps the settings from `configure` per connection: otherwise one alias's region would overwrite another's.

import type { Provider } from "../providers";
import type { UnsupportedTypes } from "../unsupported-types";
import type { World } from "../world/world";
import { abortDelays, type Connection } from "./call";
import { type Peer, serveGrpc } from "./grpc";
import { type ProviderOperation, providerMethod } from "./messages";
import { providerOperations } from "./operations";
import { completeValue } from "./schema";

export interface ProviderServer {
  readonly provider: Provider;
  readonly port: number;
  /** Ends all delays and connections. */
  stop(): void;
}

/**
 * @param foreign types that a configuration names but the emulator does not emulate @default - Terraform calls such types unknown
 */
export async function serveProvider(
  provider: Provider,
  world: World,
  unsupported?: UnsupportedTypes,
): Promise<ProviderServer> {
  const connections = new Map<Peer, Connection>();
  const emptyConfig = completeValue(provider.schema.block, {});
  const connectionOf = (peer: Peer): Connection => {
    const connection = connections.get(peer) ?? { provider: emptyConfig, abort: new AbortController() };
    connections.set(peer, connection);
    return connection;
  };
  const abort = (peer: Peer) => {
    const connection = connections.get(peer);
    if (connection !== undefined) abortDelays(connection);
  };
  const methods = Object.entries(providerOperations(provider, world, unsupported)).map(([operation, handle]) => {
    const { path, decode, encode } = providerMethod(operation as ProviderOperation, provider.protocol);
    const method = async (request: Buffer, peer: Peer) => encode(await handle(decode(request), connectionOf(peer)));
    return [path, method] as const;
  });
  const server = await serveGrpc({
    methods: new Map(methods),
    // Core never cancels a single call, so the caller is dead. Requests that it had not finished sending are lost.
    onCancel: abort,
    onEnd(peer) {
      abort(peer);
      connections.delete(peer);
    },
  });
  const stop = () => {
    for (const { abort } of connections.values()) abort.abort();
    server.stop();
  };
  return { provider, port: server.port, stop };
}
