// When mailzone last started SES's searches again, by identity: AWS does not tell. The caller keeps the text, such as in
// `.mailzone/restarts.json`; losing it makes the clock of deadline.ts less right, nothing else.
import { roleArnFor } from "../dns/account-roles";
import type { IdentityLocation } from "./identity";

/** Times in milliseconds since 1970, by identityKey(). */
export type Restarts = ReadonlyMap<string, number>;

/** Names an identity as far as the configuration knows it: no account number, but the way into the account. */
export function identityKey({ domain, region, account }: IdentityLocation): string {
  const { profile, assumeRoleArn } = account;
  return [
    roleArnFor(assumeRoleArn, "apply") ?? (profile === undefined ? "environment" : `profile:${profile}`),
    region,
    domain,
  ].join("/");
}

/** What is no time is dropped, a text that cannot be read is empty: see above what is lost. */
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
