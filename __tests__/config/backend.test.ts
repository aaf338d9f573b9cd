import { backendBlock, stateFolder, stateRoles } from "../../lib/config/backend";
import { parseConfiguration } from "../../lib/config/configuration";
import { formatFinding } from "../../lib/dns/finding";

const parse = (backend: string) =>
  parseConfiguration([
    { file: "domains.yaml", text: `backend: ${backend}\ndomains: [{domain: example.com, aws: {region: us-east-1}}]` },
  ]);
const block = (backend: string) => JSON.parse(JSON.stringify(backendBlock(parse(backend).backend, "mail") ?? null));

test("if the state has two roles, the configuration has the plan's", () => {
  const pair = { plan: "arn:aws:iam::111122223333:role/p", apply: "arn:aws:iam::111122223333:role/a" };
  const settings = { type: "s3" as const, bucket: "b", region: "eu-west-1", assumeRoleArn: pair };
  expect(backendBlock(settings, "mail")?.attributes.assume_role).toEqual({ role_arn: pair.plan });
  expect(stateRoles(settings)).toEqual(pair);
  expect(stateRoles({ ...settings, assumeRoleArn: pair.plan })).toBeUndefined();
  expect(stateRoles({ ...settings, assumeRoleArn: { plan: pair.plan, apply: pair.plan } })).toBeUndefined();
});

test("a state role that plan and apply share gets a warning with its position", () => {
  const written = (role: string) =>
    parseConfiguration([
      {
        file: "domains.yaml",
        text: `backend: {type: s3, bucket: b, region: eu-west-1, assumeRoleArn: ${role}}\ndomains: [{domain: example.com, aws: {region: eu-west-1}}]\n`,
      },
    ]).findings.filter(({ rule }) => rule === "role-shared");
  const [p, a] = ["arn:aws:iam::111122223333:role/p", "arn:aws:iam::111122223333:role/a"];
  expect(written(`{plan: '${p}', apply: '${a}'}`)).toEqual([]);
  expect(written(`'${p}'`).map(formatFinding)).toEqual([
    `domains.yaml:1:66: warning: plan and apply assume the same role of the state, "${p}": whoever can plan, as a pull request does, may write it, so write assumeRoleArn: {plan: …, apply: …} (role-shared)`,
  ]);
  expect(written(`{plan: '${p}', apply: '${p}'}`)).toHaveLength(1);
});

