// SES identities of others that a stack reads: `identity: existing` in domains.yaml. A plan's JSON lists no data source that was read
// while it was made, except in `prior_state`, which holds the secrets of the whole state. Of that, only these attributes are taken.
import { parseResourceName } from "../dns/resource-name";
import { IDENTITY } from "./attributes";
import { elementsOf, propertyOf, stringOf } from "./values";

export interface ExistingIdentity {
  /** The entry of domains.yaml. */
  readonly entry: string;
  readonly domain: string;
  readonly region?: string;
  readonly arn?: string;
  /** The tokens that SES has now. */
  readonly tokens: readonly string[];
}

/** @param priorState as in the plan's JSON */
export function readExistingIdentities(priorState: unknown): ExistingIdentity[] {
  const root = propertyOf(propertyOf(priorState, "values"), "root_module");
  return elementsOf(propertyOf(root, "resources")).flatMap((resource) => {
    const text = (name: string) => stringOf(propertyOf(resource, name)) ?? "";
    const isOurs = text("mode") === "data" && text("address") === `data.${text("type")}.${text("name")}`;
    return (isOurs && existingIdentity(text("type"), text("name"), propertyOf(resource, "values"))) || [];
  });
}

/** A data source of the root module; undefined if it is not an identity that is named after an entry. */
export function existingIdentity(type: string, name: string, values: unknown): ExistingIdentity | undefined {
  const { entry, id } = parseResourceName(name) ?? {};
  const domain = stringOf(propertyOf(values, "email_identity"));
  if (type !== IDENTITY || entry === undefined || id !== undefined || domain === undefined) return undefined;
  const [block] = elementsOf(propertyOf(values, "dkim_signing_attributes"));
  return {
    entry,
    domain,
    region: stringOf(propertyOf(values, "region")),
    arn: stringOf(propertyOf(values, "arn")),
    tokens: elementsOf(propertyOf(block, "tokens")).filter((token) => typeof token === "string"),
  };
}
