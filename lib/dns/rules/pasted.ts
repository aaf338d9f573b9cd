// Rules for texts that were copied together with what was around them: quotes and backslashes of a zone file, line breaks of an
// e-mail. A TXT record may contain them, but they are nearly always a mistake that makes the record useless.
import { isDkimName } from "../kinds/dkim";
import type { DnsRecord } from "../record";
import { malformedPolicy } from "../text/malformed-policy";
import { plainText } from "../text/txt";
import { type CheckRule, perRecord } from "./rule";

const MASTER_FILES = "RFC 1035 §5.1: quotes and backslashes are a zone file's, not the text's";

export const PASTED_CHECKS: readonly CheckRule[] = [
  {
    id: "record-quoted",
    severity: "warning",
    reference: MASTER_FILES,
    summary: "A text has no quotes of its own around it, nor between two halves.",
    check: perText((text) => {
      const bare = unquoted(text);
      return bare === text ? undefined : `the text has quotes, which are published with it: write ${shown(bare)}`;
    }),
  },
  {
    id: "record-escaped",
    severity: "warning",
    reference: MASTER_FILES,
    summary: "A text has no backslash before a semicolon or a quote.",
    check: perText((text) => {
      const bare = text.replace(/(?<!\\)\\+([;"])/g, "$1");
      return bare === text
        ? undefined
        : `the text has a backslash, which is published with it: write ${shown(unquoted(bare))}`;
    }),
  },
  {
    id: "record-line-break",
    severity: "warning",
    reference: "RFC 7208 §4.5, RFC 9989 §4.7, RFC 6376 §3.6.1: readers expect one line",
    summary: "A text has no line break or tab.",
    check: perText((text) =>
      /[\r\n\t]/.test(text)
        ? `the text has a line break or a tab: write it on one line, ${shown(text.replace(/[\r\n\t]+/g, " ").trim())}`
        : undefined,
    ),
  },
  {
    id: "record-blank",
    severity: "warning",
    reference: "RFC 7208 §4.5, RFC 9989 §4.7: the version is the first thing of the text",
    summary: "A text neither begins nor ends with a blank.",
    check: perText((text) =>
      /^ | $/.test(text) ? `the text begins or ends with a blank: write ${shown(text.trim())}` : undefined,
    ),
  },
  {
    id: "record-key-blank",
    severity: "warning",
    reference: "RFC 6376 §3.6.1, which allows it, and readers that do not",
    summary: "The key of a DKIM record has no blank, and no line of a PEM file.",
    check: perText((text, { name }) => {
      if (!isDkimName(name)) return undefined;
      const [, key = ""] = /(?:^|;)\s*p\s*=([^;]*)/.exec(text) ?? [];
      if (key.includes("-----"))
        return 'the key has a line of a PEM file, "-----": write only what is between those lines';
      return /\S\s+\S/.test(key.replace(/["\\]/g, " ").trim())
        ? "the key has a blank within it: write it without"
        : undefined;
    }),
  },
  {
    id: "record-almost-spf",
    severity: "warning",
    reference: "RFC 7208 §4.5: the version is v=spf1, then a blank or the end",
    summary: "A text that is meant as SPF is SPF.",
    check: perText((text) => {
      const almost = malformedPolicy(text);
      // dmarc-syntax reports records at _dmarc.
      return almost?.kind === "spf"
        ? `the text is almost SPF, but receivers ignore it, because it has ${almost.why}: correct it`
        : undefined;
    }),
  },
];

function perText(check: (text: string, record: DnsRecord) => string | undefined): CheckRule["check"] {
  return perRecord((record) =>
    record.type === "TXT" && record.content !== null ? check(plainText(record.content), record) : undefined,
  );
}

const QUOTES = "\"'`“”„‟‘’«»";

/** The text without outer quotes and without quotes between its parts, as in `"one" "two"`. */
function unquoted(text: string): string {
  const [first = "", last = ""] = [text.trim().slice(0, 1), text.trim().slice(-1)];
  const isAround = text.trim().length > 1 && QUOTES.includes(first) && QUOTES.includes(last);
  const inner = isAround ? text.trim().slice(1, -1) : text;
  return inner.replace(/" *"/g, "");
}

/** A long key is not repeated in the message. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
