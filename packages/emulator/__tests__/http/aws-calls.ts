// AWS's calls in both of its protocols without the SDK, so that tests can send requests that the SDK would refuse.
import { emulatedCredentials } from "../../src/http/aws/caller";
import { ACCOUNT, type ServedWorld } from "./served-world";

const authorization = (region = "eu-west-1", service = "ses") =>
  `AWS4-HMAC-SHA256 Credential=${emulatedCredentials(ACCOUNT).accessKeyId}/20261129/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

export async function ask({ url }: ServedWorld, method: string, path: string, body?: unknown, region?: string) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: authorization(region), "content-type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get("x-amzn-errortype"),
    body: text === "" ? {} : JSON.parse(text),
  };
}

export async function form({ url }: ServedWorld, fields: Record<string, string>) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: authorization("us-east-1", "sts"), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    code: /<Code>(.*?)<\/Code>/.exec(text)?.[1],
    message: /<Message>(.*?)<\/Message>/.exec(text)?.[1],
    text,
  };
}

/** A call of a service that takes JSON, with the operation in a header. */
export async function target({ url }: ServedWorld, operation: string, body: unknown) {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      authorization: authorization("us-east-1", "acm"),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": operation,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}
