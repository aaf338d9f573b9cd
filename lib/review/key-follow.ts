// The plan after a changed DKIM key: it may let the three DKIM records of the identity follow its new tokens, and do nothing else. Then
// what it does was known when the key was changed, and apply goes on with it by itself.
import { canonicalName } from "../dns/canonical";
import { isTokenId, parseDkimName, parseDkimTarget } from "../dns/kinds/dkim";
import { IDENTITY, RECORD } from "../plan/attributes";
import { isEffective, type ResourceChange } from "../plan/change";
import type { Plan } from "../plan/plan";
import { type Attributes, isObject, stringOf } from "../plan/values";

/** An identity whose key an apply has changed. */
export interface ChangedKey {
  readonly stack: string;
  /** The identity's address in Terraform. */
  readonly address: string;
  readonly entry: string;
  /** `"example.com" in us-east-1` */
  readonly subject: string;
}

/** The identities whose DKIM key an apply has changed. @param applied the stacks that were applied to the end */
export function changedKeys(plans: readonly Plan[], applied: ReadonlySet<string>): ChangedKey[] {
  return plans
    .filter(({ stack }) => applied.has(stack))
    .flatMap(({ stack, changes }) => changes.map((change) => ({ stack, change })))
    .filter(({ change }) => change.type === IDENTITY && change.action === "update" && isEffective(change))
    .filter(({ change }) => change.differs.includes("dkim_signing_attributes"))
    .map(({ stack, change: { address, after, entry = "" } }) => ({
      stack,
      address,
      entry,
      subject: `"${stringOf(after?.email_identity) ?? address}" in ${stringOf(after?.region) ?? ""}`,
    }));
}

/** The changes of a plan that are more than DKIM records which follow the new tokens of `keys`; none may be applied unseen. */
export function strangeChanges({ changes }: Pick<Plan, "changes">, keys: readonly ChangedKey[]): ResourceChange[] {
  const tokensOf = new Map(
    keys.map(({ entry, address }) => [entry, tokensIn(changes.find((change) => change.address === address))]),
  );
  return changes.filter((change) => isEffective(change) && !follows(change, tokensOf.get(change.entry ?? "") ?? []));
}

/** Whether a change gives a DKIM record the name and target of a token, within the domain that it is of. */
function follows(change: ResourceChange, tokens: readonly string[]): boolean {
  const { type, action, importId, previousAddress, record = "", before, after, differs } = change;
  if (type !== RECORD || action !== "update" || !isTokenId(record)) return false;
  if (importId !== undefined || previousAddress !== undefined) return false;
  if (!differs.every((name) => name === "name" || name === "content")) return false;
  const [old, now] = [parseDkimName(nameIn(before, "name")), parseDkimName(nameIn(after, "name"))];
  const target = parseDkimTarget(nameIn(after, "content"));
  const isOfToken = now !== undefined && tokens.includes(now.selector) && target?.token === now.selector;
  return isOfToken && old?.domain === now.domain;
}

function nameIn(side: Attributes | null, attribute: string): string {
  return canonicalName(stringOf(side?.[attribute]) ?? "");
}

/** The tokens that the identity has now. */
function tokensIn(identity: ResourceChange | undefined): string[] {
  const blocks = identity?.before?.dkim_signing_attributes;
  const [block] = Array.isArray(blocks) ? blocks : [];
  const tokens = isObject(block) ? block.tokens : undefined;
  return Array.isArray(tokens) ? tokens.map(String) : [];
}
