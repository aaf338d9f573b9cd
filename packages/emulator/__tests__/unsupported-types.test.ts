// A type that a configuration uses and the emulator does not emulate is refused in the emulator's own words. Terraform's words would
// say that the provider does not have it.
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkTerraformCall, EMULATED_PROVIDERS } from "../src/guard/terraform-call";
import { NO_SHAPE, savedTypes, saveUsedTypes, type UsedType } from "../src/guard/used-types";
import { providerOperations } from "../src/protocol/operations";
import { PROVIDERS } from "../src/providers";
import { unsupportedTypes } from "../src/unsupported-types";
import type { World } from "../src/world/world";

let base: string;
let emulator: string;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(tmpdir(), "mailzone-types-"));
  emulator = path.join(base, ".mailzone", "sandbox");
  fs.mkdirSync(path.join(emulator, "own", ".terraform", "modules"), { recursive: true });
});
afterEach(() => fs.rmSync(base, { recursive: true }));

const used = (name: string, kind: UsedType["kind"] = "resource"): UsedType => ({ kind, name, shape: NO_SHAPE });
const BUCKET = used("aws_s3_bucket");
const aws = PROVIDERS.find(({ source }) => source === "hashicorp/aws")!;
const cloudflare = PROVIDERS.find(({ source }) => source === "cloudflare/cloudflare")!;

/** The names of saved types, with the names of their arguments. */
const saved = () =>
  savedTypes(emulator).map(({ kind, name, shape }) => [kind, name, ...shape.attributes, ...Object.keys(shape.blocks)]);
const check = (args: string[], cwd: string) => checkTerraformCall({ args, cwd, env: {}, emulator });

test("the guard saves the types of a folder and of its modules, in HCL and JSON, with their arguments", () => {
  const own = path.join(emulator, "own");
  const write = (file: string, text: string) => fs.writeFileSync(path.join(own, file), text);
  fs.mkdirSync(path.join(own, "inner"));
  write(
    "main.tf",
    `terraform { backend "local" {} }
resource "aws_s3_bucket" "b" {
  bucket   = "x"
  for_each = {}
  versioning { enabled = true }
  dynamic "rule" {
    for_each = []
    content { id = 1 }
  }
  lifecycle { prevent_destroy = true }
}
resource "../../x" "y" {}
output "arn" { value = aws_s3_bucket.b[0].arn }
output "other" { value = aws_unknown.b.arn }`,
  );
  write("more.tf.json", JSON.stringify({ data: [{ aws_vpc: { d: { id: "x", "//": "" } } }], resource: { "//": {} } }));
  write("inner/main.tf", 'resource cloudflare_zone "z" { name = "a" }');
  const modules = [
    { Key: "", Dir: "." },
    { Key: "inner", Dir: "inner" },
  ];
  write(".terraform/modules/modules.json", JSON.stringify({ Modules: modules }));
  expect([check(["plan"], own), check(["plan"], own)]).toEqual([{ notes: [] }, { notes: [] }]);
  expect(saved()).toEqual([
    ["data", "aws_vpc", "id"],
    ["resource", "aws_s3_bucket", "arn", "bucket", "rule", "versioning"],
    ["resource", "cloudflare_zone", "name"],
  ]);
  expect(savedTypes(emulator)[1]!.shape.blocks.rule).toEqual({ attributes: ["id"], blocks: {} });
});

test("a folder that is refused leaves nothing behind", () => {
  fs.writeFileSync(path.join(base, "main.tf"), 'terraform { backend "s3" {} }\nresource "aws_s3_bucket" "b" {}');
  expect(check(["plan"], base).problem).toContain("would leave the emulator");
  expect(savedTypes(emulator)).toEqual([]);
});

test("files of an earlier version, torn ones and strange ones are no harm", () => {
  const types = path.join(emulator, "types");
  fs.mkdirSync(types);
  for (const [name, text] of [
    ["resource.aws_old", ""],
    ["data.aws_torn.0123456789abcdef", '{"attributes": ["a"'],
    ["data.aws_list.0123456789abcdef", "[1]"],
    ["stranger", "x"],
  ])
    fs.writeFileSync(path.join(types, name!), text!);
  expect(saved()).toEqual([
    ["data", "aws_list"],
    ["data", "aws_torn"],
    ["resource", "aws_old"],
  ]);
});

