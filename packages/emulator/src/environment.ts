// The environment in which an unchanged command runs in the emulator. Everything that the command needs is passed in variables.
// Variables that point to a real account, state, plugin cache or out folder are removed.
import path from "node:path";
import { httpEnvironment } from "./http/environment";
import { HOSTS } from "./real-providers/installation";

/** An emulated provider that listens. */
export interface Listener {
  /** Such as `hashicorp/aws`. */
  readonly source: string;
  readonly protocol: 5 | 6;
  readonly port: number;
}

export interface EnvironmentOptions {
  /** The emulator's folder, absolute. */
  readonly folder: string;
  /** The id of the process that serves the providers. */
  readonly pid: number;
  readonly listeners: readonly Listener[];
  /** The HTTP APIs, and the account used where no profile is named. @default - no APIs and no credentials */
  readonly http?: { readonly url: string; readonly account: string };
  /** Real providers take the place of some emulated ones. @default - all are emulated */
  readonly real?: {
    /** The proxy that refuses every host. */
    readonly proxy: string;
    /** Whether the user's own CLI configuration file says where providers are installed from. */
    readonly usersConfig: boolean;
  };
}

/** Names of variables that point to accounts, states, caches, folders and other worlds. */
const REMOVED_NAMES = `
  AWS_.* CLOUDFLARE_.* AZURE_.* ARM_.* GOOGLE_.* GCLOUD_.* CLOUDSDK_.* GCP_.* VAULT_.* CONSUL_.* KUBE.* PG.*
  TF_TOKEN_.* TF_CLI_ARGS.* TF_VAR_.* TF_HTTP_.* TF_CLOUD_.* TF_ENCRYPTION TF_DATA_DIR TF_WORKSPACE
  TF_PLUGIN_CACHE_.* TF_CLI_CONFIG_FILE TERRAFORM_CONFIG TF_REATTACH_PROVIDERS TF_STATE_.*
  CDKTF_OUTDIR CDKTF_OUTPUT (HTTP|HTTPS|ALL|NO|FTP)_PROXY CI_JOB_JWT.* ACTIONS_(ID_TOKEN|RUNTIME)_.*
`;
const REMOVED = new RegExp(`^(${REMOVED_NAMES.trim().split(/\s+/).join("|")})$`, "i");
/**
 * Names of variables that look like secrets, such as GITHUB_TOKEN and CI_JOB_TOKEN, including ones that the emulator does not know.
 */
const SECRET = /TOKEN|SECRET|PASSW|CREDENTIAL|(API|ACCESS|PRIVATE)_?KEY/i;

/** Variables that name a proxy, in both spellings. */
const PROXY = /^((HTTP|HTTPS|ALL|NO)_PROXY)$/i;

export function emulatedEnvironment(parent: NodeJS.ProcessEnv, options: EnvironmentOptions): NodeJS.ProcessEnv {
  const { folder, http, real } = options;
  const kept = Object.entries(parent).filter(([name]) => !REMOVED.test(name) && !SECRET.test(name));
  return {
    // Terraform waits for nothing here, so it spends a third of its time on garbage collection. Collecting a third as often saves a
    // quarter of its time and uses half as much memory again.
    GOGC: "300",
    ...Object.fromEntries(kept),
    TF_REATTACH_PROVIDERS: reattach(options),
    TF_CLI_CONFIG_FILE: real?.usersConfig ? parent.TF_CLI_CONFIG_FILE : terraformConfigFile(folder),
    CHECKPOINT_DISABLE: "1",
    MAILZONE_EMULATOR: folder,
    // Its name before the emulator was called emulator, for scripts that read it.
    MAILZONE_SANDBOX: folder,
    CDKTF_OUTPUT: path.join(folder, "out"),
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    // Otherwise cdktf would link the emulated providers into the user's plugin cache, under their real names.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    ...(http && httpEnvironment(folder, http)),
    ...(real && { HTTP_PROXY: real.proxy, HTTPS_PROXY: real.proxy, NO_PROXY: "127.0.0.1" }),
  };
}

/** The environment of `terraform init` with real providers: as `emulated`, but it reaches the registry as `parent` does. */
export function initEnvironment(parent: NodeJS.ProcessEnv, emulated: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inside = Object.entries(emulated).filter(([name]) => !PROXY.test(name));
  return Object.fromEntries([...inside, ...Object.entries(parent).filter(([name]) => PROXY.test(name))]);
}

/** The emulator's own configuration file: the user's may set tokens, mirrors and a plugin cache. */
export function terraformConfigFile(folder: string): string {
  return path.join(folder, "terraform.rc");
}

function reattach({ pid, listeners }: EnvironmentOptions): string {
  const entries = listeners.flatMap(({ source, protocol, port }) => {
    const Addr = { Network: "tcp", String: `127.0.0.1:${port}` };
    // `Test` makes Terraform leave the server running between commands.
    const entry = { Protocol: "grpc", ProtocolVersion: protocol, Pid: pid, Test: true, Addr };
    return HOSTS.map((host) => [`${host}/${source}`, entry] as const);
  });
  return JSON.stringify(Object.fromEntries(entries));
}
