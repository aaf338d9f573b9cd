// ListEmailIdentities: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_ListEmailIdentities.html
import { isJsonObject } from "../../json";
import { listIdentities } from "../../services/aws/ses-calls";
import type { SesIdentity } from "../../world/entities";
import { badRequest } from "../../world/faults";
import type { World } from "../../world/world";
import type { Json } from "../aws-model/schema";
import type { Caller } from "./caller";
import { identityInfo, identityType } from "./identity-json";

/** A token is the last name of a page; the next page begins after it. */
export function listPage(world: World, caller: Caller, input: Json): object {
  const size = typeof input.PageSize === "number" ? input.PageSize : 1000;
  if (!Number.isInteger(size) || size < 0 || size > 1000) throw badRequest("PageSize must be between 0 and 1000.");
  const after = input.NextToken === undefined ? "" : tokenName(String(input.NextToken));
  const filter = isJsonObject(input.Filter) ? input.Filter : {};
  const rest = listIdentities(world, caller).filter((one) => one.name > after && matches(one, filter));
  const page = rest.slice(0, size || 1000);
  const next = rest.length > page.length ? tokenOf(page.at(-1)!.name) : undefined;
  return { EmailIdentities: page.map(identityInfo), NextToken: next };
}

function tokenOf(name: string): string {
  return Buffer.from(`after ${name}`).toString("base64url");
}

function tokenName(token: string): string {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (text.startsWith("after ") && tokenOf(text.slice(6)) === token) return text.slice(6);
  throw badRequest("The NextToken is not valid.");
}

function matches(identity: SesIdentity, filter: Json): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    if (name === "IDENTITY_NAME_CONTAINS") return identity.name.toLowerCase().includes(String(wanted).toLowerCase());
    if (name === "IDENTITY_TYPE") return identityType(identity) === wanted;
    if (name === "VERIFICATION_STATUS") return identity.verification === wanted;
    throw badRequest(`Value at 'filter' failed to satisfy constraint: ${name} is no key of a filter`);
  });
}
