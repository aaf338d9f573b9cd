// SES's state of an account in one region: production access, whether sending is paused, and the messages sent in the last day.
// Accounts here have production access until somebody changes it; a new AWS account does not.

import type { SesAccount } from "../../world/entities";
import type { World } from "../../world/world";

export type AccountKey = Pick<SesAccount, "account" | "region">;

/** The fields that can be changed. */
export type AccountChanges = Partial<Pick<SesAccount, "production" | "sendingEnabled" | "enforcement">>;

const DAY = 24 * 60 * 60 * 1000;

/** GetAccount. */
export function getAccount(world: World, key: AccountKey): SesAccount {
  world.noteCall("ses:GetAccount");
  return accountState(world, key);
}

/** The current state of the account, without counting an API call. */
export function accountState(world: World, { account, region }: AccountKey): SesAccount {
  const kept = world.accounts.get(`${account}/${region}`);
  if (kept === undefined) {
    return { account, region, production: true, sendingEnabled: true, enforcement: "HEALTHY", sent: [] };
  }
  return { ...kept, sent: kept.sent.filter((time) => time > world.now() - DAY) };
}

/** Changes an account as AWS does: grants or withdraws production access, pauses it, or puts it under review. */
export function setAccount(world: World, key: AccountKey, changes: AccountChanges): SesAccount {
  const before = accountState(world, key);
  const { production = before.production, sendingEnabled = before.sendingEnabled } = changes;
  const { enforcement = before.enforcement } = changes;
  const changed = { ...before, production, sendingEnabled, enforcement };
  world.commit(world.accounts.put(`${key.account}/${key.region}`, changed));
  return changed;
}

/** Counts a message once for each recipient: https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html */
export function noteSent(world: World, key: AccountKey, recipients: number): void {
  const state = accountState(world, key);
  const sent = [...state.sent, ...Array<number>(recipients).fill(world.now())];
  world.commit(world.accounts.put(`${key.account}/${key.region}`, { ...state, sent }));
}
