// Configurations as plan JSON has them, in a few words.
import { change, IDENTITY, identity, plan, type Values } from "../plans";

export const ID = `${IDENTITY}.example_com`;
/** Something to apply, safe by itself. */
export const TAGGED = change(ID, identity(), identity({ tags: { a: "b" } }));
export const MADE = change(ID, null, identity());

/** `constant("x")` is how a literal stands in an expression. */
export const constant = (value: unknown) => ({ constant_value: value });
export const reference = (...references: string[]) => ({ references });

export function block(address: string, expressions: Values = {}, rest: Values = {}): Values {
  const parts = address.split(".");
  const mode = parts[0] === "data" || parts[0] === "ephemeral" ? parts.shift() : "managed";
  return { address, mode, type: parts[0], name: parts[1], expressions, ...rest };
}

/** One provisioner of the kind. */
export const provisioner = (type = "local-exec", command = "true") => ({
  provisioners: [{ type, expressions: { command: constant(command) } }],
});

export interface Parts {
  readonly resources?: readonly Values[];
  /** By key; the name is what comes before the dot, the source the right one unless it is said. */
  readonly providers?: Readonly<Record<string, Values>>;
  readonly sources?: Readonly<Record<string, string>>;
  /** Module calls of the root, by name: their resources, or a whole call. */
  readonly modules?: Readonly<Record<string, Values>>;
  readonly root?: Values;
}

export function configuration({ resources = [], providers = {}, sources = {}, modules, root }: Parts): Values {
  const blocks = Object.entries(providers).map(([key, expressions]) => {
    const [name = "", alias] = key.replace(/^.*:/, "").split(".");
    const source =
      sources[key] ?? `registry.terraform.io/${name === "cloudflare" ? "cloudflare" : "hashicorp"}/${name}`;
    return [key, { name, full_name: source, ...(alias !== undefined && { alias }), expressions }];
  });
  return {
    provider_config: Object.fromEntries(blocks),
    root_module: { resources, ...(modules && { module_calls: modules }), ...root },
  };
}

/** A plan with that configuration, and an identity that is tagged. */
export function configured(parts: Parts, changes: readonly object[] = [TAGGED], rest: Values = {}): string {
  return plan(changes, { configuration: configuration(parts), ...rest });
}

export const moduleCall = (resources: readonly Values[], calls: Values = {}) => ({
  source: "./mail",
  module: { resources, module_calls: calls },
});
