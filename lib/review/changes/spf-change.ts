// A change of an SPF record, with the old and the new record parsed.
import { lookupTerms } from "../../dns/text/spf";
import { formatTerm, isSpf, parseSpf, type SpfTerm } from "../../dns/text/spf-parser";
import { canonicalTerm, loopTerm, openTerms, passingTerms } from "../../dns/text/spf-reach";
import { type MailChange, nameAfterwards } from "./change";

/** The record before or after, as receivers read it. */
export interface SpfSide {
  readonly terms: readonly SpfTerm[];
  /** Who may send: the passing terms before the end, normalised. */
  readonly senders: readonly string[];
  /** Terms before the end that do not pass, as written. A sender that matches one is refused, whatever follows. */
  readonly refused: readonly string[];
  /** For each of them, the senders listed after it, which it may refuse. */
  readonly behind: ReadonlyMap<string, ReadonlySet<string>>;
  /** The terms that let anybody send. */
  readonly open: readonly string[];
  /** The result for all other senders, from 0 (`-all`) to 3 (`+all`); undefined if a redirect decides. */
  readonly openness?: number;
  /** The end as written, such as `~all` or `redirect=example.net`. */
  readonly end: string;
  /** The record's own terms that cost a lookup. The terms of included records are not known here. */
  readonly lookups: number;
  readonly problems: readonly string[];
}

export interface SpfChange {
  readonly change: MailChange;
  readonly name: string;
  /** Undefined if there is no record, or it cannot be read. */
  readonly before?: SpfSide;
  readonly after?: SpfSide;
  /** Whether the record is for a MAIL FROM domain of SES or for the domain itself. */
  readonly isMailFrom: boolean;
  /** The term that makes the new record include itself. */
  readonly loop?: string;
}

/** A limit, because each refusing term is compared with all that follow it. No real record has so many. */
const FIRST = 50;

const OPENNESS: Readonly<Record<string, number>> = { "-": 0, "~": 1, "?": 2, "+": 3, "": 3 };

export function readSpfChange(change: MailChange, read: (text: string) => SpfSide = spfSide): SpfChange {
  const { before, after, isMailFrom } = change;
  const name = nameAfterwards(change);
  const side = after?.text === undefined ? undefined : read(after.text);
  const loop = side && loopTerm(side.terms, name);
  return {
    change,
    name,
    // A record that was a text of another kind, or at another name, before: for SPF it is new.
    before: before?.text === undefined || !isSpf(before.text) ? undefined : read(before.text),
    after: side,
    loop: loop && formatTerm(loop),
    isMailFrom,
  };
}

export function spfSide(text: string): SpfSide {
  const { terms, problems } = parseSpf(text);
  const all = terms.findIndex(({ name }) => name === "all");
  const reached = all === -1 ? terms : terms.slice(0, all);
  const passing = passingTerms(reached);
  const isPassing = new Set(passing);
  const redirect = all === -1 ? terms.find(({ kind, name }) => kind === "modifier" && name === "redirect") : undefined;
  const end = terms[all];
  const refused = reached.filter((term) => term.kind === "mechanism" && !isPassing.has(term));
  return {
    terms,
    senders: [...new Set(passing.map(sender))],
    refused: refused.map(formatTerm),
    behind: new Map(refused.slice(0, FIRST).map((term) => [formatTerm(term), sendersBehind(term, reached, isPassing)])),
    open: openTerms(terms),
    // §4.7: without an end the result is neutral.
    openness: redirect !== undefined ? undefined : end === undefined ? 2 : (OPENNESS[end.qualifier] ?? 3),
    end: end !== undefined ? formatTerm(end) : redirect !== undefined ? formatTerm(redirect) : "",
    lookups: lookupTerms(terms).length,
    problems: isSpf(text) ? problems : ["is no SPF record"],
  };
}

/** Whether it lets nobody send and refuses all: `v=spf1 -all`. */
export function isClosed({ senders, refused, openness, problems }: SpfSide): boolean {
  return senders.length + refused.length + problems.length === 0 && openness === 0;
}

function sender(term: SpfTerm): string {
  return formatTerm({ ...canonicalTerm(term), qualifier: "" }).toLowerCase();
}

function sendersBehind(term: SpfTerm, reached: readonly SpfTerm[], passing: ReadonlySet<SpfTerm>): ReadonlySet<string> {
  return new Set(
    reached
      .slice(reached.indexOf(term) + 1)
      .filter((one) => passing.has(one))
      .map(sender),
  );
}
