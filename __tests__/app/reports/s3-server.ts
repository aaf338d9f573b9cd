// A bucket over HTTP, as far as `mailzone reports` speaks to one: lists in pages, objects, and S3's refusals.
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface S3Object {
  readonly bytes: string | Buffer;
  /** @default - the size of the bytes */
  readonly size?: number;
  /** @default 2026-11-20 */
  readonly modified?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the bytes: status and code of S3's error. */
  readonly fault?: readonly [number, string, string?];
}

export interface S3Server {
  readonly env: Readonly<Record<string, string>>;
  /** Method and path of each request. */
  readonly asked: string[];
  /** What answers lists with an error: status, code, more elements, headers. */
  refusal: ((region: string) => readonly [number, string, string?, Record<string, string>?] | undefined) | undefined;
  objects: Record<string, S3Object>;
  close(): Promise<void>;
}

const escapeXml = (text: string) => text.replace(/[<>&]/g, (one) => `&#${one.charCodeAt(0)};`);

/** @param page objects in a page of a list */
export async function startS3({ page = 1000 } = {}): Promise<S3Server> {
  const fail = (
    response: http.ServerResponse,
    [status, code, more = "", headers = {}]: readonly [number, string, string?, Record<string, string>?],
  ) => {
    response.writeHead(status, { "content-type": "application/xml", "x-amz-request-id": "1", ...headers });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret-of-aws</Message>${more}</Error>`);
  };
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://s3");
    own.asked.push(`${request.method} ${url.pathname}`);
    // Credential=KEY/20261120/REGION/s3/aws4_request
    const region = /Credential=[^/]*\/\d+\/([^/]*)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const [, bucket, key = ""] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const refused = own.refusal?.(region);
    if (refused !== undefined) return fail(response, refused);
    if (bucket !== "mail") return fail(response, [404, "NoSuchBucket"]);
    if (key !== "") {
      const object = own.objects[key];
      if (object === undefined) return fail(response, [404, "NoSuchKey"]);
      if (object.fault !== undefined) return fail(response, object.fault);
      response.writeHead(200, { "x-amz-request-id": "1", ...object.headers });
      return response.end(object.bytes);
    }
    const from = Number(url.searchParams.get("continuation-token") ?? 0);
    const all = Object.keys(own.objects)
      .filter((name) => name.startsWith(url.searchParams.get("prefix") ?? ""))
      .sort();
    const listed = all.slice(from, from + page).map((name) => {
      const {
        bytes,
        size = Buffer.byteLength(bytes),
        modified = "2026-11-20T00:00:00.000Z",
      } = own.objects[name] as S3Object;
      return `<Contents><Key>${escapeXml(name)}</Key><LastModified>${modified}</LastModified><Size>${size}</Size></Contents>`;
    });
    const rest = all.length > from + page ? `<NextContinuationToken>${from + page}</NextContinuationToken>` : "";
    response.writeHead(200, { "content-type": "application/xml", "x-amz-request-id": "1" });
    response.end(
      `<?xml version="1.0"?><ListBucketResult><Name>mail</Name><IsTruncated>${rest !== ""}</IsTruncated>${rest}${listed.join("")}</ListBucketResult>`,
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const own: S3Server = {
    env: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "not-a-secret",
      AWS_SESSION_TOKEN: "not-a-token",
    },
    asked: [],
    refusal: undefined,
    objects: {},
    close: () => {
      server.closeAllConnections();
      return new Promise((end) => server.close(() => end()));
    },
  };
  return own;
}
