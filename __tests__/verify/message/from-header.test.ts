import { authorDomain } from "../../../lib/verify/message/from-header";

test.each([
  ["Shop <shop@example.com>", "example.com"],
  ["shop@example.com", "example.com"],
  ["<shop@example.com>", "example.com"],
  ['"Shop, the (one)" <shop@example.com>', "example.com"],
  ['"elsewhere@example.net" <shop@example.com>', "example.com"],
  ["elsewhere@example.net <shop@example.com>", "example.com"],
  ['"<a@example.net>" <shop@example.com>', "example.com"],
  ["=?utf-8?q?a=40example=2Enet?= <shop@example.com>", "example.com"],
  ["(a@example.net) shop@example.com (Shop (of old))", "example.com"],
  ["Shop\r\n <shop@example.com>", "example.com"],
  ['"odd name"@example.com', "example.com"],
  ['Shop <"a@example.net"@example.com>', "example.com"],
  ["Dr. Shop <shop@EXAMPLE.com>", "EXAMPLE.com"],
])("the author of %s", (value, expected) => {
  expect(authorDomain(value)).toBe(expected);
});

test.each([
  ["two addresses", "a@example.com, b@example.com"],
  ["two in angle brackets", "A <a@example.com> <b@example.net>"],
  ["one behind the other", "a@example.com b@example.net"],
  ["words behind the address", "<a@example.com> b@example.net"],
  ["a group", "Shops: a@example.com, b@example.com;"],
  ["a group of one", "Shops: a@example.com;"],
  ["an empty group", "Undisclosed:;"],
  ["a list that ends early", "a@example.com,"],
  ["a route", "<@example.net:a@example.com>"],
  ["two at signs", "a@example.net@example.com"],
  ["an address literal", "a@[192.0.2.1]"],
  ["no domain", "nobody"],
  ["nothing", ""],
  ["an open bracket", "Shop <a@example.com"],
  ["an open quote", '"Shop <a@example.com>'],
  ["an open comment", "(Shop <a@example.com>"],
  ["a second field behind a bare CR", "a@example.com\rFrom: b@example.net"],
])("no author in %s", (_, value) => {
  expect(authorDomain(value)).toBeUndefined();
});
