// Variables and files that point clients to the emulator although they know nothing of it: those that AWS's SDKs and Cloudflare's
// client read.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { emulatedCredentials } from "./aws/caller";
import { CLOUDFLARE_PATH } from "./server";

/** As long as a real token, but clearly not one. */
export const EMULATED_TOKEN = "sandbox-token-that-opens-nothing-at-all0";

export interface HttpAccess {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The AWS account used where no profile is named. */
  readonly account: string;
}

export function httpEnvironment(folder: string, { url, account }: HttpAccess): Record<string, string> {
  const { accessKeyId, secretAccessKey } = emulatedCredentials(account);
  const { config, credentials } = awsFiles(folder);
  return {
    AWS_ENDPOINT_URL_SESV2: url,
    AWS_ENDPOINT_URL_SES: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_SNS: url,
    AWS_ENDPOINT_URL_ACM: url,
    AWS_ENDPOINT_URL_IAM: url,
    // Calls to any other service come here and are refused, instead of reaching the real one.
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    CLOUDFLARE_API_TOKEN: EMULATED_TOKEN,
    CLOUDFLARE_BASE_URL: `${url}${CLOUDFLARE_PATH}`,
  };
}

/**
 * Writes the files that the environment names, with the account of each profile. `default` is left out if its account was not told,
 * because the credentials in the environment take priority.
 */
export function writeAwsFiles(folder: string, profiles: Readonly<Record<string, string>>): void {
  const { config, credentials } = awsFiles(folder);
  mkdirSync(path.dirname(config), { recursive: true });
  writeFileSync(config, "# emulator: the profiles are in credentials, beside this file\n");
  const sections = Object.entries(profiles).map(([name, account]) => {
    const { accessKeyId, secretAccessKey } = emulatedCredentials(account);
    return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  });
  writeFileSync(credentials, ["# emulator: these open nothing\n", ...sections].join("\n"));
}

function awsFiles(folder: string): { readonly config: string; readonly credentials: string } {
  return { config: path.join(folder, "aws", "config"), credentials: path.join(folder, "aws", "credentials") };
}
