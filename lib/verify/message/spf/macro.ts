// The macros of SPF (RFC 7208 §7). The text was parsed before: it has only valid macros, and none that only explanations may have.
import { isIPv4 } from "node:net";
import { percentEncoded } from "../../../net/percent-encoding";

export interface MacroValues {
  readonly ip: string;
  readonly local: string;
  /** The sender's domain. */
  readonly domain: string;
  readonly helo: string;
  /** The domain whose record is read. */
  readonly current: string;
}

/** `names` are the validated names of the client's address, for %{p}. */
export function expandMacros(text: string, values: MacroValues, names: readonly string[]): string {
  return text.replace(
    MACRO,
    (_, mark: string | undefined, letter = "", digits = "", reversed = "", delimiters = "") => {
      if (mark !== undefined) return ESCAPES[mark] ?? "";
      const value = macroValue(letter.toLowerCase(), values, names);
      const parts = digits || reversed || delimiters ? split(value, delimiters || ".") : [value];
      if (reversed !== "") parts.reverse();
      const kept = digits === "" ? parts : parts.slice(-Number(digits));
      const joined = kept.join(".");
      // §7.3: a capital letter means that the value is URL-escaped.
      return letter === letter.toLowerCase() ? joined : percentEncoded(joined);
    },
  );
}

const MACRO = /%(?:([%_-])|\{([a-z])([0-9]*)(r?)([.\-+,/_=]*)\})/gi;

const ESCAPES: Readonly<Record<string, string>> = { "%": "%", _: " ", "-": "%20" };

/** §7.2 */
function macroValue(letter: string, values: MacroValues, names: readonly string[]): string {
  const { ip, local, domain, helo, current } = values;
  switch (letter) {
    case "s":
      return `${local}@${domain}`;
    case "l":
      return local;
    case "o":
      return domain;
    case "d":
      return current;
    case "i":
      return isIPv4(ip) ? ip : nibbles(ip).join(".");
    case "p":
      return chosen(names, current.toLowerCase());
    case "v":
      return isIPv4(ip) ? "in-addr" : "ip6";
    default:
      return helo;
  }
}

/** The domain itself, otherwise a name below it, otherwise any (§7.3). */
function chosen(names: readonly string[], domain: string): string {
  return (
    names.find((name) => name === domain) ?? names.find((name) => name.endsWith(`.${domain}`)) ?? names[0] ?? "unknown"
  );
}

/** The 32 hexadecimal digits of an IPv6 address in the form of RFC 5952. */
function nibbles(ip: string): string[] {
  const [head = "", tail] = ip.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [front, back] = [groups(head), groups(tail ?? "")];
  const zeros = Array<string>(8 - front.length - back.length).fill("0");
  return [...front, ...zeros, ...back].flatMap((group) => [...group.padStart(4, "0")]);
}

function split(value: string, delimiters: string): string[] {
  return [...value].reduce<string[]>(
    (parts, char) => {
      if (delimiters.includes(char)) parts.push("");
      else parts.push(`${parts.pop() ?? ""}${char}`);
      return parts;
    },
    [""],
  );
}
