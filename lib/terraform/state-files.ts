// State files of the local backend contain sensitive values in clear text, so only the user may read them. Our umask makes that so for
// files that Terraform creates; a file that existed before keeps its mode until it is changed here.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openPlain, refuseLink } from "./links";
import type { SynthesizedStack } from "./synth";

const OWNER_ONLY = 0o600;

/** The umask for commands that write state or plans. `init` runs without it, since a shared plugin cache must stay readable. */
export const PRIVATE_UMASK = 0o077;

/**
 * Terraform would follow a link and write wherever a checkout points to.
 * @throws TerraformError if the state file of a stack, or its backup, is a link
 */
export async function refuseLinkedState(stack: Pick<SynthesizedStack, "folder" | "json">): Promise<void> {
  const state = await localState(stack);
  if (state !== undefined) for (const file of [state, `${state}.backup`]) refuseLink(file);
}

/** Makes the state file of a stack and its backup readable only for the user. Files that cannot be changed are left alone. */
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
      // It does not exist, is a link, or belongs to somebody else.
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
