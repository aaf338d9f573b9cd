// The version of the state that a plan is of, as the plan's file has it. `terraform state pull` says the same, but is another start of
// Terraform, reads the whole state once more, and answers with what is there by then.
// https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plans/planfile/writer.go
import { readFile } from "node:fs/promises";
import { unzip } from "../files/zip";
import type { StateVersion } from "./saved-plans/plan-info";

/** The state of ten thousand records is some 20 MB. */
const LIMIT = 512 * 1024 * 1024;

/**
 * @param planFile absolute path
 * @returns null where there was no state yet; undefined where the file does not tell, as when OpenTofu encrypts it
 */
export async function readPlannedState(planFile: string): Promise<StateVersion | null | undefined> {
  try {
    const bytes = unzip(await readFile(planFile), "tfstate", LIMIT);
    const { lineage, serial } = JSON.parse(bytes?.toString("utf8") ?? "{}") as Partial<StateVersion>;
    if (typeof lineage !== "string" || typeof serial !== "number") return undefined;
    // A state has a lineage from the first time that it is written.
    return lineage === "" ? null : { lineage, serial };
  } catch {
    return undefined;
  }
}
