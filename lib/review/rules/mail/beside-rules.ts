// Rules for other records that mail or SES reads by their names.
import { canonicalName } from "../../../dns/canonical";
import { isWithin } from "../../../dns/names";
import { acmConsent } from "../../../dns/text/caa";
import { dmarcTags } from "../../../dns/text/dmarc";
import { caaSide } from "../../changes/caa";
import { type MailChange, nameAfterwards, shownName } from "../../changes/change";
import type { RecordSide } from "../../changes/record-side";
import { baseName } from "../../changes/zone-names";
import { perNewValue, type ReviewRule } from "../rule";
import { type Sentence, say } from "../sentence";

/** What a record is used for. */
export type Use = "ses" | "dane" | "mta-sts" | "mta-sts-host" | "tls-reports" | "bimi" | "consent";

const USES: readonly (readonly [Use, RegExp])[] = [
  ["ses", /^_amazonses(?:\.|$)/],
  ["dane", /^_(?:25|465|587)\._tcp(?:\.|$)/],
  ["mta-sts", /^_mta-sts(?:\.|$)/],
  ["mta-sts-host", /^mta-sts(?:\.|$)/],
  ["tls-reports", /^_smtp\._tls(?:\.|$)/],
  ["bimi", /\._bimi(?:\.|$)/],
  ["consent", /\._report\._dmarc(?:\.|$)/],
];

/** The use of a record, by its name. */
export function useOf({ before, after }: MailChange): Use | undefined {
  return useOfName(after?.name ?? before?.name);
}

export function useOfName(name: string | undefined): Use | undefined {
  return name === undefined ? undefined : USES.find(([, pattern]) => pattern.test(name))?.[0];
}

const perUse = (use: Use, check: (change: MailChange) => Sentence | false) =>
  perNewValue(
    (change) => (change.role === "record" || change.role === "web") && useOf(change) === use && check(change),
  );

