// The `configuration` of a plan, flattened: every resource, data source and provider block, in modules too. Constants in it
// can be secrets in clear. What stands here is names, addresses and whether something is set; no value leaves for a reader.
import { isObject } from "../values";

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

export interface Configuration {
  readonly resources: readonly ConfiguredResource[];
  readonly providers: readonly ProviderBlock[];
  /** The value that each variable had, but for ephemeral ones. */
  readonly variables: ReadonlyMap<string, unknown>;
}

export function readConfiguration(configuration: unknown, variables: unknown): Configuration {
  return {
    variables: new Map(entriesOf(variables).map(([name, variable]) => [name, part(variable, "value")])),
    resources: moduleResources(part(configuration, "root_module"), ""),
    providers: entriesOf(part(configuration, "provider_config")).map(([key, block]) => providerBlock(key, block)),
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
  return part(expression, "constant_value") ?? undefined;
}

export function part(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function moduleResources(module: unknown, prefix: string): ConfiguredResource[] {
  const own = listOf(part(module, "resources")).map((resource) => configuredResource(resource, prefix));
  const called = entriesOf(part(module, "module_calls")).flatMap(([name, call]) =>
    moduleResources(part(call, "module"), `${prefix}module.${name}.`),
  );
  return [...own, ...called];
}

function configuredResource(resource: unknown, prefix: string): ConfiguredResource {
  const address = textOf(part(resource, "address")) ?? "";
  const [first = "", second = ""] = address.split(".");
  const mode = textOf(part(resource, "mode")) ?? (first === "data" || first === "ephemeral" ? first : "managed");
  const providerKey = textOf(part(resource, "provider_config_key"));
  return {
    address: `${prefix}${address}`,
    mode,
    type: textOf(part(resource, "type")) ?? (first === mode ? second : first),
    provisioners: listOf(part(resource, "provisioners")).map((one) => textOf(part(one, "type")) ?? "unknown"),
    ...(providerKey !== undefined && { providerKey }),
  };
}

function providerBlock(key: string, block: unknown): ProviderBlock {
  const [alias, source] = [textOf(part(block, "alias")), textOf(part(block, "full_name"))];
  const set = entriesOf(part(block, "expressions")).filter(([, expression]) => isSet(expression));
  return {
    key,
    name:
      textOf(part(block, "name")) ??
      key
        .slice(key.lastIndexOf(":") + 1)
        .split(".", 1)
        .join(""),
    ...(alias !== undefined && { alias }),
    ...(source !== undefined && { source }),
    expressions: new Map(set),
  };
}

/** A constant null and a block that stands nowhere set nothing; an expression without constant and references is a call. */
function isSet(expression: unknown): boolean {
  if (Array.isArray(expression)) return expression.length > 0;
  return !isObject(expression) || expression.constant_value !== null;
}
