import { readPlan } from "../../lib/plan/plan";
import { clashSentence, type Preflight, type PreflightClash, remedyTexts } from "../../lib/review/preflight";
import { renderJson } from "../../lib/review/render/json";
import { renderMarkdown } from "../../lib/review/render/markdown";
import { renderText } from "../../lib/review/render/text";
import { review } from "../../lib/review/review";
import { plainSentence } from "../../lib/review/rules/sentence";
import { dmarc, plan, record } from "./plans";

const clash = (rest: Partial<PreflightClash> = {}): PreflightClash => ({
  address: "cloudflare_dns_record.example_com__dmarc",
  entry: "example.com",
  record: "dmarc",
  type: "TXT",
  name: "_dmarc.example.com",
  moved: false,
  why: "two DMARC records count as none",
  cure: { do: "adopt" },
  live: { type: "TXT", content: "v=DMARC1; p=reject", priority: null },
  ...rest,
});
const created = readPlan(plan([record("dmarc", null, dmarc("v=DMARC1; p=none;"))]), "mail");
const reviewOf = (rest: Partial<Preflight> = {}) =>
  review([created], { preflights: new Map([["mail", { format: 1, unread: null, clashes: [], ...rest }]]) });

test("what is in the way has a section of its own in each format, and changes neither verdict nor digest", () => {
  const [without, withClash] = [review([created]), reviewOf({ clashes: [clash()] })];
  expect(withClash.verdict).toBe(without.verdict);
  expect(withClash.stacks).toEqual(without.stacks);
  expect(renderText(withClash).split("\n")[0]).toBe("safe: 1 safe, 1 in the way");
  expect(renderText(withClash)).toContain(
    '\nexisting records in the zones\n  in the way: record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be created: "TXT v=DMARC1; p=reject" exists there, and two DMARC records count as none\n',
  );
  expect(renderMarkdown(withClash)).toContain(
    "\n### Existing records in the zones\n\n- record `dmarc` of `example.com`, TXT `_dmarc.example.com`, cannot be created: `TXT v=DMARC1; p=reject` exists there, and two DMARC records count as none\n",
  );
  expect(JSON.parse(renderJson(withClash)).preflight).toEqual([{ stack: "mail", unread: null, clashes: [clash()] }]);
});

test("zones that could not be read are reported as such", () => {
  const unread = reviewOf({ unread: 'zone "example.com" was refused with 403' });
  expect(renderText(unread)).toContain('mail was not compared with its zones: zone "example.com" was refused with 403');
  expect(renderMarkdown(unread)).toContain("- `mail` was not compared with its zones: ");
});

test("nothing is said if nothing is in the way, or if nobody looked", () => {
  for (const one of [reviewOf(), review([created])]) {
    expect(renderText(one)).not.toContain("stands in the zones");
    expect(renderMarkdown(one)).not.toContain("stands in the zones");
  }
  expect(JSON.parse(renderJson(review([created]))).preflight).toEqual([]);
});

test("what a stranger published pings nobody, ends no table and moves no cursor", () => {
  const hostile = reviewOf({
    clashes: [clash({ live: { type: "TXT", content: "@team | <b>\u001b[2J\n- `x`", priority: null } })],
  });
  for (const text of ["\u001b", "\n- "]) expect(renderText(hostile)).not.toContain(text);
  const line =
    renderMarkdown(hostile)
      .split("\n")
      .find((text) => text.includes("team")) ?? "";
  expect(line).toMatch(/<code>TXT &#64;team &#124; &#60;b&#62;/);
});

test("each step is said once, with the command of its world", () => {
  const mailFrom = clash({ record: "mail-from-mx", cure: { do: "mail-from", label: "bounce" } });
  const texts = remedyTexts(
    [
      clash(),
      clash({ entry: "example.net" }),
      clash(),
      mailFrom,
      mailFrom,
      clash({ moved: true, cure: { do: "delete" } }),
    ],
    "mailzone adopt --emulated",
  );
  expect(texts).toEqual([
    "run mailzone adopt --emulated example.com example.net to adopt the existing records",
    'the MAIL FROM name of "example.com" is used for something else: write mailFrom: bounce for it, or another label that nothing uses',
    "delete the record at the new name, or use another name",
  ]);
});

test("a record that is not ours is named by its address", () => {
  expect(plainSentence(clashSentence(clash({ entry: null, record: null, moved: true })))).toMatch(
    /^"cloudflare_dns_record\.example_com__dmarc", TXT "_dmarc\.example\.com", cannot be moved there: /,
  );
});
