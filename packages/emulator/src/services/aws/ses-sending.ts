// Checks whether SES accepts a message, as far as the account and the identities decide it. The outbox handles accepted messages.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html

import type { SesIdentity } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { type AccountKey, accountState } from "./ses-account";
import { isEmailAddress, refreshIdentity } from "./ses-identities";
import { checkSetExists, type SetKey, setKeyOf } from "./ses-set-names";

/**
 * Accepts every message, even from an account in SES's sandbox:
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
 */
const SIMULATOR = "simulator.amazonses.com";

/** What SES looks at before it takes a message. */
export interface CheckedMessage {
  /** Addresses without names. */
  readonly from: string;
  readonly recipients: readonly string[];
  /** @default - the one of the identity, if it has one */
  readonly configurationSet?: string | undefined;
}

/** SendEmail's refusals. Except for MessageRejected, the words are the emulator's own. */
export function checkSending(world: World, key: AccountKey, message: CheckedMessage): void {
  const { from, recipients, configurationSet } = message;
  world.noteCall("ses:SendEmail");
  const { enforcement, sendingEnabled, production } = accountState(world, key);
  if (enforcement === "SHUTDOWN") {
    throw new ApiError(400, "AccountSuspendedException", "The account's ability to send email has been suspended.");
  }
  if (!sendingEnabled) {
    throw new ApiError(400, "SendingPausedException", "Email sending is paused for the account.");
  }
  if (recipients.length === 0) throw new ApiError(400, "BadRequestException", "There are no recipients.");
  const wanted = production ? [from] : [from, ...recipients.filter((address) => domainOf(address) !== SIMULATOR)];
  const unverified = [...new Set(wanted)].filter((address) => !isVerified(world, key, address));
  if (unverified.length > 0) {
    const list = unverified.join(", ");
    const message = `Email address is not verified. The following identities failed the check in region ${key.region.toUpperCase()}: ${list}`;
    throw new ApiError(400, "MessageRejected", message);
  }
  const { mailFrom, behaviorOnMxFailure, configurationSetName } = identityOf(world, key, from)!;
  const set = configurationSet ?? configurationSetName;
  if (set !== null) checkSetSends(world, { ...key, name: set });
  if (mailFrom !== null && mailFrom.status !== "SUCCESS" && behaviorOnMxFailure === "REJECT_MESSAGE") {
    const message = `The MAIL FROM domain ${mailFrom.domain} is not verified.`;
    throw new ApiError(400, "MailFromDomainNotVerifiedException", message);
  }
}

/** A set that is only named has its sending on. */
function checkSetSends(world: World, key: SetKey): void {
  checkSetExists(world, key);
  if (world.sets.get(setKeyOf(key))?.options.SendingOptions.SendingEnabled !== false) return;
  throw new ApiError(400, "SendingPausedException", `Email sending is disabled for configuration set ${key.name}.`);
}

/**
 * The identity that lets an address send: the address itself, its domain, or the nearest domain above it. A domain's verification
 * and signature also apply to its subdomains: https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export function identityOf(world: World, { account, region }: AccountKey, address: string): SesIdentity | undefined {
  const labels = domainOf(address).split(".");
  const names = [address, ...labels.map((_, index) => labels.slice(index).join("."))];
  for (const name of isEmailAddress(address) ? names : names.slice(1)) {
    const identity = world.identities.get(`${account}/${region}/${name.toLowerCase()}`);
    if (identity !== undefined) return refreshIdentity(world, identity);
  }
  return undefined;
}

function isVerified(world: World, key: AccountKey, address: string): boolean {
  return identityOf(world, key, address)?.verification === "SUCCESS";
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
