// SES with each identity asked once: several entries may have the same identity, and its answer may be known already.
import type { Identity, IdentityLocation, Ses, SesFailure } from "./identity";
import { identityKey } from "./restarts";

/** What SES answered, by identityKey(). */
export type KnownAnswers = Map<string, Identity | null | SesFailure>;

/**
 * Each identity is asked at most once.
 * @param known answers of before, which are used up: who asks again later asks SES
 */
export function askOnce<S extends Ses>(ses: S, known: KnownAnswers = new Map()): S {
  const asked = new Map<string, ReturnType<Ses["identity"]>>();
  const identity = (place: IdentityLocation): ReturnType<Ses["identity"]> => {
    const key = identityKey(place);
    const before = asked.get(key);
    if (before !== undefined) return before;
    const answer = known.get(key);
    known.delete(key);
    const asking = answer === undefined ? ses.identity(place) : Promise.resolve(answer);
    asked.set(key, asking);
    return asking;
  };
  return { ...ses, identity };
}
