// Rules for records that are not ours and that mail or SES finds by their names: keys, verifications, policies for mail
// servers.

import { canonicalName } from "../canonical";
import { parseDkimName, parseDkimTarget } from "../kinds/dkim";
import { dkimTags } from "../text/dkim";
import { plainText } from "../text/txt";
import { TXT_POLICIES, txtPolicyFault } from "../text/txt-policy";
import { type CheckRule, perRecord } from "./rule";

export const BESIDE_CHECKS: readonly CheckRule[] = [
  {
    id: "policy-alone",
    severity: "warning",
    reference: "RFC 8461 §3.1, RFC 8460 §3: of two records, or of one with a slip, senders use none",
    summary: "A name has one MTA-STS, TLS-RPT or BIMI record, and it is right.",
    check: perRecord((record, { byName }) => {
      const policy = TXT_POLICIES.find(({ label }) => record.name.startsWith(`${label}.`));
      if (policy === undefined) return undefined;
      const all = byName.get(record.name)?.filter(({ type }) => type === "TXT") ?? [];
      // Reported once for all records at a name.
      if (all[0] !== record) return undefined;
      const texts = all.map(({ content }) => plainText(content ?? ""));
      const fault = texts.length > 0 && txtPolicyFault(policy, texts);
      return fault
        ? `${policy.title} at "${record.name}" counts as none, it ${fault}: write one, "${policy.example}"`
        : undefined;
    }),
  },
  {
    id: "dkim-other",
    severity: "warning",
    reference: "RFC 6376 §3.6.1; Amazon SES, Easy DKIM",
    summary: "An extra record at a DKIM name holds a key, and not one of another SES account.",
    check: perRecord(({ type, name, content, purpose }) => {
      if (purpose !== "record" || parseDkimName(name) === undefined) return undefined;
      if (type !== "TXT" && type !== "CNAME")
        return `${type} at "${name}" is no key, receivers look for TXT or a CNAME: correct the name or the type`;
      if (type === "CNAME" && parseDkimTarget(canonicalName(content ?? "")) !== undefined)
        return `"${name}" is a key of another SES account or entry, which may sign for the domain: drop it, or make it an entry`;
      return type === "TXT" && dkimTags(plainText(content ?? "")).get("p") === ""
        ? `the key at "${name}" is empty, which revokes it: drop the record once nobody signs with it`
        : undefined;
    }),
  },
  {
    id: "ses-verification",
    severity: "warning",
    reference: "Amazon SES, Verifying identities: the TXT record of the former API",
    summary: "No record at _amazonses lets another account verify the domain.",
    check: perRecord(
      ({ name }) =>
        name.startsWith("_amazonses.") &&
        `"${name}" lets the SES account that made its token verify the domain and send in its name: drop it, DKIM verifies`,
    ),
  },
  {
    id: "transport-policy",
    severity: "warning",
    reference: "RFC 7672 §2.2, RFC 8461 §5",
    summary: "TLSA records of mail servers and MTA-STS stop mail where the servers do not match them.",
    check: perRecord(({ type, name, purpose }) => {
      // The policy of mtaSts is known and has rules of its own, and verify compares the one that is served.
      if (purpose === "mta-sts") return undefined;
      const isDane = type === "TLSA" && /^_25\._tcp\./.test(name);
      if (!isDane && !name.startsWith("_mta-sts.")) return undefined;
      const what = isDane ? "the certificate" : "the policy file";
      return `"${name}" stops mail wherever ${what} does not match: ignore this rule with a reason once somebody maintains it`;
    }),
  },
];
