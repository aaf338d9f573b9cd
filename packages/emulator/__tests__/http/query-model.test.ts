// Compares the actions that take forms, of SES v1, STS, IAM and SNS, with AWS's model in the installed SDK: each answer has the members of
// the model and no others, and a form that does not fit it is refused. long/aws-clients.test.ts has their error codes.
import * as iam from "@aws-sdk/client-iam";
import * as ses from "@aws-sdk/client-ses";
import * as sns from "@aws-sdk/client-sns";
import * as sts from "@aws-sdk/client-sts";
import { QUERY_ACTIONS } from "../../src/http/aws/query-api";
import { operationOf, type SdkModel } from "../../src/http/aws-model/schema";
import { createIdentity } from "../../src/services/aws/ses-identities";
import { form } from "./aws-calls";
import { problems, resultOf } from "./model-problems";
import { ACCOUNT, type ServedWorld, withServedWorld } from "./served-world";

let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

const MODELS = { iam, ses, sns, sts } as unknown as Readonly<Record<string, SdkModel>>;
const modelOf = (name: string) => operationOf(MODELS[QUERY_ACTIONS[name]?.sdk ?? ""]!, name);
const call = (Action: string, fields: Record<string, string> = {}) => form(served, { Action, ...fields });

const documentOf = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const PolicyDocument = documentOf({ Action: "ses:*", Resource: "*" });
const TRUST = documentOf({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } });
const tags = { "Tags.member.1.Key": "team", "Tags.member.1.Value": "mail @ work" };
const keys = { "TagKeys.member.1": "team" };
const role = { RoleName: "mail" };
const policy = { PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/mail` };
const oidc = { OpenIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/ci.example.com` };
const inline = { ...role, PolicyName: "send" };
const boundary = { ...role, PermissionsBoundary: policy.PolicyArn };
const version = { ...policy, VersionId: "v2" };
const topic = { TopicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:feedback` };
const tagged = { ResourceArn: topic.TopicArn };
const queue = { ...topic, Protocol: "sqs", Endpoint: `arn:aws:sqs:us-east-1:${ACCOUNT}:events` };
const displayName = { ...topic, AttributeName: "DisplayName", AttributeValue: "Feedback" };

/** In this order, each of them on what those before it left. `{SubscriptionArn}` is what Subscribe answers. */
const CALLS: readonly (readonly [string, Readonly<Record<string, string>>?])[] = [
  ["VerifyDomainDkim", { Domain: "example.com" }],
  ["AssumeRole", { RoleArn: "arn:aws:iam::222222222222:role/mail", RoleSessionName: "mail", DurationSeconds: "900" }],
  ["GetCallerIdentity"],

  ["CreatePolicy", { PolicyName: "mail", Path: "/", Description: "sends", PolicyDocument, ...tags }],
  [
    "CreateRole",
    { ...boundary, AssumeRolePolicyDocument: TRUST, MaxSessionDuration: "3600", Description: "", ...tags },
  ],
  ["GetRole", role],
  ["UpdateRole", { ...role, MaxSessionDuration: "7200" }],
  ["UpdateRoleDescription", { ...role, Description: "sends" }],
  ["UpdateAssumeRolePolicy", { ...role, PolicyDocument: TRUST }],
  ["ListRoleTags", role],
  ["UntagRole", { ...role, ...keys }],
  ["TagRole", { ...role, ...tags }],
  ["PutRolePermissionsBoundary", boundary],
  ["GetRole", role],
  ["DeleteRolePermissionsBoundary", role],
  ["PutRolePolicy", { ...inline, PolicyDocument }],
  ["GetRolePolicy", inline],
  ["ListRolePolicies", role],
  ["GetAccountAuthorizationDetails", { "Filter.member.1": "Role" }],
  ["DeleteRolePolicy", inline],
  ["ListInstanceProfilesForRole", role],
  ["AttachRolePolicy", { ...role, ...policy }],
  ["ListAttachedRolePolicies", role],
  ["DetachRolePolicy", { ...role, ...policy }],
  ["DeleteRole", role],

  ["ListPolicyTags", policy],
  ["UntagPolicy", { ...policy, ...keys }],
  ["TagPolicy", { ...policy, ...tags }],
  ["GetPolicy", policy],
  ["CreatePolicyVersion", { ...policy, PolicyDocument, SetAsDefault: "true" }],
  ["SetDefaultPolicyVersion", { ...policy, VersionId: "v1" }],
  ["GetPolicyVersion", version],
  ["ListPolicyVersions", policy],
  ["DeletePolicyVersion", version],
  ["DeletePolicy", policy],

  ["CreateOpenIDConnectProvider", { Url: "https://ci.example.com", "ClientIDList.member.1": "one", ...tags }],
  ["AddClientIDToOpenIDConnectProvider", { ...oidc, ClientID: "two" }],
  ["RemoveClientIDFromOpenIDConnectProvider", { ...oidc, ClientID: "one" }],
  ["UpdateOpenIDConnectProviderThumbprint", { ...oidc, "ThumbprintList.member.1": "1".repeat(40) }],
  ["ListOpenIDConnectProviderTags", oidc],
  ["GetOpenIDConnectProvider", oidc],
  ["UntagOpenIDConnectProvider", { ...oidc, ...keys }],
  ["TagOpenIDConnectProvider", { ...oidc, ...tags }],
  ["DeleteOpenIDConnectProvider", oidc],

  [
    "CreateTopic",
    { Name: "feedback", "Attributes.entry.1.key": "DisplayName", "Attributes.entry.1.value": "", ...tags },
  ],
  ["SetTopicAttributes", displayName],
  ["GetTopicAttributes", topic],
  ["ListTagsForResource", tagged],
  ["UntagResource", { ...tagged, ...keys }],
  ["TagResource", { ...tagged, ...tags }],
  ["Subscribe", { ...topic, Protocol: "email", Endpoint: "a@example.com", ReturnSubscriptionArn: "true" }],
  ["Subscribe", queue],
  ["SetSubscriptionAttributes", { SubscriptionArn: "", AttributeName: "RawMessageDelivery", AttributeValue: "true" }],
  ["GetSubscriptionAttributes", { SubscriptionArn: "" }],
  ["ListSubscriptionsByTopic", topic],
  ["Unsubscribe", { SubscriptionArn: "" }],
  ["DeleteTopic", topic],
];

test("each action is tried, and answers what the model says, and nothing else", async () => {
  createIdentity(served.world, {
    account: ACCOUNT,
    region: "us-east-1",
    name: "example.com",
    configurationSetName: null,
    tags: {},
    dkim: {},
  });
  let subscription = "";
  for (const [name, fields = {}] of CALLS) {
    const given = fields.SubscriptionArn === "" ? { ...fields, SubscriptionArn: subscription } : fields;
    const { status, text } = await call(name, given);
    const { output } = modelOf(name);
    const result = resultOf(text, name, output);
    expect([name, status, problems(result, output, "")]).toEqual([name, 200, []]);
    if (name === "Subscribe") subscription = (result as { SubscriptionArn: string }).SubscriptionArn;
  }
  const tried = new Set(CALLS.map(([name]) => name));
  expect(Object.keys(QUERY_ACTIONS).filter((name) => !tried.has(name))).toEqual([]);
});

test("a form without what an action requires is refused with each member's name, and one of structures where texts belong too", async () => {
  for (const name of Object.keys(QUERY_ACTIONS)) {
    const { required, members } = modelOf(name).input;
    const lower = (member: string) => `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
    if (required.length > 0) {
      const { status, code, message } = await call(name);
      const missing = required.map((member) => expect.stringContaining(`'${lower(member)}' failed to satisfy`));
      expect([name, status, code, message?.split("; ")]).toEqual([name, 400, "ValidationError", missing]);
    }
    const text = Object.entries(members).find(([, shape]) => shape().kind === "string")?.[0];
    if (text === undefined) continue;
    expect([name, await call(name, { [`${text}.Name`]: "x" })]).toMatchObject([
      name,
      { status: 400, code: "MalformedInput", message: expect.stringContaining("String") },
    ]);
  }
  expect(served.world.iam.values()).toEqual([]);
});

