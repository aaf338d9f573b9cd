// Values that somebody may have published, or written into domains.yaml, to be more than text where they are shown.
import type { DnsRecord } from "../../lib/dns/record";
import { extra } from "./samples";

export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  "</script><script>alert(1)</script>",
  "<!--",
  "--><img src=x onerror=alert(1)>",
  "<!--<script>",
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)',
  "` onclick=`alert(1)",
  "</style><style>*{display:none}</style>",
  "</title><h1>owned</h1>",
  "</textarea></select></option><b>x</b>",
  "]]><![CDATA[<b>",
  "&lt;b&gt; &#60;b&#62; &amp;",
  "javascript:alert(1)",
  "${alert(1)} {{7*7}} <%= 7*7 %>",
  "\u2028alert(1)\u2029",
  "\u202egnp.exe\u202c",
  "\u2066isolate\u2069",
  "\u200bzero\ufeffwidth\u00ad",
  "\u0000\u0001\u001b[2J\u001b]0;owned\u0007",
  "\r\nforged: line\r\n",
  "\ud800 half a pair",
  "| pipes | and `ticks` ``` |",
  "@everyone #1 https://example.org www.example.org",
  "[a](javascript:alert(1)) ![i](http://example.org/x)",
  '=HYPERLINK("http://example.org")',
  "+1-2@SUM(A1)",
  "\tcells\tand\nrows",
  "×".repeat(500),
  "::error::owned ##[error]owned ##vso[task.setvariable]",
];

/** Each as the value, in the name, in the ids and as the domain. */
export function hostileRecords(text: string): readonly DnsRecord[] {
  return [
    extra("value", "A", { content: text }),
    extra("text", "TXT", { content: `"${text}"` }),
    extra("part", "CAA", { content: null, data: { flags: 0, tag: "issue", value: text } }),
    extra("name", "CNAME", { name: `${text}.example.com`, content: "example.net" }),
    {
      ...extra(text, "MX", { name: "x.example.com", content: text, priority: 10 }),
      entry: text,
      domain: text,
      zone: text,
    },
  ];
}
