// Which account an applied identity was made in, by the provider block that its state names.
import { accountOfApplied } from "../../../lib/app/drift/accounts";
import { resourceName } from "../../../lib/dns/resource-name";
import { testAddressId } from "../../../lib/dns/test-addresses";
import type { AppliedResource } from "../../../lib/drift/state";
import { ARTICLE, domainNamed } from "../../helpers/domains";

// Both have the same alias but for the hash, because a dot and an underscore are written alike.
const [mail, other] = ["mail.a", "mail_a"].map((profile) => ({ profile }));
const domains = [
  { ...ARTICLE, account: mail! },
  { ...domainNamed("example.org", {}), account: other! },
];
const accountOf = (name: string, alias: string) =>
  accountOfApplied(
    { name, provider: `provider["registry.terraform.io/hashicorp/aws"]${alias}` } as AppliedResource,
    domains,
  );

test("an identity, its MAIL FROM and its test addresses are in the account of their entry", () => {
  for (const id of [undefined, testAddressId("you@example.net")]) {
    expect(accountOf(resourceName("example.com", id), ".profile-mail_a-0f3a")).toBe(mail);
    expect(accountOf(resourceName("example.org", id), ".profile-mail_a-77b1")).toBe(other);
  }
});

test("an account without an alias is the environment's; one of no entry is that of the same alias, or unknown", () => {
  expect(accountOf(resourceName("example.com"), "")).toEqual({});
  expect(accountOf(resourceName("gone.example"), ".profile-mail_a")).toBe(mail);
  expect(accountOf(resourceName("gone.example"), ".profile-mail_a-0f3a")).toBeUndefined();
});
