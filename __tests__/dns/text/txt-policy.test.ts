// What readers of MTA-STS, TLS-RPT and BIMI take for none (RFC 8461 §3.1, RFC 8460 §3).
import { BIMI, MTA_STS, TLS_RPT, TXT_POLICIES, type TxtPolicy, txtPolicyFault } from "../../../lib/dns/text/txt-policy";

test.each<readonly [policy: TxtPolicy, texts: readonly string[]]>([
  [MTA_STS, []],
  [MTA_STS, ["site-verification=0000"]],
  [MTA_STS, ["v=STSv1; id=20260101T000000;"]],
  [MTA_STS, ["v=STSv1;id=1"]],
  [MTA_STS, ["v=STSv1 ; id=1"]],
  [MTA_STS, ["v=STSv1; future=x; id=1"]],
  [MTA_STS, ["v=STSv1; id=1", "site-verification=0000"]],
  [TLS_RPT, ["v=TLSRPTv1;rua=mailto:tls@example.com"]],
  [TLS_RPT, ["v=TLSRPTv1; rua=mailto:a@example.com , https://example.net/tls"]],
  [BIMI, ["v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/vmc.pem"]],
  [BIMI, ["v=BIMI1; l=; a=;"]],
])("%#: %j counts, or is not meant", (policy, texts) => {
  expect(txtPolicyFault(policy, texts)).toBeUndefined();
});

test.each<readonly [policy: TxtPolicy, texts: readonly string[], fault: string]>([
  [MTA_STS, ["v=STSv1; id=1", "v=STSv1; id=2"], "stands there twice"],
  [MTA_STS, ["v=STSv1; id=1", "v=STSv1; id=1", "v=STSv1; id=1"], "stands there 3 times"],
  [MTA_STS, ["v=stsv1; id=1"], 'does not begin with "v=STSv1;"'],
  [MTA_STS, ["v=STSv1"], 'does not begin with "v=STSv1;"'],
  [MTA_STS, ["v=STSv1 id=1"], 'does not begin with "v=STSv1;"'],
  [MTA_STS, [" v=STSv1; id=1"], 'does not begin with "v=STSv1;"'],
  [MTA_STS, ['"v=STSv1; id=1"'], 'does not begin with "v=STSv1;"'],
  [MTA_STS, ["v=STSv1 ; id=1", "some words"], 'does not begin with "v=STSv1;"'],
  [MTA_STS, ["v=STSv1;"], 'has no "id="'],
  [MTA_STS, ["v=STSv1; ID=1"], 'has no "id="'],
  [MTA_STS, ["v=STSv1; id=2026-01-01"], 'has "id=2026-01-01", expected 1 to 32 letters and digits'],
  [MTA_STS, [`v=STSv1; id=${"1".repeat(33)}`], `has "id=${"1".repeat(33)}", expected 1 to 32 letters and digits`],
  [MTA_STS, ["v=STSv1; id=1; id=2"], 'has "id=" 2 times'],
  [MTA_STS, ["v=STSv1; id=1; words"], 'has "words", which is no tag'],
  [MTA_STS, ["v=STSv1;; id=1"], 'has "", which is no tag'],
  [MTA_STS, [`v=STSv1; id=1; x=${"y".repeat(5000)}`], "has 5017 characters, over 4096 nobody reads it: shorten it"],
  [TLS_RPT, ["v=TLSRPTv1; rua=tls@example.com"], 'has "rua=tls@example.com", expected mailto: and https: addresses'],
  [
    TLS_RPT,
    ["v=TLSRPTv1; rua=mailto:a@example.com,ftp://b"],
    'has "rua=mailto:a@example.com,ftp://b", expected mailto: and https: addresses',
  ],
  [TLS_RPT, ["v=TLSRPTv1"], 'does not begin with "v=TLSRPTv1;"'],
  [TLS_RPT, ["v=TLSRPTv2; rua=mailto:a@example.com", "v=TLSRPTv1; ruf=mailto:a@example.com"], 'has no "rua="'],
  [BIMI, ["v=BIMI1; l=http://example.com/logo.svg"], 'has "l=http://example.com/logo.svg", expected an https: address'],
  [BIMI, ["v=BIMI1; a=;"], 'has no "l="'],
])("%#: %j counts as none", (policy, texts, fault) => {
  expect(txtPolicyFault(policy, texts)).toBe(fault);
});

test("any text is read in linear time", () => {
  const texts = ["v=".repeat(100_000), " ".repeat(200_000), `v=STSv1;${";".repeat(200_000)}`];
  for (const policy of TXT_POLICIES) expect(typeof txtPolicyFault(policy, texts)).toMatch(/string|undefined/);
});
