// Where Cloudflare's API is.
import type { Environment } from "../net/proxy";
import { CloudflareError } from "./error";

const API = "https://api.cloudflare.com/client/v4";

/** The variables that name another address of the API. Terraform's provider reads the first one. */
export const BASE_VARIABLES = ["CLOUDFLARE_BASE_URL", "CLOUDFLARE_API_BASE_URL"] as const;

/**
 * The base URL of all paths of the API.
 * @throws CloudflareError if the environment names none that can be used; the message does not show it, since it may have a password
 */
export function cloudflareBase(env: Environment): URL {
  const variable = BASE_VARIABLES.find((name) => env[name]?.trim());
  if (variable === undefined) return new URL(API);
  const text = env[variable]?.trim() ?? "";
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base !== undefined && /^https?:$/.test(base.protocol)) return base;
  throw new CloudflareError("other", `${variable} is no address: write it as https://HOST/client/v4, or unset it`);
}
