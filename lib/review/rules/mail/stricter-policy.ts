// Whether a DMARC policy becomes stricter.
import { type DmarcSide, type PolicyOf, strictness } from "../../changes/dmarc-change";

/**
 * The new policy, if it is stricter than the old one; no record means no policy. Receivers of RFC 7489 ignore t=y, so the
 * policy is compared with the tag and without it.
 */
export function stricterPolicy(before: DmarcSide | undefined, after: DmarcSide | undefined, of: PolicyOf) {
  for (const reading of ["policiesWithoutTesting", "policies"] as const) {
    const now = after?.[reading]?.[of];
    if (now !== undefined && strictness(now) > strictness(before?.[reading]?.[of] ?? "none")) return now;
  }
  return undefined;
}
