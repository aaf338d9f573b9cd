// Import blocks: Terraform takes over what exists, in the plan that everybody can see. They are written by override, because
// CDKTF's importFrom starts `terraform version` for every resource; the provider is the one of the resource's own block.
import type { TerraformStack } from "cdktf";
import { type Import, importAddress } from "../config/imports";
import type { Domain } from "../dns/domain";
import { escapeTemplates, escapeTokens } from "./escape";

/** What a stack needs to know of an import. */
export type StackImport = Pick<Import, "entry" | "record" | "id">;

/** Of `imports` those of `domains`, sorted by address; an import whose resource is in the state already does nothing. */
export function addImports(stack: TerraformStack, imports: readonly StackImport[], domains: readonly Domain[]): void {
  const present = new Set(domains.filter(({ state }) => state === "present").map(({ entry }) => entry));
  const blocks = imports
    .filter(({ entry }) => present.has(entry))
    .map((item) => ({ address: importAddress(item), id: item.id }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address, id }) => ({ to: escapeTokens(address), id: escapeTemplates(id) }));
  if (blocks.length > 0) stack.addOverride("import", blocks);
}