export const BESIDE_RULES: readonly ReviewRule[] = [
  {
    id: "ses-verification",
    risk: "caution",
    when: "A record at _amazonses is added or changed.",
    why: "It verifies the domain for an SES account, which may belong to anybody and can then send mail as the domain.",
    check: perUse(
      "ses",
      (change) =>
        say`${shownName(change)} lets the SES account with the token ${change.after?.value ?? ""} verify the domain`,
    ),
  },
  {
    id: "dane-published",
    risk: "caution",
    when: "A TLSA record of a mail server is added or changed.",
    why: "Senders that support DANE do not deliver if the certificate does not match (RFC 7672 §2.2).",
    check: perUse(
      "dane",
      (change) =>
        say`${shownName(change)} binds mail to the certificate ${change.after?.value ?? ""}: if the server has another one, senders do not deliver`,
    ),
  },
  {
    id: "mta-sts-published",
    risk: "caution",
    when: "MTA-STS is published, or its policy gets another id.",
    why: "Senders then follow the policy at https://mta-sts, and do not deliver to mail servers that it does not list (RFC 8461 §5).",
    check: perUse(
      "mta-sts",
      (change) =>
        say`MTA-STS of ${baseName(nameAfterwards(change))} has ${change.after?.value ?? ""}: senders fetch its policy and follow it`,
    ),
  },
  {
    id: "mta-sts-host",
    risk: "caution",
    when: "The host of the MTA-STS policy is added or its target changes.",
    why: "Whoever controls it decides which mail servers senders may use (RFC 8461 §3.3).",
    check: perUse(
      "mta-sts-host",
      (change) =>
        say`${shownName(change)} points to ${change.after?.value ?? ""}, which decides by MTA-STS where mail may go`,
    ),
  },
  {
    id: "tls-reports-abroad",
    risk: "caution",
    when: "Reports of failed TLS start to go to another domain.",
    why: "Its owner sees where mail comes from and what fails (RFC 8460 §3).",
    check: perUse(
      "tls-reports",
      (change) =>
        isAbroad(change) &&
        say`TLS reports of ${baseName(nameAfterwards(change))} go where ${change.after?.value ?? ""} says`,
    ),
  },
  {
    id: "tls-reports",
    risk: "safe",
    when: "Reports of failed TLS go to the domain itself.",
    why: "Mail is delivered as before.",
    check: perUse(
      "tls-reports",
      (change) =>
        !isAbroad(change) &&
        say`TLS reports of ${baseName(nameAfterwards(change))} go where ${change.after?.value ?? ""} says`,
    ),
  },
  {
    id: "bimi-published",
    risk: "safe",
    when: "A BIMI record is added or changed.",
    why: "It names a logo; mail is treated as before.",
    check: perUse("bimi", (change) => say`BIMI of ${baseName(nameAfterwards(change))} names another logo`),
  },
  {
    id: "report-consent",
    risk: "safe",
    when: "A domain accepts the DMARC reports of another.",
    why: "Mail is treated as before (RFC 9990 §4).",
    check: perUse(
      "consent",
      (change) =>
        !isOpen(change) &&
        say`${baseName(nameAfterwards(change))} accepts the DMARC reports of another domain by ${shownName(change)}`,
    ),
  },
  {
    id: "report-consent-open",
    risk: "caution",
    when: "A domain accepts the DMARC reports of all others, by a wildcard.",
    why: "Anybody can have reports sent there.",
    check: perUse(
      "consent",
      (change) =>
        isOpen(change) &&
        say`${baseName(nameAfterwards(change))} accepts the DMARC reports of any domain by ${shownName(change)}`,
    ),
  },
  {
    id: "caa-excludes-acm",
    risk: "caution",
    when: "A CAA record is added or changed, and none at its name lets Amazon issue certificates.",
    why: "Certificates of websites behind CloudFront are no longer renewed (RFC 8659 §3).",
    check: (facts) => {
      const open = new Set(
        facts.all.flatMap((change) => {
          const { after } = change;
          return after?.type === "CAA" && after.name && isIssue(change) && consentOf(change) === "allowed"
            ? after.name
            : [];
        }),
      );
      return perNewValue((change, after) => {
        if (after.type !== "CAA") return false;
        if (isCritical(change, after))
          return say`CAA ${after.value} at ${shownName(change)} is critical and unknown, so no issuer may issue certificates`;
        if (!isIssue(change)) return false;
        if (open.has(after.name ?? "")) return false;
        return consentOf(change) === "limited"
          ? say`CAA ${after.value} at ${shownName(change)} lets Amazon issue certificates only under conditions, which cannot be checked`
          : say`CAA ${after.value} at ${shownName(change)} does not let Amazon issue certificates`;
      })(facts);
    },
  },
];

/** RFC 8659 §4.1: an issuer that does not know the tag of a critical record must not issue. */
function isCritical(change: MailChange, { value }: RecordSide): boolean {
  const flags = Number(/^(?:flags=)?(\d+)/.exec(value)?.[1] ?? 0);
  return (
    flags >= 128 && !/\b(?:issue|issuewild|issuemail|issuevmc|iodef|contactemail|contactphone)\b/i.test(tagOf(change))
  );
}

/** What a record with the tag issue or issuewild says of Amazon. */
function consentOf(change: MailChange): ReturnType<typeof acmConsent> {
  return acmConsent(caaSide(change, "after")?.value ?? "");
}

function isIssue(change: MailChange): boolean {
  return /\bissue(?:wild)?\b/i.test(tagOf(change));
}

function tagOf(change: MailChange): string {
  return caaSide(change, "after")?.tag ?? "";
}

/** Whether any report goes to another domain, or the address cannot be read. */
function isAbroad({ after }: MailChange): boolean {
  const domain = baseName(after?.name ?? "");
  const uris = dmarcTags(after?.text ?? "").get("rua") ?? "";
  return uris.split(",").some((uri) => {
    const [, host = ""] = /^mailto:[^@\s]+@([^?!\s]+)$/i.exec(uri.trim()) ?? [];
    return host === "" || !isWithin(canonicalName(host), domain);
  });
}

function isOpen({ after }: MailChange): boolean {
  return after?.name?.startsWith("*.") ?? false;
}
