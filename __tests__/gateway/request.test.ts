// What a request asks for, who asks, and what is refused before anything is sent.
import { requestHeaders, responseHeaders } from "../../lib/gateway/headers";
import { credentialOf, intentOf, type RequestHead, requestRefusal } from "../../lib/gateway/request";

const ZONE = "a".repeat(32);
const RECORD = "b".repeat(32);
const HOST = "127.0.0.1:40123";
const ONE = `/client/v4/zones/${ZONE}/dns_records/${RECORD}`;

const head = (method: string, target: string, more: Readonly<Record<string, string>> = {}): RequestHead => {
  const headers: Record<string, string> = { host: HOST, ...more };
  return { method, target, headers, rawHeaders: Object.entries(headers).flat() };
};

test.each<[string, string, object]>([
  ["GET", ONE, { kind: "record", zone: ZONE, record: RECORD }],
  ["GET", `${ONE}?x=1`, { kind: "read" }],
  ["HEAD", ONE, { kind: "read" }],
  ["GET", `/client/v4/zones/${ZONE}/dns_records`, { kind: "read" }],
  ["GET", `/client/v4/zones/${ZONE}/dns_records/export`, { kind: "read" }],
  ["GET", ONE.toUpperCase().replace("/CLIENT/V4/ZONES", "/client/v4/zones"), { kind: "read" }],
  ["OPTIONS", ONE, { kind: "read" }],
  ["POST", `/client/v4/zones/${ZONE}/dns_records`, { kind: "create", zone: ZONE }],
  ["PUT", ONE, { kind: "change", zone: ZONE, record: RECORD }],
  ["PATCH", ONE, { kind: "change", zone: ZONE, record: RECORD }],
  ["DELETE", ONE, { kind: "delete", zone: ZONE, record: RECORD }],
  ["POST", `/client/v4/zones/${ZONE}/dns_records/batch`, { kind: "write", zone: ZONE }],
  ["POST", `/client/v4/zones/${ZONE}/dns_records?x=1`, { kind: "write", zone: ZONE }],
  ["DELETE", `/client/v4/zones/${ZONE}`, { kind: "write", zone: ZONE }],
  ["POST", "/client/v4/zones", { kind: "write", zone: undefined }],
  ["PUT", "/client/v4/accounts/1/workers/domains", { kind: "write", zone: undefined }],
  ["PROPFIND", ONE, { kind: "write", zone: ZONE }],
])("%s %s", (method, target, intent) => {
  expect(intentOf(head(method, target))).toEqual(intent);
});

test.each(["if-none-match", "if-modified-since", "range", "transfer-encoding"])(
  "a read with the header %s passes through",
  (name) => {
    expect(intentOf(head("GET", ONE, { [name]: "x" }))).toEqual({ kind: "read" });
  },
);

