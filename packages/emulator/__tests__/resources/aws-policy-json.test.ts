// Policies in the provider's form.
import { isSamePolicy, normalizedJson, planPolicy, versionFirst } from "../../src/resources/aws/policy-json";

test("keys are sorted at any depth, lists keep their order, and Go's escapes are made", () => {
  expect(normalizedJson('{ "b": [2, 1], "a": {"d": "<&>", "c": null} }')).toBe(
    '{"a":{"c":null,"d":"\\u003c\\u0026\\u003e"},"b":[2,1]}',
  );
  expect(normalizedJson("no json")).toBe("no json");
});

test("order of keys and of texts in lists, white space and escapes make no difference", () => {
  expect(isSamePolicy('{"a":1,"b":"&"}', '{ "b": "\\u0026", "a": 1 }')).toBe(true);
  expect(isSamePolicy('{"a":["x","y"],"b":["z"]}', '{"a":["y","x"],"b":"z"}')).toBe(true);
  expect(isSamePolicy('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false);
  expect(isSamePolicy("no json", "no json")).toBe(false);
});

test("a role's own policy has its version first", () => {
  expect(versionFirst('{"Statement":[],"Id":"a","Version":"2012-10-17"}')).toBe(
    '{"Version":"2012-10-17","Id":"a","Statement":[]}',
  );
  expect(versionFirst('{"Version":"2012-10-17"}')).toBe('{"Version":"2012-10-17"}');
  expect(versionFirst('{"Version":"2008-10-17","Id":"a"}')).toBe('{"Id":"a","Version":"2008-10-17"}');
});

test("a plan keeps the state's text of the same policy, and writes another one in the provider's form", () => {
  expect(planPolicy("policy", { policy: '{ "a": 1 }' }, { policy: '{"a":1}' })).toEqual({ policy: '{ "a": 1 }' });
  expect(planPolicy("policy", null, { policy: '{ "a": 1 }' })).toEqual({ policy: '{"a":1}' });
  expect(planPolicy("policy", null, {})).toEqual({ policy: null });
});
