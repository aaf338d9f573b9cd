// Reads aggregate reports from XML in pieces. Receivers send XML that is not well-formed, so the tokenizer is a forgiving one; but what
// is counted was closed by its own end tag and is where the schema has it. Everything else is reported, so that no sum is silently wrong.
import type { Parser as XmlParser } from "htmlparser2";
import { MAX_DOUBTS, MAX_SIGNATURES, MAX_VALUE, MAX_XML_DEPTH } from "../limits";
import type { AggregateReport, AggregateRow } from "../report";
import {
  emptyReport,
  emptyRow,
  FEEDBACK_ELEMENT,
  RECORD_ELEMENT,
  type ReportDraft,
  type RowDraft,
  type XmlElement,
} from "./schema";
import { readDomain, secondsOf } from "./values";

/** A report, or why one cannot be read. */
export type AggregateOutcome = { readonly report: AggregateReport } | { readonly fault: string };

export interface AggregateReader {
  write(text: string): void;
  /** What was in the text: one report as a rule. Empty if there is no `feedback` in it. */
  end(): readonly AggregateOutcome[];
}

/** An element that is open. */
interface Open {
  /** Undefined if the schema does not have it here. */
  readonly element: XmlElement | undefined;
  readonly name: string;
  readonly seen: Set<string>;
}

/** Elements with numbers of messages. They are only counted in their place; elsewhere they are reported. */
const COUNTING = new Set(["record", "row", "count", "source_ip"]);

/** @param Parser htmlparser2's, which only this command loads */
export function aggregateReader(Parser: typeof XmlParser): AggregateReader {
  const outcomes: AggregateOutcome[] = [];
  let report: Reading | undefined;
  let depth = 0;
  let isTooDeep = false;
  const parser = new Parser(
    {
      onopentagname(tag) {
        depth += 1;
        // The tokenizer's time grows with the square of the depth, so it gets no more input.
        if (depth > MAX_XML_DEPTH) throw new TooDeep();
        if (report !== undefined) report.open(tag);
        else if (withoutPrefix(tag) === FEEDBACK_ELEMENT.name) report = new Reading(tag);
      },
      ontext(text) {
        report?.text(text);
      },
      onclosetag(_, isImplied) {
        depth -= 1;
        if (report === undefined || !report.close(isImplied)) return;
        outcomes.push(report.outcome(isImplied));
        report = undefined;
      },
    },
    { xmlMode: true, lowerCaseTags: true },
  );
  const bounded = (step: () => void) => {
    if (isTooDeep) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      isTooDeep = true;
    }
  };
  return {
    write: (text) => bounded(() => parser.write(text)),
    end: () => {
      bounded(() => parser.end());
      const fault = `has elements ${MAX_XML_DEPTH} deep, which no report has`;
      return isTooDeep ? [...outcomes, { fault }] : outcomes;
    },
  };
}

class TooDeep extends Error {}

function withoutPrefix(tag: string): string {
  return tag.slice(tag.lastIndexOf(":") + 1);
}

/** One `feedback` element. */
class Reading {
  readonly #prefix: string;
  readonly #draft: ReportDraft = emptyReport();
  readonly #rows: AggregateRow[] = [];
  readonly #stack: Open[];
  readonly #doubts = new Set<string>();
  #records = 0;
  #text: string | undefined;
  #isCut = false;
  #isPartial = false;

  constructor(tag: string) {
    this.#prefix = tag.slice(0, tag.length - FEEDBACK_ELEMENT.name.length);
    this.#stack = [{ element: FEEDBACK_ELEMENT, name: FEEDBACK_ELEMENT.name, seen: new Set() }];
  }

