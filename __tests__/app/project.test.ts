import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findProject } from "../../lib/app/project";
import { Refused } from "../../lib/app/refused";
import { runInProcess } from "../helpers/in-process";
import { ARTICLE_YAML } from "../helpers/project";

const OURS = { app: "node node_modules/@mailzone/mailzone/bin/synth.js" };
const THEIRS = { app: "ts-node main.ts" };

let top: string;
beforeEach(() => {
  top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-project-")));
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(top, { recursive: true });
});

/** Writes files below the top; what is no text is written as JSON. */
function tree(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(top, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
}

const at = (name: string) => path.join(top, name);
const found = (folder: string, kind: "real" | "sandbox" = "real") => {
  fs.mkdirSync(at(folder), { recursive: true });
  const { root, note } = findProject(at(folder), kind);
  return note === undefined ? path.relative(top, root) : [path.relative(top, root), note];
};

describe("the project of a folder", () => {
  test("is the nearest above that has mailzone's cdktf.json, else the folder itself", () => {
    tree({ "a/cdktf.json": OURS, "a/b/c/cdktf.json": OURS });
    expect(found("a")).toBe("a");
    expect(found("a/b")).toBe("a");
    expect(found("a/b/c")).toBe("a/b/c");
    expect(found("a/b/c/d/e")).toBe("a/b/c");
    expect(found("alone")).toBe("alone");
    expect(findProject("/", "real")).toEqual({ root: "/" });
  });

  test("is a clone's as well, and that of an app that was wrapped", () => {
    tree({ "clone/cdktf.json": { app: "node bin/synth.js" }, "clone/bin/mailzone.js": "" });
    tree({ "wrapped/cdktf.json": { app: "env A=1 npx --no-install mailzone-synth" } });
    expect(found("clone/docs")).toBe("clone");
    expect(found("wrapped/docs")).toBe("wrapped");
  });

  test("is the folder itself below a stranger's project, no matter what is above that", () => {
    tree({
      "cdktf.json": OURS,
      "theirs/cdktf.json": THEIRS,
      "odd/cdktf.json": { app: 7 },
      "bin/cdktf.json": { app: "node bin/synth.js" },
    });
    expect(found("theirs/mail")).toBe("theirs/mail");
    expect(found("odd/mail")).toBe("odd/mail");
    expect(found("bin/mail")).toBe("bin/mail");
    // Its own folder is taken without a look into its file, as ever.
    expect(found("theirs")).toBe("theirs");
  });

  test("is not decided by what is no file, and by a link as by its file", () => {
    tree({ "cdktf.json": OURS, "folder/cdktf.json/x": "", "linked/x": "", "real.json": OURS });
    fs.symlinkSync(at("nowhere"), at("linked/cdktf.json"));
    expect(found("folder/sub")).toBe("");
    expect(found("linked/sub")).toBe("");
    fs.rmSync(at("linked/cdktf.json"));
    fs.symlinkSync(at("real.json"), at("linked/cdktf.json"));
    expect(found("linked/sub")).toBe("linked");
  });

  test("is refused where the file above cannot be understood", () => {
    tree({ "cdktf.json": "{", "sub/x": "" });
    expect(() => findProject(at("sub"), "real")).toThrow(Refused);
    expect(() => findProject(at("sub"), "real")).toThrow(
      /cdktf\.json" cannot be read \(it is no JSON\), and it says whose project/,
    );
  });

  test("is the folder itself where nobody may look above, and that is said", () => {
    tree({ "cdktf.json": OURS, "sub/deep/x": "" });
    const stat = fs.statSync;
    jest.spyOn(fs, "statSync").mockImplementation(((file: string, options: object) => {
      if (file === at("sub/cdktf.json")) throw Object.assign(new Error("no"), { code: "EACCES" });
      return stat(file, options);
    }) as typeof fs.statSync);
    expect(found("sub/deep")).toEqual([
      "sub/deep",
      `nobody may look for cdktf.json in "${at("sub")}", so this folder is taken as the project`,
    ]);
  });

  test("is the folder itself where what is above is another user's", () => {
    tree({ "cdktf.json": OURS, "sub/x": "" });
    const stat = fs.statSync;
    jest
      .spyOn(fs, "statSync")
      .mockImplementation(((file: string, options: object) =>
        file === at("cdktf.json")
          ? Object.assign(stat(file)!, { uid: 4_000_000 })
          : stat(file, options)) as typeof fs.statSync);
    expect(found("sub")).toEqual([
      "sub",
      '"../cdktf.json" is another user\'s and is left alone: this folder is the project',
    ]);
  });
});

describe("what was kept in a subfolder until now", () => {
  test.each([
    ["terraform.mailzone.tfstate", "real", "terraform.mailzone.tfstate"],
    [".mailzone/plans/mailzone/plan.json", "real", ".mailzone/plans"],
    [".mailzone/sandbox/world.json", "sandbox", ".mailzone/sandbox"],
  ] as const)("%s is used, and that is said", (file, kind, kept) => {
    tree({ "cdktf.json": OURS, [`sub/${file}`]: "" });
    expect(found("sub", kind)).toEqual([
      "sub",
      `"${kept}" in this folder is used, as until now; its project is "..": move it there, or keep it here`,
    ]);
    // The other world has nothing there.
    expect(found("sub", kind === "real" ? "sandbox" : "real")).toBe("");
  });

  test("is refused where the project keeps the same: nobody knows which is meant", () => {
    tree({ "cdktf.json": OURS, "sub/terraform.a.tfstate": "", ".mailzone/plans/b/plan.json": "" });
    expect(() => findProject(at("sub"), "real")).toThrow(
      'this folder has "terraform.a.tfstate", and its project ".." has ".mailzone/plans": run mailzone in "..", or move what is in this folder away',
    );
    expect(findProject(at("sub"), "sandbox")).toEqual({ root: top });
    expect(findProject(top, "real")).toEqual({ root: top });
  });
});

describe("a command in a subfolder", () => {
  const mailzone = (folder: string, ...argv: string[]) => runInProcess(argv, { cwd: at(folder) });

  test("reads the project's domains.yaml, and names it as it is from there", async () => {
    tree({ "cdktf.json": OURS, "domains.yaml": ARTICLE_YAML, "sub/x": "" });
    expect(await mailzone("sub", "check")).toEqual({
      code: 0,
      stdout: "../domains.yaml: 1 domain, no errors, no warnings\n",
      stderr: "",
    });
    fs.writeFileSync(at("domains.yaml"), "domains: 7\n");
    expect((await mailzone("sub", "check")).stdout).toMatch(/^\.\.\/domains\.yaml:1:10: error: /);
  });

  test("asks which of two configurations is meant", async () => {
    tree({ "cdktf.json": OURS, "domains.yaml": ARTICLE_YAML, "sub/domains.yaml": ARTICLE_YAML });
    expect(await mailzone("sub", "check")).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'this folder has a domains.yaml, and its project is "..": say which is meant, --config domains.yaml or --config ../domains.yaml\n',
    });
    for (const config of ["domains.yaml", "../domains.yaml"])
      expect((await mailzone("sub", "check", "--config", config)).stdout).toMatch(new RegExp(`^${config}: 1 domain`));
  });

  test("never moves the project by --config", async () => {
    tree({ "cdktf.json": OURS, "other/domains.yaml": ARTICLE_YAML, "other/cdktf.json": OURS, "sub/x": "" });
    const { code, stderr } = await mailzone("sub", "review", "--config", "../other");
    expect([code, stderr]).toEqual([
      2,
      "there is no saved plan in ../.mailzone/plans: run mailzone plan --config ../other, or name the files\n",
    ]);
  });

  test("helps without a project, and makes one where it is", async () => {
    tree({ "cdktf.json": "{", "sub/x": "" });
    expect((await mailzone("sub", "check", "--help")).code).toBe(0);
    expect((await mailzone("sub", "init", "new")).stderr).toMatch(/^init has no terminal on which to ask/);
    expect((await mailzone("sub", "check")).stderr).toMatch(/cdktf\.json" cannot be read/);
  });
});
