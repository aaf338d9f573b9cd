// Requests that the emulated AWS refuses. The error types are AWS's, and so are the messages where they are known. A refused request
// changes nothing.
import * as sesv2Model from "@aws-sdk/client-sesv2";
import { createIdentity } from "../../src/services/aws/ses-identities";
import { ask, form } from "./aws-calls";
import { ACCOUNT, type ServedWorld, withServedWorld } from "./served-world";

let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

const KEY = { account: ACCOUNT, region: "eu-west-1", name: "example.com" };
const ARN = `arn:aws:ses:eu-west-1:${ACCOUNT}:identity/example.com`;
const AWS_ROLE = "arn:aws:iam::222222222222:role/mail";
const identity = "/v2/email/identities/example.com";
const make = (name = "example.com") =>
  createIdentity(served.world, { ...KEY, name, configurationSetName: null, tags: { team: "mail" }, dkim: {} });

const tags = (...list: readonly (readonly [string, unknown])[]) => list.map(([Key, Value]) => ({ Key, Value }));
const create = (more: object) =>
  ["POST", "/v2/email/identities", { EmailIdentity: "new.example.com", ...more }] as const;
const signing = (more: object) => ["PUT", `${identity}/dkim/signing`, more] as const;
const tagged = (ResourceArn: string, Tags: unknown = []) => ["POST", "/v2/email/tags", { ResourceArn, Tags }] as const;
const listed = (arn: string) => ["GET", `/v2/email/tags?ResourceArn=${encodeURIComponent(arn)}`] as const;
const BAD = "BadRequestException";
const NOT_TAG = "Tags can only contain letters, numbers, spaces, and the following special characters: _ . : / = + - @";
const one = (what: string) => `1 validation error detected: ${what}`;
const must = (at: string, what: string) => `Value at '${at}' failed to satisfy constraint: Member must ${what}`;
const ENUM = Object.values(sesv2Model.DkimSigningAttributesOrigin).sort().join(", ");

