// In whose name something is said of a record, and so in whose name it can be accepted.
import { change, dmarc, IDENTITY, identity, mx, plan, RECORD, reviewed, txt, type Values } from "../plans";

const made = (name: string, side: Values) => change(`${RECORD}.${name}`, null, side);
const domainOf = (...changes: readonly object[]) => reviewed(plan(changes)).domains.map(({ domain }) => domain);

test("a record is its entry's, in the domain of the entry and in the zone above it", () => {
  expect(domainOf(made("example_com__dmarc", dmarc("v=DMARC1; p=none")))).toEqual(["example.com"]);
  expect(domainOf(made("news_example_com__record-x", txt("example.com", "hello")))).toEqual(["news.example.com"]);
});

test("an entry called otherwise than its domain keeps its name", () => {
  const shop = change(`${IDENTITY}.shop`, identity(), identity());
  expect(domainOf(shop, made("shop__dmarc", dmarc("v=DMARC1; p=none")))).toEqual(["shop"]);
});

test("a record in another entry's domain belongs to that entry, no matter what its Terraform name says", () => {
  const mine = made("staging_test__dmarc", dmarc("v=DMARC1; p=reject"));
  const theirs = change(`${IDENTITY}.example_com`, identity(), identity());
  expect(domainOf(mine)).toEqual(["example.com"]);
  expect(domainOf(mine, theirs)).toEqual(["example.com"]);
  const options = { accept: [{ rule: "dmarc-rejects", domain: "staging.test" }], acceptedBy: "alice" };
  expect(reviewed(plan([mine]), options).verdict).toBe("danger");
});

test("a name in other Terraform code is no entry", () => {
  expect(domainOf(made("dkim1", mx("example.com", "mx.example.net")))).toEqual([undefined]);
  expect(domainOf(made("a__b", mx("example.com", "mx.example.net")))).toEqual([undefined]);
  const main = change(`${IDENTITY}.main`, null, identity());
  expect(domainOf(main, made("dkim1", mx("example.com", "mx.example.net")))).toEqual(["example.com"]);
});
