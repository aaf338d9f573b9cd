// The signature that proves that a check run is ours. Any workflow on a branch can write a check run with any name, and only
// the workflows of the default branch have the key.
import { createHmac, timingSafeEqual } from "node:crypto";

/** A signature is for one purpose and one place, so that nobody can move it to another pull request or another commit. */
export interface SignedPlace {
  readonly repository: string;
  /** The number of a pull request, or a word for what belongs to no pull request. */
  readonly subject: string;
  readonly commit: string;
}

/** The text of a check run: the body in a block, and the signature below it. */
export function signedText(key: string, place: SignedPlace, body: string): string {
  return `\`\`\`\n${body}\n\`\`\`\nsignature: ${signature(key, place, body)}`;
}

/** The body of a text that was signed with the key for this place; undefined for any other text. */
export function verifiedBody(key: string, place: SignedPlace, text: string): string | undefined {
  const [, body, given = ""] = /^```\n([^`]*)\n```\nsignature: ([0-9a-f]{64})$/.exec(text) ?? [];
  if (body === undefined) return undefined;
  return timingSafeEqual(Buffer.from(given), Buffer.from(signature(key, place, body))) ? body : undefined;
}

function signature(key: string, { repository, subject, commit }: SignedPlace, body: string): string {
  // Everybody knows an empty key.
  if (key.length < 16) throw new Error("a key of at least 16 characters signs");
  return createHmac("sha256", key)
    .update(JSON.stringify([repository, subject, commit, body]))
    .digest("hex");
}
