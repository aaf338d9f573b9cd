// Matches the policies of senders, and test addresses, with what IAM and SES have.
import type { Domain } from "../../dns/domain";
import { identityFingerprint, senderFingerprint } from "../../dns/fingerprint";
import { isSamePolicy } from "../../dns/policy-text";
import { roleNameOf, senderDocument, senderId, senderPolicyName } from "../../dns/sending";
import { testAddressId } from "../../dns/test-addresses";
import type { Identity } from "../../ses/identity";
import type { RolePolicyState } from "../../ses/set";
import type { Managed, Match } from "./match";
import { changesOf, SesMatches, shortText, tagChanges } from "./ses-match";

/** @param seen by the sender's key; senders about which IAM did not answer are missing */
export function matchSenders(
  domain: Domain,
  seen: ReadonlyMap<string, RolePolicyState>,
  managed: Managed = new Set(),
): Match[] {
  const matches = new SesMatches(domain, managed);
  return (domain.senders ?? []).flatMap((sender): Match[] => {
    const found = seen.get(sender.key);
    if (found === undefined) return [];
    const [role, policy] = [roleNameOf(sender.role), senderPolicyName(sender, domain)];
    const [id, subject] = [senderId(sender), `policy ${policy} of the role ${role}`];
    if (found.kind === "no-role") {
      const note = `the account has no role ${role}, and the apply fails without it: make it first, or correct senders.${sender.key}`;
      return [matches.absent(id, subject, [note])];
    }
    if (found.kind === "no-policy") return [matches.absent(id, subject)];
    const wanted = JSON.stringify(senderDocument(sender, domain));
    const isSame = isSamePolicy(found.document, wanted);
    const changes = isSame ? [] : changesOf([["policy", shortText(found.document), shortText(wanted)]]);
    const fingerprint = senderFingerprint({ role, name: policy, policy: found.document });
    return [matches.found(id, subject, { importId: `${role}:${policy}`, fingerprint, changes })];
  });
}

/** @param seen by the address; those about which SES did not answer are missing */
export function matchTestAddresses(
  domain: Domain,
  seen: ReadonlyMap<string, Identity | null>,
  managed: Managed = new Set(),
): Match[] {
  const matches = new SesMatches(domain, managed);
  return (domain.testAddresses ?? []).flatMap((address): Match[] => {
    const found = seen.get(address);
    if (found === undefined) return [];
    const [id, subject] = [testAddressId(address), `test address ${address} in ${domain.region}`];
    if (found === null) return [matches.absent(id, subject)];
    const { configurationSet, tags, dkim } = found;
    const changes = [
      ...changesOf([["configurationSet", configurationSet ?? "", ""]]),
      ...tagChanges(tags, domain.tags),
    ];
    const fingerprint = identityFingerprint({ domain: address, configurationSet, tags, tokens: dkim.tokens });
    return [matches.found(id, subject, { importId: `${address}@${domain.region}`, fingerprint, changes })];
  });
}
