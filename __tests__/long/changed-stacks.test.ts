// mailzone stacks --changed --base: the stacks whose synthesised JSON differs from an out folder's, or from a commit's. Synth is the real one.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { SYNTH } from "../../lib/app/package";
import { addStacks } from "../../lib/cli/stacks";
import { Checkout } from "../helpers/checkout";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const yaml = (entries: Readonly<Record<string, string>>) =>
  [
    "zones: {example.com: 0123456789abcdef0123456789abcdef}",
    "domains:",
    ...Object.entries(entries).map(
      ([stack, more]) => `  - {domain: ${stack}.example.com, stack: ${stack}, aws: {region: us-east-1}${more}}`,
    ),
    "",
  ].join("\n");
const stacks = (...args: string[]) => checkout.run(addStacks, ["stacks", ...args]);
const changed = async (base: string) => {
  const { code, out, err } = await stacks("--changed", "--base", base, "--json");
  return [code, code === 0 ? JSON.parse(out) : err.trim()];
};

test("against a commit: what is synthesised alike is not changed, however it is written, and what is gone is an error", async () => {
  const base = checkout.commit({ "domains.yaml": yaml({ eu: "", us: "" }) });
  checkout.pullRequest({ "domains.yaml": `# moved\n${yaml({ us: ", dmarc: {policy: none}", eu: "" })}` });
  expect(await changed(base)).toEqual([0, []]);
  checkout.pullRequest({ "domains.yaml": yaml({ eu: ", ttl: 600", new: "", us: "" }) });
  expect(await changed(base)).toEqual([0, ["eu", "new"]]);
  // Nothing is left behind, and no out folder of a plan was touched.
  expect([".mailzone/changed", "cdktf.out"].map((name) => fs.existsSync(checkout.path(name)))).toEqual([false, false]);

  checkout.pullRequest({ "domains.yaml": yaml({ eu: "" }) });
  const [code, text] = await changed(base);
  expect(code).toBe(2);
  expect(text).toContain(`stack "us" of "${base}" is gone, and Terraform forgets what they made without a plan`);
});

test("against a commit where another file differs, or that cannot be synthesised, all stacks are changed", async () => {
  const base = checkout.commit({ "domains.yaml": yaml({ eu: "", us: "" }), "package-lock.json": "{}" });
  checkout.pullRequest({ "package-lock.json": '{"name": "x"}' });
  expect(await changed(base)).toEqual([0, ["eu", "us"]]);
  const broken = checkout.commit({ "domains.yaml": yaml({ eu: "", us: ", ttl: 7" }) });
  checkout.pullRequest({ "domains.yaml": yaml({ eu: "", us: "" }) });
  expect(await changed(broken)).toEqual([0, ["eu", "us"]]);
});

test("against an out folder, wherever it is", async () => {
  checkout.write({ "domains.yaml": yaml({ eu: "", us: "" }) });
  const folder = checkout.path("deep", "below", "out");
  synth(folder);
  expect(await changed(path.join("deep", "below", "out"))).toEqual([0, []]);
  checkout.write({ "domains.yaml": yaml({ eu: "", us: ", ttl: 600" }) });
  expect(await changed(path.join("deep", "below", "out"))).toEqual([0, ["us"]]);
  checkout.write({ "domains.yaml": yaml({ us: "" }) });
  expect(await changed(path.join("deep", "below", "out"))).toEqual([2, expect.stringContaining('stack "eu" of')]);
});

/** What synth leaves in an out folder. */
function synth(folder: string): void {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const env = { ...process.env, CDKTF_OUTDIR: folder, MAILZONE_CONFIG: "domains.yaml" };
  execFileSync(process.execPath, [...SYNTH], { cwd: checkout.folder, env, stdio: "pipe" });
}
