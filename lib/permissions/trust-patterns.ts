// What is allowed in a trust policy. Everything that IAM would read as a pattern or a variable (`*`, `?`, `${…}`) is refused: a star in
// a repository's name would let others in.
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

/** As in git check-ref-format, without characters that are special in IAM. */
export const BRANCH_PATTERN: TextPattern = {
  pattern: /^(?![/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|[/.]$|\.lock$))[^\s\p{C}~^:?*[\]\\$"'{}]{1,200}$/u,
  expected: "a branch's name without * and ?",
};
export const ENVIRONMENT_PATTERN: TextPattern = {
  pattern: /^(?! )[^\p{C}\p{Zl}\p{Zp}*?$"\\{}]{1,255}(?<! )$/u,
  expected: "an environment's name without * and ?",
};
/** IAM accepts no port: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
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

/** The values of a trust that are not allowed; one line each. */
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
  // Both jobs would have the same subject, and the plan could assume the role that writes.
  const isShared = provider === "github" && environments !== undefined && environments.plan === environments.apply;
  return isShared
    ? [...faults, `plan and apply run in the environment "${environments.plan}" alike: give them two`]
    : faults;
}

function fault(what: string, { pattern, expected }: TextPattern, got: string | undefined): string[] {
  return got === undefined || pattern.test(got) ? [] : [`${what} ${JSON.stringify(got)} is not ${expected}`];
}
