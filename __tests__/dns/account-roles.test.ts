import { accountAlias } from "../../lib/dns/account-alias";
import { accountOfRole, roleArnFor, roleExpression, roleIndexOf } from "../../lib/dns/account-roles";

const PAIR = { plan: "arn:aws:iam::111122223333:role/p", apply: "arn:aws:iam::111122223333:role/a" };

test("two roles have a purpose each; one role is for both", () => {
  expect([roleArnFor(PAIR, "plan"), roleArnFor(PAIR, "apply")]).toEqual([PAIR.plan, PAIR.apply]);
  expect([roleArnFor(PAIR.plan, "plan"), roleArnFor(PAIR.plan, "apply")]).toEqual([PAIR.plan, PAIR.plan]);
  expect(roleArnFor(undefined, "plan")).toBeUndefined();
});

test("the alias does not change where a role for the plan is added", () => {
  expect(accountAlias({ assumeRoleArn: PAIR })).toBe(accountAlias({ assumeRoleArn: PAIR.apply }));
});

test("the account is that of the role", () => {
  expect([PAIR, PAIR.plan, undefined, "mail"].map(accountOfRole)).toEqual([
    "111122223333",
    "111122223333",
    undefined,
    undefined,
  ]);
});

test("the place of a pair is read back from the expression, and from no other", () => {
  expect(roleExpression(12)).toBe("${var.mailzone_roles[12][var.mailzone_purpose]}");
  expect(roleIndexOf(roleExpression(12))).toBe(12);
  for (const other of ["", "${var.mailzone_roles[012][var.mailzone_purpose]}", `${roleExpression(1)} `, "[1]"])
    expect(roleIndexOf(other)).toBeUndefined();
});
