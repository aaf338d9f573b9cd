// Fetches identities and accounts from SES. If that fails, the reason is reported as not checked, never as a cause.
import type { AcmClient } from "../../acm/acm";
import type { AcmCertificate } from "../../acm/certificate";
import type { Domain, SenderRole } from "../../dns/domain";
import { hasIdentity } from "../../dns/has-identity";
import { roleNameOf, senderPolicyName } from "../../dns/sending";
import { isSesFailure } from "../../ses/failure";
import type { Identity, Ses, SesAccount } from "../../ses/identity";
import type { ConfigurationSetState, RolePolicyState } from "../../ses/set";
import type { VerifyOptions } from "../options";

/** Null if SES has no such identity, undefined if SES was not queried or did not answer. */
export async function fetchIdentity(
  { domain, region, account }: Domain,
  ses: Ses | undefined,
  unchecked: Set<string>,
): Promise<Identity | null | undefined> {
  const found = await ses?.identity({ domain, region, account });
  if (!isSesFailure(found)) return found;
  unchecked.add(`SES in ${region}: ${found.message}`);
  return undefined;
}

/** The identities of a domain without mail, which has no account of its own: where the other domains have theirs. */
export async function fetchUnwanted(
  domain: Domain,
  { domains, ses }: Pick<VerifyOptions, "domains" | "ses">,
  unchecked: Set<string>,
): Promise<Identity[]> {
  const places = new Map(
    domains
      .filter(hasIdentity)
      .map(({ region, account }) => [JSON.stringify([region, account]), { region, account }] as const),
  );
  const asked = [...places.values()].map((place) => fetchIdentity({ ...domain, ...place }, ses, unchecked));
  return (await Promise.all(asked)).flatMap((found) => found ?? []);
}

/** ACM's certificates for the names of an entry; undefined if it wants none, or ACM was not asked or did not answer. */
export async function fetchCertificates(
  { certificate, account }: Domain,
  acm: Pick<AcmClient, "certificates"> | undefined,
  unchecked: Set<string>,
): Promise<readonly AcmCertificate[] | undefined> {
  if (certificate === undefined) return undefined;
  const found = await acm?.certificates({ account }, certificate.names);
  if (found === undefined || !("message" in found)) return found;
  unchecked.add(`ACM: ${found.message}`);
  return undefined;
}

/** The test addresses of an entry; those about which SES did not answer are left out. */
export async function fetchTestAddresses(
  domain: Domain,
  ses: Ses | undefined,
  unchecked: Set<string>,
): Promise<{ readonly address: string; readonly found: Identity | null }[]> {
  const read = (domain.testAddresses ?? []).map(async (address) => {
    const found = await fetchIdentity({ ...domain, domain: address }, ses, unchecked);
    return found === undefined ? [] : { address, found };
  });
  return (await Promise.all(read)).flat();
}

/** Whether the account of an entry with test addresses is out of the sandbox. Why it is not known is reported by fetchAccounts(). */
export async function fetchProduction(domain: Domain, ses: Ses | undefined): Promise<boolean | undefined> {
  if (domain.testAddresses === undefined) return undefined;
  const account = await ses?.account(domain);
  return account === undefined || isSesFailure(account) ? undefined : account.production;
}

/** The senders of an entry; those about which IAM did not answer are left out. */
export async function fetchSenders(
  domain: Domain,
  ses: Ses | undefined,
  unchecked: Set<string>,
): Promise<{ readonly sender: SenderRole; readonly found: RolePolicyState }[]> {
  const read = (domain.senders ?? []).map(async (sender) => {
    const role = roleNameOf(sender.role);
    const found = await ses?.rolePolicy?.(domain, role, senderPolicyName(sender, domain));
    if (found === undefined) return [];
    if (!isSesFailure(found)) return { sender, found };
    unchecked.add(`policy of the role "${role}": ${found.message}`);
    return [];
  });
  return (await Promise.all(read)).flat();
}

/** The set that domains.yaml names for an entry: null if SES has no such set, undefined if there is none or SES did not answer. */
export async function fetchSet(
  { configurationSet: name, region, account }: Domain,
  ses: Ses | undefined,
  unchecked: Set<string>,
): Promise<ConfigurationSetState | null | undefined> {
  if (name === undefined) return undefined;
  const found = await ses?.configurationSet?.({ region, account }, name);
  if (!isSesFailure(found)) return found;
  unchecked.add(`configuration set "${name}" in ${region}: ${found.message}`);
  return undefined;
}

/** Each account and region of the domains, once each. */
export async function fetchAccounts(
  domains: readonly Domain[],
  ses: Ses | undefined,
  unchecked: Set<string>,
): Promise<SesAccount[]> {
  const regions = new Map(
    domains.map(({ region, account }) => [JSON.stringify([region, account]), { region, account }] as const),
  );
  const found = await Promise.all(
    [...regions.values()].map(async (region) => {
      const account = await ses?.account(region);
      if (!isSesFailure(account)) return account;
      unchecked.add(`SES in ${region.region}: ${account.message}`);
      return undefined;
    }),
  );
  return found.flatMap((account) => account ?? []);
}
