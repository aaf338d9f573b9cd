import { refusalOf } from "../../../lib/terraform/saved-plans/checks";
import { planInfo } from "./plan-info";

const stack = { name: "mail", hash: "aa" };
const run = { kind: "real", terraform: { product: "Terraform", version: "1.11.4" } } as const;

test("a plan that nothing is wrong with is not refused", () => {
  expect(refusalOf(stack, planInfo(), run)).toBeUndefined();
  expect(
    refusalOf(stack, planInfo({ kind: "sandbox", destroy: true }), { ...run, kind: "sandbox", destroy: true }),
  ).toBeUndefined();
});

test.each([
  ["missing", undefined, 'stack "mail" has no saved plan: run mailzone plan first'],
  [
    "damaged",
    "damaged",
    'the saved plan of stack "mail" is damaged or was saved by another version of mailzone: run mailzone plan again',
  ],
  [
    "kind",
    planInfo({ kind: "sandbox" }),
    'the saved plan of stack "mail" was made in the emulator, this run is outside it: run mailzone plan first',
  ],
  [
    "direction",
    planInfo({ destroy: true }),
    'the saved plan of stack "mail" destroys all of it: run mailzone plan first, or mailzone destroy to go on destroying',
  ],
  [
    "failed",
    planInfo({ status: "failed" }),
    'the last plan of stack "mail" failed: fix what it reported and run mailzone plan again',
  ],
  [
    "applied",
    planInfo({ status: "applied" }),
    'the saved plan of stack "mail" has already been applied: run mailzone plan for what is new',
  ],
  [
    "unfinished",
    planInfo({ status: "unfinished" }),
    'the last apply of stack "mail" did not end well: run mailzone plan for what is left',
  ],
  [
    "changed",
    planInfo({ synthesized: "cc" }),
    'the configuration of stack "mail" has changed since its plan: run mailzone plan again',
  ],
  [
    "version",
    planInfo({ terraform: { product: "OpenTofu", version: "1.11.4" } }),
    'the saved plan of stack "mail" was made by OpenTofu 1.11.4, this is Terraform 1.11.4: run mailzone plan again',
  ],
] as const)("a plan is refused: %s", (reason, saved, message) => {
  expect(refusalOf(stack, saved, run)).toEqual({ stack: "mail", reason, message, errors: [] });
});

test("in the emulator the messages name the emulator's plan, and a plan of the real world is of the other kind", () => {
  expect(refusalOf(stack, planInfo(), { ...run, kind: "sandbox" })?.message).toBe(
    'the saved plan of stack "mail" was made outside the emulator, this run is in it: run mailzone plan --emulated first',
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
      'the saved plan of stack "mail" is of the real providers: apply it with --providers real, or run mailzone plan --emulated first',
  });
  expect(refusalOf(stack, ofEmulated, real)).toMatchObject({
    reason: "providers",
    message:
      'the saved plan of stack "mail" is of the emulated providers: apply it without --providers real, or run mailzone plan --emulated --providers real first',
  });
});

test("a plan that does not destroy is not applied by destroy", () => {
  expect(refusalOf(stack, planInfo(), { ...run, destroy: true })?.reason).toBe("direction");
});
