// Compares the emulated SES with AWS's model in the installed SDK: each answer has the members of the model and no others, each
// error is in the model, and requests that do not fit the model are refused. query-model.test.ts has the calls that take forms.
import * as sesv2Model from "@aws-sdk/client-sesv2";
import { SES_CALLS } from "../../src/http/aws/ses-api";
import { operationOf, type SdkModel } from "../../src/http/aws-model/schema";
import { createIdentity } from "../../src/services/aws/ses-identities";
import { createDestination, createSet } from "../../src/services/aws/ses-sets";
import { ask } from "./aws-calls";
import { problems } from "./model-problems";
import { ACCOUNT, type ServedWorld, withServedWorld } from "./served-world";

let served: ServedWorld;
withServedWorld(
  (fresh) => {
    served = fresh;
  },
  { send: async () => ({ messageId: "0100" }) },
);

const SESV2 = sesv2Model as unknown as SdkModel;
const KEY = { account: ACCOUNT, region: "eu-west-1", name: "example.com" };
const ARN = `arn:aws:ses:eu-west-1:${ACCOUNT}:identity/example.com`;
const make = (name = "example.com") =>
  createIdentity(served.world, { ...KEY, name, configurationSetName: null, tags: { team: "mail" }, dkim: {} });

const identity = "/v2/email/identities/example.com";
const raw = Buffer.from("From: a@example.com\r\nTo: b@example.org\r\n\r\nx").toString("base64");
const CALLS: Readonly<Record<string, readonly [string, string, unknown?]>> = {
  GetAccount: ["GET", "/v2/email/account"],
  SendEmail: ["POST", "/v2/email/outbound-emails", { Content: { Raw: { Data: raw } } }],
  ListEmailIdentities: ["POST", "/v2/email/list-identities", { PageSize: 1 }],
  CreateEmailIdentity: ["POST", "/v2/email/identities", { EmailIdentity: "new.example.com" }],
  GetEmailIdentity: ["GET", identity],
  DeleteEmailIdentity: ["DELETE", identity],
  PutEmailIdentityDkimSigningAttributes: ["PUT", `${identity}/dkim/signing`, { SigningAttributesOrigin: "AWS_SES" }],
  PutEmailIdentityDkimAttributes: ["PUT", `${identity}/dkim`, { SigningEnabled: false }],
  PutEmailIdentityConfigurationSetAttributes: ["PUT", `${identity}/configuration-set`, {}],
  PutEmailIdentityMailFromAttributes: ["PUT", `${identity}/mail-from`, { MailFromDomain: "mail.example.com" }],
  ListTagsForResource: ["GET", `/v2/email/tags?ResourceArn=${encodeURIComponent(ARN)}`],
  TagResource: ["POST", "/v2/email/tags", { ResourceArn: ARN, Tags: [{ Key: "a", Value: "b" }] }],
  UntagResource: ["DELETE", `/v2/email/tags?ResourceArn=${encodeURIComponent(ARN)}&TagKeys=team`],
};

