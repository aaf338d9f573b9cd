// The value of a record under `records`, in the form in which Cloudflare stores it. Any other form is a difference in every plan:
// a target in capitals or with its last dot (terraform-provider-cloudflare #7286), an address that is not in the form of RFC 5952,
// a fingerprint in small letters, a number written as text.
import type { ExtraRecord } from "../../dns/domain";
import { toAsciiName } from "../../dns/names";
import { type Part, partsOf, providerKey, valueFormat } from "../../dns/record-types";
import { canonicalIpv6 } from "../../rdata/addresses";
import { EntryFault, type Path } from "./fault";
import { asciiPart } from "./hosts";

/** A record's settings as the schema accepts them. */
interface RecordSettings {
  readonly type: string;
  readonly content?: string | undefined;
  readonly priority?: number | undefined;
  readonly data?: Readonly<Record<string, string | number>> | undefined;
}

/**
 * The value with the parts under the provider's names, which all other code uses: `keyTag` becomes `key_tag`.
 * @throws EntryFault if a name has no form in ASCII, or a part is given twice
 */
export function recordValue(
  { type, content, priority, data }: RecordSettings,
  subject: string,
  steps: Path,
): Pick<ExtraRecord, "content" | "priority" | "data"> {
  const parts = new Map<string, string | number>();
  for (const [written, value] of Object.entries(data ?? {})) {
    const [key, place] = [providerKey(type, written), [...steps, "data", written]];
    if (parts.has(key)) throw new EntryFault(`${subject} has the part "${key}" twice: keep one of them`, place);
    const part = partsOf(type).find((known) => known.key === key);
    parts.set(key, partValue(type, part, value, `${written} ${JSON.stringify(value)} of ${subject}`, place));
  }
  return {
    content: content === undefined ? undefined : contentValue(type, content),
    priority,
    data: data === undefined ? undefined : Object.fromEntries(parts),
  };
}

function contentValue(type: string, content: string): string {
  if (type === "AAAA") return canonicalIpv6(content);
  if (valueFormat(type).content !== "name" || content === ".") return content;
  return toAsciiName(content) ?? content;
}

function partValue(
  type: string,
  part: Part | undefined,
  value: string | number,
  subject: string,
  steps: Path,
): string | number {
  if (typeof value === "number" || part === undefined) return value;
  if (part.isCapital) return value.replace(/\s/g, "").toUpperCase();
  if (part.format === "number" && /^\d{1,10}$/.test(value)) return Number(value);
  return asciiPart(type, part, value, subject, steps);
}
