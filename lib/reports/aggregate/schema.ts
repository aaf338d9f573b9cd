// The elements of an aggregate report, as a tree (RFC 9990 §3.1.1, RFC 7489 appendix C), and what is read from each of them.
import type { AggregateRow, PublishedPolicy, ReportedSignature, ReportedSpf } from "../report";
import { addressOf, alignmentOf, countOf, policyOf, readDomain } from "./values";

type Draft<T> = { -readonly [key in keyof T]?: T[key] };

/** A row that is being read. */
export interface RowDraft extends Draft<Omit<AggregateRow, "overrides" | "signatures" | "spfResults">> {
  overrides: string[];
  signatures: SignatureDraft[];
  spfResults: SpfDraft[];
  /** What cannot be read and makes the number of messages uncertain. */
  damage: string | undefined;
  /** What cannot be read while the row still counts. */
  doubts: string[];
}

type SignatureDraft = Draft<ReportedSignature>;
type SpfDraft = Draft<ReportedSpf>;

/** A report that is being read. */
export interface ReportDraft {
  reporter: string;
  email: string;
  id: string;
  begin: string;
  end: string;
  policy: Draft<PublishedPolicy>;
  doubts: string[];
  row: RowDraft;
}

export interface XmlElement {
  readonly name: string;
  /** Takes the text, without blanks around it. @default - the element has no text of its own */
  readonly take?: (report: ReportDraft, text: string) => void;
  /** @default - nothing happens */
  readonly open?: (report: ReportDraft) => void;
  /** Whether the number of messages is uncertain if this element is not closed, or is in its parent twice. */
  readonly isVital?: boolean;
  /** Whether its parent may have it several times. */
  readonly isList?: boolean;
  readonly children: ReadonlyMap<string, XmlElement>;
}

type Take = XmlElement["take"];

function leaf(name: string, take: Take, more: Partial<XmlElement> = {}): XmlElement {
  return { name, take, children: new Map(), ...more };
}

function group(name: string, children: readonly XmlElement[], more: Partial<XmlElement> = {}): XmlElement {
  return { name, children: new Map(children.map((child) => [child.name, child])), ...more };
}

/** Known elements whose value is not used, or must not be kept. */
const unused = (name: string): XmlElement => leaf(name, undefined, { isList: true });

const METADATA = group("report_metadata", [
  leaf("org_name", (report, text) => {
    report.reporter = text;
  }),
  leaf("email", (report, text) => {
    report.email = text;
  }),
  unused("extra_contact_info"),
  unused("generator"),
  leaf("report_id", (report, text) => {
    report.id = text;
  }),
  group("date_range", [
    leaf("begin", (report, text) => {
      report.begin = text;
    }),
    leaf("end", (report, text) => {
      report.end = text;
    }),
  ]),
  leaf(
    "error",
    (report, text) => {
      if (text !== "") report.doubts.push(`the receiver says of the record: ${text.slice(0, 200)}`);
    },
    { isList: true },
  ),
]);

const POLICY = group("policy_published", [
  leaf("domain", ({ policy, doubts }, text) => {
    policy.domain = readDomain(text);
    if (policy.domain === undefined && text !== "") doubts.push(`its domain "${text}" is none`);
  }),
  leaf("p", ({ policy }, text) => {
    policy.policy = policyOf(text);
  }),
  leaf("sp", ({ policy }, text) => {
    policy.subdomainPolicy = policyOf(text);
  }),
  leaf("np", ({ policy }, text) => {
    policy.nonexistentSubdomainPolicy = policyOf(text);
  }),
  leaf("adkim", ({ policy }, text) => {
    policy.dkimAlignment = alignmentOf(text);
  }),
  leaf("aspf", ({ policy }, text) => {
    policy.spfAlignment = alignmentOf(text);
  }),
  leaf("pct", ({ policy }, text) => {
    const percent = countOf(text);
    if (percent !== undefined && percent <= 100) policy.percent = percent;
  }),
  leaf("testing", ({ policy }, text) => {
    policy.testing = text.toLowerCase() === "y";
  }),
  unused("discovery_method"),
  unused("fo"),
  unused("version_published"),
]);

