import fs from "node:fs";
import { type Manifest, repositoryFiles } from "../../lib/init/files";

const manifest = JSON.parse(fs.readFileSync("package.json", "utf8")) as Manifest;
const answers = { domain: "example.com", region: "eu-west-1", backend: { type: "local" } } as const;
const written = (files: ReturnType<typeof repositoryFiles>, path: string) =>
  files.find((file) => file.path === path)?.text;

test("a repository without pipelines has four files", () => {
  expect(repositoryFiles({ answers, manifest }).map(({ path }) => path)).toEqual([
    "domains.yaml",
    "package.json",
    "cdktf.json",
    ".gitignore",
  ]);
});

test("it depends on this version of the package, and on its peers as they were tested", () => {
  const { dependencies } = JSON.parse(written(repositoryFiles({ answers, manifest }), "package.json") ?? "");
  expect(dependencies).toEqual({
    "@cdktf/provider-aws": manifest.devDependencies["@cdktf/provider-aws"],
    "@cdktf/provider-cloudflare": manifest.devDependencies["@cdktf/provider-cloudflare"],
    "@mailzone/mailzone": manifest.version,
    cdktf: manifest.devDependencies.cdktf,
    constructs: manifest.devDependencies.constructs,
  });
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
});

test.each([
  ["github", "pull-request.yml", ".github/workflows/pull-request.yml"],
  ["gitlab", ".gitlab-ci.yml", ".gitlab-ci.yml"],
  ["atlantis", "atlantis.yaml", "atlantis.yaml"],
] as const)(
  "the templates of %s go where it looks for them, as they are, with an owner of all",
  (pipeline, name, at) => {
    const templates = [{ path: name, text: "on: push\n" }];
    const files = repositoryFiles({ answers: { ...answers, owner: "@example/mail" }, pipeline, manifest, templates });
    expect(written(files, at)).toBe("on: push\n");
    expect(written(files, "CODEOWNERS")).toMatch(/^# .*\n\* @example\/mail\n$/);
  },
);

test("plans and states, which hold values in clear text, are never committed", () => {
  const ignored = written(repositoryFiles({ answers, manifest }), ".gitignore")?.split("\n");
  expect(ignored).toEqual(expect.arrayContaining([".mailzone/", "*.tfstate", "*.tfstate.*", "cdktf.out/"]));
});
