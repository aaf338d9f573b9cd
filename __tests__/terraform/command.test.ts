import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseStateVersion } from "../../lib/terraform/command";
import { usesPluginCache } from "../../lib/terraform/init";
import { parseOutputs } from "../../lib/terraform/outputs";
import { StackFolders } from "./stack-folders";

test("a state has a lineage and a serial, and none yet is null", () => {
  expect(parseStateVersion('{"version": 4, "serial": 7, "lineage": "ab-cd", "resources": []}')).toEqual({
    lineage: "ab-cd",
    serial: 7,
  });
  expect(parseStateVersion("\n")).toBeNull();
  // As the backend for S3 has it.
  expect(parseStateVersion('{"version": 4, "serial": 0, "lineage": "", "resources": []}')).toBeNull();
  for (const text of ["{", "null", "{}", '{"serial": "7", "lineage": "a"}']) {
    expect(() => parseStateVersion(text)).toThrow("terraform state pull printed no state");
  }
});

test("outputs are read as they are, and anything else is an error that names the subject", () => {
  const outputs = { records: { value: [{ id: "dkim-1" }], type: ["tuple", []], sensitive: false } };
  expect(parseOutputs(JSON.stringify(outputs), "a.json")).toEqual(outputs);
  expect(parseOutputs("{}", "a.json")).toEqual({});
  for (const text of ["", "null", "3", '{"records": 3}', '{"records": {"type": "string"}}']) {
    expect(() => parseOutputs(text, "a.json")).toThrow(
      'the outputs of "a.json" are not what terraform output -json prints',
    );
  }
});

test("a plugin cache is seen in the environment and in Terraform's own configuration", () => {
  const folders = new StackFolders();
  const file = path.join(folders.root, ".terraformrc");
  const HOME = folders.root;
  expect(usesPluginCache({})).toBe(false);
  expect(usesPluginCache({ HOME })).toBe(false);
  expect(usesPluginCache({ HOME, TF_PLUGIN_CACHE_DIR: "/cache" })).toBe(true);
  writeFileSync(file, '# plugin_cache_dir = "/off"\ndisable_checkpoint = true\n');
  expect(usesPluginCache({ HOME })).toBe(false);
  writeFileSync(file, 'plugin_cache_dir = "$HOME/cache"\n');
  expect(usesPluginCache({ HOME })).toBe(true);
  expect(usesPluginCache({ HOME, TF_CLI_CONFIG_FILE: "/missing" })).toBe(false);
  folders.remove();
});
