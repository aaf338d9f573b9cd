// Policies in the provider's form.
import { isSameJson, normalizedJson, planPolicy } from "../../src/resources/aws/policy-json";

test("keys are sorted at any depth, lists keep their order, and Go's escapes are made", () => {
  expect(normalizedJson('{ "b": [2, 1], "a": {"d": "<&>", "c": null} }')).toBe(
    '{"a":{"c":null,"d":"\\u003c\\u0026\\u003e"},"b":[2,1]}',
  );
  expect(normalizedJson("no json")).toBe("no json");
});

test("order of keys, white space and escapes make no difference", () => {
  expect(isSameJson('{"a":1,"b":"&"}', '{ "b": "\\u0026", "a": 1 }')).toBe(true);
  expect(isSameJson('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false);
});

test("a plan keeps the state's text of the same policy, and writes another one in the provider's form", () => {
  expect(planPolicy("policy", { policy: '{ "a": 1 }' }, { policy: '{"a":1}' })).toEqual({ policy: '{ "a": 1 }' });
  expect(planPolicy("policy", null, { policy: '{ "a": 1 }' })).toEqual({ policy: '{"a":1}' });
  expect(planPolicy("policy", null, {})).toEqual({ policy: null });
});
