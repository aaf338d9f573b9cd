import { backendBlock, stateFolder } from "../../lib/config/backend";
import { parseConfiguration } from "../../lib/config/configuration";
import { formatFinding } from "../../lib/dns/finding";

const parse = (backend: string) =>
  parseConfiguration([
    { file: "domains.yaml", text: `backend: ${backend}\ndomains: [{domain: example.com, aws: {region: us-east-1}}]` },
  ]);
const block = (backend: string) => JSON.parse(JSON.stringify(backendBlock(parse(backend).backend, "mail") ?? null));

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
    'domains.yaml:1:32: error: "backend.address" is "https://state.example.com/one": expected http:// or https:// and {stack} in it, so that each stack has a state of its own, without ${ or %{, which Terraform and OpenTofu read in different ways (schema)',
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
])("%s is refused", (backend, message) => {
  expect(parse(backend).findings.map(formatFinding)).toContain(message);
});
