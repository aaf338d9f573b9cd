// The DMARC record's text (RFC 9989 §4.7).
import type { Dmarc } from "./domain";

/**
 * `v` first and `p` second, as readers of RFC 7489 insist. It ends in a semicolon, as it always has: a changed text would
 * be a change to every zone.
 */
export function formatDmarc({ policy, rua }: Dmarc): string {
  const tags = [`v=DMARC1`, `p=${policy}`];
  if (rua.length > 0) tags.push(`rua=${rua.join(",")}`);
  return `${tags.join("; ")};`;
}
