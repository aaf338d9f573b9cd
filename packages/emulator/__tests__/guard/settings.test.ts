// Where a configuration stores its state, in every form that Terraform accepts.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { count } from "../../../../__tests__/run/cases";
import { readSettings } from "../../src/guard/settings";

const base = mkdtempSync(path.join(tmpdir(), "mailzone-settings-"));
afterAll(() => rmSync(base, { recursive: true }));

function settings(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(base, "case-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const { backends, remoteStates } = readSettings(folder);
  const summary = ({ type, values }: (typeof backends)[number]) =>
    [
      type ?? "?",
      ...[...values].map(([key, value]) => `${key}=${typeof value === "object" ? "{}" : (value ?? "?")}`),
    ].join(" ");
  return { backends: backends.map(summary), remoteStates: remoteStates.map(summary) };
}
const backends = (files: Readonly<Record<string, string>>) => settings(files).backends;

test.each([
  ["none", "", []],
  ["quoted", 'terraform {\n  backend "s3" {\n    bucket = "b"\n  }\n}\n', ["s3 bucket=b"]],
  ["on one line, not quoted", 'terraform { backend local { path = "x" } }', ["local path=x"]],
  [
    "cloud",
    'terraform {\n  cloud {\n    organization = "o"\n    workspaces { name = "w" }\n  }\n}',
    ["cloud organization=o"],
  ],
  ["a state store", 'terraform { state_store "x" { provider "y" {} } }', ["state_store"]],
  ["two terraform blocks", 'terraform { required_version = ">= 1.7" }\nterraform { backend "gcs" {} }', ["gcs"]],
  ["behind comments that hold a bracket", '# }\n// {\n/* "\n{ */\nterraform { /* } */ backend "s3" {} }', ["s3"]],
  ["in a comment", '# terraform { backend "s3" {} }\n/*\nterraform { backend "s3" {} }\n*/', []],
  ["in a string", 'locals { a = "terraform { backend \\"s3\\" {} }" }', []],
  [
    "in a text",
    'locals {\n  a = <<-EOT\n    terraform { backend "s3" {} }\n  EOT\n}\nterraform { backend "pg" {} }',
    ["pg"],
  ],
  [
    "behind a text with a template in it",
    'locals {\n  a = <<EOT\n${"x}"} %{ if true }\nEOT \n}\nterraform { backend "pg" {} }',
    ["pg"],
  ],
  ["behind a nested template", 'locals { a = "${{ a = "}${"}"}" }["a"]}" }\nterraform { backend "pg" {} }', ["pg"]],
  ["behind an escaped template", 'locals { a = "$${" }\nterraform { backend "pg" {} }', ["pg"]],
  ["with an expression", 'terraform { backend "local" { path = var.path } }', ["local path=?"]],
  ["with a template", 'terraform { backend "local" { path = "${path.root}/x" } }', ["local path=?"]],
  ["with an escape", 'terraform { backend "local" { path = "\\u002e" } }', ["local path=?"]],
  ["with two texts", 'terraform { backend "local" { path = "a" == "b" ? "c" : "d" } }', ["local path=?"]],
  [
    "behind lists and calls",
    'locals {\n  a = [\n    { b = 1 },\n    f(\n      "}", [1, 2]\n    ),\n  ]\n}\nterraform { backend "pg" {} }',
    ["pg"],
  ],
  ["with Windows' line ends", 'terraform {\r\n  backend "local" {\r\n    path = "x"\r\n  }\r\n}\r\n', ["local path=x"]],
  ["not in the terraform block", 'resource "a" "b" { backend "s3" {} }', []],
])("HCL: %s", (_name, text, expected) => {
  expect(backends({ "main.tf": text })).toEqual(expected);
});

test.each([
  ["a block", { terraform: { backend: { s3: { bucket: "b" } } } }, ["s3 bucket=b"]],
  ["arrays", [{ terraform: [{ backend: [{ local: [{ path: "x" }] }] }] }], ["local path=x"]],
  ["cloud", { terraform: { cloud: { organization: "o" } } }, ["cloud organization=o"]],
  ["a remark", { terraform: { backend: { "//": "s3", local: {} } } }, ["local"]],
  ["an expression", { terraform: { backend: { local: { path: "${var.x}" } } } }, ["local path=?"]],
  ["null is not there", { terraform: { backend: { local: { path: null } } } }, ["local"]],
])("JSON: %s", (_name, value, expected) => {
  expect(backends({ "main.tf.json": JSON.stringify(value) })).toEqual(expected);
});

test("an override file replaces the backend, the last one by name", () => {
  const s3 = 'terraform { backend "s3" {} }';
  const local = 'terraform { backend "local" {} }';
  expect(backends({ "main.tf": s3, "override.tf": local })).toEqual(["local"]);
  expect(backends({ "main.tf": local, "z_override.tf.json": '{"terraform":{"cloud":{}}}' })).toEqual(["cloud"]);
  expect(backends({ "main.tf": s3, "a_override.tf": s3, "b_override.tf": local })).toEqual(["local"]);
  expect(backends({ "main.tf": local, "notoverride.tf": s3 })).toEqual(["local", "s3"]);
});

test("what only OpenTofu reads hides nothing from Terraform, and the other way round", () => {
  const s3 = 'terraform { backend "s3" {} }';
  const local = 'terraform { backend "local" {} }';
  expect(backends({ "main.tf": s3, "override.tofu": local })).toEqual(["s3", "local"]);
  expect(backends({ "main.tf": local, "override.tofu": s3 })).toEqual(["local", "s3"]);
});

test("states that are read are told, with all that is plain in them", () => {
  const hcl = `data "terraform_remote_state" "a" {
    backend = "local"
    config = {
      path = "../a.tfstate"
    }
  }
  data "terraform_remote_state" "b" {
    backend = var.backend
    config  = merge(var.config, { path = "x" })
  }`;
  const json = {
    data: { terraform_remote_state: { c: { backend: "s3", config: { bucket: "b" } }, d: [{ backend: "gcs" }] } },
  };
  expect(settings({ "main.tf": hcl, "other.tf.json": JSON.stringify(json) }).remoteStates).toEqual([
    "local path=../a.tfstate",
    "? path=?",
    "s3 bucket=b",
    "gcs path=?",
  ]);
});

test.each([
  ["main.tf", 'terraform { backend "s3" {', 'a "}" is missing'],
  ["main.tf", 'terraform { backend "s3" {} } }', "it has a bracket too many"],
  ["main.tf", 'locals { a = "x }', "a string does not end"],
  ["main.tf", "locals { a = <<EOT\nx\n}", "a text in <<… does not end"],
  ["main.tf", 'locals { a = "${ { }', "a ${…} does not end"],
  ["main.tf", "locals { a = (] }", "a bracket does not fit"],
  [
    "main.tf.json",
    '{"terraform": {"backend": {"local": {}}}, "terraform": {"backend": {"s3": {}}}}',
    "it has a key twice",
  ],
  ["main.tf.json", '{"terraform":', "Unexpected end of JSON input"],
])("%s with %s is not guessed at", (name, text, why) => {
  expect(() => backends({ [name]: text })).toThrow(`${name}" cannot be read for sure, ${why}`);
});

test("a text of any depth ends in an answer or an error", () => {
  for (const text of [
    "{".repeat(count(20_000, 200_000)),
    "a = [".repeat(count(10_000, 100_000)),
    `a = "${'${"'.repeat(count(10_000, 100_000))}`,
    "a = <<A\n".repeat(count(5_000, 50_000)),
  ])
    expect(() => backends({ "main.tf": text })).toThrow("cannot be read for sure");
  expect(backends({ "main.tf": 'locals { a = "$${" }\n'.repeat(count(5_000, 50_000)) })).toEqual([]);
});
