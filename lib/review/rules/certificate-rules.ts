// Rules for certificates of websites in ACM, and for the records by which ACM issues and renews them.
import { CERTIFICATE, ISSUED } from "../../plan/attributes";
import { stringOf } from "../../plan/values";
import { isAdded, isChanged, isRemoved, type MailChange, nameAfterwards, shownName } from "../changes/change";
import { sideTarget } from "../changes/record-side";
import { changesAnswer } from "./records";
import { perChange, type ReviewFacts, type ReviewRule } from "./rule";
import { listed, type Sentence, say } from "./sentence";

const perCertificate = (check: (change: MailChange, facts: ReviewFacts) => Sentence | false | undefined) =>
  perChange(["certificate"], (change, facts) => change.resource.type === CERTIFICATE && check(change, facts));

export const CERTIFICATE_RULES: readonly ReviewRule[] = [
  {
    id: "certificate-created",
    risk: "safe",
    when: "A certificate is requested.",
    why: "It is used once a distribution is given its ARN.",
    check: perCertificate(
      (change) =>
        change.resource.action === "create" && say`a certificate for ${listed(namesOf(change))} is requested from ACM`,
    ),
  },
  {
    id: "certificate-replaced",
    risk: "danger",
    when: "A certificate is replaced by a new one.",
    why: "A distribution keeps the old one until it is given the new ARN; until then ACM does not delete the old one, and the apply fails after waiting.",
    check: perCertificate(
      (change) =>
        change.resource.action === "replace" &&
        say`the certificate for ${listed(namesOf(change))} is replaced: distributions need the new ARN before the old one can be deleted`,
    ),
  },
  {
    id: "certificate-deleted",
    risk: "danger",
    when: "A certificate is deleted while a website with one of its names stays.",
    why: "A distribution that uses it keeps ACM from deleting it, and the apply fails after waiting; without it the website has no HTTPS.",
    check: perCertificate(
      (change, facts) =>
        change.resource.action === "delete" &&
        usedNames(change, facts).length > 0 &&
        say`the certificate for ${listed(usedNames(change, facts))} is deleted, and the website stays`,
    ),
  },
  {
    id: "certificate-ended",
    risk: "caution",
    when: "A certificate is deleted with the names of its websites, or leaves Terraform's state.",
    why: "A distribution that still uses it keeps ACM from deleting it; one that Terraform forgets is renewed as long as its records stand.",
    check: perCertificate((change, facts) => {
      if (change.resource.action === "forget")
        return say`the certificate for ${listed(namesOf(change))} stays in ACM and leaves Terraform`;
      return (
        change.resource.action === "delete" &&
        usedNames(change, facts).length === 0 &&
        say`the certificate for ${listed(namesOf(change))} is deleted`
      );
    }),
  },
  {
    id: "certificate-changed",
    risk: "caution",
    when: "A certificate changes in place, in more than its tags.",
    why: "What it does to websites is not known here.",
    check: perCertificate((change) => {
      const more = change.differs.filter((name) => name !== "tags" && name !== "tags_all");
      return (
        change.resource.action === "update" &&
        more.length > 0 &&
        say`${listed(more)} of the certificate for ${listed(namesOf(change))} changes`
      );
    }),
  },
  {
    id: "certificate-tagged",
    risk: "safe",
    when: "The tags of a certificate change.",
    why: "They do not affect websites.",
    check: perCertificate(
      (change) =>
        change.resource.action === "update" &&
        change.differs.some((name) => name === "tags" || name === "tags_all") &&
        say`the tags of the certificate for ${listed(namesOf(change))} change`,
    ),
  },
  {
    id: "certificate-imported",
    risk: "safe",
    when: "An existing certificate is imported.",
    why: "It stays as it is.",
    check: perCertificate(
      (change) =>
        change.resource.importId !== undefined && say`the certificate for ${listed(namesOf(change))} is imported`,
    ),
  },
  {
    id: "certificate-wait",
    risk: "safe",
    when: "The apply waits until ACM has issued a certificate, for another time, or no longer.",
    why: "It changes nothing in AWS.",
    check: perChange(["certificate"], (change) => {
      const { type, action, address } = change.resource;
      if (type !== ISSUED) return false;
      const certificate = change.entry ?? address;
      if (isAdded(change)) return say`the apply waits until ACM has issued the certificate of ${certificate}`;
      if (action === "update") return say`how long an apply waits for the certificate of ${certificate} changes`;
      return action !== "none" && say`the apply no longer waits for the certificate of ${certificate}`;
    }),
  },
  {
    id: "certificate-record-lost",
    risk: "danger",
    when: "A record by which ACM renews a certificate is deleted or changes, and the certificate stays.",
    why: "ACM cannot renew it, and the website fails when it expires.",
    check: (facts) => {
      const going = new Set(
        facts.changing.certificate
          .filter((one) => one.resource.type === CERTIFICATE && isRemoved(one))
          .map(({ entry }) => entry),
      );
      return perChange(["record"], (change) => {
        const { before, entry, id, resource } = change;
        if (before === undefined || !/\.acm-validations\.aws$/.test(sideTarget(before) ?? "")) return false;
        // For a record that is not one of a certificate of ours, the general rules speak.
        if (id === undefined || !id.startsWith("certificate-") || going.has(entry)) return false;
        const isLost = resource.action === "delete" || (isChanged(change) && changesAnswer(change));
        return isLost && say`the record ${shownName(change)} is lost, by which ACM renews the certificate`;
      })(facts);
    },
  },
];

/** Whether a new record is one of a certificate that is requested in the same plan: ACM names it then. */
export function isOfNewCertificate(change: MailChange, { changing }: ReviewFacts): boolean {
  const { id, entry, resource, after } = change;
  if (id === undefined || !id.startsWith("certificate-") || after?.type !== "CNAME" || after.isHidden) return false;
  if (resource.action !== "create" && resource.action !== "update") return false;
  return changing.certificate.some((one) => one.resource.type === CERTIFICATE && one.entry === entry && isAdded(one));
}

/** The names that a certificate is for. */
export function namesOf({ resource: { before, after, address } }: MailChange): readonly string[] {
  const side = after ?? before;
  const own = stringOf(side?.domain_name);
  const others = Array.isArray(side?.subject_alternative_names) ? side.subject_alternative_names : [];
  const texts = others.filter((one): one is string => typeof one === "string" && one !== own);
  return own === undefined ? [address] : [own, ...texts];
}

/** The names of the certificate at which a website stays. */
function usedNames(change: MailChange, { all }: ReviewFacts): readonly string[] {
  const names = namesOf(change);
  return all.flatMap((one) =>
    one.role === "web" && one.after !== undefined && isCovered(nameAfterwards(one), names) ? nameAfterwards(one) : [],
  );
}

function isCovered(name: string, names: readonly string[]): boolean {
  return names.includes(name) || names.includes(`*.${name.slice(name.indexOf(".") + 1)}`);
}
