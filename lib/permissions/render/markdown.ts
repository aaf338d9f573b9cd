// The permissions as a page for people: the roles of each account with their policies, and the token scopes as a list.
import type { CloudflareToken } from "../cloudflare";
import type { AccountPermissions, Permissions, RolePermissions } from "../permissions";

export const PERMISSION_NOTE =
  "An entry that leaves the file takes its identity out of the policy: keep the old policy until its apply is done.";

export function renderMarkdown(permissions: Permissions): string {
  const { accounts, cloudflare, notes } = permissions;
  const lines = [
    "## AWS",
    "",
    ...planLines(permissions),
    ...accounts.flatMap(accountLines),
    "",
    "## Cloudflare",
    ...cloudflare.flatMap((token) => [
      "",
      `Token for ${token.purpose}:`,
      "",
      ...tokenLines(token).map((line) => `- ${line}`),
    ]),
    "",
    "## Notes",
    "",
    ...[...notes, PERMISSION_NOTE].map((note) => `- ${note}`),
  ];
  return lines.join("\n");
}

/** Whether plans can only read, and if not, why. */
export function planLines({ planWrites }: Permissions): string[] {
  if (planWrites.length === 0) return ["The roles for plan can only read."];
  return ["The plan is NOT read-only:", ...planWrites.map((why) => `- ${why}`)];
}

/** `DNS Write: example.com (0123…), example.org` */
export function tokenLines({ scopes }: CloudflareToken): string[] {
  return scopes.map(({ permission, zones }) => {
    const names = zones.map(({ name, id }) => (id === undefined ? name : `${name} (${id})`));
    return `${permission}: ${names.join(", ")}`;
  });
}

function accountLines({ account, oidc, roles }: AccountPermissions): string[] {
  const provider = oidc && ["", `OIDC provider: ${oidc.url}, audience ${oidc.audience}`];
  const where = account === "*" ? "An account that is not known" : `Account ${account}`;
  return ["", `### ${where}`, ...(provider ?? []), ...roles.flatMap(roleLines)];
}

function roleLines({ name, purposes, access, trust, policies }: RolePermissions): string[] {
  return [
    "",
    `#### ${name}, for ${purposes.join(" and ")}`,
    "",
    `By ${access.join("; ")}.`,
    ...(trust === undefined ? [] : ["", "Trust policy:", ...json(trust)]),
    ...policies.flatMap((policy, index) => [
      "",
      policies.length === 1 ? "Policy:" : `Policy ${index + 1} of ${policies.length}:`,
      ...json(policy),
    ]),
  ];
}

function json(value: unknown): string[] {
  return ["", "```json", JSON.stringify(value, null, 2), "```"];
}
