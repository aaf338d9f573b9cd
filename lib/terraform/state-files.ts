// State files of the local backend hold what providers call sensitive, in clear: they are the user's alone. Those that
// Terraform makes under our umask are; one that was there before keeps its mode, until it is seen here.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openPlain, refuseLink } from "./links";
import type { SynthesizedStack } from "./synth";

const OWNER_ONLY = 0o600;

/** What Terraform and OpenTofu may make: others' files in a shared plugin cache stay readable for all. */
export const PRIVATE_UMASK = 0o077;

/**
 * Terraform would write through a link, to wherever a checkout says.
 * @throws TerraformError where the state file of a stack, or its backup, is one
 */
export async function refuseLinkedState(stack: Pick<SynthesizedStack, "folder" | "json">): Promise<void> {
  const state = await localState(stack);
  if (state !== undefined) for (const file of [state, `${state}.backup`]) refuseLink(file);
}

/** Takes the state file of a stack and its backup from all others. A file that is not ours to change is left. */
export async function protectStateFiles(stack: Pick<SynthesizedStack, "folder" | "json">): Promise<void> {
  const state = await localState(stack);
  if (state === undefined) return;
  for (const file of [state, `${state}.backup`]) {
    try {
      const handle = await openPlain(file);
      try {
        if (((await handle.stat()).mode & 0o077) !== 0) await handle.chmod(OWNER_ONLY);
      } finally {
        await handle.close();
      }
    } catch {
      // Not there, a link, or somebody else's.
    }
  }
}

async function localState({ folder, json }: Pick<SynthesizedStack, "folder" | "json">): Promise<string | undefined> {
  try {
    const { terraform } = JSON.parse(await readFile(json, "utf8"));
    const file: unknown = terraform?.backend?.local?.path;
    return typeof file === "string" ? path.resolve(folder, file) : undefined;
  } catch {
    return undefined;
  }
}
