// When mailzone last restarted the verification of each identity, since AWS does not report it. The caller stores the text, such as in
// `.mailzone/restarts.json`. Without it, only the times of deadline.ts are less exact.
import { roleArnFor } from "../dns/account-roles";
import type { IdentityLocation } from "./identity";

/** Times in milliseconds since 1970, by identityKey(). */
export type Restarts = ReadonlyMap<string, number>;

/** A key for an identity, from what the configuration has: not the account's number, but its role or profile. */
export function identityKey({ domain, region, account }: IdentityLocation): string {
  const { profile, assumeRoleArn } = account;
  return [
    roleArnFor(assumeRoleArn, "apply") ?? (profile === undefined ? "environment" : `profile:${profile}`),
    region,
    domain,
  ].join("/");
}

/** Invalid times are dropped, and a text that cannot be parsed counts as empty. */
export function parseRestarts(text: string): Restarts {
  const entries = Object.entries(parseObject(text)).map(([key, value]) => [key, Date.parse(String(value))] as const);
  return new Map(entries.filter(([, time]) => !Number.isNaN(time)));
}

/** An object of ISO times, sorted by key. */
export function formatRestarts(restarts: Restarts): string {
  const entries = [...restarts].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(entries.map(([key, time]) => [key, new Date(time).toISOString()])), null, 2)}\n`;
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