  open(tag: string): void {
    const parent = this.#top();
    // Elements of other namespaces are extensions (RFC 9990 §5).
    const isOurs = !tag.includes(":") || (this.#prefix !== "" && tag.startsWith(this.#prefix));
    const name = isOurs ? withoutPrefix(tag) : tag;
    const element = isOurs ? parent.element?.children.get(name) : undefined;
    this.#stack.push({ element, name, seen: new Set() });
    if (element === undefined) {
      if (COUNTING.has(name)) {
        this.#isPartial = true;
        this.#doubt(`has <${name}> in <${parent.name}>, where none belongs: it is not counted`);
      } else if (parent.element?.take !== undefined) this.#markUnclear(parent.element, "has other elements in it");
      return;
    }
    if (parent.seen.has(name) && !element.isList) this.#markUnclear(element, "is there twice");
    parent.seen.add(name);
    if (element === RECORD_ELEMENT) this.#records += 1;
    if (element.name === "dkim" && this.#draft.row.signatures.length > MAX_SIGNATURES) this.#draft.row.signatures.pop();
    element.open?.(this.#draft);
    this.#text = element.take === undefined ? undefined : "";
  }

  text(piece: string): void {
    if (this.#text === undefined) return;
    this.#text += piece;
    if (this.#text.length <= MAX_VALUE) return;
    // Blanks around a value are ignored.
    const trimmed = this.#text.trimStart();
    this.#isCut ||= trimmed.length > MAX_VALUE;
    this.#text = trimmed.slice(0, MAX_VALUE);
  }

  /** @returns whether the whole report is closed */
  close(isImplied: boolean): boolean {
    const open = this.#stack.pop();
    if (open === undefined || this.#stack.length === 0) return true;
    const { element } = open;
    if (element === undefined) return false;
    if (isImplied) this.#markUnclear(element, "is not closed");
    if (element.take !== undefined && this.#text !== undefined) {
      const isUncertain = isImplied && element.name === "header_from";
      element.take(this.#draft, isUncertain ? "" : this.#text.trim());
      if (this.#isCut) this.#doubt(`has a <${element.name}> of more than ${MAX_VALUE} characters, which is cut`);
    }
    this.#text = undefined;
    this.#isCut = false;
    if (element === RECORD_ELEMENT) this.#closeRecord();
    return false;
  }

  outcome(isImplied: boolean): AggregateOutcome {
    const { reporter, email, id, begin, end, policy } = this.#draft;
    if (isImplied) {
      const { length } = this.#rows;
      return {
        fault: `ends within <feedback>, after ${length} row${length === 1 ? "" : "s"}: the rest of it is missing`,
      };
    }
    const { domain } = policy;
    if (domain === undefined) return { fault: "does not say which domain it is about (policy_published, domain)" };
    const period = { begin: secondsOf(begin), end: secondsOf(end) };
    if (period.begin === undefined || period.end === undefined || period.begin > period.end)
      return { fault: `has no readable period (date_range from "${begin}" to "${end}")` };
    if (this.#records === 0) this.#doubt("has no record: the receiver counted nothing");
    for (const doubt of this.#draft.doubts) this.#doubt(doubt);
    const doubts = [...this.#doubts];
    if (doubts.length > MAX_DOUBTS) doubts.splice(MAX_DOUBTS, doubts.length, `and ${doubts.length - MAX_DOUBTS} more`);
    return {
      report: {
        kind: "dmarc",
        reporter: reporter || (readDomain(email.slice(email.lastIndexOf("@") + 1)) ?? ""),
        id,
        period: { begin: period.begin, end: period.end },
        policy: { ...policy, domain },
        rows: this.#rows.map((row) => (row.from === "" ? { ...row, from: domain } : row)),
        doubts,
        isPartial: this.#isPartial,
      },
    };
  }

  #top(): Open {
    return this.#stack.at(-1) as Open;
  }

  /** A vital element makes its record uncertain, any other one only its own value. */
  #markUnclear({ name, isVital }: XmlElement, what: string): void {
    const { row } = this.#draft;
    const isInRecord = this.#stack.some(({ element }) => element === RECORD_ELEMENT) || name === RECORD_ELEMENT.name;
    if (isVital && isInRecord) row.damage ??= `<${name}> ${what}`;
    else if (isInRecord) row.doubts.push(`<${name}> ${what}`);
    else this.#doubt(`<${name}> ${what}`);
  }

  #closeRecord(): void {
    const { row } = this.#draft;
    const damage = row.damage ?? (row.count === undefined ? "has no count" : undefined);
    if (damage !== undefined) {
      this.#isPartial = true;
      this.#doubt(`record ${this.#records} is not counted: ${damage}`);
    } else this.#rows.push(rowOf(row, row.count ?? 0));
    for (const name of ["dkim", "spf"] as const)
      if (row[name] === undefined) row.doubts.push(`has no ${name} result, which counts as not passed`);
    if (row.address === undefined && row.doubts.length === 0) row.doubts.push("has no address");
    if (row.from === undefined && row.doubts.length === 0) row.doubts.push("has no From domain");
    for (const doubt of damage === undefined ? row.doubts : []) this.#doubt(`record ${this.#records}: ${doubt}`);
    this.#draft.row = emptyRow();
  }

  #doubt(text: string): void {
    this.#doubts.add(text);
  }
}

function rowOf(row: RowDraft, count: number): AggregateRow {
  const { address, disposition, dkim = false, spf = false, overrides, from = "" } = row;
  return {
    address,
    count,
    disposition,
    dkim,
    spf,
    overrides,
    from,
    signatures: row.signatures.map(({ domain = "", result = "", ...rest }) => ({ domain, result, ...rest })),
    spfResults: row.spfResults.map(({ domain = "", result = "", ...rest }) => ({ domain, result, ...rest })),
  };
}
