// IAM, SNS, ACM and CloudFront as AWS's own client for Python reads them, by AWS's published model: the calls of the real aws provider.
import path from "node:path";
import { describeWithPython, runPython } from "../../../../__tests__/helpers/python";
import { ACM_CALLS } from "../../src/http/aws/acm-api";
import { IAM_ACTIONS } from "../../src/http/aws/iam-actions";
import { SNS_ACTIONS } from "../../src/http/aws/sns-actions";
import { httpEnvironment } from "../../src/http/environment";
import { ensureDistributions } from "../../src/services/aws/cloudfront";
import { ACCOUNT, type ServedWorld, withServedWorld } from "../http/served-world";

const SCRIPT = path.join(__dirname, "../../../../__tests__/long/python/aws_calls.py");
const ARN = `arn:aws:iam::${ACCOUNT}`;
const DISTRIBUTION = "E2QWRUHAPOMQZL";

let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

type Call = readonly [operation: string, args?: Readonly<Record<string, unknown>>];
interface Answer {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

/** What any operation of AWS may answer, besides what its model declares, and what the emulator answers for one that it does not have. */
const COMMON = ["ValidationError", "ValidationException", "InvalidAction", "UnknownOperationException"];

async function ask(service: string, ...calls: readonly Call[]): Promise<Answer[]> {
  const env = httpEnvironment("/nowhere", { url: served.url, account: ACCOUNT });
  const input = JSON.stringify([service, calls.map(([operation, args = {}]) => [operation, args])]);
  const { stdout, stderr } = await runPython([SCRIPT], env, process.cwd(), input);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const policyOf = (Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource: "*" }],
});
const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
};
const [role, policy, oidc] = [
  { RoleName: "mail" },
  { PolicyArn: `${ARN}:policy/mail` },
  { OpenIDConnectProviderArn: `${ARN}:oidc-provider/ci.example.com` },
];
const inline = { ...role, PolicyName: "send" };
const documentOf = (name: string, document: object) => ({ [name]: JSON.stringify(document) });

const refused = (error: string, calls: readonly Call[]) => calls.map((call) => [call, { error }] as const);

