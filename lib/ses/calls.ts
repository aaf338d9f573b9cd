// Calls to AWS. They are limited in number, and each failure is returned as a value.

import type PQueue from "p-queue";
import type { RolePurpose } from "../dns/account-roles";
import { sleep } from "../net/clock";
import type { Environment } from "../net/proxy";
import { type AccountRegion, AwsClients } from "./aws/clients";
import { credentialSource } from "./aws/credentials";
import { type CallDescription, isSesFailure, sesFailure } from "./failure";
import type { IdentityLocation, SesFailure } from "./identity";
import type { SesPace } from "./pace";

export interface CallsProps {
  /** The environment that names credentials, files and endpoints: AWS_PROFILE, AWS_ENDPOINT_URL_SESV2 and so on. */
  readonly env: Environment;
  /** @default Date.now */
  readonly clock?: () => number;
  /** Which role of an account with two roles: `apply` for calls that change something. @default plan */
  readonly purpose?: RolePurpose;
  /** The most attempts of a call. @default 3 */
  readonly maxAttempts?: number;
  /** Milliseconds that one attempt may take. @default 6000 */
  readonly timeout?: number;
  /** The most calls at the same time. @default 8 */
  readonly concurrency?: number;
  /** Aborts calls that only read; calls that change something are completed. @default - none */
  readonly signal?: AbortSignal;
  /** Calls keep to it, and what is throttled is tried again after a wait. @default - calls do not wait, as in the emulator */
  readonly pace?: SesPace | undefined;
  /** Called for waits that a person notices. @default - not called */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** Milliseconds before a call that was throttled is made again, after the SDK's own attempts. */
const THROTTLED_WAITS = [2_000, 5_000, 10_000];

/** Milliseconds: a wait for the pace that is reported. */
const NOTICED = 2_000;

export class Calls {
  readonly clients: AwsClients;
  readonly now: () => number;
  readonly purpose: RolePurpose;
  #queue: Promise<PQueue> | undefined;
  #hasToldOfPace = false;

  constructor(private readonly props: CallsProps) {
    const { env, clock = Date.now, maxAttempts = 3, timeout = 6_000, purpose = "plan" } = props;
    this.now = clock;
    this.purpose = purpose;
    this.clients = new AwsClients({ env, maxAttempts, timeout, purpose });
  }

  async call<T>(attempt: CallDescription, act: () => Promise<T>): Promise<T | SesFailure> {
    const { pace, onWait = () => {}, signal } = this.props;
    // Only these actions are throttled at one a second. Sending has the account's own rate.
    const isPaced = pace !== undefined && attempt.action.startsWith("ses:") && !attempt.action.startsWith("ses:Send");
    if (!isPaced) return this.#attempt(attempt, act);
    try {
      for (let retries = 0; ; retries += 1) {
        await this.#turn(pace, attempt);
        const result = await this.#attempt(attempt, act);
        const wait = THROTTLED_WAITS[retries];
        if (wait === undefined || !isThrottled(result)) return result;
        onWait(`SES in ${attempt.region} takes no more calls for now: waiting ${wait / 1000} s`);
        await sleep(pace.clock, wait, signal);
      }
    } catch (error) {
      return sesFailure(error, attempt);
    }
  }

  async #turn(pace: SesPace, { region, credentials }: CallDescription): Promise<void> {
    const { onWait = () => {}, signal } = this.props;
    const wait = pace.reserve(JSON.stringify([region, credentials]));
    if (wait >= NOTICED && !this.#hasToldOfPace) {
      this.#hasToldOfPace = true;
      onWait("SES allows one call a second: identities are asked one after the other");
    }
    if (wait > 0) await sleep(pace.clock, wait, signal);
  }

  async #attempt<T>(attempt: CallDescription, act: () => Promise<T>): Promise<T | SesFailure> {
    const { concurrency = 8 } = this.props;
    this.#queue ??= import("p-queue").then(({ default: PQueue }) => new PQueue({ concurrency }));
    try {
      return await (await this.#queue).add(act);
    } catch (error) {
      return sesFailure(error, attempt);
    }
  }

  /** The options of a call that only reads. */
  get abortOptions(): { readonly abortSignal?: AbortSignal } {
    const { signal } = this.props;
    return signal === undefined ? {} : { abortSignal: signal };
  }

  /** The failure if the credentials are of an account that is not allowed; null if they are not. */
  async accountMismatch(location: IdentityLocation): Promise<SesFailure | null> {
    const allowed = location.account.allowedAccountIds;
    if (allowed === undefined) return null;
    const attempt = this.describeCall(location, "sts:GetCallerIdentity", location.domain);
    const id = await this.call(attempt, () => this.clients.accountId(location));
    if (typeof id !== "string") return id;
    if (allowed.includes(id)) return null;
    const message = `${credentialSource(location.account, this.purpose)} leads to the account ${id}, "${location.domain}" belongs to ${allowed.join(" or ")}: nothing was done, use other credentials`;
    return { kind: "denied", message };
  }

  /** Describes a call, for messages about its failure. */
  describeCall({ region, account }: AccountRegion, action: string, subject: string): CallDescription {
    return { action, subject, region, credentials: credentialSource(account, this.purpose) };
  }
}

function isThrottled(result: unknown): boolean {
  return typeof result === "object" && isSesFailure(result) && result.kind === "throttled";
}
