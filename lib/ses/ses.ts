// SES by AWS's SDK. Nothing is read from the process: `env` names credentials, endpoints and files, and in the
// emulator is not the real environment. All failures are values.
import { accountIdOf, accountOf, identityNamesOf, identityOf } from "./actions/read";
import { type RestartOptions, type RestartResult, restart } from "./actions/restart";
import { rolePoliciesOf, rolePolicyOf } from "./actions/roles";
import { type SentMessage, send, type TestMessage } from "./actions/send";
import { configurationSetOf } from "./actions/sets";
import { topicOf } from "./actions/topics";
import { Calls, type CallsProps } from "./calls";
import type { IdentityLocation, Ses, SesFailure } from "./identity";

/** SES with the number of the account, and with the calls that change something; both check allowedAccountIds first. */
export interface SesClient extends Required<Ses> {
  /** The account that the credentials lead to, twelve digits. STS is asked once for a region and account, and needs no permission. */
  accountId(location: IdentityLocation): Promise<{ readonly id: string } | SesFailure>;
  /** Restarts the verifications that have FAILED. */
  restart(location: IdentityLocation, options?: RestartOptions): Promise<RestartResult | SesFailure>;
  /** Sends one message. */
  send(location: IdentityLocation, message: TestMessage): Promise<SentMessage | SesFailure>;
}

export function createSes(options: CallsProps): SesClient {
  const calls = new Calls(options);
  return {
    identity: (location) => identityOf(calls, location),
    account: (location) => accountOf(calls, location),
    configurationSet: (location, name) => configurationSetOf(calls, location, name),
    topic: (location, arn) => topicOf(calls, location, arn),
    rolePolicy: (location, role, policy) => rolePolicyOf(calls, location, role, policy),
    identityNames: (location) => identityNamesOf(calls, location),
    rolePolicies: (location) => rolePoliciesOf(calls, location),
    accountId: (location) => accountIdOf(calls, location),
    restart: (location, restartOptions) => restart(calls, location, restartOptions),
    send: (location, message) => send(calls, location, message),
  };
}
