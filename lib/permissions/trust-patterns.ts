// What may stand in a trust policy. Whatever IAM would take for a pattern or a variable (`*`, `?`, `${…}`) is refused: one
// star in a repository's name would let others in.
import type { TrustProps } from "./trust";

interface TextPattern {
  readonly pattern: RegExp;
  /** What was expected. */
  readonly expected: string;
}

const GITHUB: TextPattern = {
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:@\d+)?\/(?!\.{1,2}(?:@|$))[A-Za-z0-9._-]{1,100}(?:@\d+)?$/,
  expected: "OWNER/NAME, or OWNER@ID/NAME@ID",
};
const GITLAB: TextPattern = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/,
  expected: "GROUP/PROJECT, with its subgroups",
};

/** git check-ref-format, and nothing that IAM reads. */
export const BRANCH_PATTERN: TextPattern = {
  pattern: /^(?![/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|[/.]$|\.lock$))[^\s\p{C}~^:?*[\]\\$"'{}]{1,200}$/u,
  expected: "a branch's name without * and ?",
};
export const ENVIRONMENT_PATTERN: TextPattern = {
  pattern: /^(?! )[^\p{C}\p{Zl}\p{Zp}*?$"\\{}]{1,255}(?<! )$/u,
  expected: "an environment's name without * and ?",
};
/** IAM takes no port: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const ISSUER_PATTERN: TextPattern = {
  pattern: /^https:\/\/(?=.{1,240}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:\/[A-Za-z0-9._~-]+)*\/?$/,
  expected: "the tokens' issuer such as https://gitlab.example.com, in small letters and without a port",
};
export const AUDIENCE_PATTERN: TextPattern = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}$/,
  expected: "an audience such as sts.amazonaws.com",
};
export const PRINCIPAL_PATTERN: TextPattern = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/,
  expected: "a role or user such as arn:aws:iam::111122223333:role/atlantis",
};

/** What in a trust would not name one thing; one line each. */
export function trustFaults(props: TrustProps): string[] {
  const { provider, repository, branch, environments, issuer, audience } = props;
  const faults = [
    fault("repository", provider === "github" ? GITHUB : GITLAB, repository),
    fault("branch", BRANCH_PATTERN, branch),
    fault("environment", ENVIRONMENT_PATTERN, environments?.plan),
    fault("environment", ENVIRONMENT_PATTERN, environments?.apply),
    fault("issuer", ISSUER_PATTERN, issuer),
    fault("audience", AUDIENCE_PATTERN, audience),
  ].flat();
  // Both jobs would have the subject of the one that writes.
  const isShared = provider === "github" && environments !== undefined && environments.plan === environments.apply;
  return isShared
    ? [...faults, `plan and apply run in the environment "${environments.plan}" alike: give them two`]
    : faults;
}

function fault(what: string, { pattern, expected }: TextPattern, got: string | undefined): string[] {
  return got === undefined || pattern.test(got) ? [] : [`${what} ${JSON.stringify(got)} is not ${expected}`];
}
