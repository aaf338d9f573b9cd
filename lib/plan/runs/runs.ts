// What a plan and its apply run besides changing resources: programs, reads, ephemeral resources, checks, and the providers
// behind all of it. Terraform does not list these under the resource changes.
import type { RawPlan, RawResourceChange } from "../schema";
import { elementsOf, isObject, propertyOf, stringOf } from "../values";
import { type PlanConfiguration, readPlanConfiguration, withoutKeys } from "./configuration";
import { type ProvidedResource, type ProviderFault, providerFaults } from "./providers";

export interface Runs {
  /** Resources that are created or destroyed and have provisioners. */
  readonly provisioners: readonly { readonly address: string; readonly kinds: readonly string[] }[];
  /** Data sources, resources and actions that run a program. */
  readonly programs: readonly string[];
  readonly ephemerals: readonly string[];
  /** Other data sources that the apply reads. */
  readonly reads: readonly string[];
  /** Checks of the configuration that fail, or could not run. */
  readonly failedChecks: readonly string[];
  readonly providers: readonly ProviderFault[];
}

/** Types that run a program chosen by the configuration, for any provider. */
const PROGRAMS = new Set(["external", "local_command", "shell_script", "shell_script_resource"]);

export function readRuns(raw: RawPlan): Runs {
  const configuration = readPlanConfiguration(raw.configuration, raw.variables);
  const changes = [
    ...(raw.resource_changes ?? []),
    ...(raw.deferred_changes ?? []).map(({ resource_change }) => resource_change),
  ];
  const reads = changes.filter(({ mode, change }) => mode === "data" && change.actions.includes("read"));
  const actions = (raw.action_invocations ?? []).filter(({ type, address }) => PROGRAMS.has(type ?? typeOf(address)));
  return {
    provisioners: provisioners(configuration, changes),
    programs: sorted([
      ...configuration.resources.filter(({ mode, type }) => mode === "data" && PROGRAMS.has(type)).map(addressOf),
      ...changes.filter(({ type, mode, change }) => PROGRAMS.has(type) && isRun(mode, change.actions)).map(keyless),
      ...actions.map(({ address }) => address),
    ]),
    ephemerals: sorted([
      ...configuration.resources.filter(({ mode }) => mode === "ephemeral").map(addressOf),
      ...changes.filter(({ mode }) => mode === "ephemeral").map(keyless),
    ]),
    reads: reads.filter(({ type }) => !PROGRAMS.has(type)).map(addressOf),
    failedChecks: failedChecks(raw.checks),
    providers: providersOf(configuration, raw, changes),
  };
}

/** Provisioners run when a resource is created or destroyed, also for an object that an earlier replacement left behind. */
function provisioners({ resources }: PlanConfiguration, changes: readonly RawResourceChange[]): Runs["provisioners"] {
  const running = new Set(
    changes.filter(({ change }) => change.actions.some((action) => !STILL.includes(action))).map(keyless),
  );
  return resources
    .filter((resource) => resource.provisioners.length > 0 && running.has(resource.address))
    .map((resource) => ({ address: resource.address, kinds: sorted(resource.provisioners) }));
}

const STILL = ["no-op", "read", "update", "forget"];

function isRun(mode: string | null | undefined, actions: readonly string[]): boolean {
  return mode === "data" ? actions.includes("read") : actions.some((action) => action !== "no-op");
}

/** `{address: {to_display}, status}`. The message of a check is not shown, because it may contain any value. */
function failedChecks(checks: unknown): string[] {
  return elementsOf(checks).flatMap((check) => {
    const status = propertyOf(check, "status");
    if (status !== "fail" && status !== "error") return [];
    const address = propertyOf(check, "address");
    return [
      stringOf(propertyOf(address, "to_display")) ?? stringOf(propertyOf(address, "name")) ?? "a check without a name",
    ];
  });
}

function providersOf(
  configuration: PlanConfiguration,
  { resource_drift: drift }: RawPlan,
  changes: readonly RawResourceChange[],
): ProviderFault[] {
  const keys = new Map(configuration.resources.map(({ address, providerKey }) => [address, providerKey]));
  const provided = [...changes, ...(drift ?? [])].map((resource): ProvidedResource => {
    const account = accountInArn(resource.change.before);
    return {
      address: resource.address,
      type: resource.type,
      source: resource.provider_name ?? undefined,
      account,
    };
  });
  return providerFaults(configuration, provided, (address) => keys.get(withoutKeys(address)));
}

/** `arn:aws:ses:us-east-1:111122223333:identity/example.com` */
export function accountInArn(side: unknown): string | undefined {
  const arn = isObject(side) ? side.arn : undefined;
  return typeof arn === "string" ? /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(arn)?.[1] : undefined;
}

function typeOf(address: string): string {
  return withoutKeys(address).split(".").at(-2) ?? "";
}

function addressOf({ address }: { readonly address: string }): string {
  return address;
}

function keyless({ address }: { readonly address: string }): string {
  return withoutKeys(address);
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
