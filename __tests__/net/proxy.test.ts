// Which requests go through a proxy, as Go and with it Terraform decide it.
import { proxyAuthorization, proxyName, proxyOf } from "../../lib/net/proxy";

const PROXY = "http://proxy.example.net:3128";
const way = (env: Record<string, string>, target: string) => proxyOf(env, new URL(target))?.url.href ?? "direct";

test.each([
  [{ HTTPS_PROXY: PROXY }, "https://api.example.com", `${PROXY}/`],
  [{ https_proxy: PROXY }, "https://api.example.com", `${PROXY}/`],
  [{ HTTPS_PROXY: PROXY }, "http://api.example.com", "direct"],
  [{ HTTP_PROXY: PROXY }, "http://api.example.com", `${PROXY}/`],
  [{ http_proxy: PROXY }, "https://api.example.com", "direct"],
  [{ HTTPS_PROXY: "proxy.example.net:3128" }, "https://api.example.com", `${PROXY}/`],
  [{ HTTPS_PROXY: "" }, "https://api.example.com", "direct"],
  [{}, "https://api.example.com", "direct"],
])("%j: %s goes by %s", (env, target, expected) => {
  expect(way(env as Record<string, string>, target)).toBe(expected);
});

test.each([
  ["*", "https://api.example.com", true],
  ["example.com", "https://api.example.com", true],
  ["example.com", "https://example.com", true],
  ["EXAMPLE.com", "https://Example.COM", true],
  ["ample.com", "https://example.com", false],
  [".example.com", "https://example.com", false],
  [".example.com", "https://api.example.com", true],
  ["*.example.com", "https://api.example.com", true],
  ["*.example.com", "https://example.com", false],
  ["example.com:443", "https://api.example.com", true],
  ["example.com:8443", "https://api.example.com", false],
  ["other.example, example.com", "https://api.example.com", true],
  ["192.0.2.0/24", "https://192.0.2.7", true],
  ["192.0.2.0/24", "https://198.51.100.7", false],
  ["192.0.2.7", "https://192.0.2.7", true],
  ["2001:db8::/32", "https://[2001:db8::7]", true],
  ["2001:db8::7", "https://[2001:db8::7]", true],
  ["[2001:db8::7]:443", "https://[2001:db8::7]", true],
  ["", "https://api.example.com", false],
  [",,", "https://api.example.com", false],
  ["/", "https://api.example.com", false],
])("NO_PROXY=%s for %s: direct is %s", (list, target, direct) => {
  expect(way({ HTTPS_PROXY: PROXY, NO_PROXY: list }, target) === "direct").toBe(direct);
  expect(way({ https_proxy: PROXY, no_proxy: list }, target) === "direct").toBe(direct);
});

test.each(["https://localhost:8443", "https://127.0.0.1", "https://127.9.9.9", "https://[::1]"])(
  "%s is never proxied",
  (target) => {
    expect(way({ HTTPS_PROXY: PROXY }, target)).toBe("direct");
  },
);

test.each(["socks5://user:s3cret@proxy.example.net", "http://", "http://user:s3cret@proxy example", "::", "\u0000"])(
  "a proxy that cannot be used is named by its variable alone: %j",
  (text) => {
    expect(() => way({ HTTPS_PROXY: text }, "https://api.example.com")).toThrow(
      /^HTTPS_PROXY names no proxy that can be used: write it as http:\/\/HOST:PORT$/,
    );
  },
);

test("the user and the password of a proxy are used and not shown", () => {
  const proxy = proxyOf(
    { HTTPS_PROXY: "http://us%40er:s3cr%3At@proxy.example.net" },
    new URL("https://api.example.com"),
  );
  if (proxy === undefined) throw new Error("no proxy");
  expect(proxyName(proxy)).toBe('proxy "proxy.example.net:80" (HTTPS_PROXY)');
  expect(proxyAuthorization(proxy)).toBe(`Basic ${Buffer.from("us@er:s3cr:t").toString("base64")}`);
});

test("a % that escapes nothing in a password is reported without the password", () => {
  const proxy = proxyOf({ HTTPS_PROXY: "http://user:100%@proxy.example.net" }, new URL("https://api.example.com"));
  expect(() => proxy && proxyAuthorization(proxy)).toThrow(
    "the user or password in HTTPS_PROXY holds a % that begins no escape: write %25 for it",
  );
});