/** Each call with what its answer contains. */
const IAM: readonly (readonly [Call, Answer])[] = [
  [
    [
      "create_role",
      {
        ...role,
        ...documentOf("AssumeRolePolicyDocument", TRUST),
        Description: "<writes> & reads",
        MaxSessionDuration: 7200,
        Tags: [{ Key: "team", Value: "mail" }],
      },
    ],
    {
      result: {
        Role: expect.objectContaining({
          Arn: `${ARN}:role/mail`,
          Path: "/",
          Description: "<writes> & reads",
          MaxSessionDuration: 7200,
          AssumeRolePolicyDocument: TRUST,
          Tags: [{ Key: "team", Value: "mail" }],
        }),
      },
    },
  ],
  [["create_role", { ...role, ...documentOf("AssumeRolePolicyDocument", TRUST) }], { error: "EntityAlreadyExists" }],
  [["update_role", { ...role, Description: "second" }], { result: {} }],
  [
    ["get_role", role],
    { result: { Role: expect.objectContaining({ Description: "second", MaxSessionDuration: 7200 }) } },
  ],
  [
    ["update_role_description", { ...role, Description: "third" }],
    { result: { Role: expect.objectContaining({ Description: "third" }) } },
  ],
  [["update_assume_role_policy", { ...role, ...documentOf("PolicyDocument", TRUST) }], { result: {} }],
  [["put_role_permissions_boundary", { ...role, PermissionsBoundary: policy.PolicyArn }], { result: {} }],
  [
    ["get_role", role],
    {
      result: {
        Role: expect.objectContaining({
          PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: policy.PolicyArn },
        }),
      },
    },
  ],
  [["delete_role_permissions_boundary", role], { result: {} }],
  [["tag_role", { ...role, Tags: [{ Key: "a", Value: "b" }] }], { result: {} }],
  [["untag_role", { ...role, TagKeys: ["team"] }], { result: {} }],
  [["list_role_tags", role], { result: { Tags: [{ Key: "a", Value: "b" }], IsTruncated: false } }],
  [["get_account_authorization_details", { Filter: ["Role"], Marker: "none" }], { error: "ValidationError" }],
  [["list_role_policies", role], { result: { PolicyNames: [], IsTruncated: false } }],
  [["put_role_policy", { ...inline, ...documentOf("PolicyDocument", policyOf("ses:SendEmail")) }], { result: {} }],
  [["put_role_policy", { ...inline, ...documentOf("PolicyDocument", policyOf("ses:Send*")) }], { result: {} }],
  [["put_role_policy", { ...inline, PolicyDocument: "{" }], { error: "MalformedPolicyDocument" }],
  [
    ["put_role_policy", { ...inline, ...documentOf("PolicyDocument", policyOf(`ses:${"a".repeat(10_240)}`)) }],
    { error: "LimitExceeded" },
  ],
  [
    ["put_role_policy", { ...inline, ...documentOf("PolicyDocument", TRUST), RoleName: "none" }],
    { error: "NoSuchEntity" },
  ],
  [["get_role_policy", inline], { result: { ...inline, PolicyDocument: policyOf("ses:Send*") } }],
  [["list_role_policies", role], { result: { PolicyNames: ["send"], IsTruncated: false } }],
  [["delete_role", role], { error: "DeleteConflict" }],
  [["delete_role_policy", inline], { result: {} }],
  [["delete_role_policy", inline], { error: "NoSuchEntity" }],
  [["get_role_policy", inline], { error: "NoSuchEntity" }],
  [["list_instance_profiles_for_role", role], { result: { InstanceProfiles: [], IsTruncated: false } }],
  [
    ["create_policy", { PolicyName: "mail", Description: "first", ...documentOf("PolicyDocument", policyOf("ses:*")) }],
    {
      result: {
        Policy: expect.objectContaining({ Arn: policy.PolicyArn, DefaultVersionId: "v1", AttachmentCount: 0 }),
      },
    },
  ],
  [["attach_role_policy", { ...role, ...policy }], { result: {} }],
  [
    ["list_attached_role_policies", role],
    { result: { AttachedPolicies: [{ PolicyName: "mail", ...policy }], IsTruncated: false } },
  ],
  [
    ["create_policy_version", { ...policy, ...documentOf("PolicyDocument", policyOf("sts:*")) }],
    { result: { PolicyVersion: expect.objectContaining({ VersionId: "v2", IsDefaultVersion: false }) } },
  ],
  [["set_default_policy_version", { ...policy, VersionId: "v2" }], { result: {} }],
  [
    ["get_policy", policy],
    {
      result: {
        Policy: expect.objectContaining({ Description: "first", DefaultVersionId: "v2", AttachmentCount: 1 }),
      },
    },
  ],
  [
    ["get_policy_version", { ...policy, VersionId: "v1" }],
    { result: { PolicyVersion: expect.objectContaining({ Document: policyOf("ses:*"), IsDefaultVersion: false }) } },
  ],
  [
    ["get_policy_version", { ...policy, VersionId: "v2" }],
    { result: { PolicyVersion: expect.objectContaining({ Document: policyOf("sts:*"), IsDefaultVersion: true }) } },
  ],
  [["get_policy_version", { ...policy, VersionId: "v3" }], { error: "NoSuchEntity" }],
  [["delete_policy", policy], { error: "DeleteConflict" }],
  [["delete_policy_version", { ...policy, VersionId: "v2" }], { error: "DeleteConflict" }],
  [["delete_policy_version", { ...policy, VersionId: "v1" }], { result: {} }],
  [
    ["list_policy_versions", policy],
    { result: { Versions: [expect.objectContaining({ VersionId: "v2" })], IsTruncated: false } },
  ],
  [["tag_policy", { ...policy, Tags: [{ Key: "a", Value: "b" }] }], { result: {} }],
  [["list_policy_tags", policy], { result: { Tags: [{ Key: "a", Value: "b" }], IsTruncated: false } }],
  [["untag_policy", { ...policy, TagKeys: ["a"] }], { result: {} }],
  [
    ["create_open_id_connect_provider", { Url: "https://ci.example.com", ClientIDList: ["sts.amazonaws.com"] }],
    { result: oidc },
  ],
  [["add_client_id_to_open_id_connect_provider", { ...oidc, ClientID: "other" }], { result: {} }],
  [["remove_client_id_from_open_id_connect_provider", { ...oidc, ClientID: "sts.amazonaws.com" }], { result: {} }],
  [["update_open_id_connect_provider_thumbprint", { ...oidc, ThumbprintList: ["1".repeat(40)] }], { result: {} }],
  [["tag_open_id_connect_provider", { ...oidc, Tags: [{ Key: "a", Value: "b" }] }], { result: {} }],
  [["untag_open_id_connect_provider", { ...oidc, TagKeys: ["none"] }], { result: {} }],
  [["list_open_id_connect_provider_tags", oidc], { result: { Tags: [{ Key: "a", Value: "b" }], IsTruncated: false } }],
  [
    ["get_open_id_connect_provider", oidc],
    {
      result: {
        Url: "ci.example.com",
        ClientIDList: ["other"],
        ThumbprintList: ["1".repeat(40)],
        CreateDate: expect.any(String),
        Tags: [{ Key: "a", Value: "b" }],
      },
    },
  ],
  [["delete_role", role], { error: "DeleteConflict" }],
  [["detach_role_policy", { ...role, ...policy }], { result: {} }],
  [["detach_role_policy", { ...role, ...policy }], { error: "NoSuchEntity" }],
  [["delete_role", role], { result: {} }],
  [["delete_policy", policy], { result: {} }],
  [["delete_open_id_connect_provider", oidc], { result: {} }],
  [["get_role", role], { error: "NoSuchEntity" }],
  [["get_open_id_connect_provider", oidc], { error: "NoSuchEntity" }],
  [["list_users"], { error: "InvalidAction" }],
  ...refused("NoSuchEntity", [
    ...[
      "delete_role",
      "list_role_policies",
      "list_role_tags",
      "list_attached_role_policies",
      "list_instance_profiles_for_role",
      "update_role",
      "delete_role_permissions_boundary",
    ].map((name): Call => [name, role]),
    ["update_assume_role_policy", { ...role, ...documentOf("PolicyDocument", TRUST) }],
    ["update_role_description", { ...role, Description: "" }],
    ["put_role_permissions_boundary", { ...role, PermissionsBoundary: policy.PolicyArn }],
    ["attach_role_policy", { ...role, ...policy }],
    ["tag_role", { ...role, Tags: [] }],
    ["untag_role", { ...role, TagKeys: [] }],
    ...["get_policy", "delete_policy", "list_policy_versions", "list_policy_tags"].map((name): Call => [name, policy]),
    ["create_policy_version", { ...policy, ...documentOf("PolicyDocument", policyOf("ses:*")) }],
    ["set_default_policy_version", { ...policy, VersionId: "v1" }],
    ["delete_policy_version", { ...policy, VersionId: "v1" }],
    ["tag_policy", { ...policy, Tags: [] }],
    ["untag_policy", { ...policy, TagKeys: [] }],
    ["delete_open_id_connect_provider", oidc],
    ["list_open_id_connect_provider_tags", oidc],
    ["add_client_id_to_open_id_connect_provider", { ...oidc, ClientID: "a" }],
    ["remove_client_id_from_open_id_connect_provider", { ...oidc, ClientID: "a" }],
    ["update_open_id_connect_provider_thumbprint", { ...oidc, ThumbprintList: [] }],
    ["tag_open_id_connect_provider", { ...oidc, Tags: [] }],
    ["untag_open_id_connect_provider", { ...oidc, TagKeys: [] }],
  ]),
  ...refused("MalformedPolicyDocument", [
    ["create_policy", { PolicyName: "mail", PolicyDocument: "{" }],
    ["create_role", { ...role, AssumeRolePolicyDocument: "{" }],
  ]),
  ...refused("LimitExceeded", [
    ["create_policy", { PolicyName: "mail", ...documentOf("PolicyDocument", policyOf(`ses:${"a".repeat(6144)}`)) }],
    ["create_role", { ...role, AssumeRolePolicyDocument: "x".repeat(2049) }],
  ]),
];

