// The value of a record under `records`, in the form in which Cloudflare keeps it. What it writes in another way differs from
// the configuration in every plan, for ever: a target in capitals or with its last dot (terraform-provider-cloudflare #7286),
// an address that is not in the form of RFC 5952, small letters of a fingerprint, a number that is written as a text.
import type { ExtraRecord } from "../../dns/domain";
import { canonicalIpv6 } from "../../dns/meaning";
import { toAsciiName } from "../../dns/names";
import type { DomainSettings } from "../schema/domains-file";
import type { Path } from "./entries";
import { asciiPart } from "./hosts";

type RecordSettings = NonNullable<DomainSettings["records"]>[string];

/** @throws EntryFault where a name has no form in ASCII */
export function recordValue(
  { type, content, priority, data }: RecordSettings,
  subject: string,
  steps: Path,
): Pick<ExtraRecord, "content" | "priority" | "data"> {
  const parts = Object.entries(data ?? {}).map(([part, value]): [string, string | number] => {
    const where = `${part} ${JSON.stringify(value)} of ${subject}`;
    return [part, partValue(type, part, value, where, [...steps, "data", part])];
  });
  return {
    ...(content === undefined ? {} : { content: contentValue(type, content) }),
    ...(priority === undefined ? {} : { priority }),
    ...(data === undefined ? {} : { data: Object.fromEntries(parts) }),
  };
}

function contentValue(type: string, content: string): string {
  if (type === "AAAA") return canonicalIpv6(content);
  if (!["CNAME", "MX", "NS", "PTR"].includes(type) || content === ".") return content;
  return toAsciiName(content) ?? content;
}

function partValue(type: string, part: string, value: string | number, subject: string, steps: Path): string | number {
  const name = part.replaceAll("_", "").toLowerCase();
  if (typeof value === "number") return value;
  if (HEXADECIMAL.includes(`${type} ${name}`)) return value.replace(/\s/g, "").toUpperCase();
  // A NAPTR's flags are letters (RFC 3403 §4.1).
  if (NUMBERS.includes(name) && type !== "NAPTR" && /^\d{1,10}$/.test(value)) return Number(value);
  return asciiPart(type, name, value, subject, steps);
}

const HEXADECIMAL: readonly string[] = ["SSHFP fingerprint", "TLSA certificate", "SMIMEA certificate"];

const NUMBERS: readonly string[] = [
  ...["flags", "protocol", "algorithm", "keytag", "digesttype", "usage", "selector", "matchingtype", "type"],
  ...["priority", "weight", "port", "order", "preference"],
];
