// Rules for a stricter DMARC policy where reports were given as evidence: they say how many messages of whom it would have hit, and take the
// place of the rules that can only warn.
import type { DmarcPolicy } from "../../../dns/text/dmarc";
import type { DmarcChange } from "../../changes/dmarc-change";
import { isNoMailPolicy } from "../../changes/no-mail";
import type { DmarcEvidence, PolicyEvidence } from "../../evidence";
import { type ReviewFacts, type ReviewRule, type ReviewStatement, statementOf } from "../rule";
import { listed, type Sentence, say } from "../sentence";
import { stricterPolicy } from "./stricter-policy";

interface Tightened {
  readonly policy: DmarcPolicy;
  readonly domain: string;
  /** @default - the evidence says nothing of this domain and policy */
  readonly seen?: DmarcEvidence & { readonly effect: PolicyEvidence };
}

/** What the evidence says of a change that makes the policy of a domain stricter. */
function tightened(facts: ReviewFacts, { change, domain, before, after }: DmarcChange): Tightened | undefined {
  const { evidence, noMail } = facts;
  const policy = stricterPolicy(before, after, "domain");
  if (evidence === undefined || policy === undefined) return undefined;
  // A domain that has no mail has no reports about any of its own.
  if (isNoMailPolicy(change, noMail) && !evidence.has(domain)) return undefined;
  const known = evidence.get(domain);
  const effect = known?.effects.get(policy);
  const isSeen = known !== undefined && effect !== undefined && known.messages > 0;
  return { policy, domain, ...(isSeen && { seen: { ...known, effect } }) };
}

/** Whether evidence was given that says what a stricter policy of this domain would have done, or does. */
export function hasEvidence(facts: ReviewFacts, change: DmarcChange): boolean {
  const one = tightened(facts, change);
  return one?.seen !== undefined && (one.seen.effect.own > 0 || weakness(one) === undefined);
}

/** How old evidence may be, in days: a sender that was set up since is not in it. */
const OLDEST = 31;

/** Why the evidence shows nothing of what the policy would do, as the rest of a sentence. */
function weakness({ seen }: Tightened): Sentence | undefined {
  if (seen === undefined) return say`the evidence has no report about it`;
  // Clocks of receivers and days of other time zones differ by less than two days.
  if (seen.age < -2) return say`the evidence about it ends on ${seen.to}, in the future`;
  if (seen.age > OLDEST) return say`the evidence about it ends on ${seen.to}, ${seen.age} days ago`;
  return seen.own === 0 ? say`the evidence has no message of a sender that seems to be its own` : undefined;
}

function perTightened(check: (one: Tightened) => Sentence | false): ReviewRule["check"] {
  return (facts) =>
    facts.dmarc.flatMap((dmarc): readonly ReviewStatement[] => {
      const one = tightened(facts, dmarc);
      const sentence = one !== undefined && check(one);
      return sentence ? statementOf(dmarc.change, sentence) : [];
    });
}

export const DMARC_EVIDENCE_RULES: readonly ReviewRule[] = [
  {
    id: "dmarc-hits-own-mail",
    risk: "danger",
    when: "The reports that were given as evidence have messages of the domain's own senders that a stricter DMARC policy would have hit.",
    why: "This mail would be put into the junk folder, or discarded.",
    check: perTightened(
      ({ seen, policy, domain }) =>
        seen !== undefined &&
        seen.effect.own > 0 &&
        say`with p=${policy}, ${seen.effect.own} of ${seen.messages} messages from ${domain} between ${seen.from} and ${seen.to} would have been hit that seem to be its own: ${listed(seen.effect.senders.map(({ name, messages }) => `${name} ${messages}`))}`,
    ),
  },
  {
    id: "dmarc-proven",
    risk: "caution",
    when: "A DMARC policy becomes stricter, and in the reports that were given as evidence it would have hit none of the domain's own senders.",
    why: "Reports do not show mail that is sent rarely, and anybody can send a report.",
    check: perTightened((one) => {
      const { seen, policy, domain } = one;
      return (
        seen !== undefined &&
        seen.effect.own === 0 &&
        weakness(one) === undefined &&
        say`with p=${policy}, ${seen.effect.messages} of ${seen.messages} messages from ${domain} between ${seen.from} and ${seen.to} would have been hit, none of a sender that seems to be its own`
      );
    }),
  },
  {
    id: "dmarc-unproven",
    risk: "danger",
    when: "A DMARC policy becomes stricter, and the reports that were given as evidence say nothing of this domain and policy, have no mail of its own, or are older than a month.",
    why: "Nobody knows whose mail it hits.",
    check: perTightened((one) => {
      const why = one.seen !== undefined && one.seen.effect.own > 0 ? undefined : weakness(one);
      return why !== undefined && say`DMARC of ${one.domain} becomes ${one.policy}, and ${why}`;
    }),
  },
];
