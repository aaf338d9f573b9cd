// Each address in Terraform is made by one construct of a stack. The names are ours, not CDKTF's hashes, and CDKTF says nothing
// where two elements have one name: it writes the second over the first, and a record is gone from the plan without a word.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const claims = new WeakMap<TerraformStack, Map<string, Construct>>();

/**
 * Notes that `construct` makes `address` in its stack.
 * @param what the thing in words, such as `the identity of "example.com"`
 * @throws Error where another construct of the stack makes it already
 */
export function claimAddress(construct: Construct, address: string, what: string): void {
  const stack = TerraformStack.of(construct);
  const known = claims.get(stack) ?? new Map<string, Construct>();
  claims.set(stack, known);
  const other = known.get(address);
  if (other !== undefined && other !== construct && isInTree(other)) {
    const cure = "take one of the two out, or give one an entry of its own";
    throw new Error(`"${construct.node.path}" makes ${what}, and so does "${other.node.path}" in this stack: ${cure}`);
  }
  known.set(address, construct);
}

/** Whether it is: a construct that was taken out, by tryRemoveChild(), makes nothing. */
export function isInTree(construct: Construct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope as Construct));
}
