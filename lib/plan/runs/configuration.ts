// The `configuration` of a plan, flattened: every resource, data source and provider block, in modules too. Constants in it
// can be secrets in clear. What stands here is names, addresses and whether something is set; no value leaves for a reader.
import { elementsOf, isObject, propertiesOf, propertyOf, stringOf } from "../values";

/** A block of the configuration: one for all instances that `count` and `for_each` make of it. */
export interface ConfiguredResource {
  /** Without keys, such as `module.mail.aws_iam_user.sender`. */
  readonly address: string;
  /** `managed`, `data` or `ephemeral`. */
  readonly mode: string;
  readonly type: string;
  /** The kinds of its provisioners, such as `local-exec`. Plan JSON does not say which run at destruction. */
  readonly provisioners: readonly string[];
  /** Names the provider block; undefined where the file does not say. */
  readonly providerKey?: string;
}

/** A `provider` block. */
export interface ProviderBlock {
  /** `aws`, `aws.other`, `module.mail:aws`. */
  readonly key: string;
  /** What the configuration calls the provider. */
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
  /** The value that each variable had, but for ephemeral ones. */
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

/** An address without the keys of `count` and `for_each`, which may themselves hold brackets and quotes. */
export function withoutKeys(address: string): string {
  // A key of megabytes is more than the expression can hold; as it is, it is an address of its own.
  if (address.length > 65_536) return address;
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

/** The constant of an expression; undefined where it is none, or null. */
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

/** A constant null and a block that stands nowhere set nothing; an expression without constant and references is a call. */
function isSet(expression: unknown): boolean {
  if (Array.isArray(expression)) return expression.length > 0;
  return !isObject(expression) || expression.constant_value !== null;
}
