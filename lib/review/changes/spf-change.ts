// An SPF record's change, parsed on both sides.

import { lookupTerms } from "../../dns/text/spf";
import { formatTerm, isSpf, parseSpf, type SpfTerm } from "../../dns/text/spf-parser";
import { isMailFromRecord, type MailChange, nameOf } from "./change";

/** One side, as receivers read it. */
export interface SpfSide {
  /** What may send: the terms before the end that pass, in lower case and without `+`. */
  readonly senders: readonly string[];
  /** Terms before the end that do not pass, as they are written: whom they meet is refused, whatever follows. */
  readonly refused: readonly string[];
  /** How everybody else is judged, 0 (`-all`) to 3 (`+all`); undefined where a redirect decides. */
  readonly openness?: number;
  /** The end as it is written, such as `~all` or `redirect=example.net`. */
  readonly end: string;
  /** Terms of its own that cost a lookup; those of included records are not known here. */
  readonly lookups: number;
  readonly problems: readonly string[];
}

export interface SpfChange {
  readonly change: MailChange;
  readonly name: string;
  /** Undefined where there is no record, or it cannot be read. */
  readonly before?: SpfSide;
  readonly after?: SpfSide;
  /** Of the name's own mail: the MAIL FROM domain of SES, or the domain itself. */
  readonly isMailFrom: boolean;
}

const OPENNESS: Readonly<Record<string, number>> = { "-": 0, "~": 1, "?": 2, "+": 3, "": 3 };

export function readSpfChange(change: MailChange, read: (text: string) => SpfSide = spfSide): SpfChange {
  const { before, after } = change;
  return {
    change,
    name: nameOf(change),
    ...(before?.text === undefined ? {} : { before: read(before.text) }),
    ...(after?.text === undefined ? {} : { after: read(after.text) }),
    isMailFrom: isMailFromRecord(change),
  };
}

export function spfSide(text: string): SpfSide {
  const { terms, problems } = parseSpf(text);
  const all = terms.findIndex(({ name }) => name === "all");
  const reached = all === -1 ? terms : terms.slice(0, all);
  const passing = reached.filter(
    ({ kind, qualifier }) => kind === "mechanism" && (qualifier === "" || qualifier === "+"),
  );
  const redirect = all === -1 ? terms.find(({ kind, name }) => kind === "modifier" && name === "redirect") : undefined;
  const end = terms[all];
  return {
    senders: [...new Set(passing.map(sender))],
    refused: reached.filter((term) => term.kind === "mechanism" && !passing.includes(term)).map(formatTerm),
    // §4.7: without an end the result is neutral.
    ...(redirect === undefined ? { openness: end === undefined ? 2 : (OPENNESS[end.qualifier] ?? 3) } : {}),
    end: end !== undefined ? formatTerm(end) : redirect !== undefined ? formatTerm(redirect) : "",
    lookups: lookupTerms(terms).length,
    problems: isSpf(text) ? problems : ["is no SPF record"],
  };
}

function sender(term: SpfTerm): string {
  return formatTerm({ ...term, qualifier: "" }).toLowerCase();
}
