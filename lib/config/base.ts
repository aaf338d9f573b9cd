// What a configuration drops, compared with an earlier one. Terraform plans the destruction of an entry that is gone, but it forgets
// a whole stack that is gone. So an entry must first be set to absent or released, while it is still listed.
import type { Domain } from "../dns/domain";
import { type Finding, legible } from "../dns/finding";
import { KINDS } from "../dns/kinds/kinds";
import type { Configuration } from "./configuration";

/**
 * An error for each entry of `base` that `now` drops, renames or moves, and a warning for each record that somebody else managed and
 * that is published again. The locations are those in the base.
 */
export function checkBase(base: Configuration, now: Configuration): Finding[] {
  const entries = new Map(now.domains.map((domain) => [domain.entry, domain]));
  const stacks = new Set(now.domains.map(({ stack }) => stack));
  return base.domains.flatMap((before): Finding[] => {
    const after = entries.get(before.entry);
    const at = base.places[before.entry]!;
    const finding = (severity: "error" | "warning", message: string) =>
      legible({ source: "check", rule: "base", severity, domain: before.entry, message, at });
    const message = after === undefined ? dropped(base, before, now, stacks) : moved(before, after);
    if (message !== undefined || after === undefined) return message === undefined ? [] : [finding("error", message)];
    return republished(before, after).map((again) => finding("warning", again));
  });
}

/** Terraform forgot the record or never managed it, so it would create a second one beside the existing one. */
function republished({ entry, releasedRecords = [] }: Domain, after: Domain): string[] {
  const again = releasedRecords.filter(
    ({ record, replacedBy }) => replacedBy === undefined && after[KINDS[record].setting] !== undefined,
  );
  return again.map(
    ({ record }) =>
      `"${entry}" publishes ${record} again, which it left to somebody else: first take over the existing record with mailzone adopt --write`,
  );
}

function dropped(
  base: Configuration,
  { entry, domain, state, stack }: Domain,
  now: Configuration,
  stacks: ReadonlySet<string>,
): string | undefined {
  if (state !== "present") return undefined;
  const isNew = (other: Domain) => !base.domains.some((known) => known.entry === other.entry);
  const renamed = now.domains.find((other) => other.domain === domain && isNew(other));
  if (renamed !== undefined) {
    return `"${entry}" is now called "${renamed.entry}", which destroys its records and creates them again: give it the name "${entry}"`;
  }
  const fix = "set state: absent or state: released, apply that, and then remove the entry";
  if (stacks.has(stack)) return `"${entry}" is dropped, and its mail stops: ${fix}`;
  return `"${entry}" is dropped with its stack "${stack}", which Terraform forgets without a plan: ${fix}`;
}

function moved(before: Domain, after: Domain): string | undefined {
  if (before.stack === after.stack || before.state !== "present") return undefined;
  const { entry, stack } = before;
  return `"${entry}" moves from stack "${stack}" to "${after.stack}", which would destroy it there and fail to create it here: keep "stack: ${stack}", or release it first and import it`;
}
