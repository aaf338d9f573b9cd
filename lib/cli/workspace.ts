// Where a command works: in the real world, or in the emulator, which has its own folder and environment.
import path from "node:path";
import type { Emulator, EmulatorOptions } from "../../packages/emulator/index";
import { configNames } from "../app/configuration";
import type { InWorkspace, ProjectData, Workspace } from "../app/context";
import { realProjectData } from "../app/create-workspace";
import { projectFolder } from "../app/project";
import { Refused } from "../app/refused";
import { knownAccountId } from "../dns/account-roles";
import type { Domain } from "../dns/domain";
import { sendersOf } from "../dns/sending";
import type { Environment } from "../net/proxy";
import { SavedPlans } from "../terraform/saved-plans/store";
import type { DnsOptions } from "../verify/dns/options";
import { emulatorAccess, emulatorFolder, NOT_EMULATED } from "./emulator-folder";
import type { CommonOptions } from "./options";
import { watches } from "./progress";
import type { Shell } from "./shell";

/** What is kept for the project, of the real world or the emulator. */
export function projectDataOf(
  shell: Pick<Shell, "cwd" | "root" | "world">,
  { emulated = false, config = [] }: CommonOptions,
  realProviders = false,
): ProjectData {
  const project = projectFolder(shell);
  if (!emulated) return { ...realProjectData(project), config };
  const folder = emulatorFolder(shell);
  const plans = new SavedPlans(path.join(folder, "plans"), project);
  return { kind: "sandbox", label: "emulated: ", folder, out: path.join(folder, "out"), plans, config, realProviders };
}

/**
 * Runs `job` in the workspace of the options. The emulator's providers run only during the job.
 * @param services what the emulator serves besides its providers; and the backend, if the job runs Terraform
 */
export async function inWorkspace<T>(
  shell: Shell,
  options: CommonOptions,
  domains: readonly Domain[],
  job: (workspace: Workspace) => Promise<T>,
  { backend, ...services }: Pick<EmulatorOptions, "dns" | "http"> & Pick<Workspace, "backend"> = {},
): Promise<T> {
  const real = realProvidersOf(shell, options);
  const common = {
    ...shell,
    ...watches(shell),
    ...projectDataOf(shell, options, real !== undefined),
    gateway: gatewayOf(options),
  };
  const config = { MAILZONE_CONFIG: namesInProject(shell, options).join(path.delimiter) };
  if (!options.emulated) return job({ ...common, backend, env: { ...shell.env, ...config, ...NOT_EMULATED } });
  const world = { ...worldOf(domains), ...services, realProviders: real };
  return withEmulator(shell, world, (inner, emulator) => {
    const env = { ...inner, ...config };
    return job({
      ...common,
      env,
      initEnv: real && { ...emulator.initEnvironment(shell.env as NodeJS.ProcessEnv), ...config },
      outerEnv: shell.env,
      now: emulator.now,
      dns: emulator.dns && dnsOf(emulator.dns),
      // Nothing in the emulator has a certificate.
      clients: { ...shell.clients, tlsProbe: undefined, policyFetch: undefined },
      refusesFolder: (folder) => {
        const why = emulator.isolationProblem(folder, env as NodeJS.ProcessEnv);
        return why && `"${folder}" would leave the emulator, ${why}: run mailzone emulator reset`;
      },
    });
  });
}

function gatewayOf({ gateway, freshness }: CommonOptions): Workspace["gateway"] {
  return gateway === false ? false : { freshness };
}

/** The names of the configuration for the program that makes the stacks, which runs in the project's folder. */
function namesInProject(shell: Shell, options: CommonOptions): readonly string[] {
  const project = projectFolder(shell);
  const names = configNames(shell, options);
  return project === shell.cwd ? names : names.map((name) => path.relative(project, path.resolve(shell.cwd, name)));
}

/** How a function of lib/app gets the workspace of the options, for a configuration that it reads itself. */
export function workspacesOf(
  shell: Shell,
  options: CommonOptions,
  services: Pick<EmulatorOptions, "dns" | "http"> = {},
): InWorkspace {
  return ({ domains, backend }, job) => inWorkspace(shell, options, domains, job, { ...services, backend });
}

/**
 * Where real providers come from; undefined if they are emulated.
 * @throws Refused if they are wanted outside the emulator, where there are no others
 */
export function realProvidersOf(
  { cwd, env }: Pick<Shell, "cwd" | "env">,
  { providers, emulated }: Pick<CommonOptions, "providers" | "emulated">,
): EmulatorOptions["realProviders"] {
  if (providers !== undefined && !emulated) {
    throw new Refused(
      "--providers is for the emulator, elsewhere providers are always the real ones: add --emulated, or leave it out",
    );
  }
  if (providers !== "real") return undefined;
  const { MAILZONE_PROVIDERS: mirror } = env;
  return mirror ? { mirror: path.resolve(cwd, mirror) } : {};
}

/** Only the emulator is asked. */
export function dnsOf({ roots, port, resolver, outside }: NonNullable<Emulator["dns"]>): DnsOptions {
  const addressed = roots.map(({ name, address }) => ({ name, addresses: [address] }));
  return { roots: addressed, port, resolvers: [resolver], outsideCode: outside };
}

/** Runs `job` while the emulated providers run. They stop after the job, and the job ends after its children. */
export async function withEmulator<T>(
  shell: Shell,
  world: Partial<EmulatorOptions>,
  job: (env: Environment, emulator: Emulator) => Promise<T>,
): Promise<T> {
  const { startEmulator } = await import("../../packages/emulator/index.js");
  const emulator = await startEmulator({ ...emulatorAccess(shell, "a command in the emulator"), ...world });
  try {
    return await job(emulator.environment(shell.env as NodeJS.ProcessEnv), emulator);
  } finally {
    await emulator.stop();
  }
}

/** What the configuration expects to exist, and the emulator creates if it is missing: zones, distributions, roles, accounts. */
export function worldOf(domains: readonly Domain[]): Partial<EmulatorOptions> {
  const ids = domains.flatMap(({ zone: { id, name } }) => (id === undefined ? [] : [[id, name]]));
  // With a role, the allowed account is the role's account. It says nothing about the credentials that assume the role.
  const direct = domains.filter(({ account }) => account.assumeRoleArn === undefined);
  const accounts = direct.flatMap(({ account: { profile = "default", allowedAccountIds: [first] = [] } }) =>
    first === undefined ? [] : [[profile, first]],
  );
  return {
    zones: Object.fromEntries(ids),
    zoneNames: domains.flatMap(({ zone: { id, name } }) => (id === undefined ? [name] : [])),
    distributions: domains.flatMap(({ web }) => web.flatMap(({ distribution }) => distribution ?? [])),
    // In the emulator nobody's credentials lead to the account of a role, unless the configuration says so.
    roles: sendersOf(domains).map(({ role, domain: { account } }) =>
      role.replace(/::\d{12}:/, `::${knownAccountId(account) ?? "*"}:`),
    ),
    profiles: Object.fromEntries(accounts),
    profileNames: domains.flatMap(({ account: { profile } }) => profile ?? []),
  };
}
