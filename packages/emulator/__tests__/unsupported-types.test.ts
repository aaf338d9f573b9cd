// What a configuration names and nobody emulates is told in the emulator's own words, not as a thing the provider does not have.
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { terraformCallProblem } from "../src/guard/terraform-call";
import { savedTypes, saveUsedTypes, type TypeReference } from "../src/guard/used-types";
import { providerOperations } from "../src/protocol/operations";
import { PROVIDERS } from "../src/providers";
import { unsupportedTypes } from "../src/unsupported-types";
import type { World } from "../src/world/world";

let base: string;
let emulator: string;
beforeEach(() => {
  base = fs.mkdtempSync(path.join(tmpdir(), "mailzone-foreign-"));
  emulator = path.join(base, ".mailzone", "sandbox");
  fs.mkdirSync(path.join(emulator, "own", ".terraform", "modules"), { recursive: true });
});
afterEach(() => fs.rmSync(base, { recursive: true }));

const BUCKET: TypeReference = { kind: "resource", name: "aws_s3_bucket" };
const aws = PROVIDERS.find(({ source }) => source === "hashicorp/aws")!;
const cloudflare = PROVIDERS.find(({ source }) => source === "cloudflare/cloudflare")!;

test("the guard notes the types of a folder and of its modules, in HCL and JSON, once", () => {
  const own = path.join(emulator, "own");
  const write = (file: string, text: string) => fs.writeFileSync(path.join(own, file), text);
  fs.mkdirSync(path.join(own, "inner"));
  write("main.tf", 'terraform { backend "local" {} }\nresource "aws_s3_bucket" "b" {}\nresource "../../x" "y" {}');
  write("more.tf.json", JSON.stringify({ data: [{ aws_iam_policy_document: { d: {} } }], resource: { "//": {} } }));
  write("inner/main.tf", 'resource cloudflare_zone "z" {}');
  const modules = {
    Modules: [
      { Key: "", Dir: "." },
      { Key: "inner", Dir: "inner" },
    ],
  };
  write(".terraform/modules/modules.json", JSON.stringify(modules));
  const ask = () => terraformCallProblem({ args: ["plan"], cwd: own, env: {}, emulator });
  expect([ask(), ask()]).toEqual([undefined, undefined]);
  expect(savedTypes(emulator)).toEqual([
    { kind: "data", name: "aws_iam_policy_document" },
    BUCKET,
    { kind: "resource", name: "cloudflare_zone" },
  ]);
});

test("a folder that is refused leaves no note", () => {
  fs.writeFileSync(path.join(base, "main.tf"), 'terraform { backend "s3" {} }\nresource "aws_s3_bucket" "b" {}');
  expect(terraformCallProblem({ args: ["plan"], cwd: base, env: {}, emulator })).toContain("would leave the emulator");
  expect(savedTypes(emulator)).toEqual([]);
});

test("a provider has its own types in its schema, with all that their binding has, and nothing is asked for", () => {
  const names = ["cloudflare_zone", "aws_nonsense", "aws_sesv2_email_identity", "random_id"];
  const data = { kind: "data", name: "aws_iam_policy_document" } as const;
  saveUsedTypes(emulator, [BUCKET, data, ...names.map((name) => ({ kind: "resource", name }) as const)]);
  const foreign = unsupportedTypes(emulator, PROVIDERS);
  const of = (provider: typeof aws) => {
    const { resources, dataSources } = foreign.of(provider);
    return [resources, dataSources].map((types) => types.map(({ name }) => name));
  };
  expect(of(aws)).toEqual([["aws_s3_bucket"], ["aws_iam_policy_document"]]);
  expect(of(cloudflare)).toEqual([["cloudflare_zone"], []]);
  const [bucket] = foreign.of(aws).resources;
  const [zone] = foreign.of(cloudflare).resources;
  expect(bucket!.schema.block.attributes).toMatchObject({
    bucket: { type: "string", optional: true },
    tags_all: { type: ["map", "string"], optional: true },
  });
  expect(bucket!.schema.block.blocks!.versioning).toMatchObject({ nesting: "list" });
  expect(JSON.stringify([bucket, zone])).not.toContain('"required"');
});

test("of any type that a binding has, a schema is made", () => {
  // One of each form that generated bindings have: maps that are read, maps of lists, lists of maps, sets that are read.
  const resources = ["aws_lambda_function", "aws_wafv2_web_acl", "aws_instance", "aws_cognito_identity_pool"];
  const others = ["aws_ssm_association", "cloudflare_zero_trust_access_policy", "cloudflare_load_balancer"];
  const types = [...resources, ...others].map((name) => ({ kind: "resource", name }) as const);
  saveUsedTypes(emulator, types);
  const foreign = unsupportedTypes(emulator, PROVIDERS);
  const made = [aws, cloudflare].flatMap((provider) => foreign.of(provider).resources.map(({ name }) => name));
  expect(made.sort()).toEqual(types.map(({ name }) => name).sort());
});

test("whoever validates one is told what is emulated, and what to do", async () => {
  saveUsedTypes(emulator, [BUCKET]);
  const connection = { provider: {}, abort: new AbortController() };
  const operations = providerOperations(aws, {} as World, unsupportedTypes(emulator, PROVIDERS));
  const schema = (await operations.schema({} as never, connection)) as { resource_schemas: object };
  expect(Object.keys(schema.resource_schemas)).toContain("aws_s3_bucket");
  const ask = async (operation: "validateResource" | "validateDataSource", type_name: string) => {
    const answer = (await operations[operation]({ type_name } as never, connection)) as { diagnostics: object[] };
    return answer.diagnostics;
  };
  const [resource] = await ask("validateResource", "aws_s3_bucket");
  expect(resource).toMatchObject({
    severity: 1,
    summary: "mailzone's emulator does not emulate aws_s3_bucket",
    detail: expect.stringMatching(
      /^It emulates aws_sesv2_email_identity, .*, cloudflare_dns_record, and the data sources aws_cloudfront_distribution, .*real providers/,
    ),
  });
  expect(await ask("validateDataSource", "aws_iam_policy_document")).toEqual([
    expect.objectContaining({
      summary: "mailzone's emulator does not emulate the data source aws_iam_policy_document",
    }),
  ]);
});

test("what stands in a stack's folder is known without the guard, as it stands there when it is asked for", () => {
  const stack = path.join(base, "stack");
  const foreign = unsupportedTypes(emulator, PROVIDERS, [stack]);
  const names = () => foreign.of(PROVIDERS[0]!).resources.map(({ name }) => name);
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
