// Which commands of terraform may run in the emulator: only those that store everything in its folder.
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { terraformCallProblem } from "../../src/guard/terraform-call";

let base: string;
let emulator: string;
let own: string;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(tmpdir(), "mailzone-guard-"));
  emulator = path.join(base, ".mailzone", "sandbox");
  own = path.join(emulator, "own");
  fs.mkdirSync(own, { recursive: true });
});
afterEach(() => fs.rmSync(base, { recursive: true }));

const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};
const ask = (line: string, cwd = own, env: Record<string, string> = {}) =>
  terraformCallProblem({ args: line.split(" ").filter(Boolean), cwd, env, emulator });
const LOCAL = 'terraform { backend "local" {} }';

test("a folder of the emulator with a local state is let through, with every command that is known", () => {
  write(path.join(own, "main.tf"), LOCAL);
  for (const line of [
    "init",
    "plan -out=p",
    "apply -auto-approve",
    "destroy",
    "state list",
    "workspace new x",
    "output -json",
  ])
    expect(ask(line)).toBeUndefined();
});

test("the project's own folders are not, and nothing in them is changed", () => {
  for (const text of ["", LOCAL, 'terraform { backend "s3" {} }']) {
    write(path.join(base, "infra", "main.tf"), text);
    for (const line of [
      "init",
      "plan",
      "apply -auto-approve",
      "destroy",
      "import a.b c",
      "state rm a.b",
      "force-unlock 1",
    ])
      expect(ask(line, path.join(base, "infra"))).toContain(
        `in "${path.join(base, "infra")}" would leave the emulator`,
      );
    expect(ask("-chdir=infra plan", base)).toContain("would leave the emulator");
    expect(ask(`-chdir=${path.join(base, "infra")} plan`)).toContain("would leave the emulator");
    expect(fs.readdirSync(path.join(base, "infra"))).toEqual(["main.tf"]);
    expect(fs.readFileSync(path.join(base, "infra", "main.tf"), "utf8")).toBe(text);
  }
});

test("the refusal is one line that says what leads where, and what to do", () => {
  write(path.join(base, "main.tf"), 'terraform { backend "s3" {} }');
  expect(ask("init", base)).toBe(
    `"init" in "${base}" would leave the emulator, the backend "s3" (main.tf) leads outside: run it in a copy of the folder below "${own}", with {"terraform":{"backend":{"local":{}}}} in its override.tf.json`,
  );
});

test.each([
  ["s3", 'terraform { backend "s3" {} }', 'the backend "s3" (main.tf) leads outside'],
  ["http", 'terraform { backend "http" {} }', 'the backend "http" (main.tf) leads outside'],
  ["cloud", "terraform { cloud {} }", 'the backend "cloud" (main.tf) leads outside'],
  [
    "a path above",
    'terraform { backend "local" { path = "../../../x" } }',
    'the local state "../../../x" (main.tf) leads outside',
  ],
  ["an absolute path", 'terraform { backend "local" { path = "/x" } }', 'the local state "/x" (main.tf) leads outside'],
  [
    "a folder of workspaces",
    'terraform { backend "local" { workspace_dir = "/x" } }',
    'the local state "/x" (main.tf) leads outside',
  ],
  [
    "a path that is computed",
    'terraform { backend "local" { path = var.x } }',
    "the path of the local backend (main.tf) is not a plain text",
  ],
  [
    "another state",
    `${LOCAL}\ndata "terraform_remote_state" "a" { backend = "s3" }`,
    'the data source terraform_remote_state reads another state, and the backend "s3" (main.tf) leads outside',
  ],
  ["a file that is none", "terraform {", "cannot be read for sure"],
])("%s is refused in the emulator's folder too", (_name, text, why) => {
  write(path.join(own, "main.tf"), text);
  expect(ask("plan")).toContain(why);
});

