// Rules about roles that may send: a plan for each.
import { senderDocument } from "../../../lib/dns/sending";
import { change, plan, type Values } from "../plans";

type Case = readonly [text: string, ...others: string[]];

const ROLE = "arn:aws:iam::111122223333:role/shop";
const DOMAIN = { domain: "example.com", region: "us-east-1" };
const document = (from: readonly string[] = [], configurationSet?: string) =>
  senderDocument(
    { key: "shop", role: ROLE, from },
    configurationSet === undefined ? DOMAIN : { ...DOMAIN, configurationSet },
  );
const side = (policy: unknown = document()): Values => ({
  name: "mailzone-example.com-shop-us-east-1",
  role: "shop",
  policy: typeof policy === "string" ? policy : JSON.stringify(policy),
});
const sender = (before: Values | null, after: Values | null, rest: Values = {}): Case => [
  plan([change("aws_iam_role_policy.example_com__sender-shop", before, after, rest)]),
];

export const SENDER_CASES: Record<string, Case> = {
  "sender-added": sender(null, side()),
  "sender-removed": sender(side(), null),
  "sender-broadened": sender(side(document(["a@example.com"])), side(document(["a@example.com", "b@example.com"]))),
  "sender-narrowed": sender(side(document([], "mail")), side()),
  "sender-renamed": sender(side(), side(JSON.stringify(document(), null, 1))),
  "sender-forgotten": sender(side(), null, { actions: ["forget"] }),
};

/** A statement with something more in it, at an address of ours. */
const changed = (part: Values, whole: Values = {}) =>
  sender(null, side({ ...document(), ...whole, Statement: [{ ...document().Statement[0], ...part }] }))[0];

/** What is broader than it looks, and what only looks like ours. */
export const SENDER_VERDICTS: readonly (readonly [what: string, text: string, verdict: string])[] = [
  [
    "an address of the domain instead of all",
    sender(side(), side(document(["a@example.com"])))[0],
    "danger sender-narrowed",
  ],
  ["all instead of an address", sender(side(document(["a@example.com"])), side())[0], "caution sender-broadened"],
  [
    "another domain's address",
    sender(side(), side(document(["a@news.example.com"])))[0],
    "danger sender-broadened sender-narrowed",
  ],
  ["every action", changed({ Action: "*" }), "caution may-send"],
  ["one more action", changed({ Action: ["ses:SendEmail", "ses:SendRawEmail", "iam:PassRole"] }), "caution may-send"],
  ["every identity", changed({ Resource: "*" }), "caution may-send"],
  [
    "a pattern of identities",
    changed({ Resource: "arn:aws:ses:us-east-1:111122223333:identity/*" }),
    "caution may-send",
  ],
  ["no condition", changed({ Condition: {} }), "caution may-send"],
  ["every sender", changed({ Condition: { StringLike: { "ses:FromAddress": ["*"] } } }), "caution may-send"],
  [
    "a condition that never fails",
    changed({ Condition: { StringNotLike: { "ses:FromAddress": ["a@b.example"] } } }),
    "caution may-send",
  ],
  ["all but an action", changed({ NotAction: "ses:DeleteEmailIdentity" }), "caution may-send"],
  [
    "two statements",
    sender(null, side({ ...document(), Statement: [...document().Statement, ...document().Statement] }))[0],
    "caution may-send",
  ],
  ["a policy of no version", changed({}, { Version: "2008-10-17" }), "caution may-send"],
  ["a policy that cannot be read", sender(null, side("{"))[0], "caution may-send"],
  [
    "a policy that is not known yet",
    sender(null, { role: "shop" }, { after_unknown: { policy: true } })[0],
    "caution may-send",
  ],
  ["somebody else's role policy", plan([change("aws_iam_role_policy.shop", null, side())]), "caution may-send"],
];
