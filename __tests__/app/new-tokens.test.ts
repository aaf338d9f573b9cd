// A change of the DKIM key's length: what an apply says afterwards, and what verify says meanwhile.
import { sayNewTokens } from "../../lib/app/new-tokens";
import { keyChange } from "../../lib/verify/causes/mail/dkim";
import { VERIFIED } from "../verify/world";

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
