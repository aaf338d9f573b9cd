// The configuration of a plan and its variables, as one hash. Provisioners, data sources, providers, modules and outputs do
// things that no resource change shows, so they must be what was approved too. Secrets are left out: with the digest one could
// guess a short secret by trying values.
import { createHash } from "node:crypto";
import { PURPOSE_VARIABLE } from "../dns/account-roles";
import { withoutKeys } from "./runs/configuration";
import type { RawPlan, RawResourceChange } from "./schema";
import { canonical, elementsOf, isObject, propertiesOf, propertyOf } from "./values";

/** Names of attributes that hold secrets in the providers that we know, and in most others. */
const SECRET =
  /(?:^|[_-])(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|credentials?|(?:private|secret|access|api|auth|account|encryption|signing|service)[_-]?keys?|user_service_key|apikey|auth(?:orization)?|pin|psk|pem|external_id|cookie|wo)(?:[_-]|$)/i;
/** Cloudflare's old global key is used together with the e-mail address of its owner. */
const OWNER = "email";

const UNORDERED = ["references", "depends_on"];
const READ_APART = ["provider_config", "root_module"];

/** SHA-256, in hex. Lists whose order means nothing, such as resources and references, are sorted. */
export function configurationDigest({ configuration, variables, resource_changes: changes }: RawPlan): string {
  const root = propertyOf(configuration, "root_module");
  const text = canonical({
    providers: mapped(propertyOf(configuration, "provider_config"), provider),
    root: moduleOf(root, "", sensitivePaths(changes ?? [])),
    // Which of two roles ran is not part of the plan: it differs between a plan and the apply that repeats it.
    variables: Object.fromEntries(
      propertiesOf(variables).filter(([name]) => name !== PURPOSE_VARIABLE && !isSensitiveVariable(root, name)),
    ),
    rest: Object.fromEntries(propertiesOf(configuration).filter(([name]) => !READ_APART.includes(name))),
  });
  return createHash("sha256").update(text).digest("hex");
}

type Masks = ReadonlyMap<string, readonly unknown[]>;

/** What the plan marks as sensitive in each resource, by the resource's address without keys. */
function sensitivePaths(changes: readonly RawResourceChange[]): Masks {
  const masks = new Map<string, unknown[]>();
  for (const { address, change } of changes) {
    const key = withoutKeys(address);
    const known = masks.get(key) ?? [];
    masks.set(key, known);
    known.push(change.before_sensitive, change.after_sensitive);
  }
  return masks;
}

function moduleOf(module: unknown, prefix: string, masks: Masks): unknown {
  if (!isObject(module)) return module ?? null;
  return Object.fromEntries(
    Object.entries(module).map(([name, value]) => {
      switch (name) {
        case "resources":
          return [name, unordered(elementsOf(value).map((resource) => resourceOf(resource, prefix, masks)))];
        case "module_calls":
          return [name, mapped(value, (call, key) => callOf(call, `${prefix}module.${key}.`, masks))];
        case "outputs":
          return [name, mapped(value, (output) => without(output, propertyOf(output, "sensitive") === true))];
        case "variables":
          return [
            name,
            mapped(value, (variable, key) => (isSensitiveVariable(module, key) ? withoutDefault(variable) : variable)),
          ];
        default:
          return [name, without(value, false)];
      }
    }),
  );
}

function callOf(call: unknown, prefix: string, masks: Masks): unknown {
  const module = propertyOf(call, "module");
  return mapped(call, (value, name) => {
    if (name === "module") return moduleOf(value, prefix, masks);
    if (name !== "expressions") return without(value, false, name);
    return mapped(value, (expression, input) => without(expression, isSensitiveVariable(module, input)));
  });
}

function resourceOf(resource: unknown, prefix: string, masks: Masks): unknown {
  const mask = masks.get(`${prefix}${String(propertyOf(resource, "address"))}`) ?? [];
  return mapped(resource, (value, name) =>
    name === "expressions"
      ? mapped(value, (expression, attribute) =>
          without(expression, SECRET.test(attribute) || mask.some((one) => isMarked(one, attribute))),
        )
      : without(value, false, name),
  );
}

/** A provider block without its credentials: whether they are set counts, their value does not. */
function provider(block: unknown): unknown {
  return mapped(block, (value, name) =>
    name === "expressions"
      ? mapped(value, (expression, attribute) => without(expression, attribute === OWNER || SECRET.test(attribute)))
      : value,
  );
}

function isSensitiveVariable(module: unknown, name: string): boolean {
  return SECRET.test(name) || propertyOf(propertyOf(propertyOf(module, "variables"), name), "sensitive") === true;
}

function withoutDefault(variable: unknown): unknown {
  return mapped(variable, (value, name) => (name === "default" ? "secret" : value));
}

/** Whether the mask of a resource covers an attribute, or part of it. */
function isMarked(mask: unknown, attribute: string): boolean {
  const isAny = (value: unknown): boolean =>
    value === true || (typeof value === "object" && value !== null && Object.values(value).some(isAny));
  return mask === true || isAny(propertyOf(mask, attribute));
}

/** An expression, a block or a list of them. If it is secret, its constants are left out. */
function without(value: unknown, isSecret: boolean, at = ""): unknown {
  if (Array.isArray(value)) {
    return UNORDERED.includes(at) ? unordered(value) : value.map((one) => without(one, isSecret));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (name === "constant_value") return [name, isSecret ? "secret" : withoutSecrets(one)];
      return [name, without(one, isSecret || SECRET.test(name), name)];
    }),
  );
}

/** A constant object can hold secrets under its own keys, such as a provisioner's environment. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  return mapped(value, (one, name) => (SECRET.test(name) ? "secret" : withoutSecrets(one)));
}

function mapped(value: unknown, change: (value: unknown, name: string) => unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one, name)]));
}

function unordered(values: readonly unknown[] | undefined): unknown[] {
  const texts = (values ?? []).map((value) => [canonical(value), value] as const);
  return texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}
