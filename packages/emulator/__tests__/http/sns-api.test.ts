// SNS over HTTP: what its forms may hold, and its refusals. long/aws-clients.test.ts has each action as AWS's client reads it.
import { QUERY_ACTIONS } from "../../src/http/aws/query-api";
import { SNS_ACTIONS } from "../../src/http/aws/sns-actions";
import { confirmSubscriptions, createTopic, getTopic, subscribe } from "../../src/services/aws/sns";
import { armFault } from "../../src/world/faults";
import { form } from "./aws-calls";
import { ACCOUNT, type ServedWorld, withServedWorld } from "./served-world";

let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

const KEY = { account: ACCOUNT, region: "us-east-1", name: "feedback" };
const ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:feedback`;
const call = (Action: string, fields: Record<string, string> = {}) =>
  form(served, { Action, Version: "2010-03-31", ...fields });
const make = () => createTopic(served.world, KEY, { team: "mail" });
const entries = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/<entry><key>(.*?)<\/key><value>(.*?)<\/value><\/entry>/g)].map(([, k, v]) => [k, v]),
  );

test("no other service has an action of the same name", () => {
  expect(Object.keys(SNS_ACTIONS).filter((name) => QUERY_ACTIONS[name] !== SNS_ACTIONS[name])).toEqual([]);
});

test("a topic is made with its tags and attributes, and answers with both", async () => {
  const made = await call("CreateTopic", {
    Name: "feedback",
    "Tags.member.1.Key": "team",
    "Tags.member.1.Value": "a & b",
    "Tags.member.2.Key": "stage",
    "Tags.member.2.Value": "",
    "Attributes.entry.1.key": "DisplayName",
    "Attributes.entry.1.value": "<Feedback>",
  });
  expect(made.text).toContain(`<CreateTopicResult><TopicArn>${ARN}</TopicArn></CreateTopicResult>`);
  expect(made.text).toContain('xmlns="http://sns.amazonaws.com/doc/2010-03-31/"');
  expect(getTopic(served.world, ARN).tags).toEqual({ team: "a & b", stage: "" });
  expect(entries((await call("GetTopicAttributes", { TopicArn: ARN })).text)).toMatchObject({
    TopicArn: ARN,
    Owner: ACCOUNT,
    DisplayName: "&#60;Feedback&#62;",
    Policy: expect.stringContaining("__default_policy_ID"),
  });
});

test("a topic that is there is the answer, if nothing of it differs", async () => {
  make();
  expect((await call("CreateTopic", { Name: "feedback", Tags: "" })).text).toContain(`<TopicArn>${ARN}</TopicArn>`);
  expect(
    await call("CreateTopic", {
      Name: "feedback",
      "Attributes.entry.1.key": "DisplayName",
      "Attributes.entry.1.value": "other",
    }),
  ).toMatchObject({
    code: "InvalidParameter",
    message: "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
  });
});

test("the attributes that the provider sets for a topic without any are taken", async () => {
  make();
  for (const target of ["Application", "Firehose", "HTTP", "Lambda", "SQS"]) {
    const AttributeName = `${target}SuccessFeedbackSampleRate`;
    const answer = await call("SetTopicAttributes", { TopicArn: ARN, AttributeName, AttributeValue: "0" });
    expect(answer.status).toBe(200);
  }
});

test("a subscription is pending until its owner confirms it", async () => {
  make();
  const endpoint = "https://hooks.example.com/ses";
  const given = { TopicArn: ARN, Protocol: "https", Endpoint: endpoint, ReturnSubscriptionArn: "true" };
  const [, arn = ""] = /<SubscriptionArn>(.*)<\/SubscriptionArn>/.exec((await call("Subscribe", given)).text) ?? [];
  const pending = async () =>
    entries((await call("GetSubscriptionAttributes", { SubscriptionArn: arn })).text).PendingConfirmation;
  expect(await pending()).toBe("true");
  expect(await call("Unsubscribe", { SubscriptionArn: arn })).toMatchObject({
    status: 400,
    message: expect.stringContaining("Cannot unsubscribe a subscription that is pending confirmation"),
  });
  confirmSubscriptions(served.world, endpoint);
  expect(await pending()).toBe("false");
  expect((await call("Unsubscribe", { SubscriptionArn: arn })).status).toBe(200);
});

test("subscriptions are listed in pages of a hundred, each once", async () => {
  make();
  for (const index of Array.from({ length: 201 }).keys()) {
    subscribe(served.world, { topic: ARN, protocol: "email", endpoint: `u${index}@example.com`, attributes: {} });
  }
  const seen: string[] = [];
  const sizes: number[] = [];
  let token: string | undefined = "";
  while (token !== undefined) {
    const { text } = await call("ListSubscriptionsByTopic", { TopicArn: ARN, NextToken: token });
    const found = [...text.matchAll(/<Endpoint>(.*?)<\/Endpoint>/g)].map(([, one = ""]) => one);
    seen.push(...found);
    sizes.push(found.length);
    token = /<NextToken>(.*?)<\/NextToken>/.exec(text)?.[1];
  }
  expect([sizes, new Set(seen).size]).toEqual([[100, 100, 1], 201]);
});

test("the calls on tags are noted as what they are", async () => {
  make();
  await call("TagResource", { ResourceArn: ARN, "Tags.member.1.Key": "a", "Tags.member.1.Value": "b" });
  await call("UntagResource", { ResourceArn: ARN, "TagKeys.member.1": "team", "TagKeys.member.2": "none" });
  expect(getTopic(served.world, ARN).tags).toEqual({ a: "b" });
  expect(served.world.calls.keys()).toEqual(expect.arrayContaining(["sns:TagResource", "sns:UntagResource"]));
});

test("a fault of the topic applies to it", async () => {
  make();
  const fault = { kind: "error", status: 500, type: "aws_sns_topic", operation: "update", name: "feedback" } as const;
  armFault(served.world, fault);
  const set = { TopicArn: ARN, AttributeName: "DisplayName", AttributeValue: "x" };
  expect((await call("SetTopicAttributes", set)).status).toBe(500);
  expect((await call("SetTopicAttributes", set)).status).toBe(200);
});

const manyTags = Object.fromEntries(
  Array.from({ length: 51 }, (_, index) => [
    [`Tags.member.${index + 1}.Key`, `k${index}`],
    [`Tags.member.${index + 1}.Value`, "v"],
  ]).flat(),
);
const topic = { TopicArn: ARN };
const attribute = (AttributeName: string, AttributeValue: string) => ({ ...topic, AttributeName, AttributeValue });
const entry = (key: string, value: string) => ({ "Attributes.entry.1.key": key, "Attributes.entry.1.value": value });
const email = { ...topic, Protocol: "email", Endpoint: "a@example.com" };

test.each<[string, Record<string, string>, [number, string, string]]>([
  ["CreateTopic", {}, [400, "ValidationError", "Value null at 'name'"]],
  ["CreateTopic", { Name: "a.fifo" }, [400, "InvalidParameter", "Topic Name"]],
  ["CreateTopic", { Name: "a", ...entry("FifoTopic", "true") }, [501, "InvalidAction", "FIFO topics"]],
  ["CreateTopic", { Name: "a", ...entry("Policy", "no JSON") }, [400, "InvalidParameter", "Policy"]],
  ["CreateTopic", { Name: "a", ...entry("Colour", "red") }, [400, "InvalidParameter", "Colour"]],
  ["CreateTopic", { Name: "a", ...manyTags }, [400, "TagLimitExceeded", "quota"]],
  ["CreateTopic", { Name: "a", "Tags.member.1": "x" }, [400, "MalformedInput", "structure"]],
  ["GetTopicAttributes", {}, [400, "ValidationError", "Value null at 'topicArn'"]],
  ["GetTopicAttributes", { TopicArn: "feedback" }, [400, "InvalidParameter", "at least 6 elements, not 1"]],
  ["GetTopicAttributes", { TopicArn: `${ARN}2` }, [404, "NotFound", "Topic does not exist"]],
  ["GetTopicAttributes", { TopicArn: ARN.replace("us-east-1", "eu-west-1") }, [400, "InvalidParameter", "TopicArn"]],
  [
    "DeleteTopic",
    { TopicArn: ARN.replace(ACCOUNT, "222222222222") },
    [403, "AuthorizationError", "is not authorized to perform"],
  ],
  ["SetTopicAttributes", attribute("Colour", "red"), [400, "InvalidParameter", "AttributeName"]],
  ["SetTopicAttributes", attribute("FifoTopic", "true"), [400, "InvalidParameter", "AttributeName"]],
  ["SetTopicAttributes", attribute("Policy", ""), [400, "InvalidParameter", "Policy"]],
  ["ListTagsForResource", { ResourceArn: `${ARN}2` }, [404, "ResourceNotFound", "Resource does not exist"]],
  ["TagResource", { ResourceArn: `${ARN}2`, Tags: "" }, [404, "ResourceNotFound", "Resource does not exist"]],
  ["TagResource", { ResourceArn: ARN, ...manyTags }, [400, "TagLimitExceeded", "quota"]],
  ["Subscribe", { ...email, TopicArn: `${ARN}2` }, [404, "NotFound", "Topic does not exist"]],
  ["Subscribe", { ...email, Protocol: "pigeon" }, [400, "InvalidParameter", "protocol string: pigeon"]],
  ["Subscribe", { ...email, Endpoint: "example.com" }, [400, "InvalidParameter", "Endpoint"]],
  ["Subscribe", { ...email, ...entry("Colour", "red") }, [400, "InvalidParameter", "Colour"]],
  ["GetSubscriptionAttributes", { SubscriptionArn: `${ARN}:0` }, [404, "NotFound", "Subscription does not exist"]],
  ["ListSubscriptionsByTopic", { ...topic, NextToken: "1e9" }, [400, "InvalidParameter", "NextToken"]],
  ["ListSubscriptionsByTopic", { ...topic, NextToken: "7" }, [400, "InvalidParameter", "NextToken"]],
  ["ConfirmSubscription", { ...topic, Token: "0" }, [501, "InvalidAction", "does not emulate ConfirmSubscription"]],
  ["Publish", { ...topic, Message: "x" }, [501, "InvalidAction", "does not emulate Publish"]],
  ["TagResource", { Version: "2010-08-01" }, [501, "InvalidAction", "does not emulate TagResource"]],
])("%s with %j is refused, and changes nothing", async (name, fields, [status, code, message]) => {
  const before = make();
  expect(await call(name, fields)).toMatchObject({ status, code, message: expect.stringContaining(message) });
  expect([served.world.topics.values(), served.world.subscriptions.values()]).toEqual([[before], []]);
});

test("without a signature, or with a key that the emulator did not make, nothing is answered", async () => {
  const body = () => new URLSearchParams({ Action: "DeleteTopic", TopicArn: ARN });
  make();
  const scope = "20261129/us-east-1/sns/aws4_request";
  const keys = { authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/${scope}, SignedHeaders=host, Signature=0` };
  const answers = await Promise.all([
    fetch(served.url, { method: "POST", body: body() }),
    fetch(served.url, { method: "POST", body: body(), headers: keys }),
  ]);
  const codes = await Promise.all(answers.map(async (one) => /<Code>(.*)<\/Code>/.exec(await one.text())?.[1]));
  expect(codes).toEqual(["MissingAuthenticationToken", "InvalidClientTokenId"]);
  expect(served.world.topics.values()).toHaveLength(1);
});