test("options, and what the environment says beside them, are held to the folder", () => {
  write(path.join(own, "main.tf"), LOCAL);
  for (const line of [
    "plan -state=/x",
    "apply -state-out ../../../x",
    "apply -backup=/x",
    "plan -out=/x",
    "graph -plan=/x",
  ])
    expect(ask(line)).toContain("leads outside");
  for (const line of ["plan -state=x", "apply -backup=-", "plan -out=x", "init -backend-config=path=x"])
    expect(ask(line)).toBeUndefined();
  expect(ask("init -backend-config=path=/x")).toContain('-backend-config "path=/x" leads outside');
  for (const line of ["init -backend-config=bucket=b", "init -backend-config x.tfbackend"])
    expect(ask(line)).toContain("is not the path of a local state");
  expect(ask("plan", own, { TF_CLI_ARGS_plan: "-state=/x" })).toContain('-state "/x" leads outside');
  expect(ask("plan", own, { TF_DATA_DIR: "/x" })).toContain('TF_DATA_DIR "/x" leads outside');
  expect(ask("init", own, { TF_PLUGIN_CACHE_DIR: "/x" })).toContain('TF_PLUGIN_CACHE_DIR "/x" leads outside');
  expect(ask("plan", own, { TF_WORKSPACE: "../../../../../x" })).toContain("leads outside");
  expect(ask("plan", own, { TF_DATA_DIR: "d", TF_WORKSPACE: "x" })).toBeUndefined();
});

test("what the folder was initialised with, or is linked to, counts as well", () => {
  write(path.join(own, "main.tf"), LOCAL);
  const pointer = path.join(own, ".terraform", "terraform.tfstate");
  write(pointer, JSON.stringify({ backend: { type: "local", config: { path: "/x", workspace_dir: null } } }));
  expect(ask("plan")).toContain('the local state "/x" (terraform.tfstate) leads outside');
  write(pointer, JSON.stringify({ backend: { type: "local", config: { path: "x", workspace_dir: null } } }));
  expect(ask("plan")).toBeUndefined();
  write(pointer, "torn");
  expect(ask("plan")).toContain("cannot be read for sure");
  fs.rmSync(path.join(own, ".terraform"), { recursive: true });

  for (const name of [
    "terraform.tfstate",
    "terraform.tfstate.backup",
    ".terraform.lock.hcl",
    ".terraform.tfstate.lock.info",
  ]) {
    // Where there is nothing yet, Terraform would make it.
    fs.symlinkSync(path.join(base, "elsewhere"), path.join(own, name));
    expect(ask("plan")).toMatch(/leads outside/);
    fs.rmSync(path.join(own, name));
  }
  fs.symlinkSync(base, path.join(own, ".terraform"));
  expect(ask("plan")).toContain("leads outside");
});

test("modules that init has found are searched for states that they read", () => {
  write(path.join(own, "main.tf"), LOCAL);
  write(path.join(base, "module", "main.tf"), 'data "terraform_remote_state" "a" { backend = "s3" }');
  const modules = {
    Modules: [
      { Key: "", Dir: "." },
      { Key: "m", Dir: path.join("..", "..", "..", "module") },
    ],
  };
  write(path.join(own, ".terraform", "modules", "modules.json"), JSON.stringify(modules));
  expect(ask("plan")).toContain("the data source terraform_remote_state reads another state");
});

test("a plan or state that was made elsewhere is not applied or shown", () => {
  write(path.join(own, "main.tf"), LOCAL);
  write(path.join(base, "real.tfplan"), "PK");
  expect(ask(`apply ${path.join(base, "real.tfplan")}`)).toContain("is not the emulator's");
  expect(ask(`show ${path.join(base, "real.tfplan")}`)).toContain("is not the emulator's");
  fs.copyFileSync(path.join(base, "real.tfplan"), path.join(own, "copied.tfplan"));
  expect(ask("apply copied.tfplan")).toContain(
    'the plan "copied.tfplan" cannot be read for sure, no whole zip archive: it is torn',
  );
  write(path.join(own, "terraform.tfstate"), "{}");
  expect(ask("show terraform.tfstate")).toBeUndefined();
});

