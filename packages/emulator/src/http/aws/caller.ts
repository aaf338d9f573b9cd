// Finds the AWS caller. The account is part of the access key id, which the emulator made; the region is in the scope of the
// signature. The signature is not checked. A key that the emulator did not make is refused, so that nobody mistakes its answers for
// those of a real account.
import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "../../world/faults";

export interface Caller {
  readonly account: string;
  readonly region: string;
}

export interface EmulatedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const KEY = "ASIASANDBOX";

/** Credentials that work only in the emulator, for one account. */
export function emulatedCredentials(account: string): EmulatedCredentials {
  return { accessKeyId: `${KEY}${account}`, secretAccessKey: "sandbox-secret-that-opens-nothing" };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html */
export function callerOf({ authorization }: IncomingHttpHeaders): Caller {
  if (authorization === undefined) {
    throw new ApiError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const [, key = "", region] =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request\b/.exec(authorization) ??
    [];
  if (region === undefined) {
    throw new ApiError(400, "IncompleteSignatureException", "Authorization header does not name a credential.");
  }
  // Every region name has this form. The list of regions is not checked, because it changes every year.
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(region)) {
    throw new ApiError(403, "InvalidSignatureException", "Credential should be scoped to a valid region.");
  }
  const account = key.startsWith(KEY) ? key.slice(KEY.length) : "";
  if (!/^\d{12}$/.test(account)) {
    throw new ApiError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  return { account, region };
}
