// testAddresses in domains.yaml: addresses that SES verifies by themselves.
import { parseConfiguration } from "../../lib/config/configuration";

const read = (addresses: string, defaults = "", more = "") =>
  parseConfiguration([
    {
      file: "domains.yaml",
      text: `${defaults}domains:\n  - domain: example.com\n    aws: {region: eu-west-1}\n    testAddresses: ${addresses}\n${more}`,
    },
  ]);
const made = (addresses: string) => read(addresses).domains[0]?.testAddresses;

test("one address or a list, sorted, with domains in ASCII; the part before the @ stays as it is written", () => {
  expect(made("you@example.net")).toEqual(["you@example.net"]);
  expect(made("[You+1@Example.NET, a@bücher.example]")).toEqual(["You+1@example.net", "a@xn--bcher-kva.example"]);
  expect(made("[]")).toBeUndefined();
});

test("the defaults have none, because an address counts for the whole account", () => {
  const { findings } = read("you@example.net", "defaults: {testAddresses: [qa@example.org]}\n");
  expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining('"testAddresses"'));
});

test.each([
  ["[you@example.net, YOU@example.net]", 'testAddresses of "example.com" names "YOU@example.net" twice: leave one out'],
  ["you", "expected an address such as you@example.net"],
  ["'*@example.net'", "expected an address such as you@example.net"],
  ["'a${b}@example.net'", "expected an address such as you@example.net"],
  ["ü@example.net", "expected an address such as you@example.net"],
  ["you@localhost", 'has no mail domain behind the "@"'],
  ["you@a..b", '"you@a..b"'],
  ["[1]", "testAddresses"],
])("%s is refused", (addresses, message) => {
  const said = read(addresses).findings.filter(({ severity }) => severity === "error");
  expect(said.map((one) => one.message)).toEqual([expect.stringContaining(message)]);
  expect(said[0]?.at).toMatchObject({ line: 4 });
});

test("a domain without mail has none", () => {
  const { findings } = read("you@example.net", "", "    mail: none\n");
  expect(findings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('"example.com" has mail: none and testAddresses'),
  );
});