const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:feedback`;
const [topic, tagged] = [{ TopicArn: TOPIC }, { ResourceArn: TOPIC }];
const URL_SUBSCRIBER = { ...topic, Protocol: "https", Endpoint: "https://hooks.example.com/ses?a=1&b=2" };
const QUEUE = { ...topic, Protocol: "sqs", Endpoint: `arn:aws:sqs:us-east-1:${ACCOUNT}:events` };
const SUBSCRIPTION_ARN = expect.stringMatching(new RegExp(`^${TOPIC}:[0-9a-f-]{36}$`));
const none = { SubscriptionArn: `${TOPIC}:0` };
const elsewhere = TOPIC.replace(ACCOUNT, "222222222222");
const setPolicy = { AttributeName: "Policy", AttributeValue: JSON.stringify(TRUST) };

const SNS: readonly (readonly [Call, Answer])[] = [
  [["create_topic", { Name: "feedback", Tags: [{ Key: "team", Value: "<mail>" }] }], { result: topic }],
  [["create_topic", { Name: "feedback", Tags: [{ Key: "team", Value: "other" }] }], { error: "InvalidParameter" }],
  [["set_topic_attributes", { ...topic, ...setPolicy }], { result: {} }],
  [["set_topic_attributes", { ...topic, ...setPolicy, AttributeValue: "{}" }], { error: "InvalidParameter" }],
  [["subscribe", URL_SUBSCRIBER], { result: { SubscriptionArn: "pending confirmation" } }],
  [
    ["subscribe", { ...URL_SUBSCRIBER, ReturnSubscriptionArn: true }],
    { result: { SubscriptionArn: SUBSCRIPTION_ARN } },
  ],
  [
    ["subscribe", { ...QUEUE, Attributes: { RawMessageDelivery: "true" } }],
    { result: { SubscriptionArn: SUBSCRIPTION_ARN } },
  ],
  [["subscribe", QUEUE], { error: "InvalidParameter" }],
  [
    ["get_topic_attributes", topic],
    {
      result: {
        Attributes: {
          ...topic,
          Owner: ACCOUNT,
          DisplayName: "",
          Policy: JSON.stringify(TRUST),
          SubscriptionsConfirmed: "1",
          SubscriptionsPending: "1",
          SubscriptionsDeleted: "0",
        },
      },
    },
  ],
  [
    ["list_subscriptions_by_topic", topic],
    {
      result: {
        Subscriptions: [
          { ...URL_SUBSCRIBER, Owner: ACCOUNT, SubscriptionArn: "PendingConfirmation" },
          { ...QUEUE, Owner: ACCOUNT, SubscriptionArn: SUBSCRIPTION_ARN },
        ],
      },
    },
  ],
  [["list_tags_for_resource", tagged], { result: { Tags: [{ Key: "team", Value: "<mail>" }] } }],
  [["tag_resource", { ...tagged, Tags: [{ Key: "a", Value: "b" }] }], { result: {} }],
  [["untag_resource", { ...tagged, TagKeys: ["team"] }], { result: {} }],
  [["list_tags_for_resource", tagged], { result: { Tags: [{ Key: "a", Value: "b" }] } }],
  [["delete_topic", topic], { result: {} }],
  [["delete_topic", topic], { result: {} }],
  [["get_topic_attributes", topic], { error: "NotFound" }],
  [["list_tags_for_resource", tagged], { error: "ResourceNotFound" }],
  [["list_topics"], { error: "InvalidAction" }],
  ...refused("ResourceNotFound", [
    ["tag_resource", { ...tagged, Tags: [] }],
    ["untag_resource", { ...tagged, TagKeys: [] }],
  ]),
  ...refused("NotFound", [
    ["set_topic_attributes", { ...topic, ...setPolicy }],
    ["list_subscriptions_by_topic", topic],
    ["subscribe", QUEUE],
    ["unsubscribe", none],
    ["get_subscription_attributes", none],
    ["set_subscription_attributes", { ...none, AttributeName: "FilterPolicy" }],
  ]),
  ...refused("InvalidParameter", [
    ["create_topic", { Name: "a b" }],
    ...["get_topic_attributes", "delete_topic", "list_subscriptions_by_topic"].map(
      (name): Call => [name, { TopicArn: "mail" }],
    ),
    ["list_tags_for_resource", { ResourceArn: "mail" }],
    ["subscribe", { ...topic, Protocol: "pigeon" }],
    ["set_subscription_attributes", { ...none, AttributeName: "Colour" }],
    ["unsubscribe", { SubscriptionArn: "mail" }],
  ]),
  ...refused("AuthorizationError", [
    ["delete_topic", { TopicArn: elsewhere }],
    ["tag_resource", { ResourceArn: elsewhere, Tags: [] }],
    ["get_subscription_attributes", { SubscriptionArn: `${elsewhere}:0` }],
  ]),
  ...refused("TagLimitExceeded", [
    ["create_topic", { Name: "a", Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" })) }],
  ]),
];
const ofQueue = (SubscriptionArn: string): readonly (readonly [Call, Answer])[] => [
  [
    ["get_subscription_attributes", { SubscriptionArn }],
    {
      result: {
        Attributes: {
          ...QUEUE,
          SubscriptionArn,
          Owner: ACCOUNT,
          PendingConfirmation: "false",
          ConfirmationWasAuthenticated: "false",
          RawMessageDelivery: "false",
        },
      },
    },
  ],
  [
    ["set_subscription_attributes", { SubscriptionArn, AttributeName: "RawMessageDelivery", AttributeValue: "true" }],
    { result: {} },
  ],
  [["unsubscribe", { SubscriptionArn }], { result: {} }],
  [["get_subscription_attributes", { SubscriptionArn }], { error: "NotFound" }],
];

const certificate = {
  CertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/00000000-0000-4000-8000-000000000001`,
};
const ACM: readonly (readonly [Call, Answer])[] = [
  [
    [
      "request_certificate",
      {
        DomainName: "example.com",
        SubjectAlternativeNames: ["*.example.com"],
        ValidationMethod: "DNS",
        Tags: [{ Key: "team", Value: "mail" }],
        IdempotencyToken: "once",
      },
    ],
    { result: certificate },
  ],
  [["request_certificate", { DomainName: "example.com", KeyAlgorithm: "RSA_512" }], { error: "ValidationException" }],
  [
    ["describe_certificate", certificate],
    {
      result: {
        Certificate: expect.objectContaining({
          ...certificate,
          Status: "PENDING_VALIDATION",
          Type: "AMAZON_ISSUED",
          InUseBy: [],
          CreatedAt: expect.stringMatching(/^20\d\d-/),
        }),
      },
    },
  ],
  [
    ["list_certificates"],
    { result: { CertificateSummaryList: [expect.objectContaining({ ...certificate, InUse: false })] } },
  ],
  [
    [
      "update_certificate_options",
      { ...certificate, Options: { CertificateTransparencyLoggingPreference: "DISABLED" } },
    ],
    { result: {} },
  ],
  [["add_tags_to_certificate", { ...certificate, Tags: [{ Key: "a", Value: "b" }] }], { result: {} }],
  [["remove_tags_from_certificate", { ...certificate, Tags: [{ Key: "team" }] }], { result: {} }],
  [["list_tags_for_certificate", certificate], { result: { Tags: [{ Key: "a", Value: "b" }] } }],
  [["delete_certificate", certificate], { result: {} }],
  [["delete_certificate", certificate], { error: "ResourceNotFoundException" }],
  [["renew_certificate", certificate], { error: "UnknownOperationException" }],
];

