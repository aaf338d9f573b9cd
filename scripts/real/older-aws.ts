// hashicorp/aws before 6 has no `region` in its resources and data sources. For the comparison with such a version, a configuration gets
// a provider configuration of its own for each region, on both sides.
import { compareVersions } from "../../lib/config/schema/providers";
import type { Configuration } from "./side";

/** The first version with a `region` in every regional resource. */
export const REGION_SINCE = "6.0.0";

type Named = Readonly<Record<string, unknown>>;
/** Resources or data sources by type and name. */
type Blocks = Readonly<Record<string, Readonly<Record<string, Named>>>>;

/** @param version such as `5.100.0`, or a range */
export function isOlderAws(version: string): boolean {
  return /^\d/.test(version) && compareVersions(version, REGION_SINCE) < 0;
}

export function withProviderPerRegion(configuration: Configuration): Configuration {
  const { provider = {}, resource, data } = configuration as { provider?: Named; resource?: Blocks; data?: Blocks };
  const configured = (provider.aws ?? []) as readonly Named[];
  const added = new Map<string, Named>();
  const moved = (blocks: Blocks) => mapValues(blocks, (named) => mapValues(named, (one) => ofRegion(one)));
  const ofRegion = ({ region, ...rest }: Named): Named => {
    if (typeof region !== "string") return region === undefined ? rest : { region, ...rest };
    const [, alias = ""] = String(rest.provider ?? "aws").split(".");
    const own = configured.find((one) => (one.alias ?? "") === alias) ?? {};
    const name = [alias, region].filter(Boolean).join("_");
    added.set(name, { ...own, alias: name, region });
    return { ...rest, provider: `aws.${name}` };
  };
  const blocks = {
    ...(resource && { resource: moved(resource) }),
    ...(data && { data: moved(data) }),
  };
  return { ...configuration, ...blocks, provider: { ...provider, aws: [...configured, ...added.values()] } };
}

function mapValues<T, U>(all: Readonly<Record<string, T>>, change: (one: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]));
}
