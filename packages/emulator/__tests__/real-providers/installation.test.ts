import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { mirrorConfig, mirroredVersions, realSources } from "../../src/real-providers/installation";

const mirror = mkdtempSync(path.join(tmpdir(), "mirror-"));
afterAll(() => rmSync(mirror, { recursive: true, force: true }));
const KNOWN = ["hashicorp/aws", "cloudflare/cloudflare"];

test("without a mirror, all are real and the user's configuration says where from", () => {
  expect(realSources(KNOWN, {})).toEqual(KNOWN);
});

test("a mirror without any of them, a file, and a path that cannot be written are refused", () => {
  writeFileSync(path.join(mirror, "file"), "");
  expect(() => realSources(KNOWN, { mirror })).toThrow(
    `the providers' mirror "${mirror}" has no registry.terraform.io/hashicorp/aws or registry.terraform.io/cloudflare/cloudflare`,
  );
  expect(() => realSources(KNOWN, { mirror: path.join(mirror, "file") })).toThrow("is not a folder");
  expect(() => realSources(KNOWN, { mirror: path.join(mirror, "none") })).toThrow("is not a folder");
  expect(() => realSources(KNOWN, { mirror: "mirror" })).toThrow("is not an absolute path");
  expect(() => realSources(KNOWN, { mirror: '/m"\n  x = "${y}' })).toThrow("has a character");
});

test("what is in a mirror is real, at either registry's address, and installed from there only", () => {
  const at = (...parts: string[]) => mkdirSync(path.join(mirror, ...parts), { recursive: true });
  at("registry.terraform.io/cloudflare/cloudflare/5.14.0/linux_amd64");
  at("registry.terraform.io/cloudflare/cloudflare/5.9.0/linux_amd64");
  writeFileSync(
    path.join(
      mirror,
      "registry.terraform.io/cloudflare/cloudflare/terraform-provider-cloudflare_5.22.0_linux_amd64.zip",
    ),
    "",
  );
  writeFileSync(path.join(mirror, "registry.terraform.io/cloudflare/cloudflare/index.json"), "");
  expect(realSources(KNOWN, { mirror })).toEqual(["cloudflare/cloudflare"]);
  expect(mirroredVersions(mirror, "cloudflare/cloudflare")).toEqual(["5.9.0", "5.14.0", "5.22.0"]);
  expect(mirroredVersions(mirror, "hashicorp/aws")).toEqual([]);
  at("registry.opentofu.org/hashicorp/aws/6.25.0");
  expect(realSources(KNOWN, { mirror })).toEqual(KNOWN);
  expect(mirrorConfig(KNOWN, mirror)).toBe(`provider_installation {
  filesystem_mirror {
    path    = "${mirror}"
    include = ["registry.opentofu.org/hashicorp/aws", "registry.terraform.io/cloudflare/cloudflare"]
  }
  direct {
    exclude = ["registry.opentofu.org/hashicorp/aws", "registry.terraform.io/cloudflare/cloudflare"]
  }
}
`);
});
