// The SDK's clients, one for each account and region, created when first used. Everything that the SDK would read from the process's
// environment is passed to it: see credentials.ts.
import type { ACMClient } from "@aws-sdk/client-acm";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { SESClient } from "@aws-sdk/client-ses";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
import type { SNSClient } from "@aws-sdk/client-sns";
import { accountOfRole, type RolePurpose, roleArnFor } from "../../dns/account-roles";
import type { Environment } from "../../net/proxy";
import type { IdentityLocation } from "../identity";
import { type CredentialProvider, credentialProvider } from "./credentials";
import { endpointOf, requestHandler, type Service } from "./requests";

export interface AwsClientsProps {
  readonly env: Environment;
  readonly maxAttempts: number;
  readonly timeout: number;
  readonly purpose: RolePurpose;
}

/** The account and region of a client. */
export type AccountRegion = Pick<IdentityLocation, "region" | "account">;

export class AwsClients {
  readonly #v2 = new Map<string, Promise<SESv2Client>>();
  readonly #v1 = new Map<string, Promise<SESClient>>();
  readonly #acm = new Map<string, Promise<ACMClient>>();
  readonly #sns = new Map<string, Promise<SNSClient>>();
  readonly #iam = new Map<string, Promise<IAMClient>>();
  readonly #credentials = new Map<string, Promise<CredentialProvider>>();
  readonly #accounts = new Map<string, Promise<string>>();

  constructor(private readonly props: AwsClientsProps) {}

  v2(location: AccountRegion): Promise<SESv2Client> {
    return memoize(this.#v2, keyOf(location), async () => {
      const [{ SESv2Client }, config] = await Promise.all([
        import("@aws-sdk/client-sesv2"),
        this.#config(location, "SESV2"),
      ]);
      return new SESv2Client(config);
    });
  }

  /** v1 has a call that v2 lacks: the one that restarts the verification of DKIM. */
  v1(location: AccountRegion): Promise<SESClient> {
    return memoize(this.#v1, keyOf(location), async () => {
      const [{ SESClient }, config] = await Promise.all([import("@aws-sdk/client-ses"), this.#config(location, "SES")]);
      return new SESClient(config);
    });
  }

  acm(location: AccountRegion): Promise<ACMClient> {
    return memoize(this.#acm, keyOf(location), async () => {
      const [{ ACMClient }, config] = await Promise.all([import("@aws-sdk/client-acm"), this.#config(location, "ACM")]);
      return new ACMClient(config);
    });
  }

  sns(location: AccountRegion): Promise<SNSClient> {
    return memoize(this.#sns, keyOf(location), async () => {
      const [{ SNSClient }, config] = await Promise.all([import("@aws-sdk/client-sns"), this.#config(location, "SNS")]);
      return new SNSClient(config);
    });
  }

  iam(location: AccountRegion): Promise<IAMClient> {
    return memoize(this.#iam, keyOf(location), async () => {
      const [{ IAMClient }, config] = await Promise.all([import("@aws-sdk/client-iam"), this.#config(location, "IAM")]);
      return new IAMClient(config);
    });
  }

  /** The number of the account that the calls reach, twelve digits. @throws the SDK's errors */
  accountId(location: AccountRegion): Promise<string> {
    return memoize(this.#accounts, keyOf(location), async () => {
      const assumed = accountOfRole(location.account.assumeRoleArn);
      if (assumed !== undefined) return assumed;
      const credentials = await (await this.#provider(location))();
      if (credentials.accountId !== undefined) return credentials.accountId;
      const [{ GetCallerIdentityCommand, STSClient }, config] = await Promise.all([
        import("@aws-sdk/client-sts"),
        this.#config(location, "STS"),
      ]);
      const { Account = "" } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
      return Account;
    });
  }

  #provider(location: AccountRegion): Promise<CredentialProvider> {
    return memoize(this.#credentials, keyOf(location), () => credentialProvider(this.props, location));
  }

  async #config(location: AccountRegion, service: Service) {
    const { env, maxAttempts, timeout } = this.props;
    const endpoint = endpointOf(env, service);
    // AWS_USE_FIPS_ENDPOINT and similar variables of the process cannot be combined with an explicit endpoint.
    const useOther = endpoint === undefined ? undefined : false;
    return {
      region: location.region,
      credentials: await this.#provider(location),
      maxAttempts,
      // SES allows few calls a second (https://docs.aws.amazon.com/ses/latest/dg/quotas.html): after a throttling error, this
      // mode limits the rate.
      retryMode: "adaptive" as const,
      requestHandler: requestHandler(env, timeout),
      endpoint,
      useFipsEndpoint: useOther,
      useDualstackEndpoint: useOther,
    };
  }
}

function keyOf({ region, account }: AccountRegion): string {
  return JSON.stringify([region, account.profile, roleArnFor(account.assumeRoleArn, "apply")]);
}

/** Creates the value for `key` once; a failure is not cached. */
function memoize<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const value = make();
  made.set(key, value);
  value.catch(() => made.delete(key));
  return value;
}
