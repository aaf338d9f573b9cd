// What verify asks about senders and test addresses, where an answer is missing or the account has production access.
import type { Identity, Ses } from "../../../lib/ses/identity";
import { checkTestAddresses } from "../../../lib/verify/causes/test-addresses";
import { fetchProduction, fetchSenders } from "../../../lib/verify/live/identities";
import { ARTICLE } from "../../helpers/domains";
import { sesOf, VERIFIED } from "../world";

const role = "arn:aws:iam::111122223333:role/apps/shop";
const DOMAIN = { ...ARTICLE, senders: [{ key: "shop", role, from: [] }], testAddresses: ["you@example.net"] };

test("the role is asked for by its name without the path; a call that is denied is unseen, never not there", async () => {
  const asked: string[] = [];
  const ses: Ses = {
    ...sesOf({}),
    rolePolicy: async (_place, name, policy) => {
      asked.push(`${name} ${policy}`);
      return { kind: "denied", message: 'iam:GetRolePolicy for "shop" in us-east-1 is denied' };
    },
  };
  const unseen = new Set<string>();
  expect(await fetchSenders(DOMAIN, ses, unseen)).toEqual([]);
  expect(asked).toEqual(["shop mailzone-example.com-shop-us-east-1"]);
  expect([...unseen]).toEqual(['policy of the role "shop": iam:GetRolePolicy for "shop" in us-east-1 is denied']);
  expect(await fetchSenders(DOMAIN, undefined, unseen)).toEqual([]);
});

test("an address that waits is no warning in production, and one where that is not known", async () => {
  const found: Identity = { ...VERIFIED, domain: "you@example.net", verifiedForSending: false };
  const causes = async (ses: Ses) => {
    const production = await fetchProduction(DOMAIN, ses);
    const entry = { entry: "example.com", domain: "example.com", records: [], deadline: null, config: DOMAIN };
    return checkTestAddresses({ ...entry, production, testAddresses: [{ address: "you@example.net", found }] });
  };
  expect(await causes(sesOf({ account: { production: true } }))).toEqual([]);
  expect(await causes(sesOf({ account: { production: false } }))).toHaveLength(1);
  const silent = { ...sesOf({}), account: async () => ({ kind: "denied", message: "denied" }) as const };
  expect(await causes(silent)).toHaveLength(1);
});
