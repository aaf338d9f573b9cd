// The same messages before dkimpy (https://launchpad.net/dkimpy), where .cache/python or python3 has it: a second verifier by the same
// standards.
// Where it differs, the row says why we do not follow.
import { spawnSync } from "node:child_process";
import { parseMessage } from "../../../lib/verify/message/header";
import { verifySignatures } from "../../../lib/verify/message/signature/dkim";
import { PYTHON } from "../../helpers/python";
import { HEADER, type SignedProps, signed } from "../../verify/message/signature/sign";
import { keyText, NOW, resolverOf } from "../../verify/message/signed";

const SCRIPT = `
import base64, dkim, json, sys
given = json.load(sys.stdin)
def verdict(message):
    try:
        return dkim.verify(base64.b64decode(message), dnsfunc=lambda name, timeout=5: given["key"].encode())
    except Exception:
        return False
print(json.dumps([verdict(message) for message in given["messages"]]))
`;

const python = (script: string, input = "") =>
  spawnSync(PYTHON ?? "python3", ["-c", script], { input, encoding: "utf8" });
const hasDkimpy = python("import dkim").status === 0;

const KEY = keyText()[0] ?? "";
const ROWS: readonly (readonly [string, SignedProps, ours: boolean, theirs: boolean])[] = [
  ["as it should be", {}, true, true],
  ["folded", { header: [...HEADER, "X-A: a\r\n\tb\r\n c"], tags: { h: "From:X-A:X-A" } }, true, true],
  ["raw UTF-8", { header: [...HEADER, "X-A: \xc3\xa9 \xc2\xa0"], tags: { h: "From:X-A" } }, true, true],
  ["fields that are not there", { tags: { h: "From:Reply-To:From:To" } }, true, true],
  ["two of a field, both signed", { header: ["X-A: 1", "X-A: 2", ...HEADER], tags: { h: "From:X-A:X-A" } }, true, true],
  ["l= of a part", { tags: { l: "5" }, hashed: "Hello" }, true, true],
  ["another body", { hashed: "Good bye.\r\n" }, false, false],
  ["i= elsewhere", { tags: { i: "@example.net" } }, false, false],
  ["x= before t=", { tags: { t: "2000000000", x: "1999999999" } }, false, false],
  ["x= over", { tags: { t: "1", x: "2" } }, false, false],
  ["v= of another version", { tags: { v: "2" } }, false, false],
  ["q= of another way", { tags: { q: "https" } }, false, false],
  ["a tag twice", { more: "; d=example.com" }, false, false],
  ["rsa-sha1, whose bh= is of another hash here", { tags: { a: "rsa-sha1" } }, false, false],
  // RFC 6376 §3.5, §6.1.1: both are void.
  ["l= too long, which dkimpy takes", { tags: { l: "9" } }, false, true],
  ["From not signed, which dkimpy takes", { tags: { h: "To:Subject:Date" } }, false, true],
  // RFC 6376 §8.15: what is added above is not signed.
  ["a second Subject, which dkimpy takes", { header: ["Subject: Pay here", ...HEADER] }, false, true],
];

(hasDkimpy ? test : test.skip)("dkimpy says the same (skipped where Python has no dkimpy)", async () => {
  const messages = ROWS.map(([, props]) => signed(props).message);
  const { stdout } = python(
    SCRIPT,
    JSON.stringify({ key: `v=DKIM1; ${KEY}`, messages: messages.map((message) => message.toString("base64")) }),
  );
  const theirs: unknown[] = JSON.parse(stdout);
  const resolver = resolverOf({ "bbb._domainkey.example.com": { TXT: [[KEY]] } });
  const ours = await Promise.all(
    messages.map((message) => verifySignatures(parseMessage(message), { resolver, now: NOW, records: [] })),
  );
  expect(ROWS.map(([what], at) => [what, ours[at]?.[0]?.result === "pass", theirs[at]])).toEqual(
    ROWS.map(([what, , own, other]) => [what, own, other]),
  );
});
