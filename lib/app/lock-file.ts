// Writes the providers' checksums, for every machine that will run the plans, to one file beside the sources.
import fs from "node:fs";
import path from "node:path";
import { runPlain } from "../terraform/command";
import { formatDiagnostic } from "../terraform/diagnostics";
import type { Workspace } from "./context";
import { projectFolder } from "./project";
import { Refused } from "./refused";
import { LOCK_FILE, synthStacks, withTerraform } from "./terraform";

/**
 * Writes `.terraform.lock.hcl`; needs the provider registry.
 * @param platforms such as linux_amd64
 * @returns whether it is written; false after an interrupt
 * @throws Refused if there is no stack, or Terraform fails; UserError if it cannot begin
 */
export async function writeLockFile(workspace: Workspace, platforms: readonly string[]): Promise<boolean> {
  const [stack] = await synthStacks(workspace, []);
  if (stack === undefined) throw new Refused("there is no stack to lock: list a domain in domains.yaml");
  // All stacks have the same providers.
  const args = ["providers", "lock", "-no-color", ...platforms.map((platform) => `-platform=${platform}`)];
  const result = await withTerraform(workspace, [stack], (terraform) => runPlain(terraform, stack, args));
  if (result.interrupted) return false;
  if (!result.ok) {
    for (const error of result.errors) workspace.say(formatDiagnostic(stack.name, error));
    throw new Refused(`${LOCK_FILE} was not written: terraform providers lock failed, it needs the provider registry`);
  }
  fs.copyFileSync(path.join(stack.folder, LOCK_FILE), path.join(projectFolder(workspace), LOCK_FILE));
  return true;
}
