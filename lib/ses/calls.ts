// Calls to AWS. They are limited in number, and each failure is returned as a value.
import type PQueue from "p-queue";
import type { RolePurpose } from "../dns/account-roles";
import type { Environment } from "../net/proxy";
import { type AccountRegion, AwsClients } from "./aws/clients";
import { credentialSource } from "./aws/credentials";
import { type CallDescription, sesFailure } from "./failure";
import type { IdentityLocation, SesFailure } from "./identity";

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
}

export class Calls {
  readonly clients: AwsClients;
  readonly now: () => number;
  readonly purpose: RolePurpose;
  #queue: Promise<PQueue> | undefined;

  constructor(private readonly props: CallsProps) {
    const { env, clock = Date.now, maxAttempts = 3, timeout = 6_000, purpose = "plan" } = props;
    this.now = clock;
    this.purpose = purpose;
    this.clients = new AwsClients({ env, maxAttempts, timeout, purpose });
  }

  async call<T>(attempt: CallDescription, act: () => Promise<T>): Promise<T | SesFailure> {
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
