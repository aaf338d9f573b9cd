// cdktf itself, unchanged, through `mailzone emulator --`.
import fs from "node:fs";
import { stripVTControlCharacters } from "node:util";
import {
  ARTICLE_ENTRY,
  ARTICLE_YAML,
  domainsYaml,
  entryOf,
  type Project,
  testWithCdktf,
  withProject,
} from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const cdktf = (...args: string[]) => project.run("emulator", "--", "cdktf", ...args);

testWithCdktf("cdktf diff and cdktf deploy do the same as plan and apply", async () => {
  const diff = await cdktf("diff");
  expect(stripVTControlCharacters(diff.stdout)).toContain("Plan: 9 to add, 0 to change, 0 to destroy.");
  expect(await cdktf("deploy", "--auto-approve")).toMatchObject({ code: 0 });
  expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);
});

testWithCdktf("a stack that is dropped keeps its state, though cdktf deletes its folder", async () => {
  project.write("domains.yaml", domainsYaml(ARTICLE_ENTRY, entryOf("example.org", "eu-west-1", "stack: other")));
  await project.apply();
  const state = project.path(".mailzone", "sandbox", "terraform.other.tfstate");
  const before = fs.readFileSync(state, "utf8");
  project.write("domains.yaml", ARTICLE_YAML);
  expect(await cdktf("synth")).toMatchObject({ code: 0 });
  expect(fs.readdirSync(project.path(".mailzone", "sandbox", "out", "stacks"))).toEqual(["mailzone"]);
  expect(fs.readFileSync(state, "utf8")).toBe(before);
});

testWithCdktf("cdktf refuses bad input as well, and nothing is synthesised", async () => {
  project.write("domains.yaml", "zones: {example.com: 7}\ndomains: []\n");
  const synth = await cdktf("synth");
  expect(synth.code).toBe(1);
  expect(synth.stderr + synth.stdout).toContain("domains.yaml:1:22: error:");
  expect(() => project.read(".mailzone", "sandbox", "out", "manifest.json")).toThrow("ENOENT");
});
