// Explains how the target of a CNAME, an MX or another record with a host name came to differ from the expected one. Web forms
// change what people paste in few ways, and each can be recognised. Pure.
import type { DnsRecord } from "../../../dns/record";
import { targetName } from "../../../dns/record-types";
import { decodeText } from "../../../rdata/decode";
import type { RecordValue } from "../../dns/answer";
import { quotedList } from "../../text";
import { codePoints } from "./text";

export interface TargetFault {
  readonly cause: "target-doubled" | "target-stray";
  /** What is wrong, to follow the record's name in a sentence. */
  readonly what: string;
  readonly fix: string;
}

/** The host name in a value; undefined if it has none. */
export function targetOf(value: RecordValue): string | undefined {
  return "host" in value ? value.host : undefined;
}

/** The host name in a record. */
export function expectedTarget(record: DnsRecord): string | undefined {
  return targetName(record)?.toLowerCase().replace(/\.$/, "");
}

/** The mistake that turned `expected` into the live target; undefined if it is an unrelated name. */
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
  return `contains what does not belong there: ${parts.length === 0 ? "other characters" : parts.join(", ")}`;
}

function missingEnd(plain: string, expected: string): string {
  return `lacks "${expected.slice(plain.length)}" at its end`;
}

/** Characters that no host name has, except slash and colon, which are reported as path, port or scheme. */
const NOT_IN_HOST_NAME = /[^a-z0-9._/:-]/gu;

/** Whether the name is the beginning of `expected`, at least two labels long: a single label could be anything. */
function isPrefixOf(name: string, expected: string): boolean {
  return name.includes(".") && expected.startsWith(`${name}.`);
}

/** The host name in a URL or behind a priority, without characters that no host name has. */
function hostNameIn(text: string): string {
  return text
    .replace(/^[0-9]+ +/, "")
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(NOT_IN_HOST_NAME, "")
    .replace(/[/:].*$/s, "")
    .replace(/^\.+|\.+$/g, "");
}

/** A name as it was entered, without the escapes of RFC 1035 §5.1. */
function unescaped(name: string): string {
  const bytes = name.replace(/\\([0-9]{3})|\\(.)/gs, (_, code: string | undefined, character: string) =>
    code === undefined ? character : String.fromCharCode(Number(code) & 0xff),
  );
  return decodeText(Buffer.from(bytes, "latin1"));
}
