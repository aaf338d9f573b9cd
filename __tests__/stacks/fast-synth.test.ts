// What fast-synth.ts shortens must be what CDKTF writes by itself, byte for byte.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { App, DefaultTokenResolver, Fn, Lazy, StringConcat, Token, Tokenization } from "cdktf";
import type { Domain } from "../../lib/dns/domain";
import { withFastSynth } from "../../lib/stacks/fast-synth";
import { MailApp } from "../../lib/stacks/mail-app";
import { MailStack } from "../../lib/stacks/mail-stack";
import { ARTICLE, domainNamed } from "../helpers/domains";

const AWKWARD: Domain = {
  ...domainNamed("1e5.example.com"),
  comment: "costs 1e5 $ or ${team} %{if} #{x} \\u00e9 é",
  dmarc: "v=DMARC1; p=none; rua=mailto:a+1e9@example.com; x=${TfToken[TOKEN.0]}",
  tags: { resolve: "no", a$b: "${c}" },
};

test("a synthesised stack is the same with and without it", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-"));
  try {
    const domains = [ARTICLE, AWKWARD];
    const outFolder = path.join(folder, "out");
    const read = () => fs.readFileSync(path.join(outFolder, "stacks", "mailzone", "cdk.tf.json"), "utf8");

    const app = new App({ outdir: outFolder });
    new MailStack(app, "mailzone", { domains, stateFolder: folder, outFolder, backend: () => undefined });
    app.synth();
    const slow = read();
    fs.rmSync(outFolder, { recursive: true });

    process.env.CDKTF_OUTDIR = outFolder;
    new MailApp({ domains, stateFolder: folder, fastSynth: true }).synth();
    expect(read()).toBe(slow);
  } finally {
    delete process.env.CDKTF_OUTDIR;
    fs.rmSync(folder, { recursive: true });
  }
});

test.each([
  ["texts that look like numbers", ["1e5", "d1e2", "-1e+289", "a.e-b"]],
  ["escapes", { text: "a ${b} $${c} %{d} } #{e} &{f}" }],
  ["what is undefined, empty or null", { a: undefined, b: null, c: [undefined, 1], d: {}, e: [], f: "" }],
  [
    "tokens in texts, lists and numbers",
    { a: `x${Token.asString({ y: 1 })}`, b: Token.asList(["p"]), c: Token.asNumber(7) },
  ],
  ["tokens in keys", { [Lazy.stringValue({ produce: () => "key" })]: "value" }],
  ["lazy values", { a: Lazy.anyValue({ produce: () => [{ b: "c" }] }), d: new Date(0), resolve: "no token" }],
  ["expressions", { a: Fn.join("-", ["a", Fn.element(Token.asList("${x}"), 0)]) }],
])("%s are resolved as CDKTF does", (_, value) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-"));
  const scope = new MailStack(new App({ outdir: folder }), "s", {
    domains: [],
    stateFolder: ".",
    outFolder: ".",
    backend: () => undefined,
  });
  const resolve = () =>
    Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });
  expect(withFastSynth(resolve)).toEqual(resolve());
  fs.rmSync(folder, { recursive: true });
});

test("all is put back, also after an error, and errors keep their stacks", () => {
  const before = [Error.captureStackTrace, Tokenization.resolve];
  let stack: string | undefined;
  try {
    withFastSynth(() => {
      throw new Error("no");
    });
  } catch (error) {
    stack = (error as Error).stack;
  }
  expect(stack).toContain("fast-synth.test.ts");
  expect([Error.captureStackTrace, Tokenization.resolve]).toEqual(before);
});