test("a field that is nested deeper than any of AWS's is ignored, as others that no call has", async () => {
  const deep = `Tags.${"a.".repeat(100_000)}Key`;
  expect(await call("CreateRole", { RoleName: "a", AssumeRolePolicyDocument: TRUST, [deep]: "x" })).toMatchObject({
    status: 200,
  });
});

test("roles are listed by pages, of their own account, and nothing but roles", async () => {
  for (const RoleName of ["c", "a", "b"]) await call("CreateRole", { RoleName, AssumeRolePolicyDocument: TRUST });
  const page = async (fields: Record<string, string>) => {
    const given = { "Filter.member.1": "Role", ...fields };
    const { text, code } = await call("GetAccountAuthorizationDetails", given);
    return [
      code ?? [...text.matchAll(/<RoleName>(.)</g)].map(([, name]) => name).join(""),
      /<Marker>(.*?)</.exec(text)?.[1],
    ];
  };
  expect(await page({ MaxItems: "2" })).toEqual(["ab", "c"]);
  expect(await page({ MaxItems: "2", Marker: "c" })).toEqual(["c", undefined]);
  expect(await page({ Marker: "z" })).toEqual(["ValidationError", undefined]);
  expect(await page({ MaxItems: "0" })).toEqual(["ValidationError", undefined]);
  expect(await page({ "Filter.member.2": "User" })).toEqual(["InvalidAction", undefined]);
});

