// Where the providers of a plan come from, and where they connect to: source, host, account, credentials. Normal is what our
// own stacks write: aws with a region and, with an alias that names it, a profile, a role or allowed accounts; cloudflare
// without settings. A provider sees the credentials of whoever runs the apply, so any other one is reported by name.
import { accountAlias } from "../../dns/account-alias";
import { accountOfRole, ROLES_VARIABLE, type RoleArns, roleIndexOf } from "../../dns/account-roles";
import { elementsOf, propertyOf, stringOf } from "../values";
import { constantOf, type PlanConfiguration, type ProviderBlock } from "./configuration";

export type ProviderFaultKind =
  /** It is not the provider that its name suggests. */
  | "source"
  /** Somebody else's provider, whose name suggests nothing. */
  | "stranger"
  | "base-url"
  /** Endpoints, proxies, certificates that are not checked. */
  | "endpoint"
  | "account"
  | "credentials"
  /** Another setting that our stacks do not write. */
  | "setting";

export interface ProviderFault {
  readonly kind: ProviderFaultKind;
  /** The key of the block, or a source. */
  readonly provider: string;
  /** The names of the settings, or what is concerned; never a value of a block. */
  readonly what: readonly string[];
}

/** What matters about a resource for its provider. */
export interface ProvidedResource {
  readonly address: string;
  readonly type: string;
  /** As in the plan; undefined if the plan does not say. */
  readonly source?: string;
  /** The AWS account of the resource, from its ARN, if it exists. */
  readonly account?: string;
}

const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];
const SOURCES: ReadonlyMap<string, string> = new Map([
  ["aws", "hashicorp/aws"],
  ["cloudflare", "cloudflare/cloudflare"],
]);
const KNOWN_SOURCE = /^(?:(?:registry\.terraform\.io|registry\.opentofu\.org)\/hashicorp\/|terraform\.io\/builtin\/)/;

/** For both providers: attributes that change where requests go, and harmless ones. All others are reported as settings. */
const KINDS: ReadonlyMap<string, ProviderFaultKind | "ordinary"> = new Map([
  ...kind("base-url", "base_url", "api_hostname", "api_base_path"),
  ...kind("endpoint", "endpoints", "endpoint", "endpoint_url", "api_url", "http_proxy", "https_proxy"),
  ...kind("endpoint", "insecure", "custom_ca_bundle", "ec2_metadata_service_endpoint"),
  ...kind("credentials", "access_key", "secret_key", "token", "shared_credentials_files", "shared_config_files"),
  ...kind("credentials", "shared_credentials_file", "assume_role_with_web_identity"),
  ...kind("credentials", "api_token", "api_key", "email", "api_user_service_key"),
  ...kind("account", "profile", "assume_role", "allowed_account_ids", "forbidden_account_ids"),
  ...kind("ordinary", "region", "default_tags", "ignore_tags", "max_retries", "retry_mode"),
  ...kind("ordinary", "use_fips_endpoint", "use_dualstack_endpoint", "user_agent_operator_suffix"),
]);

/** The official API. It is harmless if somebody writes it down. */
const CLOUDFLARE_API = /^https:\/\/api\.cloudflare\.com(?:\/client\/v4)?\/?$/;

export function providerFaults(
  { providers, resources, variables }: PlanConfiguration,
  provided: readonly ProvidedResource[],
  keyOf: (address: string) => string | undefined,
): ProviderFault[] {
  const sources = new Map<string, string>();
  for (const { type, source = "", address } of provided) {
    const name = /^(aws|cloudflare)_/.exec(type)?.[1];
    if (source !== "" || name !== undefined) sources.set(`${name ?? ""} ${source}`, source || address);
  }
  for (const { name, source } of providers)
    if (source !== undefined) sources.set(`${SOURCES.has(name) ? name : ""} ${source}`, source);
  const used = new Set(resources.map(({ providerKey }) => providerKey));
  return [
    ...[...sources].flatMap(([key, shown]) => sourceFault(key, shown)),
    ...providers.flatMap((block) => [
      ...settingFaults(block),
      ...(used.has(block.key) || resources.length === 0 ? accountFaults(block, variables, provided, keyOf) : []),
    ]),
  ];
}

