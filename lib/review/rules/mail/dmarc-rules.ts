// Rules for what receivers do with mail that fails (RFC 9989).
import { dmarcDomain } from "../../../dns/kinds/dmarc";
import type { DmarcPolicy } from "../../../dns/text/dmarc";
import { isAdded, isChanged } from "../../changes/change";
import { type DmarcSide, dmarcSide, type PolicyOf, strictness } from "../../changes/dmarc-change";
import { isNoMailPolicy } from "../../changes/no-mail";
import { type ReviewFacts, type ReviewRule, statementOf } from "../rule";
import { listed, say, words } from "../sentence";
import { hasEvidence } from "./dmarc-evidence-rules";
import { perDmarc, perDmarcRewrite } from "./per-dmarc";
import { stricterPolicy } from "./stricter-policy";

function weakerPolicy(before: DmarcSide, after: DmarcSide, of: PolicyOf) {
  const [old, now] = [before.policies?.[of], after.policies?.[of]];
  return old !== undefined && now !== undefined && strictness(now) < strictness(old)
    ? ([old, now] as const)
    : undefined;
}

/** Whether reports would tell what the policy does, and none are given. A domain without a record has none. */
function isBlind({ evidence }: ReviewFacts, before: DmarcSide | undefined): boolean {
  return evidence === undefined && before?.policies !== undefined;
}

/** The strictest policy that any part of it asks for. */
function strictestPolicy({ policiesWithoutTesting }: DmarcSide): string {
  return Object.values(policiesWithoutTesting ?? {}).reduce(
    (one, other) => (strictness(other) > strictness(one) ? other : one),
    "none",
  );
}

const SUBDOMAINS: readonly PolicyOf[] = ["subdomains", "unused names"];