const EVALUATED = group(
  "policy_evaluated",
  [
    leaf("disposition", ({ row }, text) => {
      if (text !== "") row.disposition = text.toLowerCase();
    }),
    leaf("dkim", ({ row }, text) => takeResult(row, "dkim", text), { isVital: true }),
    leaf("spf", ({ row }, text) => takeResult(row, "spf", text), { isVital: true }),
    group(
      "reason",
      [
        leaf("type", ({ row }, text) => {
          if (text !== "") row.overrides.push(text.toLowerCase());
        }),
        unused("comment"),
      ],
      { isList: true },
    ),
  ],
  { isVital: true },
);

/** Pass or not. Anything but `pass` is a failure; what is not one of the results of the schema is said. */
function takeResult(row: RowDraft, name: "dkim" | "spf", text: string): void {
  const result = text.toLowerCase();
  row[name] = result === "pass";
  if (!/^(?:pass|fail|none|neutral|softfail|temperror|permerror|policy)$/.test(result))
    row.doubts.push(`has ${name} "${text}", which counts as not passed`);
}

const ROW = group(
  "row",
  [
    leaf(
      "source_ip",
      ({ row }, text) => {
        row.address = addressOf(text);
        if (row.address === undefined) row.doubts.push(`has the address "${text}", which is none`);
      },
      { isVital: true },
    ),
    leaf(
      "count",
      ({ row }, text) => {
        row.count = countOf(text);
        if (row.count === undefined) row.damage ??= `has the count "${text}"`;
      },
      { isVital: true },
    ),
    EVALUATED,
  ],
  { isVital: true },
);

/** Old drafts say `identities`. */
const IDENTIFIERS = ["identifiers", "identities"].map((name) =>
  group(name, [
    leaf("header_from", ({ row }, text) => {
      const from = readDomain(text);
      if (from === undefined) row.doubts.push(text === "" ? "has no From domain" : `has the From domain "${text}"`);
      else row.from = from;
    }),
    unused("envelope_from"),
    unused("envelope_to"),
  ]),
);

const AUTHENTICATION = group("auth_results", [
  group(
    "dkim",
    [
      leaf("domain", ({ row }, text) => {
        last(row.signatures).domain = readDomain(text) ?? "";
      }),
      leaf("selector", ({ row }, text) => {
        if (text !== "") last(row.signatures).selector = text.toLowerCase();
      }),
      leaf("result", ({ row }, text) => {
        last(row.signatures).result = text.toLowerCase();
      }),
      unused("human_result"),
    ],
    { isList: true, open: ({ row }) => void row.signatures.push({}) },
  ),
  group(
    "spf",
    [
      leaf("domain", ({ row }, text) => {
        last(row.spfResults).domain = readDomain(text) ?? "";
      }),
      leaf("scope", ({ row }, text) => {
        if (text !== "") last(row.spfResults).scope = text.toLowerCase();
      }),
      leaf("result", ({ row }, text) => {
        last(row.spfResults).result = text.toLowerCase();
      }),
      unused("human_result"),
    ],
    { isList: true, open: ({ row }) => void row.spfResults.push({}) },
  ),
]);

function last<T>(items: readonly T[]): T {
  return items.at(-1) as T;
}

export const RECORD_ELEMENT = group("record", [ROW, ...IDENTIFIERS, AUTHENTICATION], {
  isVital: true,
  isList: true,
  open: (report) => {
    report.row = emptyRow();
  },
});

export const FEEDBACK_ELEMENT = group("feedback", [
  unused("version"),
  METADATA,
  POLICY,
  unused("extension"),
  RECORD_ELEMENT,
]);

export function emptyRow(): RowDraft {
  return { overrides: [], signatures: [], spfResults: [], damage: undefined, doubts: [] };
}

export function emptyReport(): ReportDraft {
  return { reporter: "", email: "", id: "", begin: "", end: "", policy: {}, doubts: [], row: emptyRow() };
}
