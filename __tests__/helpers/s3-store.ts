// A store on loopback that speaks S3's language as far as Terraform's backend asks it, with the condition that its locks rest on.
import http from "node:http";
import type { AddressInfo } from "node:net";

export class S3Store {
  /** What was asked: `PUT /bucket/key`, with the status where it was no success. */
  readonly asked: string[] = [];
  /** By path. */
  readonly objects = new Map<string, Buffer>();
  /** The roles that were taken on, by their ARNs: it is an STS as well. */
  readonly assumed: string[] = [];
  /** Roles that may read, and nothing else. */
  readonly readers = new Set<string>();
  /** Whoever asks may read, and nothing else. */
  readonly = false;
  url = "";
  readonly #server = http.createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<this> {
    await new Promise<void>((ready) => this.#server.listen(0, "127.0.0.1", ready));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((stopped) => this.#server.close(stopped));
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://store");
    const { method = "" } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const end = (status: number, body: string | Buffer = "") => {
      this.asked.push(`${method} ${pathname}${status < 300 ? "" : ` ${status}`}`);
      // Without a length Terraform's client asks for the next part, without end.
      response.writeHead(status, { "content-length": Buffer.byteLength(body) }).end(body);
    };
    if (method === "POST" && pathname === "/") return end(200, this.#assumeRole(Buffer.concat(chunks)));
    if (searchParams.has("list-type") || searchParams.has("prefix"))
      return end(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    const role = this.assumed[Number(/Credential=ASIA(\d+)\//.exec(request.headers.authorization ?? "")?.[1])] ?? "";
    if ((this.readonly || this.readers.has(role)) && !["GET", "HEAD"].includes(method))
      return end(403, "<Error><Code>AccessDenied</Code></Error>");
    const known = this.objects.get(pathname);
    if (method === "GET" || method === "HEAD")
      return known === undefined ? end(404, "<Error><Code>NoSuchKey</Code></Error>") : end(200, known);
    if (method === "PUT" && request.headers["if-none-match"] === "*" && known !== undefined)
      return end(412, "<Error><Code>PreconditionFailed</Code></Error>");
    if (method === "PUT") this.objects.set(pathname, Buffer.concat(chunks));
    if (method === "DELETE") this.objects.delete(pathname);
    end(200);
  }

  /** Each time a key that leads back to the role. */
  #assumeRole(body: Buffer): string {
    const arn = new URLSearchParams(String(body)).get("RoleArn") ?? "";
    const key = `ASIA${this.assumed.push(arn) - 1}`;
    return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>X:y</AssumedRoleId><Arn>${arn}/y</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>not-a-secret</SecretAccessKey><SessionToken>none</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  }
}

/** The settings of an `s3` backend that lead there, as domains.yaml has them. */
export function s3Backend(url: string, bucket = "state"): string {
  const elsewhere = ["usePathStyle", "skipCredentialsValidation", "skipRegionValidation", "skipRequestingAccountId"];
  const settings = [...elsewhere, "skipMetadataApiCheck", "skipS3Checksum"].map((name) => `${name}: true`).join(", ");
  return `{type: s3, bucket: ${bucket}, region: us-east-1, endpoints: {s3: '${url}'}, ${settings}}`;
}

/** For whoever signs requests to it. */
export const S3_ENV: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "example",
  AWS_SECRET_ACCESS_KEY: "not-a-secret",
  AWS_EC2_METADATA_DISABLED: "true",
};
