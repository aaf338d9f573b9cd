// Import blocks: Terraform imports existing resources, and the plan shows it. They are written by override, because CDKTF's importFrom
// starts `terraform version` for every resource. Terraform uses the provider of the resource's block.
import type { TerraformStack } from "cdktf";
import { type Import, importAddress } from "../config/imports";
import type { Domain } from "../dns/domain";
import { sesResources } from "../dns/ses-resources";
import { escapeTemplates, escapeTokens } from "./escape";

/** What a stack needs to know about an import. */
export type StackImport = Pick<Import, "entry" | "record" | "id">;

/** Adds the imports of `domains`, sorted by address. Terraform ignores an import whose resource is already in the state. */
export function addImports(stack: TerraformStack, imports: readonly StackImport[], domains: readonly Domain[]): void {
  const present = new Map(
    domains.filter(({ state }) => state === "present").map((domain) => [domain.entry, sesResources(domain)]),
  );
  const blocks = imports
    .flatMap((item) => {
      const atAws = present.get(item.entry);
      return atAws === undefined ? [] : [{ address: importAddress(item, atAws), id: item.id }];
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address, id }) => ({ to: escapeTokens(address), id: escapeTemplates(id) }));
  if (blocks.length > 0) stack.addOverride("import", blocks);
}
