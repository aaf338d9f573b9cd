// Which entries have an SES identity, and which of them Terraform makes.
import type { Domain } from "./domain";

/** Whether SES has an identity for the entry. A domain without mail has none. */
export function hasIdentity({ mail }: Pick<Domain, "mail">): boolean {
  return mail !== "none";
}

/** Whether the stack makes the identity: not one that another stack or team owns. */
export function makesIdentity(domain: Pick<Domain, "mail" | "identity">): boolean {
  return hasIdentity(domain) && domain.identity !== "existing";
}
