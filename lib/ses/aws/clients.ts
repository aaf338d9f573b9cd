// The SDK's clients, one set for each way into an account and region, made when somebody asks. All that the SDK would take
// from the process's environment is given to it: see credentials.ts.
import type { SESClient } from "@aws-sdk/client-ses";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
import { accountOfRole, type RolePurpose, roleArnFor } from "../../dns/account-roles";
import type { Environment } from "../../net/proxy";
import type { IdentityLocation } from "../identity";
import { type CredentialProvider, credentialProvider } from "./credentials";
import { endpointOf, requestHandler, type Service } from "./requests";

export interface ClientsProps {
  readonly env: Environment;
  readonly maxAttempts: number;
  readonly timeout: number;
  readonly purpose: RolePurpose;
}

/** Where a client leads. */
export type AccountRegion = Pick<IdentityLocation, "region" | "account">;

export class Clients {
  readonly #v2 = new Map<string, Promise<SESv2Client>>();
  readonly #v1 = new Map<string, Promise<SESClient>>();
  readonly #credentials = new Map<string, Promise<CredentialProvider>>();
  readonly #accounts = new Map<string, Promise<string>>();

  constructor(private readonly props: ClientsProps) {}

  v2(place: AccountRegion): Promise<SESv2Client> {
    return memoize(this.#v2, keyOf(place), async () => {
      const [{ SESv2Client }, config] = await Promise.all([
        import("@aws-sdk/client-sesv2"),
        this.#config(place, "SESV2"),
      ]);
      return new SESv2Client(config);
    });
  }

  /** v1 has what v2 has not: the call that starts the search for DKIM again. */
  v1(place: AccountRegion): Promise<SESClient> {
    return memoize(this.#v1, keyOf(place), async () => {
      const [{ SESClient }, config] = await Promise.all([import("@aws-sdk/client-ses"), this.#config(place, "SES")]);
      return new SESClient(config);
    });
  }

  /** The account in which the place's calls end, twelve digits; throws as the SDK does. */
  accountId(place: AccountRegion): Promise<string> {
    return memoize(this.#accounts, keyOf(place), async () => {
      const assumed = accountOfRole(place.account.assumeRoleArn);
      if (assumed !== undefined) return assumed;
      const credentials = await (await this.#provider(place))();
      if (credentials.accountId !== undefined) return credentials.accountId;
      const [{ GetCallerIdentityCommand, STSClient }, config] = await Promise.all([
        import("@aws-sdk/client-sts"),
        this.#config(place, "STS"),
      ]);
      const { Account = "" } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
      return Account;
    });
  }

  #provider(place: AccountRegion): Promise<CredentialProvider> {
    return memoize(this.#credentials, keyOf(place), () => credentialProvider(this.props, place));
  }

  async #config(place: AccountRegion, service: Service) {
    const { env, maxAttempts, timeout } = this.props;
    const endpoint = endpointOf(env, service);
    return {
      region: place.region,
      credentials: await this.#provider(place),
      maxAttempts,
      // SES takes few calls a second (https://docs.aws.amazon.com/ses/latest/dg/quotas.html): once it has said so, this
      // mode sends no faster than it takes.
      retryMode: "adaptive" as const,
      requestHandler: requestHandler(env, timeout),
      // AWS_USE_FIPS_ENDPOINT and the like of the process do not go with an endpoint that is said.
      ...(endpoint === undefined ? {} : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    };
  }
}

function keyOf({ region, account }: AccountRegion): string {
  return JSON.stringify([region, account.profile, roleArnFor(account.assumeRoleArn, "apply")]);
}

/** What was made once for `key`; a failure is not kept. */
function memoize<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const value = make();
  made.set(key, value);
  value.catch(() => made.delete(key));
  return value;
}
