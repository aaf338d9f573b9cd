// Decodes the data of a record into the fields that checks read.
import { targetName } from "../../../dns/record-types";
import { addressText } from "../../../rdata/addresses";
import { type DecodedRdata, decodeRdata, decodeStrings, type RdataSlice } from "../../../rdata/decode";
import { formatRdata, TABLE_STYLE } from "../../../rdata/format";
import { decodeName } from "../../../rdata/name";
import type { RecordValue } from "../answer";

/** @throws Error if the bytes are not valid for a type whose fields are read */
export function decodeRecordValue(type: string, rdata: RdataSlice): RecordValue {
  const { packet, start, stop } = rdata;
  switch (type) {
    case "A":
    case "AAAA":
      if (stop - start !== (type === "A" ? 4 : 16)) throw new Error("an address has the wrong length");
      return { kind: "address", address: addressText(packet.subarray(start, stop)) };
    case "CNAME":
    case "NS":
    case "PTR":
    case "DNAME":
      return { kind: "host", host: lastName(rdata, 0) };
    case "MX":
      return { kind: "mx", priority: packet.readUInt16BE(start), host: lastName(rdata, 2) };
    case "TXT":
      return { kind: "txt", strings: start === stop ? [] : decodeStrings(packet.subarray(start, stop)) };
    case "CAA": {
      const { flags, tag, value } = decodeRdata(type, rdata).value.data ?? {};
      return { kind: "caa", flags: Number(flags), tag: String(tag).toLowerCase(), value: String(value) };
    }
    case "SOA": {
      const primary = decodeName(packet, start);
      const { end } = decodeName(packet, primary.end);
      if (end + 20 !== stop) throw new Error("an SOA has the wrong length");
      const [serial, minimum] = [packet.readUInt32BE(end), packet.readUInt32BE(end + 16)];
      return { kind: "soa", primary: primary.name, serial, minimum };
    }
    case "SRV": {
      const [priority, weight, port] = [0, 2, 4].map((at) => packet.readUInt16BE(start + at)) as [
        number,
        number,
        number,
      ];
      return { kind: "srv", priority, weight, port, host: lastName(rdata, 6) };
    }
    default:
      return otherValue(type, rdata);
  }
}

function otherValue(type: string, rdata: RdataSlice): RecordValue {
  const { packet, start, stop } = rdata;
  // Copied, because a slice would keep the whole packet in memory.
  const bytes = Buffer.from(packet.subarray(start, stop));
  const read = attempt(type, rdata);
  if (read !== undefined) {
    const host = targetName(read.value);
    const text = formatRdata(read.value, TABLE_STYLE);
    return {
      kind: "rdata",
      text,
      bytes: read.canonical,
      host: host === "." ? "" : host,
    };
  }
  // The form of RFC 3597 §5 for unknown types. A record that is not valid for its type differs from ours; the response is not broken.
  return { kind: "rdata", text: `\\# ${bytes.length} ${bytes.toString("hex").toUpperCase()}`.trimEnd(), bytes };
}

function attempt(type: string, rdata: RdataSlice): DecodedRdata | undefined {
  try {
    return decodeRdata(type, rdata);
  } catch {
    return undefined;
  }
}

/** The name at the end of the record. */
function lastName({ packet, start, stop }: RdataSlice, skip: number): string {
  const { name, end } = decodeName(packet, start + skip);
  if (end !== stop) throw new Error("a record does not end with its name");
  return name;
}
