// Identities of others in a plan: known by the data sources that it has read, and no others.
import { readPlan } from "../../lib/plan/plan";
import { review } from "../../lib/review/review";
import { dkim, plan, record, type Values } from "../review/plans";

const TOKEN = "aaaa1111bbbb2222cccc3333dddd4444";
const data = (rest: Values = {}, values: Values = {}): Values => ({
  address: "data.aws_sesv2_email_identity.example_com",
  mode: "data",
  type: "aws_sesv2_email_identity",
  name: "example_com",
  values: {
    email_identity: "example.com",
    region: "us-east-1",
    arn: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
    dkim_signing_attributes: [{ tokens: [TOKEN], domain_signing_private_key: "not for anybody" }],
    ...values,
  },
  ...rest,
});
const planned = (resource: Values) =>
  readPlan(
    plan([record("dkim-1", null, dkim(TOKEN))], {
      prior_state: { values: { root_module: { resources: [resource] } } },
    }),
    "mail",
  );
const rulesOf = (resource: Values) => review([planned(resource)]).effects.map(({ rule }) => rule);

test("its DKIM records are those of an identity of the plan", () => {
  expect(planned(data()).existing).toEqual([
    {
      entry: "example.com",
      domain: "example.com",
      region: "us-east-1",
      tokens: [TOKEN],
      arn: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
    },
  ]);
  expect(rulesOf(data())).toEqual(["dkim-created"]);
});

test.each<[string, Values]>([
  ["a resource that is managed", data({ mode: "managed", address: "aws_sesv2_email_identity.example_com" })],
  ["one in a module", data({ address: "module.a.data.aws_sesv2_email_identity.example_com" })],
  ["another type", data({ type: "aws_ses_domain_identity", address: "data.aws_ses_domain_identity.example_com" })],
  ["a name of nobody's entry", data({ name: "Mine", address: "data.aws_sesv2_email_identity.Mine" })],
  ["other tokens", data({}, { dkim_signing_attributes: [{ tokens: ["bbbb"] }] })],
  ["no tokens", data({}, { dkim_signing_attributes: "?" })],
  ["another domain", data({}, { email_identity: "example.org" })],
])("%s does not make a DKIM record ours", (_, resource) => {
  expect(rulesOf(resource)).toEqual(["dkim-foreign"]);
});
