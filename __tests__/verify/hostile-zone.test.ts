// A zone whose every text and name is a stranger's, through all of verify: what is said of it is text, in every format.

import { LANGUAGES } from "../../lib/dns/languages";
import type { DnsRecord } from "../../lib/dns/record";
import { renderHtml } from "../../lib/verify/render/html";
import { renderJson } from "../../lib/verify/render/json";
import { renderMarkdown } from "../../lib/verify/render/markdown";
import { renderText } from "../../lib/verify/render/text";
import type { Verification } from "../../lib/verify/verification";
import { verifyWordsOf } from "../../lib/verify/words/languages";
import { ARTICLE } from "../helpers/domains";
import { LIVE, recordsOf, sesOf, verifyIn, world } from "./world";

/** Colours and a cleared screen, a title, the writing turned round, a workflow command, markup, a mention, what ends a line. */
const EVIL =
  '\u001b[2J\u001b]0;title\u0007\u202e\u2066\r\n::error::owned\n## [x](http://evil.example) @everyone <img src=x> `|` "\\\u0000\u2028';
const HUGE = `${EVIL}${"A".repeat(60_000)}`;

const strings = (text: string) => [
  (
    Buffer.from(text)
      .toString("latin1")
      .match(/.{1,255}/gs) ?? []
  ).map((part) => Buffer.from(part, "latin1")),
];
/** A label with such bytes: DNS takes any. */
const label = '\\027[2J\\013\\010::error::\\226\\128\\174<b>`|"\\@';

function part(key: string, type: "URI" | "HTTPS" | "NAPTR" | "TLSA", data: DnsRecord["data"], priority?: number) {
  return {
    key,
    type,
    name: `${key}.example.com`,
    data: data ?? {},
    proxied: false,
    ttl: 1,
    ...(priority === undefined ? {} : { priority }),
  };
}

/** Of SVCB: its key and length, then its bytes. */
function parameter(key: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value as string);
  const head = Buffer.from([key >> 8, key & 255, bytes.length >> 8, bytes.length & 255]);
  return Buffer.concat([head, bytes]);
}

