// testAddresses: addresses that SES verifies by themselves, for its sandbox. An address counts for the whole account, so it is no setting
// that `defaults` could give to several domains.
import { like, list } from "./fields";

/** SES takes ASCII before the "@". The characters of IAM's patterns and of Terraform's templates are left out. */
const address = like(
  "you@example.net",
  /^[A-Za-z0-9_.+=#%&'~-]{1,64}@[^\s@*?${}"<>]{1,253}$/,
  "expected an address such as you@example.net",
);

export const testAddresses = list(address).describe(
  "Addresses that an account in SES's sandbox may send from and to, once their owners have opened the link in SES's mail; one or a list. Default: none.",
);