test("a provider serves the types with its prefix that it does not emulate, of any argument and attribute", () => {
  const shape = { attributes: ["bucket"], blocks: { rule: { attributes: ["id"], blocks: {} } } };
  const others = ["cloudflare_zone", "aws_nonsense", "aws_sesv2_email_identity", "random_id"].map((name) => used(name));
  saveUsedTypes(emulator, [{ ...BUCKET, shape }, used("aws_vpc", "data"), ...others]);
  const unsupported = unsupportedTypes(emulator, PROVIDERS);
  const of = (provider: typeof aws) => {
    const { resources, dataSources } = unsupported.of(provider);
    return [resources, dataSources].map((types) => types.map(({ name }) => name).sort());
  };
  expect(of(aws)).toEqual([["aws_nonsense", "aws_s3_bucket"], ["aws_vpc"]]);
  expect(of(cloudflare)).toEqual([["cloudflare_zone"], []]);
  const bucket = unsupported.of(aws).resources.find(({ name }) => name === "aws_s3_bucket");
  const any = { type: "dynamic", optional: true, computed: true };
  expect(bucket!.schema.block).toEqual({
    attributes: { bucket: any },
    blocks: { rule: { nesting: "list", block: { attributes: { id: any }, blocks: {} } } },
  });
});

test("the validation of an unknown type says what is emulated, and what to do", async () => {
  saveUsedTypes(emulator, [BUCKET]);
  const connection = { provider: {}, abort: new AbortController() };
  const operations = providerOperations(aws, {} as World, unsupportedTypes(emulator, PROVIDERS));
  const schema = (await operations.schema({} as never, connection)) as { resource_schemas: object };
  expect(Object.keys(schema.resource_schemas)).toContain("aws_s3_bucket");
  const validate = async (operation: "validateResource" | "validateDataSource", type_name: string) => {
    const answer = (await operations[operation]({ type_name } as never, connection)) as { diagnostics: object[] };
    return answer.diagnostics;
  };
  const [resource] = await validate("validateResource", "aws_s3_bucket");
  expect(resource).toMatchObject({
    severity: 1,
    summary: "mailzone's emulator does not emulate aws_s3_bucket",
    detail: expect.stringMatching(
      /^It emulates aws_sesv2_email_identity, .*, cloudflare_dns_record, and the data sources aws_caller_identity, .*real providers/,
    ),
  });
  expect(await validate("validateDataSource", "aws_vpc")).toEqual([
    expect.objectContaining({ summary: "mailzone's emulator does not emulate the data source aws_vpc" }),
  ]);
});

test("the types in a stack's folder are known without the guard, as they are when the provider is asked", () => {
  const stack = path.join(base, "stack");
  const unsupported = unsupportedTypes(emulator, PROVIDERS, [stack]);
  const names = () => unsupported.of(PROVIDERS[0]!).resources.map(({ name }) => name);
  expect(names()).toEqual([]);
  fs.mkdirSync(stack);
  fs.writeFileSync(
    path.join(stack, "cdk.tf.json"),
    '{"resource": {"aws_s3_bucket": {"files": {}}, "null_resource": {"a": {}}}}',
  );
  expect(names()).toEqual(["aws_s3_bucket"]);
  expect(savedTypes(emulator)).toEqual([]);
  fs.rmSync(path.join(stack, "cdk.tf.json"));
  expect(names()).toEqual([]);
});

test("a message before init says which providers are real: required ones, and those of types without a requirement", () => {
  expect(EMULATED_PROVIDERS).toEqual(PROVIDERS.map(({ source }) => source));
  const own = path.join(emulator, "own");
  fs.writeFileSync(
    path.join(own, "main.tf"),
    `terraform {
  backend "local" {}
  required_providers {
    aws   = { source = "hashicorp/aws" }
    cf    = { source = "registry.terraform.io/Cloudflare/Cloudflare" }
    chaos = { source = "example/random" }
    null  = "3.2.1"
  }
}
resource "chaos_id" "a" {}
resource "local_file" "b" {}
resource "terraform_data" "c" {}`,
  );
  const note = (source: string) =>
    `the provider ${source} is not emulated: terraform installs the real one from its registry, and what it does is real`;
  expect(check(["init", "-upgrade"], own)).toEqual({
    notes: [note("example/random"), note("hashicorp/local"), note("hashicorp/null")],
  });
  expect(check(["plan"], own)).toEqual({ notes: [] });
  expect(check(["init", "-help"], own)).toEqual({ notes: [] });
});

test("what cannot be read is a problem, not a crash", () => {
  const own = path.join(emulator, "own");
  fs.writeFileSync(path.join(own, "main.tf"), "resource {");
  expect(check(["init"], own).problem).toContain("cannot be read for sure");
  expect(check(["init"], path.join(own, "missing")).problem).toContain("would leave the emulator, ENOENT");
});
