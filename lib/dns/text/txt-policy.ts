// Policies in TXT records of which a name must have exactly one: MTA-STS, TLS-RPT and BIMI. If there are two, or one with a mistake,
// readers silently use none. Pure.
import { trimBlanks } from "./dkim";
import { lengthFault } from "./policy-length";

export interface TxtPolicy {
  readonly title: string;
  /** The label before the domain. */
  readonly label: string;
  readonly version: string;
  /** The one required tag, and what its value may be. */
  readonly tag: string;
  readonly isValue: (value: string) => boolean;
  readonly expected: string;
  /** Such as `v=STSv1; id=…`. */
  readonly example: string;
}

/** RFC 8461 §3.1: an id has 1 to 32 letters and digits. */
export const MTA_STS: TxtPolicy = {
  title: "MTA-STS",
  label: "_mta-sts",
  version: "STSv1",
  tag: "id",
  isValue: (value) => /^[A-Za-z0-9]{1,32}$/.test(value),
  expected: "1 to 32 letters and digits",
  example: "v=STSv1; id=…",
};

/** RFC 8460 §3: reports go by mail or by HTTPS, to one or more. */
export const TLS_RPT: TxtPolicy = {
  title: "TLS-RPT",
  label: "_smtp._tls",
  version: "TLSRPTv1",
  tag: "rua",
  isValue: (value) =>
    value.split(",").every((uri) => /^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s/]+.*)$/i.test(trimBlanks(uri))),
  expected: "mailto: and https: addresses",
  example: "v=TLSRPTv1; rua=mailto:…",
};

/** draft-brand-indicators-for-message-identification §4.2; an empty `l=` declines to take part. */
export const BIMI: TxtPolicy = {
  title: "BIMI",
  label: "default._bimi",
  version: "BIMI1",
  tag: "l",
  isValue: (value) => value === "" || /^https:\/\/[^\s/]+\/\S*$/i.test(value),
  expected: "an https: address",
  example: "v=BIMI1; l=https://…",
};

export const TXT_POLICIES: readonly TxtPolicy[] = [MTA_STS, TLS_RPT, BIMI];

/** The texts at a name that were meant as the policy, also with mistakes; unrelated texts are left out. */
export function intendedTexts({ version }: TxtPolicy, texts: readonly string[]): readonly string[] {
  const begin = `v=${version}`.toLowerCase();
  return texts.filter((text) =>
    text
      .slice(0, 60)
      .replace(/[^a-z0-9=]/gi, "")
      .toLowerCase()
      .startsWith(begin),
  );
}

/** The tags of a text; of a repeated tag, the last one. */
export function policyTags(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(";").flatMap((part) => {
      const equals = part.indexOf("=");
      return equals < 0 ? [] : [[trimBlanks(part.slice(0, equals)), trimBlanks(part.slice(equals + 1))] as const];
    }),
  );
}

/** Why readers use none of the texts at a name; continues a sentence after "it". Undefined if one is valid, or there is none. */
export function txtPolicyFault(policy: TxtPolicy, texts: readonly string[]): string | undefined {
  const { version, tag, isValue, expected } = policy;
  const intended = intendedTexts(policy, texts);
  if (intended.length === 0) return undefined;
  // Readers first drop texts that do not begin with the version and a semicolon, exactly (RFC 8461 §3.1, RFC 8460 §3).
  const begin = texts.length > 1 ? new RegExp(`^v=${version};`) : new RegExp(`^v=${version}[ \\t]*;`);
  const candidates = intended.filter((text) => begin.test(text));
  const [text, second] = candidates;
  if (text === undefined) return `does not begin with "v=${version};"`;
  if (second !== undefined) return `stands there ${candidates.length === 2 ? "twice" : `${candidates.length} times`}`;
  const long = lengthFault(text);
  if (long !== undefined) return long;
  const parts = text.split(";").map(trimBlanks).slice(1);
  if (parts.at(-1) === "") parts.pop();
  const invalid = parts.find((part) => !/^[a-z0-9][a-z0-9_.-]*=/i.test(part));
  if (invalid !== undefined) return `has "${invalid.slice(0, 40)}", which is no tag`;
  const values = parts.filter((part) => part.startsWith(`${tag}=`)).map((part) => part.slice(tag.length + 1));
  const [value] = values;
  if (value === undefined) return `has no "${tag}="`;
  if (values.length > 1) return `has "${tag}=" ${values.length} times`;
  return isValue(value) ? undefined : `has "${tag}=${value.slice(0, 40)}", expected ${expected}`;
}
