// The environment in which any command runs in the emulator, unchanged: everything travels here. What would lead it to a real
// account, state, plugin cache or out folder is taken out.
import path from "node:path";
import { httpEnvironment } from "./http/environment";

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
  /** The process that serves the providers. */
  readonly pid: number;
  readonly listeners: readonly Listener[];
  /** The HTTP APIs, and the account of whoever names no profile. @default - they are not there, and no credentials are */
  readonly http?: { readonly url: string; readonly account: string };
}

/** OpenTofu asks its own registry's names for the same providers. */
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];

/** What leads to accounts, states, caches, folders and other worlds, by name. */
const REMOVED = new RegExp(
  `^(${[
    ..."AWS_.* CLOUDFLARE_.* AZURE_.* ARM_.* GOOGLE_.* GCLOUD_.* CLOUDSDK_.* GCP_.* VAULT_.* CONSUL_.* KUBE.* PG.*".split(
      " ",
    ),
    ..."TF_TOKEN_.* TF_CLI_ARGS.* TF_VAR_.* TF_HTTP_.* TF_CLOUD_.* TF_ENCRYPTION TF_DATA_DIR TF_WORKSPACE".split(" "),
    ..."TF_PLUGIN_CACHE_.* TF_CLI_CONFIG_FILE TERRAFORM_CONFIG TF_REATTACH_PROVIDERS TF_STATE_.*".split(" "),
    ..."CDKTF_OUTDIR CDKTF_OUTPUT (HTTP|HTTPS|ALL|NO|FTP)_PROXY CI_JOB_JWT.* ACTIONS_(ID_TOKEN|RUNTIME)_.*".split(" "),
  ].join("|")})$`,
  "i",
);
/** Whatever calls itself a secret: GITHUB_TOKEN, CI_JOB_TOKEN, and those that nobody here knows. */
const SECRET = /TOKEN|SECRET|PASSW|CREDENTIAL|(API|ACCESS|PRIVATE)_?KEY/i;

export function emulatedEnvironment(parent: NodeJS.ProcessEnv, options: EnvironmentOptions): NodeJS.ProcessEnv {
  const { folder, http } = options;
  const kept = Object.entries(parent).filter(([name]) => !REMOVED.test(name) && !SECRET.test(name));
  return {
    // Nothing here makes Terraform wait, so a third of its time goes into collecting garbage. A third as often saves a quarter of its
    // time, for half as much memory again.
    GOGC: "300",
    ...Object.fromEntries(kept),
    TF_REATTACH_PROVIDERS: reattach(options),
    TF_CLI_CONFIG_FILE: terraformConfigFile(folder),
    CHECKPOINT_DISABLE: "1",
    MAILZONE_SANDBOX: folder,
    CDKTF_OUTPUT: path.join(folder, "out"),
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    // Else cdktf would link the emulated providers into the user's plugin cache, under their real names.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    ...(http === undefined ? {} : httpEnvironment(folder, http)),
  };
}

/** An empty file of the emulator's own: a user's configuration may hold tokens, mirrors and a plugin cache. */
export function terraformConfigFile(folder: string): string {
  return path.join(folder, "terraform.rc");
}

function reattach({ pid, listeners }: EnvironmentOptions): string {
  const entries = listeners.flatMap(({ source, protocol, port }) => {
    const Addr = { Network: "tcp", String: `127.0.0.1:${port}` };
    // Test keeps the server alive from one command to the next.
    const entry = { Protocol: "grpc", ProtocolVersion: protocol, Pid: pid, Test: true, Addr };
    return HOSTS.map((host) => [`${host}/${source}`, entry] as const);
  });
  return JSON.stringify(Object.fromEntries(entries));
}