test.each<[string, readonly [string, string, unknown?], number, string, string | null]>([
  [
    "no name",
    ["POST", "/v2/email/identities", {}],
    400,
    BAD,
    one("Value null at 'emailIdentity' failed to satisfy constraint: Member must not be null"),
  ],
  [
    "an empty name",
    create({ EmailIdentity: "" }),
    400,
    BAD,
    one(must("emailIdentity", "have length greater than or equal to 1")),
  ],
  [
    "a name that is a number",
    create({ EmailIdentity: 7 }),
    400,
    "SerializationException",
    "NUMBER_VALUE can not be converted to String",
  ],
  [
    "a list as the name",
    create({ EmailIdentity: ["a"] }),
    400,
    "SerializationException",
    "START_ARRAY can not be converted to String",
  ],
  [
    "a body that is a list",
    ["POST", "/v2/email/identities", "[]"],
    400,
    "SerializationException",
    "The request body is not a JSON object.",
  ],
  [
    "a body that is no JSON",
    ["POST", "/v2/email/identities", "{"],
    400,
    "SerializationException",
    "The request body is not a JSON object.",
  ],
  ["a domain with a blank", create({ EmailIdentity: "exa mple.com" }), 400, BAD, "Invalid domain name exa mple.com."],
  ["a domain with an empty label", create({ EmailIdentity: "a..b" }), 400, BAD, "Invalid domain name a..b."],
  [
    "a domain that begins with a hyphen",
    create({ EmailIdentity: "-a.example" }),
    400,
    BAD,
    "Invalid domain name -a.example.",
  ],
  [
    "a domain with a last dot",
    create({ EmailIdentity: "example.org." }),
    400,
    BAD,
    "Invalid domain name example.org..",
  ],
  ["an address without a domain", create({ EmailIdentity: "me@" }), 400, BAD, "Invalid email address<me@>."],
  [
    "a name that is there",
    create({ EmailIdentity: "EXAMPLE.com" }),
    400,
    "AlreadyExistsException",
    "Email identity EXAMPLE.com already exist.",
  ],
  [
    "a name that is there, before its tags",
    create({ EmailIdentity: "example.com", Tags: tags(["aws:x", "y"]) }),
    400,
    "AlreadyExistsException",
    "Email identity example.com already exist.",
  ],
  [
    "a key length that is none",
    create({ DkimSigningAttributes: { NextSigningKeyLength: "RSA_4096_BIT" } }),
    400,
    BAD,
    one(must("dkimSigningAttributes.nextSigningKeyLength", "satisfy enum value set: [RSA_1024_BIT, RSA_2048_BIT]")),
  ],
  [
    "a selector that is none",
    create({ DkimSigningAttributes: { DomainSigningSelector: "a.b", DomainSigningPrivateKey: "AAAA" } }),
    400,
    BAD,
    one(
      must(
        "dkimSigningAttributes.domainSigningSelector",
        "satisfy regular expression pattern: ^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9]))$",
      ),
    ),
  ],
  [
    "a selector without a key",
    create({ DkimSigningAttributes: { DomainSigningSelector: "a" } }),
    400,
    BAD,
    "DomainSigningSelector and DomainSigningPrivateKey are required.",
  ],
  [
    "a primary that is no region",
    create({ DkimSigningAttributes: { DomainSigningAttributesOrigin: "EXTERNAL" } }),
    400,
    BAD,
    "DomainSigningAttributesOrigin must name the region of a primary identity.",
  ],
  [
    "a configuration set with a blank",
    create({ ConfigurationSetName: "a b" }),
    400,
    BAD,
    "Invalid configuration set name <a b>: only alphanumeric ASCII characters, '_', and '-' are allowed.",
  ],
  [
    "a configuration set that is too long",
    create({ ConfigurationSetName: "a".repeat(65) }),
    400,
    BAD,
    "Configuration set name cannot exceed 64 characters.",
  ],
  [
    "a tag of AWS's own",
    create({ Tags: tags(["AWS:x", "y"]) }),
    400,
    BAD,
    "Caller is an end user and not allowed to mutate system tags",
  ],
  [
    "a tag without a value",
    create({ Tags: [{ Key: "a" }] }),
    400,
    BAD,
    one("Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null"),
  ],
  ["a tag with a sign that is not allowed", create({ Tags: tags(["a", "b!"]) }), 400, BAD, NOT_TAG],
  [
    "a tag twice",
    create({ Tags: tags(["a", "1"], ["a", "2"]) }),
    400,
    BAD,
    "Cannot provide multiple tags with the same key",
  ],
  ["a tag without a name", create({ Tags: tags(["", "b"]) }), 400, BAD, null],
  [
    "51 tags",
    create({ Tags: tags(...Array.from({ length: 51 }, (_, i) => [`t${i}`, ""] as const)) }),
    400,
    BAD,
    "Maximum of 50 user tags are allowed per resource, consider reducing the number of tags in the request",
  ],
  [
    "tags that are too long",
    create({ Tags: tags(["k".repeat(129), "v".repeat(257)]) }),
    400,
    BAD,
    `2 validation errors detected: ${must("tags.1.member.value", "have length less than or equal to 256")}; ${must("tags.1.member.key", "have length less than or equal to 128")}`,
  ],
  [
    "no origin",
    signing({}),
    400,
    BAD,
    one("Value null at 'signingAttributesOrigin' failed to satisfy constraint: Member must not be null"),
  ],
  [
    "an origin that is none",
    signing({ SigningAttributesOrigin: "AWS" }),
    400,
    BAD,
    one(must("signingAttributesOrigin", `satisfy enum value set: [${ENUM}]`)),
  ],
  [
    "a key of one's own for SES's keys",
    signing({
      SigningAttributesOrigin: "AWS_SES",
      SigningAttributes: { DomainSigningSelector: "a", DomainSigningPrivateKey: "AAAA" },
    }),
    400,
    BAD,
    "DomainSigningSelector and DomainSigningPrivateKey are only for SigningAttributesOrigin EXTERNAL.",
  ],
  [
    "no key where it is one's own",
    signing({ SigningAttributesOrigin: "EXTERNAL" }),
    400,
    BAD,
    "DomainSigningSelector and DomainSigningPrivateKey are required.",
  ],
  [
    "the DKIM keys of an address",
    ["PUT", "/v2/email/identities/me%40example.com/dkim/signing", { SigningAttributesOrigin: "AWS_SES" }],
    400,
    BAD,
    "The EmailIdentity value must be a valid domain.",
  ],
  [
    "signatures of nobody",
    ["PUT", "/v2/email/identities/none.example/dkim", { SigningEnabled: true }],
    400,
    BAD,
    "Domain none.example is not verified for DKIM signing.",
  ],
  [
    "signatures that are neither on nor off",
    ["PUT", `${identity}/dkim`, { SigningEnabled: "yes" }],
    400,
    "SerializationException",
    "STRING_VALUE can not be converted to Boolean",
  ],
  [
    "a MAIL FROM elsewhere",
    ["PUT", `${identity}/mail-from`, { MailFromDomain: "mail.example.org" }],
    400,
    BAD,
    "Provided MAIL-FROM domain <mail.example.org> is not subdomain of the domain of the identity <example.com>.",
  ],
  [
    "a MAIL FROM that is no name",
    ["PUT", `${identity}/mail-from`, { MailFromDomain: "ma il.example.com" }],
    400,
    BAD,
    "Invalid MAIL-FROM domain name <ma il.example.com>.",
  ],
  [
    "a behaviour that is none",
    ["PUT", `${identity}/mail-from`, { BehaviorOnMxFailure: "UseDefaultValue" }],
    400,
    BAD,
    one(must("behaviorOnMxFailure", "satisfy enum value set: [REJECT_MESSAGE, USE_DEFAULT_VALUE]")),
  ],
  [
    "an identity that is not there",
    ["GET", "/v2/email/identities/none.example"],
    404,
    "NotFoundException",
    "Email identity none.example does not exist.",
  ],
  [
    "no tags",
    ["POST", "/v2/email/tags", { ResourceArn: ARN }],
    400,
    BAD,
    one("Value null at 'tags' failed to satisfy constraint: Member must not be null"),
  ],
  ["what is no ARN", tagged("example.com"), 400, BAD, "ResourceArn is not the expected format"],
  [
    "an ARN of no domain",
    tagged(ARN.replace("example.com", "a..b")),
    400,
    BAD,
    "Provided resource identifier is not an SES resource",
  ],
  [
    "an ARN of no account",
    tagged(ARN.replace(ACCOUNT, "1")),
    400,
    BAD,
    "Provided resource identifier is not an SES resource",
  ],
  [
    "another account's ARN",
    tagged(ARN.replace(ACCOUNT, "111111111111")),
    400,
    BAD,
    "Operations on a resource created in a different account is not allowed",
  ],
  ["another region's ARN", tagged(ARN.replace("eu-west-1", "us-east-1")), 400, BAD, "Failed to tag resource"],
  [
    "another region's ARN, to untag",
    ["DELETE", `/v2/email/tags?ResourceArn=${encodeURIComponent(ARN.replace("eu-west-1", "us-east-1"))}&TagKeys=a`],
    400,
    BAD,
    "Failed to untag resource",
  ],
  [
    "tags of nobody",
    listed(ARN.replace("example.com", "none.example")),
    404,
    "NotFoundException",
    "No EmailIdentity present with name: none.example",
  ],
  [
    "a page that is too large",
    ["POST", "/v2/email/list-identities", { PageSize: 1001 }],
    400,
    BAD,
    "PageSize must be between 0 and 1000.",
  ],
  [
    "a page that is no number",
    ["GET", "/v2/email/identities?PageSize=ten"],
    400,
    "SerializationException",
    "STRING_VALUE can not be converted to Integer",
  ],
  [
    "a token of somebody else's",
    ["POST", "/v2/email/list-identities", { NextToken: "x" }],
    400,
    BAD,
    "The NextToken is not valid.",
  ],
  [
    "a filter that is none",
    ["POST", "/v2/email/list-identities", { Filter: { NAME: "x" } }],
    400,
    BAD,
    "Value at 'filter' failed to satisfy constraint: NAME is no key of a filter",
  ],
  [
    "a message without a sender",
    ["POST", "/v2/email/outbound-emails", { Content: { Raw: { Data: "YQ==" } } }],
    400,
    BAD,
    "Missing required header 'From'.",
  ],
  [
    "a message without content",
    ["POST", "/v2/email/outbound-emails", {}],
    400,
    BAD,
    one("Value null at 'content' failed to satisfy constraint: Member must not be null"),
  ],
  [
    "an operation that is not emulated",
    ["GET", "/v2/email/contact-lists"],
    501,
    "UnknownOperationException",
    "The emulator does not emulate GET /v2/email/contact-lists.",
  ],
  [
    "another method",
    ["PATCH", identity],
    501,
    "UnknownOperationException",
    "The emulator does not emulate PATCH /v2/email/identities/example.com.",
  ],
])("refused: %s", async (_name, [method, path, body], status, type, message) => {
  make();
  const before = JSON.stringify(served.world.identities.values());
  expect(await ask(served, method, path, body)).toEqual({ status, type, body: { message } });
  expect(JSON.stringify(served.world.identities.values())).toBe(before);
  const [, , , traits] = ((sesv2Model as unknown as Record<string, unknown>)[`${type}$`] ?? []) as unknown[];
  if (type !== "SerializationException" && type !== "UnknownOperationException") {
    expect((traits as { httpError: number }).httpError).toBe(status);
  }
});

