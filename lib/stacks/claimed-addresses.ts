// Each Terraform address belongs to one construct of a stack. We set the names ourselves, without CDKTF's hashes, and CDKTF does not
// report two elements with the same name: the second overwrites the first, and a record would silently be missing from the plan.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const claims = new WeakMap<TerraformStack, Map<string, Construct>>();

/**
 * Registers `address` for `construct` in its stack.
 * @param what the resource for messages, such as `the identity of "example.com"`
 * @throws Error if another construct of the stack has the address
 */
export function claimAddress(construct: Construct, address: string, what: string): void {
  const stack = TerraformStack.of(construct);
  const known = claims.get(stack) ?? new Map<string, Construct>();
  claims.set(stack, known);
  const other = known.get(address);
  if (other !== undefined && other !== construct && isInTree(other)) {
    const fix = "take one of the two out, or give one an entry of its own";
    throw new Error(`"${construct.node.path}" makes ${what}, and so does "${other.node.path}" in this stack: ${fix}`);
  }
  known.set(address, construct);
}

/** Whether a construct is still in its tree: after tryRemoveChild() it makes nothing. */
export function isInTree(construct: Construct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope as Construct));
}
