// Which account credentials lead to: STS GetCallerIdentity, signed here (Signature Version 4), since the clients of this
// project know no STS: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac } from "node:crypto";
import type { Credentials } from "./credentials";

export interface CallerRequest {
  readonly credentials: Credentials;
  readonly region: string;
  /** @default - the region's STS */
  readonly endpoint?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds that the answer may take. */
  readonly timeout: number;
}

const BODY = "Action=GetCallerIdentity&Version=2011-06-15";

/** Twelve digits; throws as the SDK does, with a name and a status. */
export async function callerAccount(request: CallerRequest): Promise<string> {
  const url = new URL(request.endpoint ?? stsUrl(request.region));
  const { host: _, ...headers } = callerHeaders(request);
  const answer = await fetch(url, {
    method: "POST",
    headers,
    body: BODY,
    signal: AbortSignal.timeout(request.timeout),
  });
  const text = await answer.text();
  const account = /<Account>(\d{12})<\/Account>/.exec(text)?.[1];
  if (answer.ok && account !== undefined) return account;
  const name = /<Code>([A-Za-z]+)<\/Code>/.exec(text)?.[1] ?? `HTTP ${answer.status}`;
  const message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? "no account in the answer";
  throw Object.assign(new Error(message), { name, $metadata: { httpStatusCode: answer.status } });
}

/** The headers of the signed request, `host` among them. */
export function callerHeaders({
  credentials,
  region,
  endpoint,
  now,
}: Omit<CallerRequest, "timeout">): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const url = new URL(endpoint ?? stsUrl(region));
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${time.slice(0, 8)}/${region}/sts/aws4_request`;
  const headers: Record<string, string> = {
    "content-type": "application/x-www-form-urlencoded",
    host: url.host,
    "x-amz-content-sha256": sha256(BODY),
    "x-amz-date": time,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const canonical = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonicalRequest = ["POST", url.pathname, "", canonical, names.join(";"), sha256(BODY)].join("\n");
  const key = ["sts", "aws4_request"].reduce(hmac, hmac(hmac(`AWS4${secretAccessKey}`, time.slice(0, 8)), region));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, sha256(canonicalRequest)].join("\n")).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** https://docs.aws.amazon.com/general/latest/gr/sts.html */
function stsUrl(region: string): string {
  return `https://sts.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
