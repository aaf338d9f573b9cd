// The permissions as a page for people: a policy per role, the token scopes as a list.
import type { CloudflareToken } from "./cloudflare";
import type { AccountPermissions, Permissions, Role } from "./permissions";

export const PERMISSION_NOTE =
  "An entry that leaves the file takes its identity out of the policy: keep the old policy until its apply is done.";

export function renderMarkdown({ accounts, cloudflare, notes }: Permissions): string {
  const lines = [
    "## AWS",
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

/** `DNS Write: example.com (0123…), example.org` */
export function tokenLines({ scopes }: CloudflareToken): string[] {
  return scopes.map(({ permission, zones }) => {
    const names = zones.map(({ name, id }) => (id === undefined ? name : `${name} (${id})`));
    return `${permission}: ${names.join(", ")}`;
  });
}

function accountLines({ account, access, roles }: AccountPermissions): string[] {
  const where = account === "*" ? "account not known" : `account ${account}`;
  return ["", `### By ${access}, ${where}`, ...roles.flatMap(roleLines)];
}

function roleLines({ name, purposes, trust, policies }: Role): string[] {
  return [
    "",
    `#### ${name}, for ${purposes.join(" and ")}`,
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
