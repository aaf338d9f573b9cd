// How the target of a CNAME, an MX or another record that leads to a name came to differ from what was to be published. Forms make
// one of few things of what people paste, and each leaves its mark. Pure.
import type { DnsRecord } from "../../../dns/record";
import { targetName } from "../../../dns/record-types";
import { decodeText } from "../../../rdata/decode";
import type { RecordValue } from "../../dns/answer";
import { quotedList } from "../../text";
import { codePoints } from "./text";

export interface TargetFault {
  readonly cause: "target-doubled" | "target-stray";
  /** What is wrong, to go on after the record's name. */
  readonly what: string;
  readonly fix: string;
}

/** The name that a value leads to; undefined where it leads to none. */
export function targetOf(value: RecordValue): string | undefined {
  return "host" in value ? value.host : undefined;
}

/** The name that a record is to lead to. */
export function expectedTarget(record: DnsRecord): string | undefined {
  return targetName(record)?.toLowerCase().replace(/\.$/, "");
}

/** The slip that makes `expected` of the target that is live; undefined where it is another name altogether. */
export function targetFault(
  expected: string,
  live: string,
  { zone, domain }: Pick<DnsRecord, "zone" | "domain">,
): TargetFault | undefined {
  if (live === expected) return undefined;
  const plain = hostNameIn(unescaped(live));
  for (const suffix of new Set([zone, domain])) {
    const entered = plain.endsWith(`.${suffix}`) ? plain.slice(0, -suffix.length - 1) : "";
    if (entered === "" || !(entered === expected || isPrefixOf(entered, expected))) continue;
    return {
      cause: "target-doubled",
      what: `leads to ${quotedList([live])}: "${entered}" was taken for a name within "${suffix}"`,
      fix: `enter the target as "${expected}." with a dot at its end, or as "${expected}" where names are full`,
    };
  }
  const what = unexpectedParts(live, plain, expected);
  if (what === undefined) return undefined;
  return {
    cause: "target-stray",
    what: `leads to ${quotedList([live])}, which ${what}`,
    fix: `change its target to "${expected}"`,
  };
}

function unexpectedParts(live: string, plain: string, expected: string): string | undefined {
  if (plain !== expected)
    return isPrefixOf(plain, expected) && plain === live ? missingEnd(plain, expected) : undefined;
  const text = unescaped(live);
  const parts = [
    ...(/^[a-z][a-z0-9+.-]*:\/\//.test(text) ? ["a URL's scheme"] : []),
    ...(/[^/]\/(?!\/)/.test(text) ? ["a path"] : []),
    ...(/:[0-9]+\/?$/.test(text) ? ["a port"] : []),
    ...(/^[0-9]+ /.test(text) ? ["the priority"] : []),
    ...(/\\\./.test(live) ? ["a dot within a label"] : []),
    ...codePoints(text.replace(/^[a-z][a-z0-9+.-]*:\/\//, "").match(NOT_IN_HOST_NAME) ?? []),
  ];
  return `has what does not belong there: ${parts.length === 0 ? "other signs" : parts.join(", ")}`;
}

function missingEnd(plain: string, expected: string): string {
  return `lacks "${expected.slice(plain.length)}" at its end`;
}

/** What stands in no host name, but for a slash and a colon, which are told by what they come from. */
const NOT_IN_HOST_NAME = /[^a-z0-9._/:-]/gu;

/** Labels of `expected` from the first on, at least two: of one alone nobody knows that it was meant. */
function isPrefixOf(name: string, expected: string): boolean {
  return name.includes(".") && expected.startsWith(`${name}.`);
}

/** The name within a URL, or with a priority before it, without what stands in no host name. */
function hostNameIn(text: string): string {
  return text
    .replace(/^[0-9]+ +/, "")
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(NOT_IN_HOST_NAME, "")
    .replace(/[/:].*$/s, "")
    .replace(/^\.+|\.+$/g, "");
}

/** A name as it was entered: its escapes (RFC 1035 §5.1) undone. */
function unescaped(name: string): string {
  const bytes = name.replace(/\\([0-9]{3})|\\(.)/gs, (_, code: string | undefined, character: string) =>
    code === undefined ? character : String.fromCharCode(Number(code) & 0xff),
  );
  return decodeText(Buffer.from(bytes, "latin1"));
}
