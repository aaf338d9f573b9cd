// What is read as a plan, and how what cannot be is refused.
import { ReviewError } from "../../lib/plan/error";
import { readPlan } from "../../lib/plan/plan";
import { change, dmarc, IDENTITY, identity, plan, record, reviewed, rules, said } from "../review/plans";
import { count } from "../run/cases";

const sound = plan([record("dmarc", null, dmarc("v=DMARC1; p=none"))]);
const utf16 = (text: string, order: "le" | "be") => {
  const bytes = Buffer.from(text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

test.each([
  ["UTF-8", Buffer.from(sound)],
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${sound}`)],
  ["UTF-16LE with a byte order mark", utf16(`\uFEFF${sound}`, "le")],
  ["UTF-16BE with a byte order mark", utf16(`\uFEFF${sound}`, "be")],
  ["UTF-16LE without one", utf16(sound, "le")],
  ["UTF-16BE without one", utf16(sound, "be")],
])("%s is read", (_name, bytes) => {
  expect(readPlan(bytes, "mail").changes).toHaveLength(1);
});

test.each([
  ["nothing", "", "is empty"],
  ["half a file", sound.slice(0, 100), "ends too early"],
  ["no JSON", "Error: no plan", "is no JSON"],
  ["bytes of no text", Buffer.from([0xff, 0xff, 0xc3, 0x28]), "is no text in utf-8"],
  ["deep nesting", `{"format_version":"1.2","x":${"[".repeat(100_000)}`, "is nested over 200 levels deep"],
  ["another value", "[]", "is not what terraform show -json prints of a plan"],
  ["a state", '{"format_version":"1.0","values":{}}', "is not what terraform show -json prints of a plan"],
  ["another format", '{"format_version":"2.0"}', 'does not fit the plan format 1.x at "format_version"'],
  [
    "a wrong type",
    plan([{ ...change(`${IDENTITY}.x`, null, {}), address: 1 }]),
    'does not fit the plan format 1.x at "resource_changes[0].address"',
  ],
  ["actions that are none", plan([change(`${IDENTITY}.x`, null, {}, { actions: "create" })]), "does not fit"],
])("%s is refused, in one line", (_name, input, message) => {
  expect(() => readPlan(input, "mail")).toThrow(ReviewError);
  expect(() => readPlan(input, "mail")).toThrow(message);
  try {
    readPlan(input, "mail");
  } catch (error) {
    expect((error as Error).message).toMatch(/^the plan of stack "mail" [^\n]{1,400}$/);
  }
});

test("__proto__ is a name like any other", () => {
  const text = sound.replace('"type":"TXT"', '"__proto__":{"polluted":true},"constructor":{"x":1},"type":"TXT"');
  expect(rules(text)).toEqual(["attribute-unheard-of", "dmarc-created"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("minor versions and fields that are not known are let through", () => {
  const text = plan([{ ...record("dmarc", null, dmarc("v=DMARC1; p=none")), news: { a: 1 } }], {
    format_version: "1.99",
    news: [],
  });
  expect(rules(text)).toEqual(["dmarc-created"]);
});

test("a replacement is one in either order, and with forget", () => {
  for (const actions of [
    ["delete", "create"],
    ["create", "delete"],
    ["create", "forget"],
  ]) {
    expect(rules(plan([change(`${IDENTITY}.example_com`, identity(), identity(), { actions })]))).toEqual([
      "identity-replaced",
    ]);
  }
});

test.each([
  ["no-op", identity(), null],
  ["update", identity(), null],
  ["create", identity(), null],
  ["delete", null, identity()],
  ["read", identity(), identity()],
])("%s is not believed where the values say otherwise", (action, before, after) => {
  expect(rules(plan([change(`${IDENTITY}.example_com`, before, after, { actions: [action] })]))).toEqual([
    "action-unknown",
  ]);
});

test("a data source that deletes is not believed", () => {
  expect(rules(plan([change(`${IDENTITY}.x`, identity(), null, { mode: "data" })]))).toEqual(["action-unknown"]);
});

test("a failed plan is never safe, no matter what is accepted", () => {
  const failed = plan([], { errored: true });
  const accept = [{ rule: "plan-failed" }];
  expect(reviewed(failed, { accept })).toMatchObject({ verdict: "danger", counts: { accepted: 0 }, unused: accept });
});

test("sensitive values are never said, on either side", () => {
  const text = plan(
    [
      record("dmarc", dmarc("v=DMARC1; p=none; secret-a"), dmarc("v=DMARC1; p=none; secret-b"), {
        after_sensitive: { content: true },
      }),
      change(
        "aws_iam_access_key.x",
        { secret: "secret-c", list: ["secret-d"] },
        { secret: "secret-e", list: [] },
        { before_sensitive: true },
      ),
      change(
        "random_password.x",
        null,
        { nested: [{ result: "secret-f" }] },
        { after_sensitive: { nested: [{ result: true }] } },
      ),
    ],
    { variables: { a: { value: "secret-g" } }, prior_state: { a: "secret-h" }, configuration: { a: "secret-i" } },
  );
  expect(JSON.stringify([said(text), reviewed(text)])).not.toContain("secret-");
});

test.each(["x", "\\", '"', "v=spf1 include:a.example "])(
  "a record of very many %j is reviewed, and is not safe",
  (text) => {
    const huge = {
      ...dmarc("v=DMARC1; p=none"),
      content: JSON.stringify(text.repeat(count(500_000, 5_000_000) / text.length)),
    };
    expect(reviewed(plan([record("dmarc", dmarc("v=DMARC1; p=none"), huge)])).verdict).toBe("danger");
  },
);
