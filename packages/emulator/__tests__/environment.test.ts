import { emulatedEnvironment, initEnvironment } from "../src/environment";

const options = {
  folder: "/project/.mailzone/sandbox",
  pid: 42,
  listeners: [
    { source: "hashicorp/aws", protocol: 5 as const, port: 5001 },
    { source: "cloudflare/cloudflare", protocol: 6 as const, port: 6001 },
  ],
};

test("what leads to a real account, state, cache or folder is taken out, the rest is kept", () => {
  const secrets = {
    AWS_ACCESS_KEY_ID: "x",
    AWS_PROFILE: "x",
    AWS_REGION: "x",
    CLOUDFLARE_API_TOKEN: "x",
    TF_TOKEN_app_terraform_io: "x",
    TF_CLI_ARGS: "x",
    TF_CLI_ARGS_plan: "x",
    TF_DATA_DIR: "x",
    TF_WORKSPACE: "x",
    TF_PLUGIN_CACHE_DIR: "x",
    CDKTF_OUTDIR: "x",
    TF_VAR_secret: "x",
    TF_HTTP_PASSWORD: "x",
    TF_HTTP_ADDRESS: "x",
    TF_ENCRYPTION: "x",
    GITHUB_TOKEN: "x",
    GH_TOKEN: "x",
    CI_JOB_TOKEN: "x",
    CI_JOB_JWT_V2: "x",
    ACTIONS_ID_TOKEN_REQUEST_URL: "x",
    npm_config__authToken: "x",
    GOOGLE_APPLICATION_CREDENTIALS: "x",
    ARM_CLIENT_ID: "x",
    PG_CONN_STR: "x",
    KUBECONFIG: "x",
    SOMEBODYS_API_KEY: "x",
    DB_PASSWORD: "x",
    HTTPS_PROXY: "x",
    http_proxy: "x",
    no_proxy: "x",
    ALL_PROXY: "x",
  };
  const environment = emulatedEnvironment({ ...secrets, PATH: "/bin", HOME: "/root", TF_LOG: "debug" }, options);
  expect(Object.keys(environment).filter((name) => name in secrets)).toEqual([]);
  expect(environment).toMatchObject({ PATH: "/bin", HOME: "/root", TF_LOG: "debug" });
});

test("everything that leads into the emulator is set, whatever was set before", () => {
  const before = { TF_REATTACH_PROVIDERS: "x", TF_CLI_CONFIG_FILE: "x", CDKTF_OUTPUT: "x", CHECKPOINT_DISABLE: "0" };
  const { TF_REATTACH_PROVIDERS, ...rest } = emulatedEnvironment(before, options);
  expect(rest).toEqual({
    TF_CLI_CONFIG_FILE: "/project/.mailzone/sandbox/terraform.rc",
    CHECKPOINT_DISABLE: "1",
    MAILZONE_EMULATOR: "/project/.mailzone/sandbox",
    MAILZONE_SANDBOX: "/project/.mailzone/sandbox",
    CDKTF_OUTPUT: "/project/.mailzone/sandbox/out",
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    GOGC: "300",
  });
  const reattach = JSON.parse(TF_REATTACH_PROVIDERS!);
  expect(Object.keys(reattach)).toEqual([
    "registry.terraform.io/hashicorp/aws",
    "registry.opentofu.org/hashicorp/aws",
    "registry.terraform.io/cloudflare/cloudflare",
    "registry.opentofu.org/cloudflare/cloudflare",
  ]);
  expect(reattach["registry.opentofu.org/cloudflare/cloudflare"]).toEqual({
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: 42,
    Test: true,
    Addr: { Network: "tcp", String: "127.0.0.1:6001" },
  });
});

test("how often Terraform collects garbage is the user's to say", () => {
  expect(emulatedEnvironment({ GOGC: "50" }, options).GOGC).toBe("50");
});

test("if the HTTP APIs are running, clients get their addresses, with credentials that open nothing", () => {
  const http = { url: "http://127.0.0.1:7001", account: "111111111111" };
  const before = { AWS_SESSION_TOKEN: "x", AWS_PROFILE: "x", CLOUDFLARE_API_KEY: "x", CLOUDFLARE_API_TOKEN: "x" };
  const environment = emulatedEnvironment(before, { ...options, http });
  const { TF_REATTACH_PROVIDERS, ...without } = emulatedEnvironment({}, options);
  const added = Object.entries(environment).filter(([name]) => !(name in { ...without, TF_REATTACH_PROVIDERS }));
  expect(Object.fromEntries(added)).toEqual({
    AWS_ENDPOINT_URL: "http://127.0.0.1:7001",
    AWS_ENDPOINT_URL_SES: "http://127.0.0.1:7001",
    AWS_ENDPOINT_URL_SESV2: "http://127.0.0.1:7001",
    AWS_ENDPOINT_URL_SNS: "http://127.0.0.1:7001",
    AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:7001",
    AWS_ENDPOINT_URL_ACM: "http://127.0.0.1:7001",
    AWS_ENDPOINT_URL_STS: "http://127.0.0.1:7001",
    AWS_ACCESS_KEY_ID: "ASIASANDBOX111111111111",
    AWS_SECRET_ACCESS_KEY: "sandbox-secret-that-opens-nothing",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/project/.mailzone/sandbox/aws/config",
    AWS_SHARED_CREDENTIALS_FILE: "/project/.mailzone/sandbox/aws/credentials",
    CLOUDFLARE_API_TOKEN: "sandbox-token-that-opens-nothing-at-all0",
    CLOUDFLARE_BASE_URL: "http://127.0.0.1:7001/client/v4",
  });
});

describe("with real providers", () => {
  const parent = {
    PATH: "/bin",
    TF_CLI_CONFIG_FILE: "/home/me/tf.rc",
    HTTPS_PROXY: "http://proxy.example",
    no_proxy: "a",
  };
  const real = { proxy: "http://127.0.0.1:7001", usersConfig: true };

  test("whatever asks another host asks the proxy that refuses it", () => {
    expect(emulatedEnvironment(parent, { ...options, real })).toMatchObject({
      TF_CLI_CONFIG_FILE: "/home/me/tf.rc",
      HTTP_PROXY: real.proxy,
      HTTPS_PROXY: real.proxy,
      NO_PROXY: "127.0.0.1",
    });
    const mirrored = emulatedEnvironment(parent, { ...options, real: { ...real, usersConfig: false } });
    expect(mirrored.TF_CLI_CONFIG_FILE).toBe("/project/.mailzone/sandbox/terraform.rc");
  });

  test("init alone reaches the registry, as the user does", () => {
    const init = initEnvironment(parent, emulatedEnvironment(parent, { ...options, real }));
    expect(Object.entries(init).filter(([name]) => /proxy/i.test(name))).toEqual([
      ["HTTPS_PROXY", "http://proxy.example"],
      ["no_proxy", "a"],
    ]);
    expect(init).toMatchObject({ PATH: "/bin", MAILZONE_SANDBOX: "/project/.mailzone/sandbox" });
  });
});
