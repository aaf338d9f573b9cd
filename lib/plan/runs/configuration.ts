// The `configuration` of a plan as flat lists: every resource, data source and provider block, including those in modules. Its
// constants can be secrets in clear text. So only names, addresses and "is set" are kept here; no value is passed to a reader.
import { elementsOf, isObject, propertiesOf, propertyOf, stringOf } from "../values";

/** A block of the configuration: one for all instances that `count` and `for_each` create from it. */
export interface ConfiguredResource {
  /** Without keys, such as `module.mail.aws_iam_user.sender`. */
  readonly address: string;
  /** `managed`, `data` or `ephemeral`. */
  readonly mode: string;
  readonly type: string;
  /** The kinds of its provisioners, such as `local-exec`. Plan JSON does not say which of them run when it is destroyed. */
  readonly provisioners: readonly string[];
  /** The name of the provider block; undefined if the file does not say. */
  readonly providerKey?: string;
}

/** A `provider` block. */
export interface ProviderBlock {
  /** `aws`, `aws.other`, `module.mail:aws`. */
  readonly key: string;
  /** The name of the provider in the configuration. */
  readonly name: string;
  readonly alias?: string;
  /** The full source, such as `registry.terraform.io/hashicorp/aws`. */
  readonly source?: string;
  /** The expression of each attribute and block that is set. */
  readonly expressions: ReadonlyMap<string, unknown>;
}

export interface PlanConfiguration {
  readonly resources: readonly ConfiguredResource[];
  readonly providers: readonly ProviderBlock[];
  /** The value of each variable, except ephemeral ones. */
  readonly variables: ReadonlyMap<string, unknown>;
}

export function readPlanConfiguration(configuration: unknown, variables: unknown): PlanConfiguration {
  return {
    variables: new Map(propertiesOf(variables).map(([name, variable]) => [name, propertyOf(variable, "value")])),
    resources: moduleResources(propertyOf(configuration, "root_module"), ""),
    providers: propertiesOf(propertyOf(configuration, "provider_config")).map(([key, block]) =>
      providerBlock(key, block),
    ),
  };
}

/** An address without the keys of `count` and `for_each`. Keys may contain brackets and quotes. */
export function withoutKeys(address: string): string {
  // A key of megabytes is too long for the expression. Unchanged, the address is still unique.
  if (address.length > 65_536) return address;
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

/** The constant of an expression; undefined if it is not a constant, or null. */
export function constantOf(expression: unknown): unknown {
  return propertyOf(expression, "constant_value") ?? undefined;
}

function moduleResources(module: unknown, prefix: string): ConfiguredResource[] {
  const own = elementsOf(propertyOf(module, "resources")).map((resource) => configuredResource(resource, prefix));
  const called = propertiesOf(propertyOf(module, "module_calls")).flatMap(([name, call]) =>
    moduleResources(propertyOf(call, "module"), `${prefix}module.${name}.`),
  );
  return [...own, ...called];
}

function configuredResource(resource: unknown, prefix: string): ConfiguredResource {
  const address = stringOf(propertyOf(resource, "address")) ?? "";
  const [first = "", second = ""] = address.split(".");
  const mode =
    stringOf(propertyOf(resource, "mode")) ?? (first === "data" || first === "ephemeral" ? first : "managed");
  const providerKey = stringOf(propertyOf(resource, "provider_config_key"));
  return {
    address: `${prefix}${address}`,
    mode,
    type: stringOf(propertyOf(resource, "type")) ?? (first === mode ? second : first),
    provisioners: elementsOf(propertyOf(resource, "provisioners")).map(
      (one) => stringOf(propertyOf(one, "type")) ?? "unknown",
    ),
    providerKey,
  };
}

function providerBlock(key: string, block: unknown): ProviderBlock {
  const [alias, source] = [stringOf(propertyOf(block, "alias")), stringOf(propertyOf(block, "full_name"))];
  const set = propertiesOf(propertyOf(block, "expressions")).filter(([, expression]) => isSet(expression));
  return {
    key,
    name:
      stringOf(propertyOf(block, "name")) ??
      key
        .slice(key.lastIndexOf(":") + 1)
        .split(".", 1)
        .join(""),
    alias,
    source,
    expressions: new Map(set),
  };
}

/** A constant null and an empty block set nothing. An expression without constant and references is a function call. */
function isSet(expression: unknown): boolean {
  if (Array.isArray(expression)) return expression.length > 0;
  return !isObject(expression) || expression.constant_value !== null;
}