export const DMARC_RULES: readonly ReviewRule[] = [
  {
    id: "dmarc-created",
    risk: "safe",
    when: "A DMARC record is created.",
    why: "By itself it asks for reports. A policy of quarantine or reject is listed separately.",
    check: perDmarc(
      ({ change, domain }, _before, after) =>
        change.resource.action === "create" &&
        say`DMARC of ${domain} is published${words(after?.dmarc === undefined ? "" : " with the policy ")}${after?.dmarc === undefined ? words("") : after.dmarc.policy}`,
    ),
  },
  {
    id: "dmarc-rejects",
    risk: "danger",
    when: "Receivers are asked to discard mail that fails, of a domain that has any.",
    why: "Mail that is neither signed nor sent by a listed host is lost, including newsletters and forwarded mail.",
    check: perDmarc(
      (dmarc, before, after, facts) =>
        stricterPolicy(before, after, "domain") === "reject" &&
        !hasEvidence(facts, dmarc) &&
        !isNoMailPolicy(dmarc.change, facts.noMail) &&
        say`receivers discard mail from ${dmarc.domain} that fails DMARC (before: ${before?.policies?.domain ?? "no policy"})`,
    ),
  },
  {
    id: "dmarc-quarantines",
    risk: "caution",
    when: "Receivers are asked to put mail that fails into the junk folder, by a domain's first policy.",
    why: "Mail that is neither signed nor sent by a listed host is hardly read.",
    check: perDmarc(
      (dmarc, before, after, facts) =>
        stricterPolicy(before, after, "domain") === "quarantine" &&
        !hasEvidence(facts, dmarc) &&
        !isNoMailPolicy(dmarc.change, facts.noMail) &&
        !isBlind(facts, before) &&
        say`receivers put mail from ${dmarc.domain} that fails DMARC into the junk folder (before: ${before?.policies?.domain ?? "no policy"})`,
    ),
  },
  {
    id: "dmarc-without-evidence",
    risk: "danger",
    when: "A DMARC policy that is published becomes quarantine, and no reports are given as evidence.",
    why: "Reports come in for a domain with a record, and nobody has shown whose mail goes into the junk folder.",
    check: perDmarc(
      ({ change, domain }, before, after, facts) =>
        stricterPolicy(before, after, "domain") === "quarantine" &&
        !isNoMailPolicy(change, facts.noMail) &&
        isBlind(facts, before) &&
        say`receivers put mail from ${domain} that fails DMARC into the junk folder (before: ${before?.policies?.domain ?? ""}), and no evidence says whose: review with --evidence`,
    ),
  },
  {
    id: "dmarc-disarmed",
    risk: "danger",
    when: "A DMARC policy of quarantine or reject becomes none, or is only tested.",
    why: "Forged mail is delivered as if there were no record.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const change = weakerPolicy(before, after, "domain");
      return (
        change?.[1] === "none" &&
        say`the DMARC policy of ${domain} becomes none instead of ${change[0]}: forged mail is no longer caught`
      );
    }),
  },
  {
    id: "dmarc-loosened",
    risk: "caution",
    when: "The DMARC policy becomes less strict, or is only tested, but is not none.",
    why: "Forged mail is more likely to be delivered.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const change = weakerPolicy(before, after, "domain");
      return (
        change !== undefined &&
        change[1] !== "none" &&
        say`the DMARC policy of ${domain} becomes less strict, ${change[1]} instead of ${change[0]}`
      );
    }),
  },
  {
    id: "dmarc-share-rejects",
    risk: "danger",
    when: "The share of mail that a policy of reject applies to grows, by the tag pct.",
    why: "Receivers that follow RFC 7489 discard mail that they accepted before. Those that follow RFC 9989 ignore the tag.",
    check: perDmarcRewrite(
      ({ domain }, before, after) =>
        after.share > before.share &&
        strictestPolicy(after) === "reject" &&
        say`DMARC of ${domain} applies to ${after.share} % of its mail instead of ${before.share} %: older receivers discard it`,
    ),
  },
  {
    id: "dmarc-share-changed",
    risk: "caution",
    when: "The share of mail that a policy applies to changes, but no more mail is discarded.",
    why: "Older receivers apply the policy to more mail, or to less.",
    check: perDmarcRewrite(
      ({ domain }, before, after) =>
        after.share !== before.share &&
        !(after.share > before.share && strictestPolicy(after) === "reject") &&
        say`DMARC of ${domain} applies to ${after.share} % of its mail instead of ${before.share} %, for older receivers`,
    ),
  },
  {
    id: "dmarc-subdomains-tightened",
    risk: "danger",
    when: "The DMARC policy of subdomains becomes stricter, and that of the domain does not change in the same way.",
    why: "Mail from subdomains that are not set up for DMARC is lost.",
    check: perDmarc(({ domain }, before, after) => {
      const own = stricterPolicy(before, after, "domain");
      const tightened = SUBDOMAINS.filter((of) => {
        const now = stricterPolicy(before, after, of);
        return now !== undefined && now !== own;
      });
      return (
        tightened.length > 0 &&
        say`the DMARC policy of ${listed(tightened)} of ${domain} becomes ${after?.policies?.[tightened[0] ?? "subdomains"] ?? ""}`
      );
    }),
  },
  {
    id: "dmarc-subdomains-loosened",
    risk: "caution",
    when: "The DMARC policy of subdomains becomes less strict, and that of the domain does not change in the same way.",
    why: "Forged mail from subdomains is more likely to be delivered.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const own = weakerPolicy(before, after, "domain")?.[1];
      const loosened = SUBDOMAINS.filter((of) => {
        const change = weakerPolicy(before, after, of);
        return change !== undefined && change[1] !== own;
      });
      return (
        loosened.length > 0 &&
        say`the DMARC policy of ${listed(loosened)} of ${domain} becomes ${after.policies?.[loosened[0] ?? "subdomains"] ?? ""}`
      );
    }),
  },
  {
    id: "dmarc-exempted",
    risk: "caution",
    when: "A subdomain gets its own DMARC record, which is less strict than the policy of the domain above.",
    why: "Forged mail of the subdomain is more likely to be delivered.",
    check: ({ dmarc, all }) => {
      const beginning = dmarc.filter(
        ({ change, before, after }) =>
          before === undefined && after?.policies !== undefined && (isAdded(change) || isChanged(change)),
      );
      const above = beginning.length === 0 ? NO_POLICIES : policiesOf(all);
      return beginning.flatMap(({ change, domain, after }) => {
        const own = after?.policies?.domain ?? "none";
        const inherited = inheritedPolicy(domain, above);
        if (inherited === undefined || strictness(inherited) <= strictness(own)) return [];
        return statementOf(
          change,
          say`DMARC of ${domain} becomes ${own}; before, ${inherited} of the domain above applied`,
        );
      });
    },
  },
];

const NO_POLICIES: ReadonlyMap<string, DmarcPolicy> = new Map();

/** The policy for subdomains of each domain with a record in the plans, after the apply. */
function policiesOf(all: ReviewFacts["all"]): ReadonlyMap<string, DmarcPolicy> {
  const found = new Map<string, DmarcPolicy>();
  for (const { role, after } of all) {
    const policy = role === "dmarc" && after?.text !== undefined && dmarcSide(after.text).policies?.subdomains;
    const name = after?.name ?? "";
    const domain = dmarcDomain(name);
    if (policy && domain !== name) found.set(domain, policy);
  }
  return found;
}

function inheritedPolicy(domain: string, above: ReadonlyMap<string, DmarcPolicy>): DmarcPolicy | undefined {
  for (let rest = domain; rest.includes("."); ) {
    rest = rest.slice(rest.indexOf(".") + 1);
    const policy = above.get(rest);
    if (policy !== undefined) return policy;
  }
  return undefined;
}
