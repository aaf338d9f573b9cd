// Internals of the emulator that this repository uses beside its face: its DNS server and resolver, for tests of mailzone's own
// DNS client. They are not published, and may change at any time; what other programs may use is in index.ts and commands.ts.
export { type FaultKind, faultReply } from "../src/dns/fault-replies";
export {
  type DnsQuery,
  type DnsReply,
  emptyReply,
  type RecordData,
  type Reply,
  type ResourceRecord,
} from "../src/dns/message";
export { OUTSIDE } from "../src/dns/outside";
export { resolveRecursively } from "../src/dns/resolver";
export { serveDns } from "../src/dns/server";
export { ancestors, answerFromZones, type DnsZone, record, soaRecord, staticZone } from "../src/dns/zones";
