import { type Cases, txt, withRecords } from "./cases";

const KEY = "s1._domainkey.example.com";
const said = (message: string) => `record "record-a" of "example.com": ${message}`;
const slip = (text: string, message: string, name?: string) => [withRecords(txt(text, name)), said(message)] as const;

export const PASTED_CASES: Cases = {
  "record-quoted": [
    slip(
      '"v=DKIM1; k=rsa; p=MIGfMA0G"',
      'the text has quotes, which are published with it: write "v=DKIM1; k=rsa; p=MIGfMA0G"',
      KEY,
    ),
    slip("'site=1'", 'the text has quotes, which are published with it: write "site=1"'),
    slip("“site=1”", 'the text has quotes, which are published with it: write "site=1"'),
    slip('"site=" "1"', 'the text has quotes, which are published with it: write "site=1"'),
    slip(
      'v=DKIM1; p=MIGf" "MA0G',
      'the text has quotes, which are published with it: write "v=DKIM1; p=MIGfMA0G"',
      KEY,
    ),
  ],
  "record-escaped": [
    slip(
      "v=DKIM1\\; k=rsa\\; p=MIGfMA0G",
      'the text has a backslash, which is published with it: write "v=DKIM1; k=rsa; p=MIGfMA0G"',
      KEY,
    ),
    slip(
      "v=TLSRPTv1\\; rua=mailto:t@example.com",
      'the text has a backslash, which is published with it: write "v=TLSRPTv1; rua=mailto:t@example.com"',
      "_smtp._tls.example.com",
    ),
    slip('\\"v=STSv1\\; id=1\\"', 'the text has a backslash, which is published with it: write "v=STSv1; id=1"'),
  ],
  "record-line-break": [
    slip("v=DKIM1;\n p=MIGf", 'the text has a line break or a tab: write it on one line, "v=DKIM1;  p=MIGf"', KEY),
    slip("site=1\n", 'the text has a line break or a tab: write it on one line, "site=1"'),
    slip("a\tb", 'the text has a line break or a tab: write it on one line, "a b"'),
  ],
  "record-blank": [
    slip(" site=1", 'the text begins or ends with a blank: write "site=1"'),
    slip("site=1 ", 'the text begins or ends with a blank: write "site=1"'),
  ],
  "record-key-blank": [
    slip("v=DKIM1; k=rsa; p=MIGf MA0G", "the key has a blank within it: write it without", KEY),
    slip(
      "v=DKIM1; p=-----BEGIN PUBLIC KEY-----MIGf-----END PUBLIC KEY-----",
      'the key has a line of a PEM file, "-----": write only what is between those lines',
      KEY,
    ),
    slip("v=DKIM1; p = MIGf  MA0G ; t=s", "the key has a blank within it: write it without", KEY),
  ],
  "record-almost-spf": [
    slip(
      "v=spf1include:_spf.example.net -all",
      'the text is almost SPF, but receivers ignore it, because it has no blank behind "v=spf1": correct it',
    ),
    slip(
      "spf1 -all",
      'the text is almost SPF, but receivers ignore it, because it has no "v=" before its version: correct it',
    ),
  ],
};
