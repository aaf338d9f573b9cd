// Resources and data sources that a configuration uses but the emulator does not emulate. If a provider's schema leaves a type out,
// Terraform says that the provider does not support it, which is false. So the emulator serves a schema made of the arguments that
// the configuration gives, and reports that the type is not emulated when Terraform validates it.
import { existsSync } from "node:fs";
import { typesUsedIn } from "./guard/guard";
import { type ArgumentShape, mergeTypes, savedTypes, type UsedType } from "./guard/used-types";
import { type Diagnostic, error } from "./protocol/diagnostic";
import type { Attribute, Block, Schema } from "./protocol/schema";
import type { Provider } from "./providers";

interface UnsupportedType {
  readonly name: string;
  readonly schema: Schema;
}

export interface UnsupportedTypes {
  /** The types with the provider's prefix that a configuration uses and the provider does not have. */
  of(provider: Provider): {
    readonly resources: readonly UnsupportedType[];
    readonly dataSources: readonly UnsupportedType[];
  };
  /** The error for one type. */
  refusal(kind: UsedType["kind"], name: string): Diagnostic;
}

/**
 * @param folder the emulator's folder, in which the guard keeps the types that it has seen
 * @param providers all emulated providers
 * @param stacks folders whose configuration is read each time a provider is asked for its types
 */
export function unsupportedTypes(
  folder: string,
  providers: readonly Provider[],
  stacks: readonly string[] = [],
): UnsupportedTypes {
  const ofKind = (provider: Provider, kind: UsedType["kind"], own: readonly { readonly name: string }[]) =>
    usedTypes(folder, stacks)
      .filter((type) => type.kind === kind && type.name.startsWith(prefixOf(provider)))
      .filter((type) => !own.some(({ name }) => name === type.name))
      .map(({ name, shape }) => ({ name, schema: { version: 0, block: blockOf(shape) } }));
  return {
    of: (provider) => ({
      resources: ofKind(provider, "resource", provider.resources),
      dataSources: ofKind(provider, "data", provider.dataSources),
    }),
    refusal(kind, name) {
      const what = kind === "data" ? `the data source ${name}` : name;
      const names = (types: readonly { readonly name: string }[]) => types.map((type) => type.name).join(", ");
      const emulated = `It emulates ${names(providers.flatMap(({ resources }) => resources))}, and the data sources ${names(providers.flatMap(({ dataSources }) => dataSources))}.`;
      const fix =
        "Take this out of the stack that you try here, or plan the stack with the real providers, outside the emulator.";
      return error(`mailzone's emulator does not emulate ${what}`, `${emulated} ${fix}`);
    },
  };
}

/** The types that the guard saved and those in the stacks now. A folder that does not exist yet has none. */
function usedTypes(folder: string, stacks: readonly string[]): readonly UsedType[] {
  const read = stacks.filter((stack) => existsSync(stack)).flatMap((stack) => typesUsedIn(stack, {}));
  return mergeTypes([...savedTypes(folder), ...read]);
}

/** Such as `aws_` for `hashicorp/aws`. */
function prefixOf({ source }: Provider): string {
  return `${source.slice(source.indexOf("/") + 1)}_`;
}

/** Attributes of any type, which may be left out; any number of each block. */
function blockOf({ attributes, blocks }: ArgumentShape): Block {
  const attribute: Attribute = { type: "dynamic", optional: true, computed: true };
  const nested = Object.entries(blocks).map(([name, shape]) => {
    return [name, { nesting: "list" as const, block: blockOf(shape) }] as const;
  });
  return {
    attributes: Object.fromEntries(attributes.map((name) => [name, attribute])),
    blocks: Object.fromEntries(nested),
  };
}
