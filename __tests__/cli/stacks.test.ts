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

test("a base without --changed, with another commit, or that is not known is refused", async () => {
  checkout.commit({ "domains.yaml": yaml({ eu: "" }), "folder/file": "x" });
  expect((await stacks("--base", "HEAD")).err).toContain("stacks got --base without --changed: add --changed");
  expect((await stacks("--changed", "HEAD", "--base", "HEAD")).err).toContain("name one of them, after --base");
  for (const base of ["nowhere", "folder"])
    expect(await changed(base)).toEqual([2, expect.stringContaining(`"${base}"`)]);
});
