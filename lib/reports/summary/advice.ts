// For each reason of a failure: what happened, what to do, and the setting of domains.yaml that it is about.
import type { Location } from "../../dns/finding";
import type { PublishedPolicy } from "../report";
import type { ReportedDomain } from "./facts";
import type { FailureReason } from "./reason";
import type { Sender } from "./source";

interface Case {
  readonly sender: Sender;
  readonly policy: PublishedPolicy;
  readonly facts: ReportedDomain | undefined;
}

interface Advice {
  readonly meaning: string;
  readonly fix: string;
  readonly at?: Location;
}

/** Which setting each reason is about. */
type Setting = keyof ReportedDomain["places"];

const ADVICE: Readonly<
  Record<FailureReason, { readonly setting?: Setting; readonly of: (one: Case) => Omit<Advice, "at"> }>
> = {
  inconsistent: {
    of: ({ policy: { domain } }) => ({
      meaning:
        "a signature of its very From domain passes, and yet the receiver says that DKIM did not: its report contradicts itself",
      fix: `nothing to do in DNS: look whether other receivers count this sender of ${domain} as failed`,
    }),
  },
  "strict-dkim": {
    setting: "dmarc",
    of: ({ policy: { domain } }) => ({
      meaning: `it is signed by a domain of the same organisation, and adkim=s asks for a signature by the very From domain`,
      fix: `sign as ${domain}, or write dmarc: {alignment: {dkim: relaxed}}`,
    }),
  },
  "strict-spf": {
    setting: "dmarc",
    of: () => ({
      meaning: "SPF passes for a domain of the same organisation, and aspf=s asks for the very From domain",
      fix: "write dmarc: {alignment: {spf: relaxed}}: SES's MAIL FROM domain is always a subdomain",
    }),
  },
  forwarded: {
    of: () => ({
      meaning:
        "receivers say that it came by way of a forwarder or a mailing list, where SPF fails and signatures may break",
      fix: "no record mends this: sign all mail with DKIM, which most forwarders keep",
    }),
  },
  "signature-broken": {
    of: ({ policy: { domain } }) => ({
      meaning: `it has a signature of ${domain} that does not pass: it was changed on the way, its key is not in DNS, or somebody copied it`,
      fix: `mailzone verify ${domain} tells whether the keys are in DNS`,
    }),
  },
  "ses-unsigned": {
    setting: "mailFrom",
    of: ({ policy: { domain }, facts }) => ({
      meaning: `SES sent it without a signature of ${domain} and with a MAIL FROM domain that is not below ${domain}`,
      fix: unsignedFix(domain, facts),
    }),
  },
  "other-signer": {
    setting: "entry",
    of: ({ sender, policy: { domain } }) => ({
      meaning: `${sender.name} signed it, and nobody signed as ${domain}`,
      fix: `if it sends for you, have it sign as ${domain} and write its DKIM records under "records"; if not, a stricter policy stops it`,
    }),
  },
  "other-envelope": {
    setting: "entry",
    of: ({ sender, policy: { domain } }) => ({
      meaning: `its envelope is of ${sender.name}, and nobody signed as ${domain}`,
      fix: `if it sends for you, have it sign as ${domain} and write its DKIM records under "records"; if it forwards your mail, sign that with DKIM`,
    }),
  },
  "spf-without-it": {
    setting: "spf",
    of: ({ policy: { domain } }) => ({
      meaning: `its envelope is of ${domain}, whose SPF record does not name this server, and nothing is signed`,
      fix: "if the server is yours, have it sign with DKIM, or name it in the SPF record; if not, a stricter policy stops it",
    }),
  },
  unauthenticated: {
    of: ({ policy: { domain } }) => ({
      meaning: "nothing in it is authenticated: neither a signature nor SPF passes for any domain",
      fix: `probably forged, and a stricter policy stops it; if the server is yours, have it sign as ${domain}`,
    }),
  },
};

export function adviceOn(reason: FailureReason, one: Case): Advice {
  const { setting, of } = ADVICE[reason];
  const at = setting && (one.facts?.places[setting] ?? one.facts?.places.entry);
  return { ...of(one), at };
}

function unsignedFix(domain: string, facts: ReportedDomain | undefined): string {
  if (facts === undefined) return `no entry of domains.yaml has ${domain}: add it, so that SES signs as ${domain}`;
  const signs = `mailzone verify ${domain} tells why SES does not sign`;
  return facts.mailFrom === undefined ? `${signs}; with mailFrom, SPF would pass as well` : signs;
}
