// mailzone stacks --changed --base: the stacks whose synthesised JSON differs from an out folder's, or from a commit's. Synth is the real one.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { SYNTH } from "../../lib/app/package";
import { Checkout } from "../helpers/checkout";
import { changedStacks, stacksYaml } from "../helpers/stacks-command";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const changed = (base: string) => changedStacks(checkout, base);

test("against a commit: what is synthesised alike is not changed, however it is written, and what is gone is an error", async () => {
  const base = checkout.commit({ "domains.yaml": stacksYaml({ eu: "", us: "" }) });
  checkout.pullRequest({ "domains.yaml": `# moved\n${stacksYaml({ us: ", dmarc: {policy: none}", eu: "" })}` });
  expect(await changed(base)).toEqual([0, []]);
  checkout.pullRequest({ "domains.yaml": stacksYaml({ eu: ", ttl: 600", new: "", us: "" }) });
  expect(await changed(base)).toEqual([0, ["eu", "new"]]);
  // Nothing is left behind, and no out folder of a plan was touched.
  expect([".mailzone/changed", "cdktf.out"].map((name) => fs.existsSync(checkout.path(name)))).toEqual([false, false]);

  checkout.pullRequest({ "domains.yaml": stacksYaml({ eu: "" }) });
  const [code, text] = await changed(base);
  expect(code).toBe(2);
  expect(text).toContain(`stack "us" of "${base}" is gone, and Terraform forgets what they made without a plan`);
});

test("against a commit where another file differs, or that cannot be synthesised, all stacks are changed", async () => {
  const base = checkout.commit({ "domains.yaml": stacksYaml({ eu: "", us: "" }), "package-lock.json": "{}" });
  checkout.pullRequest({ "package-lock.json": '{"name": "x"}' });
  expect(await changed(base)).toEqual([0, ["eu", "us"]]);
  const broken = checkout.commit({ "domains.yaml": stacksYaml({ eu: "", us: ", ttl: 7" }) });
  checkout.pullRequest({ "domains.yaml": stacksYaml({ eu: "", us: "" }) });
  expect(await changed(broken)).toEqual([0, ["eu", "us"]]);
});

test("against an out folder, wherever it is", async () => {
  checkout.write({ "domains.yaml": stacksYaml({ eu: "", us: "" }) });
  const folder = checkout.path("deep", "below", "out");
  synth(folder);
  expect(await changed(path.join("deep", "below", "out"))).toEqual([0, []]);
  checkout.write({ "domains.yaml": stacksYaml({ eu: "", us: ", ttl: 600" }) });
  expect(await changed(path.join("deep", "below", "out"))).toEqual([0, ["us"]]);
  checkout.write({ "domains.yaml": stacksYaml({ us: "" }) });
  expect(await changed(path.join("deep", "below", "out"))).toEqual([2, expect.stringContaining('stack "eu" of')]);
});

/** What synth leaves in an out folder. */
function synth(folder: string): void {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const env = { ...process.env, CDKTF_OUTDIR: folder, MAILZONE_CONFIG: "domains.yaml" };
  execFileSync(process.execPath, [...SYNTH], { cwd: checkout.folder, env, stdio: "pipe" });
}