test.each([
  ["IAM", IAM_ACTIONS, IAM],
  ["ACM", ACM_CALLS, ACM],
  ["SNS", SNS_ACTIONS, [...SNS, ...ofQueue("")]],
] as const)("each of %s's actions is tried", (_name, actions, calls) => {
  const flat = (name: string) => name.replaceAll("_", "").toLowerCase();
  const tried = new Set(calls.map(([[operation]]) => flat(operation)));
  expect(Object.keys(actions).filter((name) => !tried.has(flat(name)))).toEqual([]);
});

const answersOf = (calls: readonly (readonly [Call, Answer])[]) =>
  calls.map(([, answer]) => {
    const { error } = answer;
    if (error === undefined) return answer;
    return { error, declared: !COMMON.includes(error), message: expect.stringMatching(/\S/) };
  });

describeWithPython("AWS's own client", () => {
  test("reads IAM's answers by AWS's model", async () => {
    const answers = await ask("iam", ...IAM.map(([call]) => call));
    expect(answers).toEqual(answersOf(IAM));
  });

  test("reads SNS's answers by AWS's model", async () => {
    expect(await ask("sns", ...SNS.map(([call]) => call))).toEqual(answersOf(SNS));
    const [, made] = await ask("sns", ["create_topic", { Name: "feedback" }], ["subscribe", QUEUE]);
    const calls = ofQueue(String(made?.result?.SubscriptionArn));
    expect(await ask("sns", ...calls.map(([call]) => call))).toEqual(answersOf(calls));
  });

  test("reads ACM's answers by AWS's model", async () => {
    expect(await ask("acm", ...ACM.map(([call]) => call))).toEqual(answersOf(ACM));
  });

  test("reads a distribution, its tags, and a missing one", async () => {
    ensureDistributions(served.world, [DISTRIBUTION]);
    const resource = `arn:aws:cloudfront::${ACCOUNT}:distribution/${DISTRIBUTION}`;
    const [found, tags, missing, other] = await ask(
      "cloudfront",
      ["get_distribution", { Id: DISTRIBUTION }],
      ["list_tags_for_resource", { Resource: resource }],
      ["get_distribution", { Id: "ENONE" }],
      ["list_distributions"],
    );
    expect(found?.result).toMatchObject({
      ETag: "ESANDBOX",
      Distribution: {
        ARN: resource,
        DomainName: expect.stringMatching(/\.cloudfront\.net$/),
        Status: "Deployed",
        DistributionConfig: { Enabled: true, WebACLId: "", Aliases: { Quantity: 0 } },
      },
    });
    expect(tags?.result).toEqual({ Tags: { Items: [] } });
    expect([missing?.error, other?.error]).toEqual(["NoSuchDistribution", "InvalidAction"]);
  });
});
