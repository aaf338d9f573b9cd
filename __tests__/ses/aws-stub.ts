// A stub of SES and STS on loopback: it notes who asked for what, and answers as it is told.
import http from "node:http";
import type { AddressInfo } from "node:net";

// The SDK warns on standard error of this version of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

export interface Asked {
  /** `GET /v2/email/identities/example.com`, or the action of a query API: `VerifyDomainDkim`. */
  readonly what: string;
  /** The access key that signed. */
  readonly key: string;
  /** The region and the service of the signature. */
  readonly scope: string;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  /** JSON for v2, XML for the query APIs; an error of v2 is named by `errorType`. */
  readonly body?: string | object;
  readonly errorType?: string;
  /** The answer comes after it; `never` answers nothing. */
  readonly after?: Promise<void> | "never";
}

const NONE: Reply = { status: 404, errorType: "NotFoundException", body: { message: "none" } };

export class AwsStub {
  readonly asked: Asked[] = [];
  readonly replies = new Map<string, Reply | (() => Reply)>();
  /** The most calls that were under way at once. */
  most = 0;
  #open = 0;

  private constructor(private readonly server: http.Server) {
    server.on("request", (request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<AwsStub> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new AwsStub(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What leads here, with keys of its own and nothing of the machine it runs on. */
  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_SESV2: this.url,
      AWS_ENDPOINT_URL_SES: this.url,
      AWS_ENDPOINT_URL_STS: this.url,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/nonexistent/config",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
      ...more,
    };
  }

  whats(): string[] {
    return this.asked.map(({ what }) => what);
  }

  reset(): void {
    this.asked.length = 0;
    this.replies.clear();
    this.most = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.#open += 1;
    this.most = Math.max(this.most, this.#open);
    response.on("close", () => {
      this.#open -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const action = new URLSearchParams(body).get("Action");
    const what = action ?? `${request.method} ${decodeURIComponent(request.url ?? "")}`;
    const [, key = "", scope = ""] =
      /Credential=([^/]+)\/\d+\/([^/]+\/[^/]+)/.exec(request.headers.authorization ?? "") ?? [];
    this.asked.push({ what, key, scope, body });
    const told: Reply | (() => Reply) = this.replies.get(what) ?? NONE;
    const { status = 200, body: text = "", errorType, after } = typeof told === "function" ? told() : told;
    if (after === "never") return;
    await after;
    if (errorType !== undefined) response.setHeader("x-amzn-errortype", errorType);
    response.statusCode = status;
    response.end(typeof text === "string" ? text : JSON.stringify(text));
  }
}

/** An answer of STS AssumeRole or AssumeRoleWithWebIdentity. */
export function assumed(action: string, key: string): Reply {
  const credentials = `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>not-a-secret</SecretAccessKey><SessionToken>not-a-token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>`;
  const user =
    "<AssumedRoleUser><Arn>arn:aws:sts::444455556666:assumed-role/mail/mailzone</Arn><AssumedRoleId>AROA:mailzone</AssumedRoleId></AssumedRoleUser>";
  return { body: `<${action}Response><${action}Result>${credentials}${user}</${action}Result></${action}Response>` };
}

/** An answer of STS GetCallerIdentity. */
export function caller(account: string): Reply {
  return {
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  };
}
