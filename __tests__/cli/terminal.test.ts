// Everything that is printed comes through here: texts of others keep their letters and lose their power.
import { colors, isPainted, withoutColors } from "../../lib/cli/colors";
import { printable } from "../../lib/cli/terminal";
import { formatDiagnostic } from "../../lib/terraform/diagnostics";

const TOKEN = "not-a-real-token-1/2+3";
const env = {
  CLOUDFLARE_API_TOKEN: TOKEN,
  AWS_SECRET_ACCESS_KEY: "not-a-real-secret",
  AWS_SESSION_TOKEN: 'a"session\\token',
  HTTPS_PROXY: "http://user:proxy-s3cret@proxy.example.net:3128",
  AWS_SHARED_CREDENTIALS_FILE: "/home/me/.aws/credentials",
  AWS_REGION: "eu-west-1",
  SHORT_TOKEN: "1234567",
};
const print = printable(env);

test.each([
  ["a title, a colour, a cursor", "\u001b]0;t\u0007\u001b[31m\u001b[2J", "\\u001b]0;t\\u0007\\u001b[31m\\u001b[2J"],
  ["C1 and DEL", "\u009b31m\u007f", "\\u009b31m\\u007f"],
  ["writing turned round", "\u202Eabc\u2066\u200f", "\\u202eabc\\u2066\\u200f"],
  ["what has no width", "a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\u00add"],
  ["other line ends", "a\u2028b\u0085c\rd", "a\\u2028b\\u0085c\\u000dd"],
  ["a line ending of CSV", "a\r\nb\r", "a\r\nb\r"],
  ["tags beyond 16 bits", "a\u{e0041}b", "a\\udb40\\udc41b"],
  ["half a pair", "a\ud800b", "a\\ud800b"],
  ["letters of any language", "bücher 日本 🙂", "bücher 日本 🙂"],
])("%s", (_what, text, shown) => {
  expect(print(text)).toBe(shown);
});

test("JSON says the same before and after", () => {
  const value = { text: "\u202e\u200b\u{e0041}\u007f\u2028", other: "a\u001b" };
  expect(JSON.parse(print(JSON.stringify(value, null, 2)))).toEqual(value);
});

test("our own colours get through, those of others within them do not", () => {
  const paint = printable(env, true);
  expect(paint(`a ${colors.red("red")} b`)).toBe("a \u001b[31mred\u001b[39m b");
  expect(paint(colors.red("\u001b[32mgreen"))).toBe("\u001b[31m\\u001b[32mgreen\u001b[39m");
  expect(paint(colors.red("\u001b[2J"))).not.toContain("\u001b[2J");
});

test("no colour code is left without colours, and the parts between them are read as one text", () => {
  expect(print(`a ${colors.red("red")} b`)).toBe("a red b");
  expect(print(`${colors.bold("x")}::y`)).toBe("x::y");
  expect(print(`${colors.bold("")}::stop-commands::x`)).toBe("\\::stop-commands::x");
  expect(print(`not-a-${colors.red("real-secret")}`)).toBe("…");
  expect(withoutColors(colors.green("1m"))).toBe("1m");
});

test("a terminal is painted, and FORCE_COLOR and NO_COLOR say otherwise", () => {
  expect(isPainted({}, true)).toBe(true);
  expect(isPainted({ TERM: "dumb" }, true)).toBe(false);
  expect(isPainted({ NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false);
  expect(isPainted({}, false)).toBe(false);
  expect(isPainted({ FORCE_COLOR: "1" }, false)).toBe(true);
});

test("no line is an order to the runner of a pipeline", () => {
  const text =
    "mailzone\n::stop-commands::x\n  ::add-mask::y\n##[error]z\n##vso[task.complete]\na::b\nsee ##[set-output name=a;]b, ##VSO[x";
  expect(print(text)).toBe(
    "mailzone\n\\::stop-commands::x\n  \\::add-mask::y\n\\u0023#[error]z\n\\u0023#vso[task.complete]\na::b\nsee \\u0023#[set-output name=a;]b, \\u0023#VSO[x",
  );
});

test("JSON that is disarmed is the same JSON", () => {
  const value = ["##[error]x", "\\##vso[y]", "a ## [b] #[c"];
  expect(JSON.parse(print(JSON.stringify(value)))).toEqual(value);
});

test.each([
  ["a token of the environment", `Invalid access token ${TOKEN}`, "Invalid access token …"],
  ["in a URL", `GET /x?t=${encodeURIComponent(TOKEN)}`, "GET /x?t=…"],
  ["in JSON", JSON.stringify({ t: 'a"session\\token' }), '{"t":"…"}'],
  ["a proxy's password", "proxy said proxy-s3cret to user:proxy-s3cret", "proxy said … to …"],
  ["a signed request", "x-amz-security-token:IQoJb3JpZ2luX2VjEXAMPLE x", "x-amz-security-token:… x"],
  [
    "its query",
    "X-Amz-Credential=AKIAIOSFODNN7EXAMPLE/2026&X-Amz-Signature=0a1b2c",
    "X-Amz-Credential=…&X-Amz-Signature=…",
  ],
  [
    "its header",
    "AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/x, Signature=0a1b",
    "AWS4-HMAC-SHA256 Credential=…, Signature=…",
  ],
  ["a bearer's", "Authorization: Bearer abcdefghij.klm", "Authorization: Bearer …"],
  ["a key's id", "no such key AKIAIOSFODNN7EXAMPLE.", "no such key AKIA…."],
  ["what is no secret", "eu-west-1 1234567 /home/me/.aws/credentials", "eu-west-1 1234567 /home/me/.aws/credentials"],
])("a credential that comes back is not repeated: %s", (_what, text, shown) => {
  expect(print(text)).toBe(shown);
});

test("Terraform's words cannot forge a line of ours", () => {
  const detail = `400 Bad Request\r\u001b[1A\nstack "mailzone": applied\n{"token":"${TOKEN}"}`;
  const text = print(formatDiagnostic("mailzone", { severity: "error", summary: "failed\u001b[8m", detail }));
  expect(text).toBe(
    'stack "mailzone": Error: failed\\u001b[8m\n  400 Bad Request\\u000d\\u001b[1A\n  stack "mailzone": applied\n  {"token":"…"}',
  );
});