/** @param key `name source`: the prefix of its resources' names, and where the provider comes from */
function sourceFault(key: string, shown: string): ProviderFault[] {
  const [name = "", source = ""] = key.split(" ");
  const expected = SOURCES.get(name) ?? SOURCES.get(source.replace(/^.*\//, ""));
  if (expected !== undefined) {
    const isRight = REGISTRIES.some((registry) => source === `${registry}/${expected}`);
    return isRight ? [] : [{ kind: "source", provider: shown, what: [expected] }];
  }
  return KNOWN_SOURCE.test(source) ? [] : [{ kind: "stranger", provider: shown, what: [] }];
}

function settingFaults(block: ProviderBlock): ProviderFault[] {
  const { key, expressions } = block;
  const isKnown = SOURCES.has(block.name) || SOURCES.has(nameIn(block));
  const found = new Map<ProviderFaultKind, string[]>();
  for (const [attribute, expression] of expressions) {
    const kind = KINDS.get(attribute) ?? "setting";
    if (kind === "ordinary" || kind === "account" || isOfficial(attribute, expression)) continue;
    // What another provider needs is not checked, but where it connects to is.
    if (!isKnown && kind !== "base-url" && kind !== "endpoint") continue;
    found.set(kind, [...(found.get(kind) ?? []), attribute]);
  }
  return [...found].map(([kind, what]) => ({ kind, provider: key, what: what.sort() }));
}

function isOfficial(attribute: string, expression: unknown): boolean {
  return attribute === "base_url" && CLOUDFLARE_API.test(stringOf(constantOf(expression)) ?? "");
}

/** A block for an account without the alias that names it, or for another account than that of its resources. */
function accountFaults(
  block: ProviderBlock,
  variables: PlanConfiguration["variables"],
  provided: readonly ProvidedResource[],
  keyOf: (address: string) => string | undefined,
): ProviderFault[] {
  const { key, alias, expressions } = block;
  const set = [...expressions.keys()].filter((attribute) => KINDS.get(attribute) === "account").sort();
  if ((block.name !== "aws" && nameIn(block) !== "aws") || set.length === 0) return [];
  const profile = stringOf(constantOf(expressions.get("profile")));
  const roles = elementsOf(expressions.get("assume_role")).map((role) =>
    roleOf(propertyOf(role, "role_arn"), alias ?? "", variables),
  );
  const role = roles.at(-1);
  const allowed = constantOf(expressions.get("allowed_account_ids"));
  const ids = elementsOf(allowed).filter((id) => typeof id === "string");
  const expected = accountAlias({
    profile,
    assumeRoleArn: role,
    allowedAccountIds: ids.length > 0 ? ids : undefined,
  });
  const isAsWritten =
    // The alias ends with a hash if accounts would share an alias.
    (alias ?? "").replace(/(?<=.)-[0-9a-f]{8}$/, "") === expected.replace(/-[0-9a-f]{8}$/, "") &&
    roles.length <= 1 &&
    (expressions.has("profile") ? profile !== undefined : true) &&
    (expressions.has("assume_role") ? role !== undefined && expected !== "" : true) &&
    (expressions.has("allowed_account_ids") ? ids.length > 0 : true);
  const account = accountOfRole(role);
  const elsewhere = provided
    .filter((one) => one.account !== undefined && keyOf(one.address) === key)
    .filter((one) =>
      account !== undefined ? one.account !== account : ids.length > 0 && !ids.includes(one.account ?? ""),
    )
    .map(({ address }) => address);
  if (isAsWritten && elsewhere.length === 0) return [];
  return [{ kind: "account", provider: key, what: elsewhere.length > 0 ? elsewhere : set }];
}

/** The role in the block, or the two roles of an account between which our stacks choose by variables. */
function roleOf(
  expression: unknown,
  alias: string,
  variables: PlanConfiguration["variables"],
): string | RoleArns | undefined {
  const text = stringOf(constantOf(expression));
  const index = roleIndexOf(text ?? "");
  if (index === undefined) return text;
  const pair = elementsOf(variables.get(ROLES_VARIABLE))[index];
  const [plan, apply] = [stringOf(propertyOf(pair, "plan")), stringOf(propertyOf(pair, "apply"))];
  if (plan === undefined || apply === undefined || propertyOf(pair, "alias") !== alias) return undefined;
  if (accountOfRole(plan) !== accountOfRole(apply)) return undefined;
  return { plan, apply };
}

/** The provider's own name, whatever the configuration calls it. */
function nameIn({ source = "" }: ProviderBlock): string {
  return source.slice(source.lastIndexOf("/") + 1);
}

function kind(value: ProviderFaultKind | "ordinary", ...names: string[]): [string, ProviderFaultKind | "ordinary"][] {
  return names.map((name) => [name, value]);
}
