// Reads and hashes files that hold plans and configurations. A link is not followed.
import { createHash } from "node:crypto";
import { openPlain } from "./links";

/** The SHA-256 in hexadecimal. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The SHA-256 of a file; null if it cannot be read. */
export async function hashFile(file: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    const handle = await openPlain(file);
    for await (const chunk of handle.createReadStream()) hash.update(chunk as Buffer);
  } catch {
    return null;
  }
  return hash.digest("hex");
}

/** @throws the system's error, see openPlain() */
export async function readPlain(file: string): Promise<Buffer> {
  const handle = await openPlain(file);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