test("questions and commands that change no state are allowed; unknown commands are not", () => {
  for (const line of ["", "version", "-version", "fmt", "plan -help", "-help"]) expect(ask(line, base)).toBeUndefined();
  for (const name of ["login", "logout", "test", "stacks", "cloud", "rpcapi", "something-new"])
    expect(ask(name)).toBe(`"${name}" does not run in the emulator: it is not known where it keeps what it keeps`);
});

describe("a stack that was synthesised into the out folder", () => {
  const stack = (name: string, content: object) => {
    const file = path.join(emulator, "out", "stacks", name, "cdk.tf.json");
    write(file, JSON.stringify(content, null, 2));
    return file;
  };
  const read = (file: string) => JSON.parse(fs.readFileSync(file, "utf8"));
  const S3 = { bucket: "b", key: "k", region: "us-east-1" };

  test("gets a local state of the emulator's, and so do the stacks that it reads", () => {
    stack("shop", { terraform: { backend: { s3: S3 } } });
    const mail = stack("mail", {
      data: {
        terraform_remote_state: { "cross-stack-reference-input-shop": { backend: "s3", config: S3, workspace: "w" } },
      },
      resource: { a: { b: {} } },
      terraform: { cloud: { organization: "o" }, required_version: ">= 1.7" },
    });
    expect(ask("init", path.dirname(mail))).toBeUndefined();
    expect(read(mail)).toEqual({
      data: {
        terraform_remote_state: {
          "cross-stack-reference-input-shop": {
            backend: "local",
            config: { path: "../../../terraform.shop.tfstate" },
            workspace: "w",
          },
        },
      },
      resource: { a: { b: {} } },
      terraform: { required_version: ">= 1.7", backend: { local: { path: "../../../terraform.mail.tfstate" } } },
    });
  });

  test("is left as it is, byte for byte, where it is in order", () => {
    const mail = stack("mail", { terraform: { backend: { local: { path: "../../../terraform.mail.tfstate" } } } });
    const before = fs.statSync(mail).ino;
    expect(ask("plan", path.dirname(mail))).toBeUndefined();
    expect(fs.statSync(mail).ino).toBe(before);
  });

  test("forgets what an earlier init took from the real backend", () => {
    const mail = stack("mail", { terraform: { backend: { s3: S3 } } });
    const pointer = path.join(path.dirname(mail), ".terraform", "terraform.tfstate");
    write(pointer, JSON.stringify({ backend: { type: "s3", config: S3 } }));
    expect(ask("plan", path.dirname(mail))).toBeUndefined();
    expect(fs.existsSync(pointer)).toBe(false);
  });

  test("is refused where it reads a state that is not the app's", () => {
    const mail = stack("mail", { data: { terraform_remote_state: { network: { backend: "s3", config: S3 } } } });
    expect(ask("plan", path.dirname(mail))).toContain("the data source terraform_remote_state reads another state");
  });

  test("is refused where an override beside it leads outside", () => {
    const mail = stack("mail", {});
    write(path.join(path.dirname(mail), "override.tf"), 'terraform { backend "s3" {} }');
    expect(ask("plan", path.dirname(mail))).toContain('the backend "s3" (override.tf) leads outside');
  });

  test("is not rewritten through a link", () => {
    write(path.join(base, "elsewhere", "cdk.tf.json"), "{}");
    fs.mkdirSync(path.join(emulator, "out", "stacks"), { recursive: true });
    const link = path.join(emulator, "out", "stacks", "mail");
    fs.symlinkSync(path.join(base, "elsewhere"), link);
    expect(ask(`-chdir=${link} plan`)).toContain("would leave the emulator");
    expect(fs.readFileSync(path.join(base, "elsewhere", "cdk.tf.json"), "utf8")).toBe("{}");
  });
});
