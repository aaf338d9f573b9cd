// Credentials from an environment that is a parameter. The SDK's own chain reads the process's environment, which in
// the emulator still holds the user's real keys: so each link is the SDK's, and each is told what to read. The order is the
// Terraform provider's (https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration),
// so that verify sees the account that apply changed: a profile of domains.yaml, keys, a web identity, AWS_PROFILE, a
// container, an EC2 instance.
import path from "node:path";
import { type RolePurpose, roleArnFor } from "../../dns/account-roles";
import type { AwsAccount } from "../../dns/domain";
import type { Environment } from "../../net/proxy";
import { endpointOf, requestHandler } from "./requests";

type Providers = typeof import("@aws-sdk/credential-providers");

/** The type of credentials that the SDK's clients accept. */
export type CredentialProvider = ReturnType<Providers["fromTemporaryCredentials"]>;
export type Credentials = Awaited<ReturnType<CredentialProvider>>;

/** Where credentials are from, in words; it never contains a key. */
export function credentialSource({ profile, assumeRoleArn }: AwsAccount, purpose: RolePurpose): string {
  const role = roleArnFor(assumeRoleArn, purpose);
  if (role !== undefined) return `role "${role}"`;
  return profile === undefined ? "the environment" : `profile "${profile}"`;
}

/** The credentials of `account`, fetched when they are first used. */
export async function credentialProvider(
  { env, timeout, purpose }: { readonly env: Environment; readonly timeout: number; readonly purpose: RolePurpose },
  { account, region }: { readonly account: AwsAccount; readonly region: string },
): Promise<CredentialProvider> {
  const { profile } = account;
  const RoleArn = roleArnFor(account.assumeRoleArn, purpose);
  const keys = keysOf(env);
  // Keys are complete as they are; the package takes longer to load than one call to SES.
  if (keys !== undefined && profile === undefined && RoleArn === undefined) return async () => keys;
  const providers = await import("@aws-sdk/credential-providers");
  const endpoint = endpointOf(env, "STS");
  const clientConfig = {
    region,
    requestHandler: requestHandler(env, timeout),
    maxAttempts: 2,
    endpoint,
  };
  const fromFiles = (name: string) => providers.fromIni({ profile: name, clientConfig, ...profileFiles(env) });
  const master =
    profile === undefined
      ? providers.createCredentialChain(...providerChain(env, providers, clientConfig, fromFiles))
      : fromFiles(profile);
  if (RoleArn === undefined) return master;
  const params = { RoleArn, RoleSessionName: "mailzone" };
  return providers.fromTemporaryCredentials({ masterCredentials: master, params, clientConfig });
}

type ClientConfig = NonNullable<NonNullable<Parameters<Providers["fromIni"]>[0]>["clientConfig"]>;

function providerChain(
  env: Environment,
  providers: Providers,
  clientConfig: ClientConfig,
  fromFiles: (name: string) => ReturnType<Providers["fromIni"]>,
): CredentialProvider[] {
  const keys = keysOf(env);
  if (keys !== undefined) return [async () => keys];
  const { AWS_WEB_IDENTITY_TOKEN_FILE: webIdentityTokenFile, AWS_ROLE_ARN: roleArn } = env;
  if (webIdentityTokenFile !== undefined && roleArn !== undefined) {
    const roleSessionName = env.AWS_ROLE_SESSION_NAME ?? "mailzone";
    return [providers.fromTokenFile({ webIdentityTokenFile, roleArn, roleSessionName, clientConfig })];
  }
  const chain: CredentialProvider[] = [fromFiles(env.AWS_PROFILE || "default")];
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const full = env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  const limits = { timeout: 1000, maxRetries: 0 };
  if (relative !== undefined || full !== undefined) {
    const token = env.AWS_CONTAINER_AUTHORIZATION_TOKEN;
    const tokenFile = env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
    const options = {
      awsContainerCredentialsRelativeUri: relative,
      awsContainerCredentialsFullUri: full,
      awsContainerAuthorizationToken: token,
      awsContainerAuthorizationTokenFile: tokenFile,
    };
    chain.push(providers.fromHttp({ ...options, ...limits }));
  } else if (!/^(1|true)$/i.test(env.AWS_EC2_METADATA_DISABLED ?? "")) {
    // Only on EC2 does this address answer: one second, without the SDK's retries.
    chain.push(providers.fromInstanceMetadata(limits));
  }
  return chain;
}

function keysOf(env: Environment) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const { AWS_SESSION_TOKEN: sessionToken, AWS_ACCOUNT_ID: accountId } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined, accountId: accountId || undefined };
}

/** Set even if they are the defaults: otherwise the SDK would find them by the process's own variables. */
function profileFiles(env: Environment): { readonly filepath: string; readonly configFilepath: string } {
  const home = path.join(env.HOME ?? env.USERPROFILE ?? ".", ".aws");
  return {
    filepath: env.AWS_SHARED_CREDENTIALS_FILE ?? path.join(home, "credentials"),
    configFilepath: env.AWS_CONFIG_FILE ?? path.join(home, "config"),
  };
}
