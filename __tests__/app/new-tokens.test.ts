// A change of the DKIM key's length: what an apply says afterwards, and what verify says meanwhile.
import { changedKeys, sayNewTokens } from "../../lib/app/new-tokens";
import { readPlan } from "../../lib/plan/plan";
import { keyChange } from "../../lib/verify/causes/mail/dkim";
import { change, identity, plan } from "../review/plans";
import { VERIFIED } from "../verify/world";

const keyed = (length: number, rest = {}) =>
  identity({ dkim_signing_attributes: [{ next_signing_key_length: `RSA_${length}_BIT` }], ...rest });
const planned = (before: object | null, after: object | null) =>
  readPlan(plan([change("aws_sesv2_email_identity.example_com", before as never, after as never)]), "mail");

test("only an apply that went through and gave an identity another key has made new tokens", () => {
  const changed = planned(keyed(1024), keyed(2048));
  expect(changedKeys([changed], new Set(["mail"]))).toEqual(['"example.com" in us-east-1']);
  expect(changedKeys([changed], new Set())).toEqual([]);
  expect(changedKeys([planned(null, keyed(2048))], new Set(["mail"]))).toEqual([]);
  expect(changedKeys([planned(keyed(2048), keyed(2048, { tags: { team: "mail" } }))], new Set(["mail"]))).toEqual([]);
});

test("the commands that publish them are those of the run", () => {
  const said: string[] = [];
  const context = { kind: "sandbox" as const, config: ["mail.yaml"], say: (text: string) => void said.push(text) };
  sayNewTokens(context, 'emulated: "example.com" in us-east-1');
  expect(said).toEqual([
    'emulated: "example.com" in us-east-1: SES made new DKIM tokens: run mailzone plan --config mail.yaml --emulated and mailzone apply --config mail.yaml --emulated now',
  ]);
});

test.each([
  ["RSA_1024_BIT", "RSA_2048_BIT", "; the key in use has 1024 bits, the next one 2048 bits"],
  ["RSA_1024_BIT", "ECC", "; the key in use has 1024 bits, the next one ECC"],
  ["RSA_2048_BIT", "RSA_2048_BIT", ""],
  [null, "RSA_2048_BIT", ""],
])("SES reports the keys %s and %s", (currentKeyLength, nextKeyLength, text) => {
  expect(keyChange({ ...VERIFIED, dkim: { ...VERIFIED.dkim, currentKeyLength, nextKeyLength } })).toBe(text);
});
