// Records of types that the program which wrote the file did not know: `TYPE257 \# 22 0005…` (RFC 3597 §5).
import * as packet from "dns-packet";
import { formatString } from "../../dns/text/txt";
import { type Place, type Word, ZoneFileFault } from "./entries";
import type { ValueFields } from "./values";

/** The package's types leave this function out. */
const codecs = packet as unknown as { record(type: string): { decode(sized: Buffer): unknown } };

/** IANA's numbers of the types that matter here. */
const NUMBERS: Readonly<Record<string, string>> = {
  1: "A",
  2: "NS",
  5: "CNAME",
  6: "SOA",
  12: "PTR",
  15: "MX",
  16: "TXT",
  28: "AAAA",
  33: "SRV",
  99: "SPF",
  257: "CAA",
};

/** `TYPE16` by its name; every other word as it is. */
export function typeName(word: string): string {
  const [, digits] = /^TYPE0*([1-9]\d*)$/.exec(word) ?? [];
  return (digits === undefined ? undefined : NUMBERS[digits]) ?? word;
}

/**
 * The value of `\# LENGTH HEX…`; undefined where the words are no such thing.
 * @throws ZoneFileFault where the length is not that of the digits, or the bytes are no record of that type
 */
export function genericFields(type: string, words: readonly Word[], at: Place): ValueFields | undefined {
  const [mark, length, ...digits] = words.map(({ text }) => text);
  if (mark !== "\\#") return undefined;
  const bytes = Buffer.from(digits.join(""), "hex");
  const fault = (why: string) => new ZoneFileFault(at, `a record of type ${type} in \\# form ${why}: correct it`);
  if (String(bytes.length) !== length || digits.join("").length !== bytes.length * 2)
    throw fault(`says ${length} bytes and has ${bytes.length}`);
  if (!Object.values(NUMBERS).includes(type) || type === "SOA" || type === "SPF")
    return { content: `\\# ${length} ${digits.join("").toUpperCase()}`.trimEnd(), priority: null, data: null };
  const sized = Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  try {
    return fieldsOf(type, codecs.record(type).decode(sized));
  } catch {
    throw fault("cannot be read");
  }
}

function fieldsOf(type: string, decoded: unknown): ValueFields {
  const value = decoded as Readonly<Record<string, never>>;
  const host = (name: string) => (name === "." || name === "" ? "." : name.toLowerCase().replace(/\.$/, ""));
  const plain = (content: string, priority: number | null = null): ValueFields => ({ content, priority, data: null });
  switch (type) {
    case "MX":
      return plain(host(value.exchange ?? ""), Number(value.preference));
    case "TXT":
      return plain(
        [decoded]
          .flat()
          .map((text) => formatString(text as Uint8Array))
          .join(" "),
      );
    case "SRV": {
      const [weight, port, target] = [Number(value.weight), Number(value.port), host(value.target ?? "")];
      const priority = Number(value.priority);
      return { content: `${weight} ${port} ${target}`, priority, data: { priority, weight, port, target } };
    }
    case "CAA": {
      const data = { flags: Number(value.flags), tag: String(value.tag), value: String(value.value) };
      return { content: `${data.flags} ${data.tag} "${data.value}"`, priority: null, data };
    }
    case "A":
    case "AAAA":
      return plain(String(decoded));
    default:
      return plain(host(String(decoded)));
  }
}