test.each([
  ["{type: local, folder: state}", null],
  [
    "{type: s3, bucket: b, region: eu-west-1}",
    {
      type: "s3",
      attributes: { bucket: "b", region: "eu-west-1", key: "mailzone/mail.tfstate", encrypt: true, use_lockfile: true },
    },
  ],
  [
    "{type: s3, bucket: b, region: eu-west-1, prefix: x/, useLockfile: false, assumeRoleArn: 'arn:aws:iam::111122223333:role/r', kmsKeyId: alias/k, profile: p}",
    {
      type: "s3",
      attributes: {
        bucket: "b",
        region: "eu-west-1",
        key: "x/mail.tfstate",
        encrypt: true,
        use_lockfile: false,
        assume_role: { role_arn: "arn:aws:iam::111122223333:role/r" },
        kms_key_id: "alias/k",
        profile: "p",
      },
    },
  ],
  [
    // A store that only speaks S3's language: Cloudflare R2, MinIO.
    "{type: s3, bucket: b, region: auto, assumeRoleArn: 'arn:aws:iam::111122223333:role/r', assumeRoleExternalId: 'team/1', endpoints: {s3: 'https://0123456789abcdef.r2.cloudflarestorage.com', sts: 'http://127.0.0.1:9000'}, usePathStyle: true, skipCredentialsValidation: true, skipRegionValidation: true, skipRequestingAccountId: true, skipMetadataApiCheck: true, skipS3Checksum: true}",
    {
      type: "s3",
      attributes: {
        bucket: "b",
        region: "auto",
        key: "mailzone/mail.tfstate",
        encrypt: true,
        use_lockfile: true,
        assume_role: { role_arn: "arn:aws:iam::111122223333:role/r", external_id: "team/1" },
        endpoints: { s3: "https://0123456789abcdef.r2.cloudflarestorage.com", sts: "http://127.0.0.1:9000" },
        use_path_style: true,
        skip_credentials_validation: true,
        skip_region_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
        skip_s3_checksum: true,
      },
    },
  ],
  ["{type: gcs, bucket: b}", { type: "gcs", attributes: { bucket: "b", prefix: "mailzone/mail" } }],
  [
    "{type: http, address: 'https://state.example.com/{stack}', lockAddress: 'https://state.example.com/{stack}/lock'}",
    {
      type: "http",
      attributes: {
        address: "https://state.example.com/mail",
        lock_address: "https://state.example.com/mail/lock",
        unlock_address: "https://state.example.com/mail/lock",
      },
    },
  ],
  [
    "{type: cloud, organization: o}",
    { type: "cloud", attributes: { organization: "o", workspaces: { name: "mailzone-mail" } } },
  ],
  [
    "{type: raw, name: azurerm, config: {key: '{stack}.tfstate', container_name: state, use_oidc: true}}",
    { type: "azurerm", attributes: { key: "mail.tfstate", container_name: "state", use_oidc: true } },
  ],
  [
    "{type: raw, name: s3, config: {bucket: b, key: '{stack}', endpoints: {s3: 'http://127.0.0.1:9000/{stack}'}, allowed_account_ids: ['111122223333'], assume_role: {role_arn: 'arn:aws:iam::111122223333:role/r', external_id: x, tags: {Team: mail}, transitive_tag_keys: [Team]}}}",
    {
      type: "s3",
      attributes: {
        bucket: "b",
        key: "mail",
        endpoints: { s3: "http://127.0.0.1:9000/mail" },
        allowed_account_ids: ["111122223333"],
        assume_role: {
          role_arn: "arn:aws:iam::111122223333:role/r",
          external_id: "x",
          tags: { Team: "mail" },
          transitive_tag_keys: ["Team"],
        },
      },
    },
  ],
  [
    "{type: raw, name: kubernetes, config: {secret_suffix: '{stack}', exec: [{command: aws, args: [eks, get-token], env: {A: b}}]}}",
    {
      type: "kubernetes",
      attributes: { secret_suffix: "mail", exec: [{ command: "aws", args: ["eks", "get-token"], env: { A: "b" } }] },
    },
  ],
])("%s", (backend, expected) => {
  expect(parse(backend).findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(block(backend)).toEqual(expected);
});

test("local state may have a folder of its own", () => {
  expect(stateFolder(parse("{type: local, folder: state}").backend)).toBe("state");
  expect(stateFolder(undefined)).toBe(".");
});

test.each([
  ["{type: s4}", 'domains.yaml:1:17: error: "backend.type" is "s4": did you mean "s3"? (schema)'],
  ["{type: s3, bucket: b}", 'domains.yaml:1:10: error: "backend.region" is missing: add it (schema)'],
  [
    "{type: gcs, bukket: b}",
    'domains.yaml:1:22: error: unknown key "bukket" in "backend": did you mean "bucket"? (schema)',
  ],
  [
    "{type: http, address: 'https://state.example.com/one'}",
    'domains.yaml:1:32: error: "backend.address" is "https://state.example.com/one": expected http:// or https:// and {stack} in it, so that each stack has its own state, without ${ or %{, which Terraform and OpenTofu read in different ways (schema)',
  ],
  [
    "{type: s3, bucket: 'a${b}', region: eu-west-1}",
    'domains.yaml:1:29: error: "backend.bucket" is "a${b}": expected a bucket\'s name (schema)',
  ],
  [
    "{type: raw, name: azurerm, config: {key: '${stack}.tfstate'}}",
    'domains.yaml:1:51: error: "backend.config.key" is "${stack}.tfstate": expected a text without ${ or %{, which Terraform and OpenTofu read in different ways (schema)',
  ],
  [
    "{type: raw, name: azurerm, config: {'${x}': a}}",
    'domains.yaml:1:46: error: key "${x}" in "backend.config": expected the name of a setting, as Terraform writes it (schema)',
  ],
  [
    "{type: raw, name: s3, config: {endpoints: {s3: 'http://${host}'}}}",
    'domains.yaml:1:57: error: "backend.config.endpoints.s3" is "http://${host}": expected a text without ${ or %{, which Terraform and OpenTofu read in different ways (schema)',
  ],
  [
    "{type: raw, name: s3, config: {endpoints: {'%{s3}': a}}}",
    'domains.yaml:1:53: error: key "%{s3}" in "backend.config.endpoints": expected a key without ${ or %{, which Terraform and OpenTofu read in different ways (schema)',
  ],
  [
    "{type: raw, name: s3, config: {endpoints: [{a: {b: {c: {d: e}}}}]}}",
    'domains.yaml:1:61: error: "backend.config.endpoints[0].a.b" is a map: expected a text or a number or true or false (schema)',
  ],
  [
    "{type: s3, bucket: b, region: r, endpoints: {s3: minio:9000}}",
    'domains.yaml:1:59: error: "backend.endpoints.s3" is "minio:9000": expected http:// or https:// and a host, without ${ or %{, which Terraform and OpenTofu read in different ways (schema)',
  ],
  [
    "{type: s3, bucket: b, region: r, endpoints: {s33: 'http://a'}}",
    'domains.yaml:1:55: error: unknown key "s33" in "backend.endpoints": did you mean "s3"? (schema)',
  ],
  [
    "{type: s3, bucket: b, region: r, assumeRoleExternalId: 'a b'}",
    'domains.yaml:1:65: error: "backend.assumeRoleExternalId" is "a b": expected an external id of 2 to 1224 letters, digits and +=,.@:/- (schema)',
  ],
])("%s is refused", (backend, message) => {
  expect(parse(backend).findings.map(formatFinding)).toContain(message);
});

test.each([
  ["access_key", "AWS_ACCESS_KEY_ID"],
  ["secret_key", "AWS_SECRET_ACCESS_KEY"],
  ["token", "the variable that the provider documents"],
  ["sse_customer_key", "AWS_SSE_CUSTOMER_KEY"],
  ["http_auth", "the variable that the provider documents"],
  ["client_certificate", "the variable that the provider documents"],
])("%s is a secret, at any depth of a raw backend, and is not repeated", (key, variable) => {
  const settings = [`{${key}: hunter2}`, `{assume_role: {${key}: hunter2}}`, `{exec: [{env: {${key}: hunter2}}]}`];
  for (const config of settings) {
    const said = parse(`{type: raw, name: s3, config: ${config}}`).findings.map(formatFinding).join();
    expect(said).toContain(`"${key}" looks like a secret, and this file is read by many: set ${variable}`);
    expect(said).not.toContain("hunter2");
  }
});

test("a password in an endpoint is refused", () => {
  const said = parse("{type: s3, bucket: b, region: r, endpoints: {s3: 'http://user:hunter2@minio.example.com'}}");
  expect(said.findings.map(formatFinding).join()).toMatch(/"s3" looks like a secret/);
  expect(said.findings.map(formatFinding).join()).not.toContain("hunter2");
});

const TWO = "domains: [{domain: a.example, stack: a}, {domain: b.example, stack: b}]";
const ONE = "domains: [{domain: a.example}, {domain: b.example}]";

test.each([
  ["{key: state}", TWO, true],
  ["{key: state}", ONE, false],
  ["{key: '{stack}'}", TWO, false],
  ["{workspaces: {prefix: '{stack}-'}}", TWO, false],
])("two stacks of a raw backend do not share a state: %s, %s", (config, domains, isRefused) => {
  const text = `backend: {type: raw, name: azurerm, config: ${config}}\ndefaults: {aws: {region: us-east-1}}\n${domains}`;
  const errors = parseConfiguration([{ file: "domains.yaml", text }]).findings.map(formatFinding);
  const message =
    'domains.yaml:1:37: error: "backend.config" has no text with {stack}, and the 2 stacks would share one state and destroy each other\'s resources: write {stack} into its key, path or prefix (schema)';
  expect(errors.includes(message)).toBe(isRefused);
});
