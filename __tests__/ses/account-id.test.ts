// The request to STS that is signed here, against the SDK's own signer.
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { callerAccount, callerHeaders } from "../../lib/ses/aws/account-id";
import { AwsStub, caller } from "./aws-stub";

const NOW = Date.UTC(2026, 0, 1, 12);
const BODY = "Action=GetCallerIdentity&Version=2011-06-15";

class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}

test.each([
  ["keys", { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" }],
  ["a session", { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "not-a-secret", sessionToken: "not-a-token" }],
])("%s sign as the SDK signs", async (_, credentials) => {
  const own = callerHeaders({ credentials, region: "eu-west-1", now: NOW });
  const signer = new SignatureV4({ service: "sts", region: "eu-west-1", credentials, sha256: Sha256 as never });
  const signed: unknown = await signer.sign(
    {
      method: "POST",
      protocol: "https:",
      hostname: "sts.eu-west-1.amazonaws.com",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded", host: "sts.eu-west-1.amazonaws.com" },
      body: BODY,
    } as never,
    { signingDate: new Date(NOW) },
  );
  expect(signed).toMatchObject({ headers: own });
});

describe("what STS answers", () => {
  const request = { credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "x" }, region: "eu-west-1", now: NOW };
  let stub: AwsStub;
  beforeAll(async () => {
    stub = await AwsStub.start();
  });
  afterAll(() => stub.stop());

  test("an account", async () => {
    stub.replies.set("GetCallerIdentity", caller("111122223333"));
    expect(await callerAccount({ ...request, endpoint: stub.url, timeout: 1000 })).toBe("111122223333");
    expect(stub.asked.map(({ key, scope }) => `${key} ${scope}`)).toEqual(["AKIAEXAMPLE eu-west-1/sts"]);
  });

  test("a refusal has AWS's name and status", async () => {
    stub.replies.set("GetCallerIdentity", {
      status: 403,
      body: "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>no</Message></Error></ErrorResponse>",
    });
    await expect(callerAccount({ ...request, endpoint: stub.url, timeout: 1000 })).rejects.toMatchObject({
      name: "InvalidClientTokenId",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("silence ends", async () => {
    stub.replies.set("GetCallerIdentity", { delay: "never" });
    const answer = callerAccount({ ...request, endpoint: stub.url, timeout: 50 });
    await expect(answer).rejects.toMatchObject({ name: "TimeoutError" });
  });
});
