// SES's word on identities and accounts; why it could not be had is something that was not seen, never a cause.
import type { Domain } from "../../dns/domain";
import { isSesFailure } from "../../ses/failure";
import type { Identity, Ses, SesAccount } from "../../ses/identity";

/** Null where SES does not know it, undefined where SES could not be asked. */
export async function fetchIdentity(
  { domain, region, account }: Domain,
  ses: Ses | undefined,
  unseen: Set<string>,
): Promise<Identity | null | undefined> {
  const found = await ses?.identity({ domain, region, account });
  if (!isSesFailure(found)) return found;
  unseen.add(`SES in ${region}: ${found.message}`);
  return undefined;
}

/** Each account and region of the domains, once. */
export async function fetchAccounts(
  domains: readonly Domain[],
  ses: Ses | undefined,
  unseen: Set<string>,
): Promise<SesAccount[]> {
  const places = new Map(
    domains.map(({ region, account }) => [JSON.stringify([region, account]), { region, account }] as const),
  );
  const found = await Promise.all(
    [...places.values()].map(async (place) => {
      const account = await ses?.account(place);
      if (!isSesFailure(account)) return account;
      unseen.add(`SES in ${place.region}: ${account.message}`);
      return undefined;
    }),
  );
  return found.flatMap((account) => account ?? []);
}
