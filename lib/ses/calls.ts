// Calls to AWS: so many at once as SES bears, each failure a value.
import type PQueue from "p-queue";
import type { RolePurpose } from "../dns/account-roles";
import type { Environment } from "../net/proxy";
import { type AccountRegion, Clients } from "./aws/clients";
import { credentialSource } from "./aws/credentials";
import { type CallDescription, sesFailure } from "./failure";
import type { IdentityLocation, SesFailure } from "./identity";

export interface CallsProps {
  /** The environment that names credentials, files and endpoints: AWS_PROFILE, AWS_ENDPOINT_URL_SESV2 and so on. */
  readonly env: Environment;
  /** @default Date.now */
  readonly clock?: () => number;
  /** Which role of an account that has two: `apply` for what changes something. @default plan */
  readonly purpose?: RolePurpose;
  /** How often a call is tried. @default 3 */
  readonly maxAttempts?: number;
  /** Milliseconds that one try may take. @default 6000 */
  readonly timeout?: number;
  /** How many calls are under way at once. @default 8 */
  readonly concurrency?: number;
  /** Ends what only asks; what changes something is waited for. @default - all is waited for */
  readonly signal?: AbortSignal;
}

export class Calls {
  readonly clients: Clients;
  readonly now: () => number;
  readonly purpose: RolePurpose;
  #queue: Promise<PQueue> | undefined;

  constructor(private readonly props: CallsProps) {
    const { env, clock = Date.now, maxAttempts = 3, timeout = 6_000, purpose = "plan" } = props;
    this.now = clock;
    this.purpose = purpose;
    this.clients = new Clients({ env, maxAttempts, timeout, purpose });
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

  /** For a call that only asks. */
  get abortOptions(): { readonly abortSignal?: AbortSignal } {
    const { signal } = this.props;
    return signal === undefined ? {} : { abortSignal: signal };
  }

  /** Why nothing may be changed by these credentials; null where it may. */
  async accountMismatch(place: IdentityLocation): Promise<SesFailure | null> {
    const allowed = place.account.allowedAccountIds;
    if (allowed === undefined) return null;
    const attempt = this.describeCall(place, "sts:GetCallerIdentity", place.domain);
    const id = await this.call(attempt, () => this.clients.accountId(place));
    if (typeof id !== "string") return id;
    if (allowed.includes(id)) return null;
    const message = `${credentialSource(place.account, this.purpose)} leads to the account ${id}, "${place.domain}" belongs to ${allowed.join(" or ")}: nothing was done, use other credentials`;
    return { kind: "denied", message };
  }

  /** Words for a failure at `place`. */
  describeCall({ region, account }: AccountRegion, action: string, subject: string): CallDescription {
    return { action, subject, region, credentials: credentialSource(account, this.purpose) };
  }
}
