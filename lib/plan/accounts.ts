// What leads to the account of each resource. Plan JSON says it only in `configuration`: which provider block a resource
// uses, and that block's constants. Constants can be secrets in clear, so four by name are read and no others, and they
// end in a hash: nothing of this is ever printed.
import { canonical, isObject } from "./values";

const LEADING = ["profile", "assume_role", "allowed_account_ids", "region"];

/** The provider block behind each address of the root module, in one line. */
export function readAccounts(configuration: unknown): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  for (const [key, block] of entries(part(configuration, "provider_config"))) {
    const expressions = part(block, "expressions");
    const leading = LEADING.map((name) => [name, constants(part(expressions, name))]);
    blocks.set(key, `${key} ${canonical(leading)}`);
  }
  const resources = part(part(configuration, "root_module"), "resources");
  const accounts = new Map<string, string>();
  for (const resource of Array.isArray(resources) ? resources : []) {
    const [address, key] = [part(resource, "address"), part(resource, "provider_config_key")];
    if (typeof address !== "string" || typeof key !== "string") continue;
    accounts.set(address, blocks.get(key) ?? key);
  }
  return accounts;
}

/** Of an expression its constant; of a block, such as assume_role, the role alone: it may also have an external id. */
function constants(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map((block) => constants(part(block, "role_arn")));
  return part(expression, "constant_value") ?? null;
}

function part(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function entries(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
