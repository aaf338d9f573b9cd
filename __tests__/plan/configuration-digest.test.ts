// Two plans that differ in one thing of their configuration differ in their digest; two that differ in order, or in a secret,
// do not.
import { planDigest } from "../../lib/plan/digest";
import { readPlan } from "../../lib/plan/plan";
import {
  block,
  configuration,
  constant,
  ID,
  MADE,
  moduleCall,
  type Parts,
  provisioner,
  reference,
} from "../review/cases/configuration";
import { change, plan, type Values } from "../review/plans";

interface Side extends Parts {
  readonly changes?: readonly object[];
  /** The plan's, by name. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

function digest({ changes = [MADE], variables = {}, ...parts }: Side): string {
  const values = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]));
  const text = plan(changes, { configuration: configuration(parts), variables: values });
  return planDigest(readPlan(text, "mail"));
}

const program = (command: string) => ({
  resources: [block("data.external.x", { program: constant(["sh", command]) })],
});
const aws = (expressions: Values) => ({ providers: { aws: expressions } });
const called = (resources: readonly Values[], rest: Values = {}) => ({
  modules: { mail: { ...moduleCall(resources), ...rest } },
});
const variable = (definition: Values) => ({ root: { variables: { x: definition } } });
const output = (definition: Values) => ({ root: { outputs: { x: definition } } });

test.each<[string, Side, Side]>([
  ["a provisioner", { resources: [block(ID)] }, { resources: [block(ID, {}, provisioner())] }],
  [
    "its command",
    { resources: [block(ID, {}, provisioner("local-exec", "a"))] },
    { resources: [block(ID, {}, provisioner("local-exec", "b"))] },
  ],
  [
    "its kind",
    { resources: [block(ID, {}, provisioner())] },
    { resources: [block(ID, {}, provisioner("remote-exec"))] },
  ],
  [
    "a provisioner of what stays",
    { resources: [block("null_resource.x")] },
    { resources: [block("null_resource.x", {}, provisioner())] },
  ],
  ["a data source", {}, program("a")],
  ["its program", program("a"), program("b")],
  [
    "a data source's argument",
    { resources: [block("data.http.x", { url: constant("https://a.example") })] },
    { resources: [block("data.http.x", { url: constant("https://b.example") })] },
  ],
  ["an ephemeral resource", {}, { resources: [block("ephemeral.aws_secretsmanager_secret_version.x")] }],
  ["a base URL", aws({}), { providers: { aws: {}, cloudflare: { base_url: constant("https://a.example") } } }],
  [
    "an endpoint",
    aws({ endpoints: [{ ses: constant("https://a.example") }] }),
    aws({ endpoints: [{ ses: constant("https://b.example") }] }),
  ],
  ["a profile", aws({ profile: constant("a") }), aws({ profile: constant("b") })],
  ["a role", aws({ assume_role: [{ role_arn: constant("a") }] }), aws({ assume_role: [{ role_arn: constant("b") }] })],
  ["a provider's source", aws({}), { ...aws({}), sources: { aws: "registry.terraform.io/other/aws" } }],
  ["that a provider has credentials", aws({}), aws({ access_key: constant("a") })],
  ["which variable they come from", aws({ access_key: reference("var.a") }), aws({ access_key: reference("var.b") })],
  [
    "the provider of a resource",
    { resources: [block(ID, {}, { provider_config_key: "aws.a" })] },
    { resources: [block(ID, {}, { provider_config_key: "aws.b" })] },
  ],
  ["depends_on", { resources: [block(ID)] }, { resources: [block(ID, {}, { depends_on: ["null_resource.x"] })] }],
  ["for_each", { resources: [block(ID)] }, { resources: [block(ID, {}, { for_each_expression: reference("var.a") })] }],
  [
    "count",
    { resources: [block(ID, {}, { count_expression: constant(1) })] },
    { resources: [block(ID, {}, { count_expression: constant(2) })] },
  ],
  [
    "a reference",
    { resources: [block(ID, { tags: reference("var.a") })] },
    { resources: [block(ID, { tags: reference("var.b") })] },
  ],
  ["a module", {}, called([])],
  ["its source", called([]), called([], { source: "./other" })],
  ["its version", called([], { version_constraint: "1.0" }), called([], { version_constraint: "1.1" })],
  ["its input", called([], { expressions: { a: constant("1") } }), called([], { expressions: { a: constant("2") } })],
  ["what is in it", called([]), called([block("null_resource.x")])],
  [
    "a provisioner in a module of a module",
    called([], { module: { module_calls: { b: moduleCall([block("null_resource.x")]) } } }),
    called([], { module: { module_calls: { b: moduleCall([block("null_resource.x", {}, provisioner())]) } } }),
  ],
  ["a variable", {}, variable({})],
  ["its default", variable({ default: "a" }), variable({ default: "b" })],
  ["its value", { variables: { x: "a" } }, { variables: { x: "b" } }],
  ["a part of its value", { variables: { x: { a: [1] } } }, { variables: { x: { a: [2] } } }],
  ["an output", {}, output({ expression: reference("local.a") })],
  ["its expression", output({ expression: constant("a") }), output({ expression: constant("b") })],
  [
    "that it is sensitive",
    output({ expression: reference("a") }),
    output({ expression: reference("a"), sensitive: true }),
  ],
  ["a part that this version does not know", {}, { root: { actions: [{ type: "local_command" }] } }],
])("%s flips it", (_name, one, other) => {
  expect(digest(one)).not.toBe(digest(other));
});

const secret = (mask: Values) => [change("x_login.x", null, { pass: "x", word: "y" }, { after_sensitive: mask })];
const login = (expressions: Values) => ({ resources: [block("x_login.x", expressions)] });

test.each<[string, Side, Side]>([
  [
    "the order of resources",
    { resources: [block(ID), block("null_resource.x")] },
    { resources: [block("null_resource.x"), block(ID)] },
  ],
  [
    "the order of names",
    { resources: [{ type: "a", address: "a.b" }] },
    { resources: [{ address: "a.b", type: "a" }] },
  ],
  [
    "the order of references",
    { resources: [block(ID, { tags: reference("var.a", "var.b") })] },
    { resources: [block(ID, { tags: reference("var.b", "var.a") })] },
  ],
  [
    "the order of depends_on",
    { resources: [block(ID, {}, { depends_on: ["a.b", "c.d"] })] },
    { resources: [block(ID, {}, { depends_on: ["c.d", "a.b"] })] },
  ],
  ["the order of providers", { providers: { aws: {}, cloudflare: {} } }, { providers: { cloudflare: {}, aws: {} } }],
  ["the order of variables", { variables: { a: 1, b: 2 } }, { variables: { b: 2, a: 1 } }],
  ["an access key", aws({ access_key: constant("a") }), aws({ access_key: constant("b") })],
  ["a secret key", aws({ secret_key: constant("a") }), aws({ secret_key: constant("b") })],
  ["a session token", aws({ token: constant("a") }), aws({ token: constant("b") })],
  [
    "a role's external id",
    aws({ assume_role: [{ external_id: constant("a") }] }),
    aws({ assume_role: [{ external_id: constant("b") }] }),
  ],
  ...["api_token", "api_key", "api_user_service_key", "email"].map((name): [string, Side, Side] => [
    `Cloudflare's ${name}`,
    { providers: { cloudflare: { [name]: constant("a") } } },
    { providers: { cloudflare: { [name]: constant("b") } } },
  ]),
  [
    "a password of another provider",
    { providers: { x: { password: constant("a") } } },
    { providers: { x: { password: constant("b") } } },
  ],
  [
    "what the plan marks as sensitive",
    { ...login({ word: constant("a") }), changes: secret({ word: true }) },
    { ...login({ word: constant("b") }), changes: secret({ word: true }) },
  ],
  [
    "a part of it",
    { ...login({ word: constant({ a: "a" }) }), changes: secret({ word: { a: true } }) },
    { ...login({ word: constant({ a: "b" }) }), changes: secret({ word: { a: true } }) },
  ],
  [
    "a resource that is sensitive as a whole",
    { ...login({ word: constant("a") }), changes: secret(true as never) },
    { ...login({ word: constant("b") }), changes: secret(true as never) },
  ],
  ["a private key by its name", login({ private_key_pem: constant("a") }), login({ private_key_pem: constant("b") })],
  ["a write-only value", login({ password_wo: constant("a") }), login({ password_wo: constant("b") })],
  [
    "a header that proves who asks",
    login({ request_headers: constant({ Authorization: "a", "x-api-key": "b" }) }),
    login({ request_headers: constant({ Authorization: "c", "x-api-key": "d" }) }),
  ],
  [
    "a secret in a block",
    login({ auth: [{ client_secret: constant("a") }] }),
    login({ auth: [{ client_secret: constant("b") }] }),
  ],
  [
    "a provisioner's environment",
    {
      resources: [
        block(
          ID,
          {},
          { provisioners: [{ type: "local-exec", expressions: { environment: constant({ API_TOKEN: "a" }) } }] },
        ),
      ],
    },
    {
      resources: [
        block(
          ID,
          {},
          { provisioners: [{ type: "local-exec", expressions: { environment: constant({ API_TOKEN: "b" }) } }] },
        ),
      ],
    },
  ],
  [
    "the value of a sensitive variable",
    { ...variable({ sensitive: true }), variables: { x: "a" } },
    { ...variable({ sensitive: true }), variables: { x: "b" } },
  ],
  ["its default", variable({ sensitive: true, default: "a" }), variable({ sensitive: true, default: "b" })],
  [
    "a variable that is called like a secret",
    { variables: { cloudflare_api_token: "a" } },
    { variables: { cloudflare_api_token: "b" } },
  ],
  [
    "a sensitive input of a module",
    called([], { expressions: { a: constant("1") }, module: { variables: { a: { sensitive: true } } } }),
    called([], { expressions: { a: constant("2") }, module: { variables: { a: { sensitive: true } } } }),
  ],
  [
    "a sensitive output",
    output({ sensitive: true, expression: constant("a") }),
    output({ sensitive: true, expression: constant("b") }),
  ],
])("%s does not flip it", (_name, one, other) => {
  expect(digest(one)).toBe(digest(other));
});

test("what the plan holds of a configuration is a hash, and nothing that stands in it", () => {
  const { configuration: hash, ...rest } = readPlan(
    plan([MADE], {
      configuration: configuration(aws({ profile: constant("hidden-word"), access_key: constant("hidden-word") })),
      variables: { x: { value: "hidden-word" } },
    }),
    "mail",
  );
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(rest)).not.toContain("hidden-word");
});

test("which of two roles ran is not in it, and which roles there are is", () => {
  const roles = (apply: string) => [{ alias: "role-1", plan: "arn:aws:iam::111122223333:role/p", apply }];
  const of = (mailzone_purpose: string, apply = "arn:aws:iam::111122223333:role/a") =>
    digest({ variables: { mailzone_purpose, mailzone_roles: roles(apply) } });
  expect(of("apply")).toBe(of("plan"));
  expect(of("plan", "arn:aws:iam::111122223333:role/b")).not.toBe(of("plan"));
});
