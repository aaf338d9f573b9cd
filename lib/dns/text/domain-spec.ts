// The names in SPF terms, which may contain macros (RFC 7208 §7.1, §12). Their grammar is not that of host names: almost any visible
// character is allowed, but a name has to end with a macro or a top-level label.

/** One macro, an escape, or one literal character. */
const TOKEN = /%(?:[%_-]|\{[^}]*\})|./gsu;
const MACRO = /^%\{([a-z])([0-9]*)r?[.\-+,/_=]*\}$/i;

/** What is wrong with `text` as a macro-string, as a sentence; undefined if nothing is. It may be empty. */
export function macroStringFault(text: string): string | undefined {
  for (const token of tokens(text)) {
    if (token.length === 1 || !token.startsWith("%")) {
      const fault = literalFault(token);
      if (fault !== undefined) return fault;
    } else if (token.startsWith("%{")) {
      const fault = macroFault(token);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** What is wrong with `text` as a domain-spec, as a sentence; undefined if nothing is. */
export function domainSpecFault(text: string): string | undefined {
  if (text === "") return "has an empty name, write one";
  const fault = macroStringFault(text);
  if (fault !== undefined) return fault;
  const all = tokens(text);
  const lastMacro = all.findLastIndex((token) => token.length > 1 && token.startsWith("%"));
  if (lastMacro === all.length - 1) return undefined;
  // A trailing dot is allowed and does not count as a second label.
  const labels = all
    .slice(lastMacro + 1)
    .join("")
    .replace(/\.$/, "")
    .split(".");
  const top = labels.at(-1) ?? "";
  if (labels.length < 2) return `has the name "${text}" of one label, write the full name`;
  if (/^[0-9]+$/.test(top)) return `has the name "${text}" that ends in digits, addresses stand in ip4 and ip6`;
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(top)) return undefined;
  return `has a name that ends in "${top}", which is no top-level label`;
}

/** Whether `text` is the same name for all senders: it contains no macro. */
export function isPlainName(text: string): boolean {
  return !text.includes("%");
}

function tokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

function literalFault(character: string): string | undefined {
  if (character === "%") return 'has a "%" that begins no macro, write "%%" for a percent sign';
  if (/^[\x21-\x7e]$/.test(character)) return undefined;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `has the character U+${code}, only visible ASCII may stand there`;
}

function macroFault(token: string): string | undefined {
  const [, letter = "", digits = ""] = MACRO.exec(token) ?? [];
  if (letter === "") return `has "${token}", which is no macro`;
  if (/[crt]/i.test(letter)) return `has "${token}", a macro for the text of explanations only`;
  if (!/[slodiphv]/i.test(letter)) return `has "${token}" with an unknown letter, the letters are s l o d i p h v`;
  // §7.3: the number of labels must be nonzero.
  if (/^0+$/.test(digits)) return `has "${token}" that keeps no label, write a number above 0`;
  return undefined;
}
