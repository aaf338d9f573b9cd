// Import blocks: Terraform imports existing resources, and the plan shows it. They are written by override, because CDKTF's importFrom
// starts `terraform version` for every resource. Terraform uses the provider of the resource's block.
import type { TerraformStack } from "cdktf";
import { type Import, importAddress } from "../config/imports";
import type { Domain } from "../dns/domain";
import { escapeTemplates, escapeTokens } from "./escape";

/** What a stack needs to know about an import. */
export type StackImport = Pick<Import, "entry" | "record" | "id">;

/** Adds the imports of `domains`, sorted by address. Terraform ignores an import whose resource is already in the state. */
export function addImports(stack: TerraformStack, imports: readonly StackImport[], domains: readonly Domain[]): void {
  const present = new Set(domains.filter(({ state }) => state === "present").map(({ entry }) => entry));
  const blocks = imports
    .filter(({ entry }) => present.has(entry))
    .map((item) => ({ address: importAddress(item), id: item.id }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address, id }) => ({ to: escapeTokens(address), id: escapeTemplates(id) }));
  if (blocks.length > 0) stack.addOverride("import", blocks);
}
