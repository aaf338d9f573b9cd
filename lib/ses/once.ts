// SES with everything asked once: several entries may have the same identity, set or account, and an answer may be known already.
import type { AwsAccount } from "../dns/domain";
import type { Identity, IdentityLocation, Ses, SesFailure } from "./identity";
import { identityKey } from "./restarts";

/** What SES answered, by identityKey(). */
export type KnownAnswers = Map<string, Identity | null | SesFailure>;

/**
 * Each identity, account and configuration set is asked at most once.
 * @param known earlier answers. Each is used once: a later question goes to SES
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
  const { configurationSet } = ses;
  const accountIn = once((region: string, account: AwsAccount) => ses.account({ region, account }));
  return {
    ...ses,
    identity,
    account: ({ region, account }) => accountIn(region, account),
    configurationSet: configurationSet && setsOf(configurationSet),
  };
}

function setsOf(ask: NonNullable<Ses["configurationSet"]>): NonNullable<Ses["configurationSet"]> {
  const setIn = once((region: string, account: AwsAccount, name: string) => ask({ region, account }, name));
  return ({ region, account }, name) => setIn(region, account, name);
}

/** A function that answers what it was asked before as it did then. */
function once<A extends readonly unknown[], R>(ask: (...given: A) => R): (...given: A) => R {
  const answers = new Map<string, R>();
  return (...given) => {
    const key = JSON.stringify(given);
    const answer = answers.get(key) ?? ask(...given);
    answers.set(key, answer);
    return answer;
  };
}
