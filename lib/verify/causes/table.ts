// Every cause that verify can name, with a sentence that documents it; docs/diagnosis.md has a section for each.
import type { Cause } from "../verification";

export interface CauseKind {
  /** The default; a single problem may be a warning if nothing depends on it. */
  readonly severity: Cause["severity"];
  readonly summary: string;
  /** The standard or the provider's document behind it. */
  readonly reference: string;
}

export const CAUSES = {
  "zone-unregistered": error("The zone's name does not exist in DNS.", "RFC 8020"),
  "zone-undelegated": error(
    "The zone exists only at Cloudflare: its parent does not delegate it there.",
    "RFC 1034 §4.2.2",
  ),
  "zone-elsewhere": error("The zone's name servers are not Cloudflare's.", "Cloudflare, Nameserver setups"),
  "name-delegated": error("A name is in a separate zone on other name servers.", "RFC 1034 §4.2.1"),
  "delegation-differs": warning(
    "A zone below names other name servers than the NS records that lead to it.",
    "RFC 1034 §4.2.2, RFC 2181 §5.4.1",
  ),
  "dns-intercepted": warning("Something on the way answers instead of the name servers.", "RFC 1035 §4.1.1"),
  "dns-outside": warning("The zone is outside the emulator, so nothing is known about it.", "RFC 8914 §5.2"),
  "dns-endless": warning(
    "Looking a name up takes more questions, name servers or records than a name may cost.",
    "RFC 1034 §7.1, CVE-2020-8616",
  ),
  "servers-private": warning("Name servers have addresses that are not public.", "RFC 6890"),
  "servers-silent": warning("Name servers do not answer.", "RFC 2182 §3"),
  "servers-lame": error("Name servers answer without authority for the zone, or with a failure.", "RFC 1912 §2.8"),
  "servers-disagree": error("Name servers of one zone answer differently.", "RFC 1034 §4.3.5"),
  "dnssec-broken": error("Resolvers that check signatures refuse the zone's answers.", "RFC 4035 §5, RFC 8914"),
  "resolver-failing": warning("A public resolver gets no answer, with signatures checked or not.", "RFC 2308 §7.1"),
  "cache-old": warning("The name servers have the record, and a resolver still has an older answer.", "RFC 2308 §5"),
  "resolver-differs": warning(
    "The name servers have the record, and a resolver has another answer that no cache keeps.",
    "RFC 2308 §5, RFC 8499 §6",
  ),

  "record-missing": error("A record is not there.", "RFC 2308 §2"),
  "record-different": error("A record has another value.", "RFC 1034 §3.6"),
  "name-doubled": error("A record is at its name with the zone's name added a second time.", "RFC 1035 §5.1"),
  "cname-proxied": error(
    "A name answers with addresses instead of its CNAME.",
    "Cloudflare, Proxy status and CNAME flattening",
  ),
  "proxy-off": error("A record that should be proxied is DNS only at Cloudflare.", "Cloudflare, Proxy status"),
  "cname-twice": error("A name has two CNAMEs.", "RFC 2181 §10.1"),
  "target-doubled": error("A record's target has the zone's name behind it.", "RFC 1035 §5.1"),
  "target-stray": error(
    "A record's target has characters that no host name has, or its end is missing.",
    "RFC 1123 §2.1",
  ),
  "other-type": error("There is a record of another type at the name.", "RFC 1034 §3.6.2"),
  "txt-by-cname": warning("A TXT comes from another name, by a CNAME.", "RFC 1034 §3.6.2"),
  "wildcard-answers": error("A wildcard answers instead of the record.", "RFC 4592 §2.1"),
  "txt-unquoted": error("A TXT without quotes was split into several strings.", "RFC 1035 §5.1"),
  "txt-quotes": error("A TXT has its quotes as part of the text.", "RFC 1035 §5.1"),
  "txt-split": error("A TXT was split so that spaces are lost or added.", "RFC 7208 §3.3"),
  "txt-stray": error("A TXT has characters that do not belong there.", "RFC 7208 §12, RFC 9989 §4.8"),
  "txt-case": error("A TXT differs only in capitals.", "RFC 9989 §4.7"),

  "dkim-partial": error("Some of the three DKIM records are not there.", "Amazon SES, Easy DKIM"),
  "dkim-region": error("A DKIM record leads to the keys of another region.", "Amazon SES endpoints and quotas"),
  "dkim-hosted-zone": error("SES publishes the keys elsewhere than the records say.", "SES API, DkimAttributes"),
  "dkim-tokens-stale": error("SES has other DKIM tokens than the records.", "SES API, DkimAttributes"),
  "dkim-key-absent": error("A DKIM record leads to no key.", "RFC 6376 §3.6.2"),
  "dkim-key-revoked": error("A DKIM key is revoked.", "RFC 6376 §3.6.1"),
  "dkim-key-unreadable": error("A DKIM key cannot be read.", "RFC 6376 §3.6.1"),
  "dkim-key-short": error("A DKIM key is shorter than receivers accept.", "RFC 8301 §3.2"),
  "dkim-key-former": warning("A DKIM record of ours leads to a key that SES does not sign with.", "RFC 6376 §6.1.2"),
  "dkim-key-1024": warning("A DKIM key is shorter than 2048 bits.", "RFC 8301 §3.2"),

  "no-mail-identity": warning("SES has an identity of a domain without mail.", "SES API, GetEmailIdentity"),
  "null-mx-second": error("A domain without mail has another MX.", "RFC 7505 §3"),
  "mail-from-second-mx": error("The MAIL FROM domain has more than one MX.", "Amazon SES, custom MAIL FROM domain"),
  "mail-from-shared": warning(
    "The MAIL FROM domain is used for something else.",
    "Amazon SES, custom MAIL FROM domain",
  ),
  "spf-twice": error("A name has two SPF records.", "RFC 7208 §4.5"),
  "spf-lookups": error("An SPF record needs more than 10 lookups.", "RFC 7208 §4.6.4"),
  "spf-void": error("An SPF record looks up more than 2 names that do not exist.", "RFC 7208 §4.6.4"),
  "spf-broken": error("An SPF record leads to something that receivers refuse.", "RFC 7208 §4.6, §5.2"),
  "spf-at-apex": warning("The domain has an SPF record of other senders.", "RFC 7208 §3.1"),
  "dmarc-twice": error("A name has two DMARC records.", "RFC 9989 §4.10"),
  "dmarc-at-parent": warning("Until the record is there, a parent's DMARC policy applies.", "RFC 9989 §4.10.1"),
  "dmarc-absent": warning("No DMARC policy applies to the domain.", "RFC 9989 §4.10.1"),
  "dmarc-report-consent": warning("A report address is not authorised by its owner.", "RFC 9990 §4"),
  "dmarc-none-long": warning("DMARC only reports, a month after DKIM works.", "RFC 9989 §5.1"),
  "mta-sts-absent": warning("The domain receives mail and has no valid MTA-STS.", "RFC 8461 §3.1"),
  "mta-sts-policy": error("The policy of MTA-STS is not where senders fetch it, or is another one.", "RFC 8461 §3.3"),
  "mta-sts-mx": error("The policy of MTA-STS does not list a mail server of the domain.", "RFC 8461 §4.1"),
  "tls-rpt-absent": warning("The domain receives mail and has no valid TLS reporting.", "RFC 8460 §3"),
  "bimi-void": error("A BIMI record of ours is invalid.", "BIMI draft, §4.2"),
  "bimi-dmarc": warning("The domain has a BIMI logo and does not enforce DMARC.", "BIMI draft, §7.1"),

  "ses-identity-absent": error("SES does not know the identity.", "SES API, GetEmailIdentity"),
  "ses-pending": error("DNS is right, and SES has not verified it yet.", "Amazon SES, Verifying a domain identity"),
  "ses-failed": error("SES has given up looking for the DKIM records.", "Amazon SES, Verifying a domain identity"),
  "ses-deadline": warning("SES soon stops looking for the DKIM records.", "Amazon SES, Verifying a domain identity"),
  "ses-signing-off": error("SES does not sign the domain's mail.", "SES API, PutEmailIdentityDkimAttributes"),
  "ses-mail-from-pending": error(
    "DNS is right, and SES does not use the MAIL FROM domain yet.",
    "SES API, MailFromAttributes",
  ),
  "ses-mail-from-failed": error(
    "SES has given up looking for the MAIL FROM domain's MX.",
    "SES API, MailFromAttributes",
  ),
  "ses-mail-from-other": error("SES uses another MAIL FROM domain, or none.", "SES API, MailFromAttributes"),
  "ses-mail-from-unwanted": warning(
    "SES uses a MAIL FROM domain, and domains.yaml wants none.",
    "SES API, MailFromAttributes",
  ),
  "ses-set-absent": error("SES does not have the domain's configuration set.", "SES API, GetConfigurationSet"),
  "ses-set-other": warning("SES uses another configuration set for the domain, or none.", "SES API, GetEmailIdentity"),
  "ses-set-sending-off": error(
    "The sending of the domain's configuration set is switched off.",
    "SES API, PutConfigurationSetSendingOptions",
  ),
  "ses-set-different": warning(
    "The domain's configuration set has other settings than domains.yaml.",
    "SES API, GetConfigurationSet",
  ),
  "ses-events-off": warning(
    "An event destination is missing, switched off, publishes less than it should, or elsewhere.",
    "SES API, GetConfigurationSetEventDestinations",
  ),
  "ses-address-unverified": warning(
    "A test address waits for its owner to open the link in SES's mail.",
    "Amazon SES, Verifying an email address identity",
  ),
  "ses-address-absent": warning("SES does not have a test address.", "SES API, GetEmailIdentity"),
  "sender-role-absent": error("A role of senders does not exist.", "IAM API, GetRole"),
  "sender-policy-absent": error("A role of senders does not have its policy.", "IAM API, GetRolePolicy"),
  "sender-policy-other": warning(
    "The policy of a role of senders says something else than domains.yaml.",
    "IAM API, GetRolePolicy",
  ),
  "ses-sandbox": warning("The account may send to verified addresses only.", "Amazon SES, Request production access"),
  "ses-paused": error("The account's sending is paused.", "SES API, GetAccount"),
  "ses-enforcement": warning("The account is under review by AWS, or shut down.", "SES API, GetAccount"),

  "certificate-absent": error("ACM has no certificate for the website's names.", "ACM API, ListCertificates"),
  "certificate-pending": error("ACM has not issued the certificate yet.", "ACM User Guide, DNS validation"),
  "certificate-failed": error("ACM issues the certificate no more.", "ACM API, CertificateDetail"),
  "certificate-renewal": warning("ACM does not renew the certificate.", "ACM User Guide, Managed renewal"),
  "web-unresolved": error("A website's name leads to no address.", "RFC 1034 §3.6.2"),
  "web-tls": warning("A website does not answer with a certificate for its name.", "RFC 9525 §6"),
  "caa-limits": warning(
    "CAA records let Amazon issue the certificate only under conditions.",
    "RFC 8657, RFC 8659 §4.2",
  ),
  "caa-forbids": warning("CAA records stop Amazon from issuing the certificate.", "RFC 8659 §3"),
} as const satisfies Readonly<Record<string, CauseKind>>;

export type CauseId = keyof typeof CAUSES;

function error(summary: string, reference: string): CauseKind {
  return { severity: "error", summary, reference };
}

function warning(summary: string, reference: string): CauseKind {
  return { severity: "warning", summary, reference };
}