test("a tag more than 50 in all is refused, one that changes is not", async () => {
  const fifty = Array.from({ length: 50 }, (_, index) => [`t${index}`, ""] as const);
  served.world.commit(
    served.world.identities.put(`${ACCOUNT}/eu-west-1/example.com`, { ...make(), tags: Object.fromEntries(fifty) }),
  );
  expect((await ask(served, ...tagged(ARN, tags(["t0", "changed"])))).status).toBe(200);
  expect((await ask(served, ...tagged(ARN, tags(["more", ""])))).body.message).toMatch(
    /or delete existing tags and retry$/,
  );
  expect(served.world.identities.values()[0]?.tags.t0).toBe("changed");
});

test("tags by an ARN of another region are none, where the identity is there", async () => {
  make();
  expect((await ask(served, ...listed(ARN.replace("eu-west-1", "us-east-1")))).body).toEqual({ Tags: [] });
  expect((await ask(served, ...listed(ARN))).body).toEqual({ Tags: [{ Key: "team", Value: "mail" }] });
});

test("the list is filtered by name, type and status", async () => {
  for (const name of ["example.com", "shop.example.com", "me@example.com"]) make(name);
  const names = async (Filter: object) =>
    (await ask(served, "POST", "/v2/email/list-identities", { Filter })).body.EmailIdentities.map(
      ({ IdentityName }: { IdentityName: string }) => IdentityName,
    );
  expect(await names({ IDENTITY_NAME_CONTAINS: "Shop" })).toEqual(["shop.example.com"]);
  expect(await names({ IDENTITY_TYPE: "EMAIL_ADDRESS" })).toEqual(["me@example.com"]);
  expect(await names({ IDENTITY_TYPE: "DOMAIN", VERIFICATION_STATUS: "PENDING" })).toEqual([
    "example.com",
    "shop.example.com",
  ]);
  expect(await names({ VERIFICATION_STATUS: "SUCCESS" })).toEqual([]);
});

