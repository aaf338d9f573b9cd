// SES's state of an account in one region: production access, whether sending is paused, and how much was sent in a day.
// Accounts have production access here until somebody says otherwise; for real a new one has not.

import type { SesAccount } from "../../world/things";
import type { World } from "../../world/world";

export type AccountKey = Pick<SesAccount, "account" | "region">;

/** What can be set of it. */
export type AccountChanges = Partial<Pick<SesAccount, "production" | "sendingEnabled" | "enforcement">>;

const DAY = 24 * 60 * 60 * 1000;

/** GetAccount. */
export function getAccount(world: World, key: AccountKey): SesAccount {
  world.noteCall("ses:GetAccount");
  return accountState(world, key);
}

/** The account as it stands, without a call of the API. */
export function accountState(world: World, { account, region }: AccountKey): SesAccount {
  const kept = world.accounts.get(`${account}/${region}`);
  if (kept === undefined) {
    return { account, region, production: true, sendingEnabled: true, enforcement: "HEALTHY", sent: [] };
  }
  return { ...kept, sent: kept.sent.filter((time) => time > world.now() - DAY) };
}

/** What AWS does to an account: grants or withdraws production access, pauses it, reviews it. */
export function setAccount(world: World, key: AccountKey, changes: AccountChanges): SesAccount {
  const changed = { ...accountState(world, key), ...changes };
  world.commit(world.accounts.put(`${key.account}/${key.region}`, changed));
  return changed;
}

/** Counts a message for each of its recipients: https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html */
export function noteSent(world: World, key: AccountKey, recipients: number): void {
  const state = accountState(world, key);
  const sent = [...state.sent, ...Array<number>(recipients).fill(world.now())];
  world.commit(world.accounts.put(`${key.account}/${key.region}`, { ...state, sent }));
}
