// Policies in TXT records of which a name has exactly one: MTA-STS, reports of TLS, logos. Readers take two of them, or one with a slip,
// for none at all, and say so to nobody. Pure.
import { trimBlanks } from "./dkim";
import { lengthFault } from "./policy-length";

export interface TxtPolicy {
  readonly title: string;
  /** What stands before the domain. */
  readonly label: string;
  readonly version: string;
  /** The one tag that it is nothing without, and what its value is like. */
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

/** The texts of a name that were meant as the policy, also where they are spoilt; others may stand beside them. */
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

/** Why readers take the texts of a name for none, to go on after "it"; undefined where one is right, or none is there. */
export function txtPolicyFault(policy: TxtPolicy, texts: readonly string[]): string | undefined {
  const { version, tag, isValue, expected } = policy;
  const meant = intendedTexts(policy, texts);
  if (meant.length === 0) return undefined;
  // Beside another text the version has to end in its semicolon: what does not is passed over first (RFC 8461 §3.1, RFC 8460 §3).
  const begin = texts.length > 1 ? new RegExp(`^v=${version};`) : new RegExp(`^v=${version}[ \\t]*;`);
  const begun = meant.filter((text) => begin.test(text));
  const [text, second] = begun;
  if (text === undefined) return `does not begin with "v=${version};"`;
  if (second !== undefined) return `stands there ${begun.length === 2 ? "twice" : `${begun.length} times`}`;
  const long = lengthFault(text);
  if (long !== undefined) return long;
  const parts = text.split(";").map(trimBlanks).slice(1);
  if (parts.at(-1) === "") parts.pop();
  const broken = parts.find((part) => !/^[a-z0-9][a-z0-9_.-]*=/i.test(part));
  if (broken !== undefined) return `has "${broken.slice(0, 40)}", which is no tag`;
  const values = parts.filter((part) => part.startsWith(`${tag}=`)).map((part) => part.slice(tag.length + 1));
  const [value] = values;
  if (value === undefined) return `has no "${tag}="`;
  if (values.length > 1) return `has "${tag}=" ${values.length} times`;
  return isValue(value) ? undefined : `has "${tag}=${value.slice(0, 40)}", expected ${expected}`;
}