async function hostile(text: string): Promise<Verification> {
  const domain = {
    ...ARTICLE,
    spf: "v=spf1 include:evil.example a:evil.example ~all",
    dmarc: "v=DMARC1; p=none; rua=mailto:in@evil.example;",
    records: [
      {
        key: "sts",
        type: "TXT" as const,
        name: "_mta-sts.example.com",
        content: "v=STSv1; id=1",
        proxied: false,
        ttl: 1,
      },
      { key: "txt", type: "TXT" as const, name: "note.example.com", content: "a note", proxied: false, ttl: 1 },
      {
        key: "mx",
        type: "MX" as const,
        name: "in.example.com",
        content: "mx.example.com",
        priority: 10,
        proxied: false,
        ttl: 1,
      },
      part("uri", "URI", { weight: 1, target: "https://example.com/" }, 10),
      part("https", "HTTPS", { priority: 1, target: ".", value: "alpn=h2" }),
      part("short", "HTTPS", { priority: 1, target: "." }),
      part("naptr", "NAPTR", { order: 1, preference: 1, flags: "s", service: "", regex: "", replacement: "." }),
      part("tlsa", "TLSA", { usage: 3, selector: 1, matching_type: 1, certificate: "AB".repeat(32) }),
    ],
  };
  const short = Buffer.from(text).subarray(0, 255);
  const sized = Buffer.concat([Buffer.of(short.length), short]);
  const evil = (begin: string) => strings(`${begin}${text}`);
  const declared = world({
    records: {
      "example.com": {
        TXT: [["v=spf1 include:evil.example a:evil.example ~all"], ...evil("v=spf1 ")],
        MX: [`10 ${label}.evil.example`],
        CAA: [{ flags: 0, tag: "issue", value: EVIL }],
      },
      "_dmarc.example.com": { TXT: [["v=DMARC1; p=none; rua=mailto:in@evil.example;"], ...evil("v=DMARC1; p=none; ")] },
      "aaa._domainkey.example.com": { CNAME: [`${label}.evil.example`] },
      "bbb._domainkey.example.com": { TXT: evil("") },
      "mail.example.com": { ...LIVE["mail.example.com"], TXT: [["v=spf1 include:amazonses.com ~all"], ...evil("")] },
      "_mta-sts.example.com": { TXT: [["v=STSv1; id=1"], ...evil("v=STSv1; id=")] },
      "_smtp._tls.example.com": { TXT: evil("v=TLSRPTv1; rua=") },
      "uri.example.com": { URI: [Buffer.concat([Buffer.from([0, 10, 0, 1]), Buffer.from(text)])] },
      "https.example.com": {
        HTTPS: [Buffer.concat([Buffer.from([0, 1, 0]), parameter(1, sized), parameter(667, text)])],
      },
      "short.example.com": { HTTPS: [Buffer.from([0, 1, 0, 0, 1, 255, 255, 2])] },
      "naptr.example.com": { NAPTR: [Buffer.concat([Buffer.from([0, 1, 0, 1]), sized, sized, sized, Buffer.of(0)])] },
      "tlsa.example.com": { TLSA: [Buffer.concat([Buffer.from([3, 1, 1]), Buffer.from(text)])] },
      "note.example.com": { TXT: evil("a note") },
      "in.example.com": { MX: ["10 mx.example.com", `20 ${label}`] },
    },
    zones: {
      "evil.example": { "evil.example": { TXT: evil("v=spf1 ") }, "*.evil.example": { TXT: evil("v=DMARC1") } },
    },
    ses: { "ccc.dkim.amazonses.com": { TXT: evil("p=") } },
  });
  return verifyIn(declared, {
    domains: [domain],
    records: recordsOf(domain),
    ses: sesOf({
      identity: { errorType: EVIL, mailFrom: { domain: EVIL, status: "FAILED", behaviorOnMxFailure: "" } },
    }),
    tls: async () => ({ ok: false, reason: `its certificate is not accepted: ${EVIL}` }),
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come through
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

test.each([
  ["short", EVIL],
  ["of 60,000 bytes", HUGE],
])("strange texts, %s", async (_, text) => {
  const found = await hostile(text);
  expect(found.verdict).toBe("not-live");
  expect(found.causes.length).toBeGreaterThan(8);
  for (const key of ["uri", "https", "short", "naptr", "tlsa"]) {
    const own = found.records.find(({ record }) => record.id === `record-${key}`);
    expect([key, own?.status, own?.causes]).toEqual([key, "different", ["record-different"]]);
  }

  const plain = renderText(found);
  expect(plain).not.toMatch(UNSEEN);
  expect(plain.split("\n").filter((line) => /^\s*(?:::|##)/.test(line))).toEqual([]);
  expect(plain.length).toBeLessThan(40_000);

  const markdown = renderMarkdown(found);
  expect(markdown).not.toMatch(UNSEEN);
  // Out of code nothing of it is left that markup is made of.
  const outside = markdown.replace(/`[^`\n]*`/g, "").replace(/<code>[^<\n]*<\/code>/g, "");
  expect(outside).not.toMatch(/<|@|\[|\]\(|:\/\//);
  expect(outside.match(/^##? .*/gm)).toEqual([expect.stringMatching(/^## mailzone verify: not live/)]);

  expect(JSON.parse(renderJson(found)).causes.length).toBe(found.causes.length);

  for (const language of LANGUAGES) {
    const words = verifyWordsOf(language);
    expect(renderText(found, undefined, { words })).not.toMatch(UNSEEN);
    expect(renderMarkdown(found, words)).not.toMatch(UNSEEN);
    const page = renderHtml(found, { words });
    expect(page).not.toMatch(UNSEEN);
    const elements = [...page.matchAll(/<(\w+)/g)].map(([, name]) => name);
    expect(elements.filter((name) => name === "img" || name === "x" || name === "b")).toEqual([]);
    // The page's own and the data of its one domain; in the picture no more than its six names and how many are left.
    expect(elements.filter((name) => name === "script")).toHaveLength(3);
    expect(page.match(/class="named"/g)).toHaveLength(7);
  }
});
