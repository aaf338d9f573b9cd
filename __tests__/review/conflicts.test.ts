import { resourceName } from "../../lib/dns/resource-name";
import { testAddressId } from "../../lib/dns/test-addresses";
import { explainConflicts } from "../../lib/review/conflicts";
import { change, changesOf, IDENTITY, plan, record } from "./plans";

const changes = changesOf(
  plan([
    change(`${IDENTITY}.example_com`, null, { email_identity: "example.com", region: "us-east-1" }),
    record("dmarc", null, { type: "TXT", name: "_dmarc.example.com", zone_id: "0123" }),
  ]),
);

test("an identity that exists is named with the command that takes it over", () => {
  const error = {
    summary: "creating SESv2 Email Identity",
    detail: "AlreadyExistsException: …",
    address: changes[0]!.address,
  };
  expect(explainConflicts([error], changes, "mailzone adopt")).toEqual([
    'identity "example.com" of "example.com" in us-east-1 exists but is not in the state, so aws_sesv2_email_identity.example_com cannot be created: run mailzone adopt example.com to see it, with --write to import it',
  ]);
});

test("a test address that exists is left to the user, as adopt does not know it", () => {
  const address = `${IDENTITY}.${resourceName("example.com", testAddressId("you@example.net"))}`;
  const made = changesOf(plan([change(address, null, { email_identity: "you@example.net", region: "us-east-1" })]));
  const error = { summary: "creating SESv2 Email Identity", detail: "AlreadyExistsException: …", address };
  expect(explainConflicts([error], made, "mailzone adopt")).toEqual([
    `test address "you@example.net" of "example.com" in us-east-1 exists but is not in the state, so ${address} cannot be created: take it out of testAddresses, or delete it in the SES console first`,
  ]);
});

const told = (code: string) => {
  const error = { summary: "failed to make http request", detail: `{"code":${code}}`, address: changes[1]!.address };
  return explainConflicts([error], changes, "mailzone adopt --emulated");
};

test.each(["81057", "81058"])("a record that Cloudflare refuses with %s exists already", (code) => {
  expect(told(code)).toEqual([
    'record "dmarc" of "example.com", TXT "_dmarc.example.com", exists but is not in the state, so cloudflare_dns_record.example_com__dmarc cannot be created: run mailzone adopt --emulated example.com to see it, with --write to import it',
  ]);
});

test.each(["81053", "81054", "81056"])("a record that is refused with %s may conflict with another one", (code) => {
  expect(told(code)).toEqual([
    'record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be created as cloudflare_dns_record.example_com__dmarc, because its name already has a record that is not in the state: run mailzone adopt --emulated example.com to see it and what to do',
  ]);
});

test("other errors, and other resources, are left to Terraform's own words", () => {
  const other = {
    summary: "boom",
    detail: "status 500",
    address: changes[0]!.address,
  };
  const foreign = {
    summary: "AlreadyExistsException",
    detail: "",
    address: "random_pet.x",
  };
  expect(explainConflicts([other, foreign], changes, "mailzone adopt")).toEqual([]);
});
