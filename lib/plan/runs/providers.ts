// Where the providers of a plan come from, and where they would go: source, host, account, credentials. Ordinary is what our
// own stacks write: aws with a region and, under an alias that says it, a profile, a role or allowed accounts; cloudflare
// with nothing. A provider sees the credentials of whoever runs the apply, so one that differs is told by name.
import { accountAlias } from "../../dns/account-alias";
import { accountOfRole, ROLES_VARIABLE, type RoleArns, roleIndexOf } from "../../dns/account-roles";
import { elementsOf, propertyOf, stringOf } from "../values";
import { constantOf, type PlanConfiguration, type ProviderBlock } from "./configuration";

export type ProviderFaultKind =
  /** Not the provider that its name says. */
  | "source"
  /** A provider of somebody else, whose name promises nothing. */
  | "stranger"
  | "base-url"
  /** Endpoints, proxies, certificates that are not checked. */
  | "endpoint"
  | "account"
  | "credentials"
  /** Something else that our stacks do not write. */
  | "setting";

export interface ProviderFault {
  readonly kind: ProviderFaultKind;
  /** The key of the block, or a source. */
  readonly provider: string;
  /** What is set, by name, or whom it concerns; never a value of a block. */
  readonly what: readonly string[];
}

/** A resource as far as its provider is concerned. */
export interface ProvidedResource {
  readonly address: string;
  readonly type: string;
  /** As the plan has it; undefined where it has none. */
  readonly source?: string;
  /** The AWS account that it is in, from its ARN, where it exists. */
  readonly account?: string;
}

const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];
const SOURCES: ReadonlyMap<string, string> = new Map([
  ["aws", "hashicorp/aws"],
  ["cloudflare", "cloudflare/cloudflare"],
]);
const KNOWN_SOURCE = /^(?:(?:registry\.terraform\.io|registry\.opentofu\.org)\/hashicorp\/|terraform\.io\/builtin\/)/;

/** Of both providers, each attribute that leads somewhere else, or is harmless; all others are told as settings. */
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

/** The official API, which somebody may well write down. */
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

/** @param key `name source`: what its resources are called after, and where it comes from */
function sourceFault(key: string, shown: string): ProviderFault[] {
  const [name = "", source = ""] = key.split(" ");
  const wanted = SOURCES.get(name) ?? SOURCES.get(source.replace(/^.*\//, ""));
  if (wanted !== undefined) {
    const isRight = REGISTRIES.some((registry) => source === `${registry}/${wanted}`);
    return isRight ? [] : [{ kind: "source", provider: shown, what: [wanted] }];
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
    // What another provider needs is its own business, but not where it goes.
    if (!isKnown && kind !== "base-url" && kind !== "endpoint") continue;
    found.set(kind, [...(found.get(kind) ?? []), attribute]);
  }
  return [...found].map(([kind, what]) => ({ kind, provider: key, what: what.sort() }));
}

function isOfficial(attribute: string, expression: unknown): boolean {
  return attribute === "base_url" && CLOUDFLARE_API.test(stringOf(constantOf(expression)) ?? "");
}

/** A block that leads to an account without the alias that says so, or to another one than its resources are in. */
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
  const ours = accountAlias({
    profile,
    assumeRoleArn: role,
    allowedAccountIds: ids.length > 0 ? ids : undefined,
  });
  const isAsWritten =
    // Accounts that would share an alias have a hash behind it.
    (alias ?? "").replace(/(?<=.)-[0-9a-f]{8}$/, "") === ours.replace(/-[0-9a-f]{8}$/, "") &&
    roles.length <= 1 &&
    (expressions.has("profile") ? profile !== undefined : true) &&
    (expressions.has("assume_role") ? role !== undefined && ours !== "" : true) &&
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

/** The role that stands there, or the two of one account that our stacks choose from by their variables. */
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
