import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findTerraform, isRecent, parseVersion, rolesUnsupported } from "../../lib/terraform/binary";
import { Interrupts } from "../../lib/terraform/process/interrupts";

test.each([
  ["Terraform v1.11.4\non linux_amd64\n", { product: "Terraform", version: "1.11.4" }],
  [
    "OpenTofu v1.10.0\non linux_amd64\n+ provider registry.opentofu.org/hashicorp/aws v6.25.0\n",
    { product: "OpenTofu", version: "1.10.0" },
  ],
  ["Terraform v1.15.0-beta1\non darwin_arm64\n", { product: "Terraform", version: "1.15.0-beta1" }],
  ["Terraform v1.7.0-dev+abc\n", { product: "Terraform", version: "1.7.0-dev+abc" }],
  ["A wrapper says hello\nTerraform v1.9.8\n", { product: "Terraform", version: "1.9.8" }],
  ["GNU bash, version 5.2", undefined],
  ["", undefined],
])("the version of %j is read", (text, expected) => {
  expect(parseVersion(text)).toEqual(expected);
});

test.each([
  ["Terraform", "1.6.6", false],
  ["Terraform", "1.7.0", true],
  ["Terraform", "1.7.0-rc1", true],
  ["Terraform", "1.11.4", true],
  ["Terraform", "0.15.5", false],
  ["Terraform", "2.0.0-alpha20270101", true],
  ["OpenTofu", "1.9.1", false],
  ["OpenTofu", "1.10.0-beta2", true],
  ["OpenTofu", "1.11.0", true],
] as const)("%s %s is new enough: %s", (product, version, expected) => {
  expect(isRecent({ product, version })).toBe(expected);
});

test.each([
  ["Terraform", "1.10.0", true],
  ["Terraform", "1.9.8", false],
  ["OpenTofu", "1.11.0-rc1", true],
  ["OpenTofu", "1.10.7", false],
] as const)("%s %s can choose between two roles: %s", (product, version, can) => {
  const said = `and this is ${product} ${version}: install one of them, or write a single assumeRoleArn`;
  expect(rolesUnsupported({ product, version }) ?? "").toEqual(can ? "" : expect.stringContaining(said));
});

describe("findTerraform", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "mailzone-binary-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A binary that prints what `version` prints. */
  function binary(name: string, text: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n[ "$1" = version ] && echo "${text}"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  const find = (env: Record<string, string>) =>
    findTerraform({ env, cwd: folder, interrupts: new Interrupts({ kill: () => {} }) });

  test("takes terraform from the PATH, or what TERRAFORM_BINARY_NAME names", async () => {
    binary("terraform", "Terraform v1.8.0");
    const tofu = binary("my-tofu", "OpenTofu v1.10.2");
    const PATH = `${folder}:/bin:/usr/bin`;
    expect(await find({ PATH })).toEqual({ file: "terraform", product: "Terraform", version: "1.8.0" });
    const found = { product: "OpenTofu", version: "1.10.2" };
    expect(await find({ PATH, TERRAFORM_BINARY_NAME: "my-tofu" })).toEqual({ file: "my-tofu", ...found });
    expect(await find({ PATH, TERRAFORM_BINARY_NAME: "./my-tofu" })).toEqual({ file: tofu, ...found });
    expect(await find({ PATH, TERRAFORM_BINARY_NAME: tofu })).toEqual({ file: tofu, ...found });
  });

  test("says in one line what to do when it is missing, old, or something else", async () => {
    const wanted = "Terraform 1.7 or later, or OpenTofu 1.10 or later";
    await expect(find({ PATH: "/nowhere" })).rejects.toThrow(
      `"terraform" was not found: install ${wanted}, or set TERRAFORM_BINARY_NAME to its path`,
    );
    const old = binary("old", "Terraform v1.5.7");
    await expect(find({ PATH: "/bin", TERRAFORM_BINARY_NAME: old })).rejects.toThrow(
      `"${old}" is Terraform 1.5.7, too old: install ${wanted}`,
    );
    const other = binary("other", "hello");
    await expect(find({ PATH: "/bin", TERRAFORM_BINARY_NAME: other })).rejects.toThrow(
      `"${other}" does not answer as terraform does: install ${wanted}`,
    );
  });
});
