// Which CAA records govern a name, and whether they let ACM issue its certificate (RFC 8659 §3, §4).
import { acmConsent, namesIssuer } from "./text/caa";

/** What is needed of a CAA record here. */
interface CaaRecord {
  readonly name: string;
  readonly data?: Readonly<Record<string, string | number>> | null;
}

/** Why ACM issues no certificate for a name. */
export interface AcmRefusal<Caa> {
  /** The name of the CAA records that govern it. */
  readonly at: string;
  readonly tag: "issue" | "issuewild";
  /** The records with the tag; never empty. */
  readonly issuers: readonly [Caa, ...Caa[]];
  /** `others`: they name other issuers. `nobody`: they name none. `limited`: one names Amazon, with parameters. */
  readonly reason: "others" | "nobody" | "limited";
}

/**
 * Undefined if ACM may issue, as far as the records are known here.
 * @param name of the certificate, maybe with a wildcard
 * @param caaAt the CAA records at exactly a name
 */
export function acmRefusal<Caa extends CaaRecord>(
  name: string,
  caaAt: (name: string) => readonly Caa[],
): AcmRefusal<Caa> | undefined {
  const caa = governing(name.replace(/^\*\./, ""), caaAt);
  const tagged = (tag: string) => caa.filter(({ data }) => String(data?.tag).toLowerCase() === tag);
  // §4.3: for a wildcard, issuewild replaces issue if there is one.
  const wild = name.startsWith("*.") ? tagged("issuewild") : [];
  const [first, ...others] = wild.length > 0 ? wild : tagged("issue");
  if (first === undefined) return undefined;
  const issuers = [first, ...others] as const;
  const values = issuers.map(({ data }) => String(data?.value ?? ""));
  const consents = values.map(acmConsent);
  if (consents.includes("allowed")) return undefined;
  const refusal = { at: first.name, tag: wild.length > 0 ? ("issuewild" as const) : ("issue" as const), issuers };
  if (consents.includes("limited")) return { ...refusal, reason: "limited" };
  return { ...refusal, reason: values.some(namesIssuer) ? "others" : "nobody" };
}

/** §3: the records of the name, or of its nearest ancestor that has any, in whichever zone. */
function governing<Caa>(name: string, caaAt: (name: string) => readonly Caa[]): readonly Caa[] {
  for (let at = name; at !== ""; at = at.includes(".") ? at.slice(at.indexOf(".") + 1) : "") {
    const caa = caaAt(at);
    if (caa.length > 0) return caa;
  }
  return [];
}
