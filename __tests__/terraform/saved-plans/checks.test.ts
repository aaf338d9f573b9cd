import { refusalOf } from "../../../lib/terraform/saved-plans/checks";
import { planInfo } from "./plan-info";

const stack = { name: "mail", hash: "aa" };
const command = (words: string) => `mailzone ${words} --config prod.yaml`;
const run = { kind: "real", terraform: { product: "Terraform", version: "1.11.4" }, command } as const;

test("a plan that nothing is wrong with is not refused", () => {
  expect(refusalOf(stack, planInfo(), run)).toBeUndefined();
  expect(
    refusalOf(stack, planInfo({ kind: "sandbox", destroy: true }), { ...run, kind: "sandbox", destroy: true }),
  ).toBeUndefined();
});

test.each([
  ["missing", undefined, 'stack "mail" has no saved plan: run mailzone plan --config prod.yaml first'],
  [
    "damaged",
    "damaged",
    'the saved plan of stack "mail" is damaged or was saved by another version of mailzone: run mailzone plan --config prod.yaml again',
  ],
  [
    "kind",
    planInfo({ kind: "sandbox" }),
    'the saved plan of stack "mail" was made in the emulator, this run is outside it: run mailzone plan --config prod.yaml first',
  ],
  [
    "direction",
    planInfo({ destroy: true }),
    'the saved plan of stack "mail" destroys all of it: run mailzone plan --config prod.yaml first, or mailzone destroy --config prod.yaml to go on destroying',
  ],
  [
    "failed",
    planInfo({ status: "failed" }),
    'the last plan of stack "mail" failed: fix what it reported and run mailzone plan --config prod.yaml again',
  ],
  [
    "applied",
    planInfo({ status: "applied" }),
    'the saved plan of stack "mail" has already been applied: run mailzone plan --config prod.yaml for what is new',
  ],
  [
    "unfinished",
    planInfo({ status: "unfinished" }),
    'the last apply of stack "mail" did not end well: run mailzone plan --config prod.yaml for what is left',
  ],
  [
    "changed",
    planInfo({ synthesized: "cc" }),
    'the configuration of stack "mail" has changed since its plan: run mailzone plan --config prod.yaml again',
  ],
  [
    "version",
    planInfo({ terraform: { product: "OpenTofu", version: "1.11.4" } }),
    'the saved plan of stack "mail" was made by OpenTofu 1.11.4, this is Terraform 1.11.4: run mailzone plan --config prod.yaml again',
  ],
] as const)("a plan is refused: %s", (reason, saved, message) => {
  expect(refusalOf(stack, saved, run)).toEqual({ stack: "mail", reason, message, errors: [] });
});

test("a plan of the real world is refused in the emulator", () => {
  expect(refusalOf(stack, planInfo(), { ...run, kind: "sandbox" })?.message).toBe(
    'the saved plan of stack "mail" was made outside the emulator, this run is in it: run mailzone plan --config prod.yaml first',
  );
});

test("a plan of other providers is refused before Terraform's lock file refuses it", () => {
  const emulated = { ...run, kind: "sandbox" } as const;
  const real = { ...emulated, realProviders: true };
  const [ofEmulated, ofReal] = [planInfo({ kind: "sandbox" }), planInfo({ kind: "sandbox", realProviders: true })];
  expect(refusalOf(stack, ofReal, real)).toBeUndefined();
  expect(refusalOf(stack, ofReal, emulated)).toMatchObject({
    reason: "providers",
    message:
      'the saved plan of stack "mail" is of the real providers: apply it with --providers real, or run mailzone plan --config prod.yaml first',
  });
  expect(refusalOf(stack, ofEmulated, real)).toMatchObject({
    reason: "providers",
    message:
      'the saved plan of stack "mail" is of the emulated providers: apply it without --providers real, or run mailzone plan --config prod.yaml first',
  });
});

test("a plan that does not destroy is not applied by destroy", () => {
  expect(refusalOf(stack, planInfo(), { ...run, destroy: true })?.reason).toBe("direction");
});
