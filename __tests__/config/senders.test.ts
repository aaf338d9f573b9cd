// senders in domains.yaml: roles that may send as the domain.
import { parseConfiguration } from "../../lib/config/configuration";

const ROLE = "arn:aws:iam::111122223333:role/shop";
const read = (senders: string, defaults = "") =>
  parseConfiguration([
    {
      file: "domains.yaml",
      text: `${defaults}domains:\n  - domain: bücher.example.com\n    aws: {region: eu-west-1}\n    senders: ${senders}\n`,
    },
  ]);
const made = (senders: string, defaults = "") => read(senders, defaults).domains[0]?.senders;
const messages = (senders: string) =>
  read(senders)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ message, at }) => `${at?.line}:${at?.column} ${message}`);

test("a role, or a map with the addresses that it may send from, sorted and in ASCII", () => {
  expect(
    made(
      `{shop: "${ROLE}", jobs: {role: "${ROLE}/jobs", from: [b@bücher.example.com, a@n.xn--bcher-kva.example.com]}}`,
    ),
  ).toEqual([
    { key: "jobs", role: `${ROLE}/jobs`, from: ["a@n.xn--bcher-kva.example.com", "b@xn--bcher-kva.example.com"] },
    { key: "shop", role: ROLE, from: [] },
  ]);
});

test("an entry adds to those of the defaults, and takes one or all of them out", () => {
  const defaults = `defaults: {senders: {shop: "${ROLE}", jobs: "${ROLE}"}}\n`;
  expect(made(`{more: "${ROLE}"}`, defaults)?.map(({ key }) => key)).toEqual(["jobs", "more", "shop"]);
  expect(made("{shop: false}", defaults)?.map(({ key }) => key)).toEqual(["jobs"]);
  expect(made("false", defaults)).toBeUndefined();
  expect(made("{}")).toBeUndefined();
});

test.each([
  [`{shop: {role: "${ROLE}", from: a@example.net}}`, '4:21 from "a@example.net" of sender "shop" of'],
  [
    `{shop: {role: "${ROLE}", from: "*@bücher.example.com"}}`,
    "expected an address such as no-reply@example.com, without patterns",
  ],
  [`{shop: {role: "${ROLE}", from: "a\${x}@bücher.example.com"}}`, "without patterns"],
  ["{shop: shop}", "expected a role such as arn:aws:iam::111122223333:role/shop"],
  ["{shop: 'arn:aws:iam::111122223333:user/shop'}", "expected a role such as"],
  [`{Shop: "${ROLE}"}`, "expected at most 64 lower-case letters, digits and inner hyphens"],
  ["true", "senders"],
])("%s is refused", (senders, message) => {
  const said = messages(senders);
  expect(said).toEqual([expect.stringContaining(message)]);
});
