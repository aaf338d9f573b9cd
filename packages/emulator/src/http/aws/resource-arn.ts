// ARNs of tagged resources. The refusals, their words and their order are as others have seen them from AWS (Ministack's probes,
// floci-io/floci#760 and #2589): first the form, then the account, then the region, and last whether the resource exists.
import { isEmailAddress } from "../../services/aws/ses-identities";
import { isDomainName } from "../../services/aws/ses-names";
import { badRequest } from "../../world/faults";
import type { Caller } from "./caller";

export interface ResourceArn {
  readonly region: string;
  readonly kind: "identity" | "configuration-set";
  /** The name of the identity or the set. */
  readonly name: string;
}

export function parseArn(arn: string, { account }: Caller): ResourceArn {
  const [, region = "", owner = "", type, name = ""] =
    /^arn:[^:]+:[^:]+:([^:]*):([^:]*):([a-z-]+)\/(.+)$/.exec(arn) ?? [];
  if (type === undefined) throw badRequest("ResourceArn is not the expected format");
  if (type === "identity" && !isIdentity(owner, name)) {
    throw badRequest("Provided resource identifier is not an SES resource");
  }
  if (owner !== account) throw badRequest("Operations on a resource created in a different account is not allowed");
  if (type !== "identity" && type !== "configuration-set")
    throw badRequest(`The emulator does not emulate tags of a ${type}.`);
  return { region, kind: type, name };
}

function isIdentity(account: string, name: string): boolean {
  return /^\d{12}$/.test(account) && (isEmailAddress(name) ? /^[^@]/.test(name) : isDomainName(name));
}
