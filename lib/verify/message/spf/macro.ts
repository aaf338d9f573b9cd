// The macros of SPF (RFC 7208 §7). The text has been parsed: it holds no macro that is none, and none for explanations alone.
import { isIPv4 } from "node:net";

export interface MacroValues {
  readonly ip: string;
  readonly local: string;
  /** The sender's domain. */
  readonly domain: string;
  readonly helo: string;
  /** The domain whose record is read. */
  readonly current: string;
}

/** `names` are those that the client's address has and that have it, for %{p}. */
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
      // §7.3: a capital letter stands for the value as in a URL.
      return letter === letter.toLowerCase() ? joined : urlEscaped(joined);
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

/** The domain itself, else one below it, else any (§7.3). */
function chosen(names: readonly string[], domain: string): string {
  return (
    names.find((name) => name === domain) ?? names.find((name) => name.endsWith(`.${domain}`)) ?? names[0] ?? "unknown"
  );
}

/** The 32 digits of an IPv6 address, whose form is that of RFC 5952. */
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

/** RFC 3986 §2.3: all but the unreserved characters. */
function urlEscaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