test("what a role or a policy has is listed by pages too", async () => {
  await call("CreateRole", { ...role, AssumeRolePolicyDocument: TRUST });
  for (const PolicyName of ["a", "b", "c"]) {
    await call("PutRolePolicy", { ...role, PolicyName, PolicyDocument });
    await call("CreatePolicy", { PolicyName, PolicyDocument });
    await call("AttachRolePolicy", { ...role, PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/${PolicyName}` });
    await call("TagRole", { ...role, "Tags.member.1.Key": PolicyName, "Tags.member.1.Value": "x" });
  }
  const first = { PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/a` };
  for (let version = 2; version <= 3; version++) await call("CreatePolicyVersion", { ...first, PolicyDocument });
  for (const [name, fields, element] of [
    ["ListRolePolicies", role, /<member>(.)<\/member>/g],
    ["ListAttachedRolePolicies", role, /<PolicyName>(.)</g],
    ["ListRoleTags", role, /<Key>(.)</g],
    ["ListPolicyVersions", first, /<VersionId>v(.)</g],
  ] as const) {
    const page = async (more: Record<string, string>) => {
      const { text, code } = await call(name, { ...fields, ...more });
      return code ?? [...text.matchAll(element)].map(([, found]) => found).join("");
    };
    const { text } = await call(name, { ...fields, MaxItems: "2" });
    const [, Marker = ""] = /<Marker>(.*?)</.exec(text) ?? [];
    expect(text).toContain("<IsTruncated>true</IsTruncated>");
    const all = await page({});
    expect([name, await page({ MaxItems: "2" }), await page({ Marker })]).toEqual([
      name,
      all.slice(0, 2),
      all.slice(2),
    ]);
    expect(await page({ Marker: "none" })).toBe("ValidationError");
  }
});

const long = (fields: Record<string, string>) => ({ ...role, AssumeRolePolicyDocument: TRUST, ...fields });
const BEYOND: readonly (readonly [string, Record<string, string>, string])[] = [
  ["CreateRole", long({ RoleName: "a b" }), "'roleName' failed to satisfy constraint: Member must satisfy regular"],
  [
    "CreateRole",
    long({ RoleName: "a".repeat(65) }),
    "'roleName' failed to satisfy constraint: Member must have length less",
  ],
  ["CreateRole", long({ MaxSessionDuration: "60" }), "'maxSessionDuration' failed to satisfy"],
  ["CreateRole", long({ Path: "mail" }), "'path' failed to satisfy"],
  ["CreateRole", long({ Description: "\u2014" }), "'description' failed to satisfy"],
  ["CreateRole", long({ "Tags.member.1.Key": "team" }), "'tags.1.member.value' failed to satisfy"],
  ["CreateRole", long({ "Tags.member.1.Key": "", "Tags.member.1.Value": "" }), "'tags.1.member.key' failed to satisfy"],
  ["CreatePolicy", { PolicyName: "mail", PolicyDocument, Path: "/a b/" }, "'path' failed to satisfy"],
  ["GetPolicyVersion", { ...policy, VersionId: "v0" }, "'versionId' failed to satisfy"],
  ["GetPolicy", { PolicyArn: "mail" }, "'policyArn' failed to satisfy"],
  ["CreateOpenIDConnectProvider", { Url: "x".repeat(256) }, "'url' failed to satisfy"],
  ["TagResource", { ResourceArn: "x".repeat(1012), ...tags }, "'resourceArn' failed to satisfy"],
  [
    "CreateTopic",
    { Name: "a", "Tags.member.1.Key": "x".repeat(129), "Tags.member.1.Value": "" },
    "'tags.1.member.key'",
  ],
];
test("values beyond the model's limits are refused, and change nothing", async () => {
  for (const [name, fields, message] of BEYOND) {
    const answer = await call(name, fields);
    expect([name, answer]).toMatchObject([
      name,
      { status: 400, code: "ValidationError", message: expect.stringContaining(message) },
    ]);
  }
  expect([served.world.iam.values(), served.world.topics.values()]).toEqual([[], []]);
});

test("members that the model does not know are left aside, and what is no number or boolean is refused", async () => {
  expect((await call("CreatePolicy", { PolicyName: "mail", PolicyDocument, Colour: "red" })).status).toBe(200);
  const refused = await Promise.all([
    call("CreateRole", long({ MaxSessionDuration: "long" })),
    call("CreatePolicyVersion", { ...policy, PolicyDocument, SetAsDefault: "yes" }),
    call("CreateTopic", { Name: "a", Tags: "x" }),
    call("CreateTopic", { Name: "a", Attributes: "x" }),
  ]);
  expect(refused.map(({ status, code }) => [status, code])).toEqual(refused.map(() => [400, "MalformedInput"]));
});
