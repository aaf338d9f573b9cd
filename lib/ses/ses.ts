// SES by AWS's own SDK. Nothing is read from the process: credentials, endpoints and files are named by `env`, which in the
// emulator is not the real environment. All failures are values.
import { accountOf, identityOf } from "./actions/read";
import { type RestartOptions, type RestartResult, restart } from "./actions/restart";
import { type SentMessage, send, type TestMessage } from "./actions/send";
import { Calls, type CallsProps } from "./calls";
import type { IdentityLocation, Ses, SesFailure } from "./identity";

/** SES with what changes it; both check allowedAccountIds first. */
export interface SesClient extends Ses {
  /** Starts the searches again that have FAILED. */
  restart(place: IdentityLocation, options?: RestartOptions): Promise<RestartResult | SesFailure>;
  /** Sends one message. */
  send(place: IdentityLocation, message: TestMessage): Promise<SentMessage | SesFailure>;
}

export function createSes(options: CallsProps): SesClient {
  const calls = new Calls(options);
  return {
    identity: (place) => identityOf(calls, place),
    account: (place) => accountOf(calls, place),
    restart: (place, restartOptions) => restart(calls, place, restartOptions),
    send: (place, message) => send(calls, place, message),
  };
}