describe("refused is", () => {
  const status = (...args: Parameters<typeof head>) => requestRefusal(head(...args), HOST)?.status;

  test("nothing that a provider sends", () => {
    const targets = [
      ONE,
      `${ONE}?page=1&name=a%2Eb`,
      "/client/v4/accounts/1/storage/kv/values/a%2Fb",
      "/client/v4/x/a..b",
    ];
    expect(targets.map((target) => status("GET", target))).toEqual(targets.map(() => undefined));
  });

  test.each(["localhost:40123", "127.0.0.1", "127.0.0.1:40124", "evil.example:40123", "127.0.0.1:40123.", ""])(
    'a host that is not the gateway\'s own: "%s"',
    (host) => {
      expect(status("GET", ONE, { host })).toBe(421);
    },
  );

  test("a second host", () => {
    const { rawHeaders, ...rest } = head("GET", ONE);
    expect(requestRefusal({ ...rest, rawHeaders: [...rawHeaders, "Host", "evil.example"] }, HOST)?.status).toBe(421);
    expect(requestRefusal({ ...rest, headers: {}, rawHeaders: [] }, HOST)?.status).toBe(421);
  });

  test("a web page", () => {
    expect(status("GET", ONE, { origin: "http://evil.example" })).toBe(403);
    expect(status("GET", ONE, { "sec-fetch-site": "cross-site" })).toBe(403);
  });

  test.each([
    ["/", 404],
    ["/client/v4", 404],
    ["/client/v4x/zones", 404],
    ["//client/v4/zones", 404],
    ["http://evil.example/client/v4/zones", 404],
    ["https://127.0.0.1:40123/client/v4/zones", 404],
    ["/client/v4/../../secret", 400],
    ["/client/v4/./zones", 400],
    ["/client/v4/zones/..", 400],
    ["/client/v4/%2e%2e/%2E%2e/secret", 400],
    ["/client/v4/.%2e/secret", 400],
    ["/client/v4/..%2fsecret", 400],
    ["/client/v4/..%5csecret", 400],
    ["/client/v4/..\\secret", 400],
    ["/client/v4/%252e%252e/secret", 400],
    ["/client/v4/..;x/secret", 400],
    ["/client/v4/zones#x", 400],
    ["/client/v4/zones/\u00e9", 400],
    ["/client/v4/zones/a b", 400],
    ["/client/v4/zones\r\nx: y", 400],
  ])("the path %j", (target, expected) => {
    expect(status("GET", target)).toBe(expected);
  });

  test.each(["CONNECT", "TRACE"])("%s", (method) => {
    expect(status(method, ONE)).toBe(405);
  });
});

describe("credentials", () => {
  const of = (more: Readonly<Record<string, string>>) => credentialOf(head("GET", ONE, more));

  test("a token has a name that does not show it, and another token another name", () => {
    const [one, again, other] = ["a", "a", "b"].map((token) => of({ authorization: `Bearer ${token.repeat(40)}` }));
    expect(one).toBe(again);
    expect(one).not.toBe(other);
    expect(one).not.toContain("aaaa");
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["none", {}],
    ["a key and an address", { "x-auth-key": "k", "x-auth-email": "a@example.com" }],
    ["a token and a key", { authorization: "Bearer x", "x-auth-user-service-key": "v1.0-x" }],
    ["a token and a cookie", { authorization: "Bearer x", cookie: "a=b" }],
    ["another scheme", { authorization: "Basic eDp5" }],
    ["an empty token", { authorization: "Bearer " }],
  ])("%s: no lists are kept", (_, more) => {
    expect(of(more)).toBeUndefined();
  });

  test("two tokens: no lists are kept", () => {
    const { rawHeaders, headers } = head("GET", ONE, { authorization: "Bearer x" });
    expect(credentialOf({ headers, rawHeaders: [...rawHeaders, "Authorization", "Bearer y"] })).toBeUndefined();
  });
});

describe("headers pass", () => {
  test("as they are, but for the host and those of the connection", () => {
    const raw = ["Host", HOST, "Authorization", "Bearer x", "X-Odd", "1", "x-odd", "2", "Connection", "close, X-Mine"];
    raw.push("X-Mine", "y", "TE", "trailers", "Expect", "100-continue", "Content-Length", "3");
    expect(requestHeaders(raw)).toEqual({ Authorization: "Bearer x", "X-Odd": ["1", "2"], "Content-Length": "3" });
  });

  test("and Connection takes none away that says how long the message is, or who asks", () => {
    const raw = ["Connection", "content-length, authorization", "Content-Length", "3", "Authorization", "Bearer x"];
    expect(requestHeaders(raw)).toEqual({ "Content-Length": "3", Authorization: "Bearer x" });
  });

  test("back in their order and their case", () => {
    const raw = [
      "CF-Ray",
      "1",
      "Transfer-Encoding",
      "chunked",
      "Set-Cookie",
      "a",
      "set-cookie",
      "b",
      "Keep-Alive",
      "5",
    ];
    expect(responseHeaders(raw)).toEqual(["CF-Ray", "1", "Set-Cookie", "a", "set-cookie", "b"]);
  });
});