test("an address shows the DKIM of its domain", async () => {
  const { dkim } = make();
  make("me@example.com");
  const { DkimAttributes } = (await ask(served, "GET", "/v2/email/identities/me%40example.com")).body;
  expect(DkimAttributes).toMatchObject({ Status: "PENDING", Tokens: dkim.tokens, SigningEnabled: true });
});

test("a region that cannot be one is refused", async () => {
  expect(await ask(served, "GET", "/v2/email/account", undefined, "nowhere")).toEqual({
    status: 403,
    type: "InvalidSignatureException",
    body: { message: "Credential should be scoped to a valid region." },
  });
});

test.each<[string, Record<string, string>, string, string]>([
  [
    "no domain",
    { Action: "VerifyDomainDkim" },
    "ValidationError",
    one("Value null at 'domain' failed to satisfy constraint: Member must not be null"),
  ],
  [
    "a domain that is none",
    { Action: "VerifyDomainDkim", Domain: "a..b" },
    "InvalidParameterValue",
    "Invalid domain name a..b.",
  ],
  [
    "no role and no session",
    { Action: "AssumeRole" },
    "ValidationError",
    "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
  ],
  [
    "a session of one letter",
    { Action: "AssumeRole", RoleArn: AWS_ROLE, RoleSessionName: "x" },
    "ValidationError",
    one(must("roleSessionName", "have length greater than or equal to 2")),
  ],
  [
    "a session with a blank",
    { Action: "AssumeRole", RoleArn: AWS_ROLE, RoleSessionName: "a b" },
    "ValidationError",
    one(must("roleSessionName", "satisfy regular expression pattern: [\\w+=,.@-]*")),
  ],
  [
    "ten seconds",
    { Action: "AssumeRole", RoleArn: AWS_ROLE, RoleSessionName: "ab", DurationSeconds: "10" },
    "ValidationError",
    one(must("durationSeconds", "have value greater than or equal to 900")),
  ],
  [
    "a role that is none",
    { Action: "AssumeRole", RoleArn: "arn:aws:iam::222222222222:user/me", RoleSessionName: "ab" },
    "ValidationError",
    "arn:aws:iam::222222222222:user/me is invalid",
  ],
  ["another action", { Action: "SendEmail" }, "InvalidAction", "The emulator does not emulate SendEmail."],
])("refused in XML: %s", async (_name, fields, code, message) => {
  const answer = await form(served, fields);
  const plain = (answer.message ?? "").replace(/&#(\d+);/g, (_, digits) => String.fromCharCode(Number(digits)));
  expect([answer.status, answer.code, plain]).toEqual([code === "InvalidAction" ? 501 : 400, code, message]);
});

test("identities end at 10,000 in a region", async () => {
  const template = make();
  const many = Array.from({ length: 9_999 }, (_, index) => ({ ...template, name: `d${index}.example` }));
  served.world.commit(...many.map((each) => served.world.identities.put(`${ACCOUNT}/eu-west-1/${each.name}`, each)));
  const answer = await ask(served, "POST", "/v2/email/identities", { EmailIdentity: "more.example" });
  expect([answer.status, answer.type]).toEqual([400, "LimitExceededException"]);
  expect(
    (await ask(served, "POST", "/v2/email/identities", { EmailIdentity: "more.example" }, "us-east-1")).status,
  ).toBe(200);
});