const set = "/v2/email/configuration-sets/mail";
const bus = { EventBusArn: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default` };
const destination = { Enabled: true, MatchingEventTypes: ["BOUNCE"], EventBridgeDestination: bus };
const SETS: typeof CALLS = {
  CreateConfigurationSet: ["POST", "/v2/email/configuration-sets", { ConfigurationSetName: "new", Tags: [] }],
  GetConfigurationSet: ["GET", set],
  DeleteConfigurationSet: ["DELETE", set],
  PutConfigurationSetDeliveryOptions: ["PUT", `${set}/delivery-options`, { TlsPolicy: "REQUIRE" }],
  PutConfigurationSetReputationOptions: ["PUT", `${set}/reputation-options`, { ReputationMetricsEnabled: true }],
  PutConfigurationSetSendingOptions: ["PUT", `${set}/sending`, { SendingEnabled: false }],
  PutConfigurationSetSuppressionOptions: ["PUT", `${set}/suppression-options`, { SuppressedReasons: ["BOUNCE"] }],
  PutConfigurationSetTrackingOptions: ["PUT", `${set}/tracking-options`, { CustomRedirectDomain: "a.example.com" }],
  GetConfigurationSetEventDestinations: ["GET", `${set}/event-destinations`],
  CreateConfigurationSetEventDestination: [
    "POST",
    `${set}/event-destinations`,
    { EventDestinationName: "other", EventDestination: destination },
  ],
  UpdateConfigurationSetEventDestination: ["PUT", `${set}/event-destinations/all`, { EventDestination: destination }],
  DeleteConfigurationSetEventDestination: ["DELETE", `${set}/event-destinations/all`],
};

test("each operation is tried", () => {
  expect(Object.keys({ ...CALLS, ...SETS }).sort()).toEqual(Object.keys(SES_CALLS).sort());
});

test.each(Object.keys({ ...CALLS, ...SETS }))("%s answers what the model says, and nothing else", async (name) => {
  const made = make();
  const verified = {
    ...made,
    verification: "SUCCESS" as const,
    dkim: { ...made.dkim, status: "NOT_STARTED" as const },
  };
  served.world.commit(served.world.identities.put(`${ACCOUNT}/eu-west-1/example.com`, verified));
  const key = { ...KEY, name: "mail" };
  createSet(served.world, key, { DeliveryOptions: { TlsPolicy: "OPTIONAL" } }, [{ key: "team", value: "mail" }]);
  createDestination(served.world, key, { ...destination, Name: "all" });
  const { output } = operationOf(SESV2, name);
  for (const step of [0, 1]) {
    const [method, path, body] = CALLS[name] ?? SETS[name] ?? ["", ""];
    if (step === 1 && name !== "GetEmailIdentity") continue;
    if (step === 1) await ask(served, "PUT", `${identity}/mail-from`, { MailFromDomain: "mail.example.com" });
    const answer = await ask(served, method, path, body);
    expect([answer.status, answer.type, problems(answer.body, output, "")]).toEqual([200, null, []]);
  }
});

test.each([
  [
    "GET",
    "/v2/email/configuration-sets/none",
    undefined,
    404,
    "NotFoundException",
    "Configuration set <none> does not exist.",
  ],
  [
    "PUT",
    `${set}/delivery-options`,
    { TlsPolicy: "MAYBE" },
    400,
    "BadRequestException",
    expect.stringContaining("enum value set: [OPTIONAL, REQUIRE]"),
  ],
  [
    "PUT",
    `${set}/suppression-options`,
    { SuppressedReasons: ["BOUNCE", "SPAM"] },
    400,
    "BadRequestException",
    "1 validation error detected: Value at 'suppressedReasons' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [BOUNCE, COMPLAINT]]",
  ],
  [
    "POST",
    `${set}/event-destinations`,
    { EventDestinationName: "two", EventDestination: { ...destination, MatchingEventTypes: ["READ"] } },
    400,
    "BadRequestException",
    expect.stringContaining("'eventDestination.matchingEventTypes' failed to satisfy"),
  ],
  [
    "PUT",
    `${set}/event-destinations/none`,
    { EventDestination: destination },
    404,
    "NotFoundException",
    expect.stringContaining("<none>"),
  ],
  [
    "POST",
    `${set}/event-destinations`,
    { EventDestinationName: "two", EventDestination: { ...destination, SnsDestination: { TopicArn: "a" } } },
    400,
    "BadRequestException",
    expect.stringContaining("exactly one kind"),
  ],
  [
    "POST",
    "/v2/email/configuration-sets",
    { ConfigurationSetName: "mail" },
    400,
    "AlreadyExistsException",
    expect.any(String),
  ],
])("%s %s is refused as SES refuses it", async (method, path, body, status, type, message) => {
  createSet(served.world, { ...KEY, name: "mail" }, {}, []);
  const answer = await ask(served, method, path, body);
  expect([answer.status, answer.type, answer.body.message]).toEqual([status, type, message]);
});
