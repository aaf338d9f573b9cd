// Reads the policies that roles have of their own.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
import type { AccountRegion } from "../aws/clients";
import type { Calls } from "../calls";
import { isSesFailure } from "../failure";
import type { SesFailure } from "../identity";
import type { RolePolicies, RolePolicyState } from "../set";

/** @param role its name, without the path */
export async function rolePolicyOf(
  calls: Calls,
  location: AccountRegion,
  role: string,
  policy: string,
): Promise<RolePolicyState | SesFailure> {
  const found = await calls.call(calls.describeCall(location, "iam:GetRolePolicy", role), async () => {
    const { GetRolePolicyCommand } = await import("@aws-sdk/client-iam");
    const client = await calls.clients.iam(location);
    try {
      const command = new GetRolePolicyCommand({ RoleName: role, PolicyName: policy });
      const { PolicyDocument = "" } = await client.send(command, calls.abortOptions);
      return { document: decoded(PolicyDocument) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  });
  if (isSesFailure(found)) return found;
  if (found !== null) return { kind: "policy", ...found };
  // IAM's error is the same for a role and for a policy that is not there.
  return calls.call(calls.describeCall(location, "iam:GetRole", role), async (): Promise<RolePolicyState> => {
    const { GetRoleCommand } = await import("@aws-sdk/client-iam");
    const client = await calls.clients.iam(location);
    try {
      await client.send(new GetRoleCommand({ RoleName: role }), calls.abortOptions);
      return { kind: "no-policy" };
    } catch (error) {
      if (isMissing(error)) return { kind: "no-role" };
      throw error;
    }
  });
}

/** An account may have 5,000 roles (IAM and AWS STS quotas); IAM may put fewer than asked for on a page. */
const MAX_PAGES = 50;

/** Roles without policies of their own are left out. */
export function rolePoliciesOf(calls: Calls, location: AccountRegion): Promise<readonly RolePolicies[] | SesFailure> {
  return calls.call(calls.describeCall(location, "iam:GetAccountAuthorizationDetails", "the roles"), async () => {
    const { GetAccountAuthorizationDetailsCommand } = await import("@aws-sdk/client-iam");
    const client = await calls.clients.iam(location);
    const roles: RolePolicies[] = [];
    let marker: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const command = new GetAccountAuthorizationDetailsCommand({ Filter: ["Role"], MaxItems: 1000, Marker: marker });
      const { RoleDetailList = [], IsTruncated, Marker } = await client.send(command, calls.abortOptions);
      for (const { Arn: role = "", RolePolicyList = [] } of RoleDetailList) {
        const own = RolePolicyList.map(({ PolicyName = "", PolicyDocument = "" }) => {
          return [PolicyName, decoded(PolicyDocument)] as const;
        });
        if (own.length > 0) roles.push({ role, policies: Object.fromEntries(own) });
      }
      marker = Marker;
      if (IsTruncated !== true || marker === undefined) break;
    }
    return roles;
  });
}

/** IAM answers with JSON as RFC 3986 encodes it. */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith("NoSuchEntity");
}
