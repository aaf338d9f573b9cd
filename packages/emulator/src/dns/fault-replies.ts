// How a faulty server changes the right reply.
import { type DnsReply, emptyReply } from "./message";
import { record } from "./zones";

const FAULT_KINDS = ["servfail", "refused", "truncated", "silent", "malformed", "lame"] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export function faultReply(kind: FaultKind, reply: DnsReply): DnsReply {
  switch (kind) {
    case "servfail":
      return emptyReply("SERVFAIL");
    case "refused":
      return emptyReply("REFUSED");
    case "truncated":
      return reply.kind === "reply" ? { ...reply, truncated: true } : reply;
    case "silent":
    case "malformed":
      return { kind };
    case "lame":
      // The server is delegated to but does not have the zone. Some such servers refer the client to the root (RFC 4697 §2.2.1).
      return emptyReply("NOERROR", { authorities: [record("", "NS", "a.root-servers.net", 518_400)] });
  }
}
