// Who may take on a role: the jobs of one GitHub repository that run in one of its environments, by OIDC, without a secret.
import type { Purpose } from "./actions";

/** The environments that the workflows in pipelines/github run in. */
const ENVIRONMENTS: Readonly<Record<Purpose, string>> = { plan: "mailzone-plan", apply: "mailzone-apply" };

export const ROLES: Readonly<Record<Purpose, string>> = { plan: "mailzone-plan", apply: "mailzone-apply" };

const ISSUER = "token.actions.githubusercontent.com";

export interface TrustPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
}

/**
 * The subject names the environment, not the branch: what may run in an environment is said by the repository's settings,
 * and a pull request cannot run in that of the apply.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function trustPolicy(repository: string, account: string, partition: string, purpose: Purpose): TrustPolicy {
  const condition = {
    [`${ISSUER}:aud`]: "sts.amazonaws.com",
    [`${ISSUER}:sub`]: `repo:${repository}:environment:${ENVIRONMENTS[purpose]}`,
  };
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${ISSUER}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: condition },
      },
    ],
  };
}
