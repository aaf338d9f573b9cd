// What was reviewed, as one line that can be compared. A plan made again from the same configuration and the same world has
// the same digest; one that would do anything else to any resource has another.
import { createHash } from "node:crypto";
import { configured, IDENTITY } from "./attributes";
import type { Plan, ResourceChange } from "./plan";
import { type Attributes, canonical } from "./values";

/** Before the hash: another version of the rule below must not match by accident. */
const VERSION = "v1";

/**
 * The digest of a plan: SHA-256 over every resource change, ours or not, sorted.
 *
 * In it: address and former address, type, deposed key, the row of actions with its order, the import id, the configured
 * attributes before and after (of a resource that is not ours all attributes), which of them are unknown, the provider, and
 * what leads to the account: profile, role, allowed accounts and region of the provider block, and the account in the ARN.
 * Then the actions that the apply runs, whether the plan failed or is incomplete, and what was put off.
 *
 * Not in it: the stack's name, attributes that only the provider writes (ids, timestamps, verification status), changes of
 * outputs alone, drift that leads to no change, resources that stay as they are, the order of the file, Terraform's version,
 * variables, state. A sensitive value enters as "changed" or "the same" and never as itself.
 */
export function planDigest(plan: Plan): string {
  const lines = plan.changes.filter(isChange).map((change) => line(change, plan.accounts));
  for (const { reason, change } of plan.deferred) lines.push(`deferred ${reason} ${line(change, plan.accounts)}`);
  for (const { address, provider, config } of plan.invocations)
    lines.push(`action ${canonical([address, provider, config])}`);
  const hash = createHash("sha256").update(`${VERSION} ${plan.failed} ${plan.complete}\n`);
  for (const text of lines.sort()) hash.update(`${text}\n`);
  return `${VERSION}-${hash.digest("hex")}`;
}

/** Whether a change does anything: an update of what only the provider writes does not. */
export function isChange(change: ResourceChange): boolean {
  const { action, differs, importId, previousAddress } = change;
  if (importId !== undefined || previousAddress !== undefined) return true;
  if (action === "none") return false;
  return action !== "update" || differs.length > 0;
}

function line(change: ResourceChange, accounts: Plan["accounts"]): string {
  const { address, previousAddress = null, type, deposed = null, actions, importId = null, provider } = change;
  const known = [configured(type, change.before), configured(type, change.after)];
  const account = [accounts.get(address) ?? null, arnAccount(type, change.before)];
  return canonical([address, previousAddress, type, deposed, actions, importId, ...known, provider, ...account]);
}

/** `arn:aws:ses:us-east-1:111122223333:identity/example.com` */
function arnAccount(type: string, before: Attributes | null): string | null {
  const arn = type === IDENTITY ? before?.arn : undefined;
  return typeof arn === "string" ? (arn.split(":")[4] ?? null) : null;
}
