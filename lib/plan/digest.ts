// What was reviewed, as one line that can be compared. A plan made again from the same configuration and the same real state
// has the same digest. A plan that does anything else to a resource, or runs another program, has another one.
import { createHash } from "node:crypto";
import { configuredAttributes, IDENTITY } from "./attributes";
import { isEffective, type ResourceChange } from "./change";
import type { Plan } from "./plan";
import { accountInArn } from "./runs/runs";
import { canonical } from "./values";

/** Comes before the hash, so that a digest by another version of the rule below cannot match by accident. */
export const DIGEST_VERSION = "v2";

/**
 * The digest of a plan: SHA-256 over every resource change, ours or not, sorted, and everything that the plan runs.
 *
 * Included: the address and former address, type, deposed key, the list of actions in its order, the import id, the configured
 * attributes before and after (all attributes for a resource that is not ours), which of them are unknown, the provider, and
 * the account in the ARN. Also the whole configuration and its variables without secrets (configuration-digest.ts), the data
 * sources that the apply reads, the outputs that change, the actions that the apply runs, checks that fail, whether the plan
 * failed or is incomplete, and what was deferred.
 *
 * Not included: the stack's name, attributes that only the provider writes (ids, timestamps, verification status), drift that
 * leads to no change, resources that do not change, the order of the file, Terraform's version, the state. A sensitive value is
 * included as "changed" or "the same", never as itself.
 */
export function planDigest(plan: Plan): string {
  const { runs, configuration, outputs, reads, deferred, invocations } = plan;
  const lines = [
    ...plan.changes.filter(isEffective).map(line),
    ...deferred.map(({ reason, change }) => `deferred ${reason} ${line(change)}`),
    ...invocations.map(
      ({ address, provider, config, trigger }) =>
        `action ${canonical([address, provider, config, ...(trigger === undefined ? [] : [trigger])])}`,
    ),
    ...reads.map(({ address, provider, after }) => `read ${canonical([address, provider, after])}`),
    ...outputs.map(({ name, actions, before, after }) => `output ${canonical([name, actions, before, after])}`),
    ...runs.failedChecks.map((check) => `check ${canonical(check)}`),
  ];
  const hash = createHash("sha256").update(`${DIGEST_VERSION} ${plan.failed} ${plan.complete} ${configuration}\n`);
  for (const text of lines.sort()) hash.update(`${text}\n`);
  return `${DIGEST_VERSION}-${hash.digest("hex")}`;
}

function line(change: ResourceChange): string {
  const { address, previousAddress = null, type, deposed = null, actions, importId = null, provider } = change;
  const known = [configuredAttributes(type, change.before), configuredAttributes(type, change.after)];
  const account = type === IDENTITY ? (accountInArn(change.before) ?? null) : null;
  // A change that is not trusted differs from the same change that is trusted.
  const unknown = change.action === "unknown" ? ["unknown"] : [];
  return canonical([
    address,
    previousAddress,
    type,
    deposed,
    actions,
    importId,
    ...known,
    provider,
    account,
    ...unknown,
  ]);
}
