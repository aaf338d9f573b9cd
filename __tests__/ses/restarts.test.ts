import { formatRestarts, identityKey, parseRestarts } from "../../lib/ses/restarts";
import { PLACE } from "./places";

test("what is formatted is read again, sorted", () => {
  const restarts = new Map([
    ["environment/eu-west-1/example.org", Date.UTC(2026, 0, 2)],
    ["environment/eu-west-1/example.com", Date.UTC(2026, 0, 1)],
  ]);
  const text = formatRestarts(restarts);
  expect(text).toMatchInlineSnapshot(`
    "{
      "environment/eu-west-1/example.com": "2026-01-01T00:00:00.000Z",
      "environment/eu-west-1/example.org": "2026-01-02T00:00:00.000Z"
    }
    "
  `);
  expect(parseRestarts(text)).toEqual(restarts);
});

test.each([["no JSON"], ["[1]"], ["null"], ['{"a": "soon"}'], [""]])("%s holds no times", (text) => {
  expect(parseRestarts(text)).toEqual(new Map());
});

test("an identity is named by its way, region and domain", () => {
  const keys = [{}, { profile: "mail" }, { profile: "mail", assumeRoleArn: "arn:aws:iam::444455556666:role/mail" }].map(
    (account) => identityKey({ ...PLACE, account }),
  );
  expect(keys).toEqual([
    "environment/eu-west-1/example.com",
    "profile:mail/eu-west-1/example.com",
    "arn:aws:iam::444455556666:role/mail/eu-west-1/example.com",
  ]);
});
