// What stands in a record, as the parts that somebody looks at.
import type { CaaData, DsData, MxData, SoaData, SrvData, TlsaData } from "dns-packet";
import type { LiveValue } from "../answer";
import { decodeName } from "./name";

/** A record as dns-packet reads it. */
export interface RawRecord {
  readonly type: string;
  readonly data: unknown;
}

/** The record's own bytes in the packet. */
export interface Rdata {
  readonly packet: Buffer;
  readonly start: number;
  readonly stop: number;
}

/** @throws Error where the bytes are not what the type has */
export function liveValue(type: string, data: unknown, rdata: Rdata): LiveValue {
  switch (type) {
    case "A":
    case "AAAA":
      if (rdata.stop - rdata.start !== (type === "A" ? 4 : 16)) throw new Error("an address has the wrong length");
      return { kind: "address", address: data as string };
    case "CNAME":
    case "NS":
    case "PTR":
    case "DNAME":
      return { kind: "host", host: lastName(rdata, 0) };
    case "MX":
      return { kind: "mx", priority: (data as MxData).preference ?? 0, host: lastName(rdata, 2) };
    case "TXT":
      // Copied, because a piece of the packet would hold the whole page that it came in.
      return { kind: "txt", strings: (data as Buffer[]).map((bytes) => Buffer.from(bytes)) };
    case "CAA": {
      const { flags = 0, tag, value } = data as CaaData;
      return { kind: "caa", flags, tag: tag.toLowerCase(), value };
    }
    case "SOA": {
      const { serial = 0, minimum = 0 } = data as SoaData;
      return { kind: "soa", primary: decodeName(rdata.packet, rdata.start).name, serial, minimum };
    }
    case "SRV": {
      const { priority = 0, weight = 0, port } = data as SrvData;
      return { kind: "srv", priority, weight, port, host: lastName(rdata, 6) };
    }
    case "DS": {
      const { keyTag, algorithm, digestType, digest } = data as DsData;
      return { kind: "text", text: `${keyTag} ${algorithm} ${digestType} ${digest.toString("hex").toUpperCase()}` };
    }
    case "TLSA": {
      const { usage, selector, matchingType, certificate } = data as TlsaData;
      return {
        kind: "text",
        text: `${usage} ${selector} ${matchingType} ${certificate.toString("hex").toUpperCase()}`,
      };
    }
    default: {
      // As RFC 3597 §5 writes what nobody knows.
      const bytes = rdata.packet.subarray(rdata.start, rdata.stop);
      return { kind: "text", text: `\\# ${bytes.length} ${bytes.toString("hex").toUpperCase()}`.trimEnd() };
    }
  }
}

/** The name that ends the record. */
function lastName({ packet, start, stop }: Rdata, skip: number): string {
  const { name, end } = decodeName(packet, start + skip);
  if (end !== stop) throw new Error("a record does not end with its name");
  return name;
}
