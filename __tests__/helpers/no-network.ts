// Unit tests reach no network: every connection that is not to loopback fails at once, with a message that says why.
import net from "node:net";

// As the command line does.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Test files share Node's own modules: the first one of a worker replaces the function for all. Wrapped again by each, it would keep every
// file's modules in memory.
const connect = net.Socket.prototype.connect;

function connectWithoutNetwork(this: net.Socket, ...args: unknown[]): net.Socket {
  const normalized = (Array.isArray(args[0]) ? args[0][0] : args[0]) as { host?: string; path?: string } | number;
  const host = typeof normalized === "object" ? normalized.host : (args[1] as string | undefined);
  const local = typeof normalized === "object" && normalized.path !== undefined;
  if (!local && host !== undefined && !/^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)) {
    throw new Error(`a unit test tried to connect to "${host}": unit tests have no network`);
  }
  return (connect as (...rest: unknown[]) => net.Socket).apply(this, args);
}

if (connect.name !== connectWithoutNetwork.name) net.Socket.prototype.connect = connectWithoutNetwork;
