// Sets with events and topics, senders and test addresses: what is imported, what the next plan changes, and what is only said.
import type { Match } from "../../../lib/adopt/matching/match";
import { managedIds } from "../../../lib/adopt/matching/match";
import { matchSenders, matchTestAddresses } from "../../../lib/adopt/matching/senders";
import { matchSet, type SeenSet } from "../../../lib/adopt/matching/sets";
import { matchDetails } from "../../../lib/adopt/render";
import { publishPolicy } from "../../../lib/dns/configuration-set";
import { senderDocument } from "../../../lib/dns/sending";
import type { ConfigurationSetState, RolePolicyState, TopicState } from "../../../lib/ses/set";
import { domains, identity } from "../zones";

const ACCOUNT = "111122223333";
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:mail-feedback`;
const SET_ARN = `arn:aws:ses:us-east-1:${ACCOUNT}:configuration-set/mail`;
const ENTRY =
  "{domain: example.com, configurationSet: {name: mail, events: {feedback: {types: [bounce, complaint], sns: {subscribers: [ops@example.net, 'https://hooks.example.com/x']}}}}}";

const set: ConfigurationSetState = {
  name: "mail",
  sendingEnabled: true,
  suppressedReasons: ["COMPLAINT", "BOUNCE"],
  tlsPolicy: "OPTIONAL",
  reputationMetrics: false,
  tags: { "aws:cloudformation:stack-name": "old" },
  destinations: [
    { name: "feedback", enabled: true, types: ["COMPLAINT", "BOUNCE"], target: { kind: "sns", topicArn: TOPIC } },
  ],
};
const subscription = (protocol: string, endpoint: string) => ({
  arn: `${TOPIC}:${protocol}`,
  protocol,
  endpoint,
  others: {},
});
const topic: TopicState = {
  arn: TOPIC,
  tags: {},
  others: {},
  policy: JSON.stringify(publishPolicy({ topic: TOPIC, set: SET_ARN, account: ACCOUNT }), null, 2),
  subscriptions: [subscription("email", "ops@example.net"), subscription("https", "https://hooks.example.com/x")],
};

const seen = (of: Partial<ConfigurationSetState> | null, to: Partial<TopicState> | null = {}): SeenSet => ({
  account: ACCOUNT,
  set: of === null ? null : { ...set, ...of },
  topics: new Map([["feedback", to === null ? null : { ...topic, ...to }]]),
});
function match(from: SeenSet, managed = managedIds([])): readonly Match[] {
  const [domain] = domains(ENTRY);
  return domain?.madeSet === undefined ? [] : matchSet({ ...domain, madeSet: domain.madeSet }, from, managed);
}
const told = (matches: readonly Match[]) =>
  matches
    .filter(({ status }) => status !== "identical")
    .flatMap((one) => [`${one.id} ${one.status}`, ...matchDetails(one)]);

test("what is as the file says changes nothing, in whatever order AWS lists it", () => {
  const matches = match(seen({}));
  expect(told(matches)).toEqual([]);
  expect(matches.map(({ id, importId }) => `${id}: ${importId}`)).toEqual([
    "set: mail@us-east-1",
    "events/feedback: mail|feedback@us-east-1",
    `topic/feedback: ${TOPIC}`,
    `topic-policy/feedback: ${TOPIC}`,
    `subscriber/feedback/https://hooks.example.com/x: ${TOPIC}:https`,
    `subscriber/feedback/ops@example.net: ${TOPIC}:email`,
  ]);
  expect(new Set(matches.map(({ fingerprint }) => fingerprint)).size).toBe(matches.length);
});

test("each option that differs is a change of the next plan, also one that domains.yaml does not have", () => {
  const cases: readonly [Partial<ConfigurationSetState>, string][] = [
    [{ sendingEnabled: false }, "sending: false -> true"],
    [{ suppressedReasons: [] }, "suppression: off -> bounce, complaint"],
    [{ suppressedReasons: undefined }, "suppression: (none) -> bounce, complaint"],
    [{ tlsPolicy: "REQUIRE" }, "tls: require -> optional"],
    [{ tlsPolicy: undefined }, "tls: (none) -> optional"],
    [{ reputationMetrics: true }, "reputationMetrics: true -> false"],
    [{ tracking: { domain: "c.example.com", httpsPolicy: "REQUIRE" } }, "tracking.domain: c.example.com -> (none)"],
    [{ others: { "dedicated IP pool": "fast" } }, "dedicated IP pool: fast -> (none)"],
    [{ tags: { team: "mail" } }, "tag team: mail -> (none)"],
  ];
  for (const [change, line] of cases) expect(told(match(seen(change))).slice(0, 2)).toEqual(["set different", line]);
  const types = [{ ...set.destinations[0]!, enabled: false, types: ["BOUNCE"], target: undefined }];
  expect(told(match(seen({ destinations: types })))).toEqual([
    "events/feedback different",
    "types: BOUNCE -> BOUNCE, COMPLAINT",
    "enabled: false -> true",
    `target: other  -> sns ${TOPIC}`,
  ]);
});

