import { Checkout } from "../helpers/checkout";
import { changedStacks, runStacks, stacksYaml } from "../helpers/stacks-command";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const stacks = (...args: string[]) => runStacks(checkout, ...args);
const changed = (base: string) => changedStacks(checkout, base);

test("a base without --changed, with another commit, or that is not known is refused", async () => {
  checkout.commit({ "domains.yaml": stacksYaml({ eu: "" }), "folder/file": "x" });
  expect((await stacks("--base", "HEAD")).err).toContain("stacks got --base without --changed: add --changed");
  expect((await stacks("--changed", "HEAD", "--base", "HEAD")).err).toContain("name one of them, after --base");
  for (const base of ["nowhere", "folder"])
    expect(await changed(base)).toEqual([2, expect.stringContaining(`"${base}"`)]);
});
