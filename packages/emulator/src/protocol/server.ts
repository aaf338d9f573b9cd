// One emulated provider as a gRPC server on 127.0.0.1. It serves every alias of the provider and every terraform process at
// once, so what `configure` is told is kept by connection: otherwise one alias's region would overwrite the other's.
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import type { ForeignTypes } from "../foreign-types";
import type { Provider } from "../providers";
import type { World } from "../world/world";
import { type Connection, cutDelays, type Request } from "./call";
import { type Operation, providerService, rpcName } from "./messages";
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
  const connections = new Map<string, Connection>();
  const emptyConfig = completeValue(provider.schema.block, {});
  const connectionOf = (peer: string): Connection => {
    const known = connections.get(peer) ?? { provider: emptyConfig, abort: new AbortController() };
    connections.set(peer, known);
    return known;
  };
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const handlers = Object.entries(providerOperations(provider, world, foreign)).map(([operation, handle]) => {
    const handler = (call: ServerUnaryCall<Request, object>, answer: sendUnaryData<object>) => {
      const connection = connectionOf(call.getPeer());
      let answered = false;
      // Core cancels no call by itself: whoever asked is dead, and a request that had not arrived died with it. grpc-js
      // says "cancelled" at the end of a call that was answered, too; that must not cut the delays of its neighbours.
      call.on("cancelled", () => {
        if (!answered) cutDelays(connection);
      });
      const handled = handle(call.request, connection).finally(() => {
        answered = true;
      });
      handled.then(
        (response) => answer(null, response),
        (failure: Error) => answer({ code: 13, details: `the sandbox failed: ${failure.stack ?? failure.message}` }),
      );
    };
    return [rpcName(operation as Operation, provider.protocol), handler];
  });
  server.addService(providerService(provider.protocol), Object.fromEntries(handlers));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (failure, bound) =>
      failure === null ? resolve(bound) : reject(failure),
    );
  });
  const stop = () => {
    for (const { abort } of connections.values()) abort.abort();
    server.forceShutdown();
  };
  return { provider, port, stop };
}
