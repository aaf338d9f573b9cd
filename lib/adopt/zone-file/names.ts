// Names of a zone file in full, without the last dot and in lower case. Unnecessary escapes are removed; a dot in a label and
// invisible characters stay escaped (RFC 1035 §5.1, RFC 4343 §2.1).
import type { Token } from "./entries";

/** @param origin a full name; the empty text is the root */
export function nameBelowOrigin(word: Pick<Token, "text">, origin: string): string {
  const { text } = word;
  if (text === "@") return origin;
  if (text === ".") return "";
  const labels = text.match(/(?:[^.\\]|\\[0-9]{3}|\\.)+|\./gsu) ?? [];
  // GoDaddy exports `_sip._tls.@` for the name below the zone; other servers do not read it like that.
  if (labels.length > 2 && labels.at(-1) === "@") labels.splice(-2);
  const isFull = labels.at(-1) === ".";
  const name = labels
    .map(plainLabel)
    .join("")
    .replace(/\.$/, isFull ? "" : ".");
  return isFull || origin === "" ? name : `${name}.${origin}`;
}

function plainLabel(label: string): string {
  if (!label.includes("\\")) return label.toLowerCase();
  return label
    .replace(/\\([0-9]{3})|\\(.)/gsu, (escaped, digits, character) => {
      const plain = digits === undefined ? character : String.fromCharCode(Number(digits));
      return /^[a-z0-9_*@/+=-]$/i.test(plain) ? plain : escaped;
    })
    .toLowerCase();
}
