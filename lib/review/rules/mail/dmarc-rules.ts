// What receivers do with mail that fails (RFC 9989).
import { isComing } from "../../changes/change";
import { type DmarcSide, type PolicyOf, strictness } from "../../changes/dmarc-change";
import { hit, type Rule, repeatedNames } from "../rule";
import { list, say, words } from "../sentence";
import { perDmarc, perRewrite } from "./per-dmarc";

/** The policy after, where it is stricter than before; no record is no policy. */
function stricter(before: DmarcSide | undefined, after: DmarcSide | undefined, of: PolicyOf) {
  const now = after?.policies?.[of];
  return now !== undefined && strictness(now) > strictness(before?.policies?.[of] ?? "none") ? now : undefined;
}

function milder(before: DmarcSide, after: DmarcSide, of: PolicyOf) {
  const [old, now] = [before.policies?.[of], after.policies?.[of]];
  return old !== undefined && now !== undefined && strictness(now) < strictness(old)
    ? ([old, now] as const)
    : undefined;
}

const SUBDOMAINS: readonly PolicyOf[] = ["subdomains", "unused names"];

export const DMARC_RULES: readonly Rule[] = [
  {
    id: "dmarc-created",
    risk: "safe",
    when: "A DMARC record is made.",
    why: "By itself it asks for reports; a policy that acts is told separately.",
    check: perDmarc(
      ({ change, domain }, _before, after) =>
        change.resource.action === "create" &&
        say`DMARC of ${domain} begins${words(after?.dmarc === undefined ? "" : " with the policy ")}${after?.dmarc === undefined ? words("") : after.dmarc.policy}`,
    ),
  },
  {
    id: "dmarc-removed",
    risk: "danger",
    when: "A DMARC record is deleted.",
    why: "Forged mail is no longer caught, and large receivers refuse bulk mail of a domain without one.",
    check: perDmarc(
      ({ change, domain }) =>
        change.resource.action === "delete" &&
        say`DMARC of ${domain} is deleted: forged mail is no longer caught, bulk mail may be refused`,
    ),
  },
  {
    id: "dmarc-renamed",
    risk: "danger",
    when: "A DMARC record moves to another name.",
    why: "The old domain has none any more.",
    check: perDmarc(
      ({ change: { before, after, differs } }) =>
        differs.includes("name") &&
        before?.name !== undefined &&
        after !== undefined &&
        say`DMARC leaves ${before.name} and goes to ${after.name ?? ""}: the old domain has none`,
    ),
  },
  {
    id: "dmarc-rejects",
    risk: "danger",
    when: "Receivers are asked to discard mail that fails.",
    why: "Whatever is sent neither signed nor from a listed host is lost, newsletters and forwarded mail too.",
    check: perDmarc(
      ({ domain }, before, after) =>
        stricter(before, after, "domain") === "reject" &&
        say`receivers discard mail from ${domain} that fails DMARC (before: ${before?.policies?.domain ?? "no policy"})`,
    ),
  },
  {
    id: "dmarc-quarantines",
    risk: "caution",
    when: "Receivers are asked to put mail that fails into junk.",
    why: "Whatever is sent neither signed nor from a listed host is hardly read.",
    check: perDmarc(
      ({ domain }, before, after) =>
        stricter(before, after, "domain") === "quarantine" &&
        say`receivers put mail from ${domain} that fails DMARC into junk (before: ${before?.policies?.domain ?? "no policy"})`,
    ),
  },
  {
    id: "dmarc-loosened",
    risk: "caution",
    when: "The DMARC policy becomes milder, or is only tested.",
    why: "Forged mail gets through more easily.",
    check: perRewrite(({ domain }, before, after) => {
      const change = milder(before, after, "domain");
      return change && say`the DMARC policy of ${domain} becomes milder, ${change[1]} instead of ${change[0]}`;
    }),
  },
  {
    id: "dmarc-subdomains-tightened",
    risk: "danger",
    when: "The DMARC policy of subdomains becomes stricter than that of the domain does.",
    why: "Mail from subdomains that nobody set up for DMARC is lost.",
    check: perDmarc(({ domain }, before, after) => {
      const own = stricter(before, after, "domain");
      const tightened = SUBDOMAINS.filter((of) => {
        const now = stricter(before, after, of);
        return now !== undefined && now !== own;
      });
      return (
        tightened.length > 0 &&
        say`the DMARC policy of ${list(tightened)} of ${domain} becomes ${after?.policies?.[tightened[0] ?? "subdomains"] ?? ""}`
      );
    }),
  },
  {
    id: "dmarc-subdomains-loosened",
    risk: "caution",
    when: "The DMARC policy of subdomains becomes milder, other than that of the domain.",
    why: "Forged mail from subdomains gets through more easily.",
    check: perRewrite(({ domain }, before, after) => {
      const own = milder(before, after, "domain")?.[1];
      const loosened = SUBDOMAINS.filter((of) => {
        const change = milder(before, after, of);
        return change !== undefined && change[1] !== own;
      });
      return (
        loosened.length > 0 &&
        say`the DMARC policy of ${list(loosened)} of ${domain} becomes ${after.policies?.[loosened[0] ?? "subdomains"] ?? ""}`
      );
    }),
  },
  {
    id: "dmarc-broken",
    risk: "danger",
    when: "A DMARC record becomes one that receivers pass over.",
    why: "It is as if there were none.",
    check: perDmarc(({ change, domain }, _before, after) => {
      const isWritten = isComing(change) || change.differs.includes("content") || change.differs.includes("type");
      const type = change.after?.type;
      if (isWritten && type !== undefined && type !== "TXT" && type !== "CNAME") {
        return say`DMARC of ${domain} becomes a record of the type ${type}: receivers find none`;
      }
      return (
        isWritten &&
        after !== undefined &&
        after.dmarc === undefined &&
        say`DMARC of ${domain} becomes unreadable: ${list(after.problems)}`
      );
    }),
  },
  {
    id: "dmarc-delegated",
    risk: "caution",
    when: "DMARC becomes a CNAME, or leads to another name.",
    why: "The policy is another's, and is not in the plan.",
    check: perDmarc(({ change, domain }) => {
      const isWritten = isComing(change) || change.differs.includes("content") || change.differs.includes("type");
      return (
        isWritten &&
        change.after?.type === "CNAME" &&
        say`DMARC of ${domain} is what ${change.after.value} says: its policy is not in the plan`
      );
    }),
  },
  {
    id: "dmarc-twice",
    risk: "danger",
    when: "A domain gets a second DMARC record.",
    why: "Receivers take two for none (RFC 9989).",
    check: (facts) => {
      const twice = repeatedNames(facts, "dmarc");
      return facts.dmarc
        .filter(({ change }) => isComing(change) && twice.has(change.after?.name ?? ""))
        .flatMap(({ change, domain }) =>
          hit(change, say`${domain} has two DMARC records: receivers take them for none`),
        );
    },
  },
];
