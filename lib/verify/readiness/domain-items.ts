// What is there of one domain: its identity in SES, DMARC, where bounces and complaints go, and a website.
import type { SesAccount } from "../../ses/identity";
import type { DmarcTree } from "../protocols/dmarc-tree-walk";
import type { CheckedRecord } from "../verification";
import type { DomainEvidence, ReadinessId, ReadinessItem } from "./list";

export function domainItems(evidence: DomainEvidence, account: SesAccount | undefined): ReadinessItem[] {
  const domains = [evidence.domain.domain];
  return [
    ...identityItems(evidence),
    dmarcItem(evidence.dmarc),
    ...feedbackItems(evidence),
    suppressionItem(evidence, account),
    websiteItem(evidence),
  ].map((item) => ({ ...item, domains }));
}

export const UNSEEN = "SES did not answer";
export const ASK_AGAIN = 'see "not seen" below, and run it again';

type Seen = Omit<ReadinessItem, "domains">;

const there = (id: ReadinessId, message: string): Seen => ({ id, status: "there", message, fix: "" });
const missing = (id: ReadinessId, message: string, fix: string): Seen => ({ id, status: "missing", message, fix });
const unseen = (id: ReadinessId): Seen => ({ id, status: "cannot-tell", message: UNSEEN, fix: ASK_AGAIN });

function identityItems({ identity, domain }: DomainEvidence): Seen[] {
  if (identity === undefined) return [unseen("identity"), unseen("dkim"), unseen("mail-from")];
  const isOfOthers = domain.identity === "existing";
  const verify = "run mailzone verify: it says what is in the way";
  if (identity === null) {
    const fix = isOfOthers ? "ask its owner to make it" : "run mailzone plan and apply";
    return (["identity", "dkim", "mail-from"] as const).map((id) => missing(id, "SES has no such identity", fix));
  }
  const { dkim, mailFrom, verifiedForSending } = identity;
  const isSigned = dkim.status === "SUCCESS" && dkim.signingEnabled;
  return [
    verifiedForSending
      ? there("identity", "may send")
      : missing("identity", `may not send yet: its verification is ${identity.verification ?? "not told"}`, verify),
    isSigned
      ? there("dkim", "mail is signed with the domain's key")
      : missing("dkim", dkim.signingEnabled ? `DKIM is ${dkim.status}` : "signing is turned off", verify),
    mailFrom?.status === "SUCCESS"
      ? there("mail-from", "bounces come to a subdomain, and SPF is aligned")
      : missing(
          "mail-from",
          mailFrom === null
            ? "mail has MAIL FROM amazonses.com, so SPF is not aligned"
            : `MAIL FROM is ${mailFrom.status}`,
          mailFrom !== null || domain.mailFrom !== undefined
            ? verify
            : isOfOthers
              ? "ask the identity's owner to set one, and publish its records with mailFrom"
              : "set mailFrom in domains.yaml and apply",
        ),
  ];
}

function dmarcItem({ applied, failure }: DmarcTree): Seen {
  if (applied !== undefined) return there("dmarc", `the record at _dmarc.${applied.domain} applies`);
  if (failure !== undefined)
    return { id: "dmarc", status: "cannot-tell", message: "DNS did not answer", fix: "run it again" };
  return missing("dmarc", "no DMARC record applies", "set dmarc in domains.yaml and apply: p=none is a beginning");
}

/** SES's event type, and the key of domains.yaml. */
const FEEDBACK = [
  { id: "bounces", type: "BOUNCE", key: "bounce" },
  { id: "complaints", type: "COMPLAINT", key: "complaint" },
] as const;

function feedbackItems({ identity, set }: DomainEvidence): Seen[] {
  return FEEDBACK.map(({ id, type, key }) => {
    if (identity === undefined || set === undefined) return unseen(id);
    const found = set?.destinations.filter(({ enabled, types }) => enabled && types.includes(type)) ?? [];
    if (found[0] !== undefined)
      return there(
        id,
        `the configuration set "${set?.name}" publishes them, to "${found[0].name}"; who reads them there is not seen`,
      );
    const publish = `add ${key} to configurationSet.events in domains.yaml (docs/events.md)`;
    if (identity?.feedbackForwarding)
      return {
        id,
        status: "confirm",
        message: "SES sends them as mail to the sender's address, and to nothing else that is seen here",
        fix: `make sure that a program or a person reads that mailbox, or ${publish}`,
      };
    return missing(id, "nobody is told of them", publish);
  });
}

function suppressionItem({ set }: DomainEvidence, account: SesAccount | undefined): Seen {
  if (set === undefined) return unseen("suppression");
  const ofSet = set?.suppressedReasons ?? undefined;
  const reasons = ofSet ?? account?.suppressedReasons;
  if (reasons === undefined || reasons === null) return unseen("suppression");
  const whose = ofSet === undefined ? "the account's list" : `the configuration set "${set?.name}"`;
  const lacks = ["BOUNCE", "COMPLAINT"].filter((reason) => !reasons.includes(reason));
  if (lacks.length === 0) return there("suppression", `${whose} keeps addresses that bounced or complained`);
  return missing(
    "suppression",
    `${whose} does not keep addresses after ${lacks.map((reason) => REASONS[reason]).join(" and ")}`,
    ofSet === undefined
      ? "turn it on for the account in the SES console, or set configurationSet.suppression in domains.yaml"
      : "set configurationSet.suppression to [bounce, complaint] in domains.yaml and apply",
  );
}

const REASONS: Readonly<Record<string, string>> = { BOUNCE: "a bounce", COMPLAINT: "a complaint" };

function websiteItem({ web }: DomainEvidence): Seen {
  const sites = web.filter(isPage);
  const live = sites.find(({ status }) => status === "live");
  if (live !== undefined) return there("website", `https://${live.record.name}/ is live in DNS`);
  if (sites.length > 0)
    return missing("website", "the website's record is not live", "run mailzone verify: it says what is in the way");
  return {
    id: "website",
    status: "confirm",
    message: "domains.yaml publishes none",
    fix: "name one in the request that says who you are and how people sign up",
  };
}

/** A wildcard is no page that somebody could open. */
export function isPage({ record }: CheckedRecord): boolean {
  return !record.name.startsWith("*");
}
