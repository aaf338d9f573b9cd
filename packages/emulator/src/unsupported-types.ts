// Resources and data sources that a configuration names but the emulator does not emulate. If a provider's schema leaves a type
// out, Terraform says that the provider does not support it, which is false. So the emulator serves the type's schema from the
// installed binding, and reports that it is not emulated when Terraform validates it.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { typesUsedIn } from "./guard/guard";
import { savedTypes, type TypeReference } from "./guard/used-types";
import { deriveSchema, readBinding } from "./protocol/binding-schema";
import { type Diagnostic, error } from "./protocol/diagnostic";
import type { Attributes, Block, Schema } from "./protocol/schema";
import type { Provider } from "./providers";

interface UnsupportedType {
  readonly name: string;
  readonly schema: Schema;
}

export interface UnsupportedTypes {
  /** The provider's types that a configuration names and a binding has. For other types, Terraform's own message is right. */
  of(provider: Provider): {
    readonly resources: readonly UnsupportedType[];
    readonly dataSources: readonly UnsupportedType[];
  };
  /** The error for one type. */
  refusal(kind: TypeReference["kind"], name: string): Diagnostic;
}

/**
 * @param folder the emulator's folder, somewhere in the project
 * @param providers all emulated providers
 * @param stacks folders whose configuration is read each time a provider is asked for its types
 */
export function unsupportedTypes(
  folder: string,
  providers: readonly Provider[],
  stacks: readonly string[] = [],
): UnsupportedTypes {
  const known = new Map<string, Schema | undefined>();
  const schemaOf = (provider: Provider, { kind, name }: TypeReference): Schema | undefined => {
    const key = `${kind}.${name}`;
    if (!known.has(key)) known.set(key, bindingSchema(folder, provider, kind, name));
    return known.get(key);
  };
  const ofKind = (provider: Provider, wanted: TypeReference["kind"], own: readonly { readonly name: string }[]) =>
    usedTypes(folder, stacks).flatMap((type) => {
      if (type.kind !== wanted || own.some(({ name }) => name === type.name)) return [];
      const schema = type.name.startsWith(`${shortName(provider)}_`) ? schemaOf(provider, type) : undefined;
      return schema === undefined ? [] : [{ name: type.name, schema }];
    });
  return {
    of: (provider) => ({
      resources: ofKind(provider, "resource", provider.resources),
      dataSources: ofKind(provider, "data", provider.dataSources),
    }),
    refusal(kind, name) {
      const what = kind === "data" ? `the data source ${name}` : name;
      const names = (types: readonly { readonly name: string }[]) => types.map((type) => type.name).join(", ");
      const emulated = `It emulates ${names(providers.flatMap(({ resources }) => resources))}, and the data sources ${names(providers.flatMap(({ dataSources }) => dataSources))}.`;
      const cure =
        "Take this out of the stack that you try here, or plan the stack with the real providers, outside the emulator.";
      return error(`mailzone's emulator does not emulate ${what}`, `${emulated} ${cure}`);
    },
  };
}

/** The types that the guard noted and those in the stacks now. A folder that does not exist yet has none. */
function usedTypes(folder: string, stacks: readonly string[]): readonly TypeReference[] {
  const read = stacks.filter((stack) => existsSync(stack)).flatMap((stack) => typesUsedIn(stack, {}));
  const types = [...savedTypes(folder), ...read].map((type) => [`${type.kind}.${type.name}`, type] as const);
  return [...new Map(types).values()];
}

/** Such as `aws` for `hashicorp/aws`. */
function shortName({ source }: Provider): string {
  return source.slice(source.indexOf("/") + 1);
}

/**
 * The binding from the project that contains the folder, or from this package: a project without CDKTF has no bindings of its own.
 */
function bindingSchema(
  folder: string,
  provider: Provider,
  kind: TypeReference["kind"],
  name: string,
): Schema | undefined {
  const short = shortName(provider);
  const dashes = (text: string) => text.replaceAll("_", "-");
  const module = kind === "data" ? `data-${dashes(name)}` : dashes(name.slice(short.length + 1));
  for (const from of [path.join(folder, "package.json"), __filename]) {
    try {
      const file = createRequire(from).resolve(`@cdktf/provider-${short}/lib/${module}/index.js`);
      return { version: 0, block: withOptionalAttributes(deriveSchema(readBinding(file)) as unknown as Block) };
    } catch {
      // The type does not exist, or its binding could not be read.
    }
  }
  return undefined;
}

/** Makes every attribute optional: the details of a resource do not matter until it is emulated. */
function withOptionalAttributes({ attributes, blocks = {} }: Block): Block {
  const optional = Object.entries(attributes).map(([name, { type, nested }]): [string, Attributes[string]] => {
    const inner = nested && {
      ...nested,
      attributes: withOptionalAttributes({ attributes: nested.attributes }).attributes,
    };
    return [name, { ...(inner === undefined ? { type } : { nested: inner }), optional: true, computed: true }];
  });
  return {
    attributes: Object.fromEntries(optional),
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([name, nested]) => [
        name,
        { ...nested, block: withOptionalAttributes(nested.block) },
      ]),
    ),
  };
}
