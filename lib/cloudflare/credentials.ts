// The credentials for Cloudflare: an API token, or the account's API key with its e-mail address, from the variables that Terraform's
// provider reads: https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs
import type { Environment } from "../net/proxy";
import { CloudflareError, type CredentialHints } from "./error";

export interface Credentials extends CredentialHints {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A token is preferred to a key, because it has fewer permissions.
 * @throws CloudflareError where there is neither, or one that no header can hold
 */
export function credentialsOf(env: Environment): Credentials {
  const token = read(env, "CLOUDFLARE_API_TOKEN");
  if (token !== undefined) {
    const fix = `the token is wrong, or lacks the permission "DNS Read" for this zone: make one with it and set CLOUDFLARE_API_TOKEN`;
    return { headers: { authorization: `Bearer ${token}` }, secret: token, fix: fix };
  }
  const key = read(env, "CLOUDFLARE_API_KEY");
  const email = read(env, "CLOUDFLARE_EMAIL");
  if (key !== undefined && email !== undefined) {
    const fix = `the key in CLOUDFLARE_API_KEY is not that of CLOUDFLARE_EMAIL, or may not read this zone: correct them, or set CLOUDFLARE_API_TOKEN to a token with the permission "DNS Read"`;
    return { headers: { "x-auth-key": key, "x-auth-email": email }, secret: key, fix: fix };
  }
  const missing =
    key !== undefined
      ? "CLOUDFLARE_API_KEY is set without CLOUDFLARE_EMAIL: set that as well, or"
      : "no token for Cloudflare:";
  throw new CloudflareError("no-token", `${missing} set CLOUDFLARE_API_TOKEN to one with the permission "DNS Read"`);
}

function read(env: Environment, name: string): string | undefined {
  const value = (env[name] ?? "").trim();
  if (/^[\x21-\x7e]*$/.test(value)) return value || undefined;
  throw new CloudflareError(
    "no-token",
    `${name} holds a blank, a line break or a letter that none has: copy it from Cloudflare again`,
  );
}
