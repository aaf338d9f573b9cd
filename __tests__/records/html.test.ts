// The page: its policy, its text without scripts, and that nothing of a stranger's is ever markup.
import { createHash } from "node:crypto";
import { LANGUAGES } from "../../lib/dns/languages";
import { renderRecords } from "../../lib/records/format";
import { HOSTS } from "../../lib/records/forms";
import { dataScript, html } from "../../lib/records/page/html";
import { HOSTILE, hostileRecords } from "./hostile";
import { EXPECTED, PUBLISHED } from "./samples";

const page = renderRecords(PUBLISHED, "html", { isHandedOver: true });

/** Tags and their attributes, values left out. */
const skeleton = (text: string) =>
  [...text.matchAll(/<(\/?[a-z!][a-z0-9-]*)((?:[^>"]|"[^"]*")*)>/gi)].map(
    ([, name, rest = ""]) => `${name}${rest.replace(/="[^"]*"/g, "=")}`,
  );

/** Without what the page's script reads and is. */
const shown = (text: string) => text.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, "<$1>");

test("the policy names the hashes of the one script and the one style that are there, and lets nothing else be", () => {
  const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  const hash = (element: string) => {
    const found = [...page.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))];
    expect(found).toHaveLength(1);
    return `sha256-${createHash("sha256").update(found[0]![1]!).digest("base64")}`;
  };
  expect(policy.replaceAll("&#39;", "'")).toBe(
    `default-src 'none'; style-src '${hash("style")}'; script-src '${hash("script")}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
});

test("nothing in it leads anywhere, and no attribute is a script or a style", () => {
  const attributes = [...shown(page).matchAll(/ ([a-z-]+)="([^"]*)"/g)];
  expect(attributes.filter(([, name]) => /^(?:on|style$|src$|srcset$|action$)/.test(name!))).toEqual([]);
  const links = attributes.filter(([, name]) => name === "href").map(([, , value]) => value);
  expect(links).toEqual(["data:,"]);
  expect(page).not.toMatch(/url\(|@import|fetch\(|XMLHttpRequest|eval\(|innerHTML|insertAdjacent|document\.write/);
});

test("each value, each description and the words above them can be read without scripts", () => {
  const text = shown(page);
  for (const { name } of PUBLISHED) expect(text).toContain(`<code>${name}</code>`);
  expect(text).toContain("<code>&quot;v=spf1 include:amazonses.com ~all&quot;</code>");
  expect(text).toContain("please enter all 7 records exactly as shown");
  expect(text).toContain("DKIM: 3 records; MAIL FROM: 1 record; Website: 1 record; DMARC: 1 record; SPF: 1 record");
});

test("what only a script can do is hidden until one does it", () => {
  const bars = [...page.matchAll(/<div class="bar[^"]*"([^>]*)>/g)].map(([, rest]) => rest);
  expect(bars.length).toBeGreaterThan(1);
  expect(bars.filter((rest) => !rest?.includes("hidden"))).toEqual([]);
});

test("a zone file is offered where there is one: not of placeholders", () => {
  const bind = (text: string) => /"bind":(null|"\$ORIGIN)/.exec(text)?.[1];
  expect(bind(page)).toBe('"$ORIGIN');
  expect(bind(renderRecords(EXPECTED, "html"))).toBe("null");
});

test("the form that is chosen at first is the one that was asked for", () => {
  for (const host of HOSTS) {
    const text = renderRecords(PUBLISHED, "html", { host });
    expect(/<option value="(\w+)" selected>/.exec(text)?.[1]).toBe(host);
  }
  expect(renderRecords(PUBLISHED, "html", { host: "google" })).toContain("<code>aaa.dkim.amazonses.com.</code>");
});

test("several domains get an index with a filter, one domain does not", () => {
  expect(page).not.toContain('id="filter"');
  const more = PUBLISHED.map((one) => ({ ...one, entry: "other", domain: "example.org", zone: "example.org" }));
  const two = renderRecords([...PUBLISHED, ...more], "html");
  expect(two).toContain('<a href="#d1">example.org (other)</a>');
  expect(two).toContain('id="filter"');
});

test("a template escapes text, shows what is not seen, and takes markup from itself alone", () => {
  expect(html`<a title="${"\"'`<&>"}">${"<b>\u202e"}${[html`<i>${1}</i>`]}</a>`.markup).toBe(
    '<a title="&quot;&#39;&#96;&lt;&amp;&gt;">&lt;b&gt;⟨U+202E⟩<i>1</i></a>',
  );
  const forged = { markup: "<b>" } as never;
  expect(() => html`${forged}`.markup).toThrow();
});

test("data for the script is JSON that ends no element, and is the same once it is read", () => {
  const data = { "</script><!--": ["\u2028", "\u202e", "<script>", "&amp;", "\ud800"] };
  const [, json = ""] =
    /^<script type="application\/json" id="x">(.*)<\/script>$/.exec(dataScript("x", data).markup) ?? [];
  expect(json).not.toMatch(/[<>&\u2028\u202e\ud800]/);
  expect(JSON.parse(json)).toEqual(data);
});

describe.each(LANGUAGES)("in %s", (language) => {
  const plain = skeleton(shown(renderRecords(hostileRecords("plain"), "html", { language, isHandedOver: true })));

  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
    "a stranger's text is no markup: %s",
    (_, text) => {
      const made = renderRecords(hostileRecords(text), "html", { language, isHandedOver: true });
      expect(skeleton(shown(made))).toEqual(plain);
      expect(made).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
      const data = [...made.matchAll(/<script type="application\/json" id="v\d+">(.*?)<\/script>/g)];
      expect(data).toHaveLength(2);
      const [{ rows }] = data.map(([, json]) => JSON.parse(json!)) as [{ rows: [string[], unknown][] }];
      expect(rows[0]![0][1]).toBe(text);
    },
  );
});