test("what stays and is not managed is said: other destinations, an archive, other subscribers without their paths", () => {
  const extra = { name: "old", enabled: true, types: ["SEND"] };
  const [first] = match(seen({ destinations: [...set.destinations, extra], others: { archive: "arn:aws:ses:x" } }));
  expect([first?.status, first?.notes]).toEqual([
    "identical",
    [
      "its event destinations old are not in domains.yaml: they stay and are not managed",
      "domains.yaml and Terraform do not have its archive: it stays as it is",
    ],
  ]);
  const more = [subscription("https", "https://other.example/secret-token"), subscription("sqs", "arn:aws:sqs:x")];
  const matches = match(seen({}, { subscriptions: [...topic.subscriptions, ...more] }));
  expect(matches.flatMap(({ id, notes }) => (id === "topic/feedback" ? notes : []))).toEqual([
    "its subscribers https other.example, sqs arn:aws:sqs:x are not in domains.yaml: they stay and are not managed",
  ]);
});

test("a topic with attributes and a policy of its own: both changes are said, and how to keep what is there", () => {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*" }] });
  expect(told(match(seen({}, { policy, others: { KmsMasterKeyId: "alias/mail" } })))).toEqual([
    "topic/feedback different",
    "KmsMasterKeyId: alias/mail -> (none)",
    `to keep what it has, write its ARN instead: sns: ${TOPIC}`,
    "topic-policy/feedback different",
    `policy: ${policy} -> only SES may publish, for this set`,
    `whom else it lets in is shut out; to keep it write sns: ${TOPIC}`,
  ]);
});

test("what is not there is created; a subscriber that has not confirmed cannot be imported", () => {
  expect(told(match(seen(null, null))).filter((line) => !line.endsWith(" absent"))).toEqual([]);
  const pending = [{ ...subscription("email", "ops@example.net"), arn: null }];
  expect(told(match(seen({}, { subscriptions: pending })))).toEqual([
    "subscriber/feedback/https://hooks.example.com/x absent",
    "subscriber/feedback/ops@example.net absent",
    "it has not confirmed, and SNS tells no id until it has: the plan subscribes it again, and SNS sends it another link",
  ]);
});

test("what Terraform has in its state by that address is managed", () => {
  const managed = managedIds([{ type: "aws_sesv2_configuration_set", name: "mail__us-east-1", values: {} }]);
  expect(match(seen({}), managed).map(({ status }) => status)).toEqual(["managed", ...Array(5).fill("identical")]);
});

test("senders: the policy by role and name, one that differs, none, and a role that is not there", () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/apps/shop`;
  const [domain] = domains(`{domain: example.com, senders: {shop: '${role}'}}`);
  const of = (state: RolePolicyState) => domain && matchSenders(domain, new Map([["shop", state]]))[0];
  const document = JSON.stringify(senderDocument({ key: "shop", role, from: [] }, domain!));
  expect(of({ kind: "policy", document })).toMatchObject({
    id: "sender-shop",
    status: "identical",
    importId: "shop:mailzone-example.com-shop-us-east-1",
  });
  expect(of({ kind: "policy", document: document.replace("*@", "a@") })?.status).toBe("different");
  expect(of({ kind: "no-policy" })).toMatchObject({ status: "absent", notes: [] });
  expect(of({ kind: "no-role" })).toMatchObject({
    status: "absent",
    notes: [expect.stringMatching("the account has no role shop, and the apply fails without it")],
  });
  expect(domain && matchSenders(domain, new Map())).toEqual([]);
});

test("test addresses: imported by address and region; a set and tags that the file does not have are taken off", () => {
  const [domain] = domains("{domain: example.com, testAddresses: [you@example.net]}");
  const of = (state: ReturnType<typeof identity> | null) =>
    domain === undefined ? [] : matchTestAddresses(domain, new Map([["you@example.net", state]]));
  const plain = { ...identity(), configurationSet: null, tags: {} };
  expect(of(plain)).toMatchObject([{ status: "identical", importId: "you@example.net@us-east-1" }]);
  expect(told(of({ ...plain, configurationSet: "news", tags: { team: "mail" } }))).toEqual([
    "test-address-you@example.net different",
    "configurationSet: news -> (none)",
    "tag team: mail -> (none)",
  ]);
  expect(told(of(null))).toEqual(["test-address-you@example.net absent"]);
});
