// The page in a real browser, offline: Debian's chromium, driven by playwright-core, judged by axe-core.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { LANGUAGES } from "../../lib/dns/languages";
import { renderRecords } from "../../lib/records/format";
import { formFields, HOSTS } from "../../lib/records/forms";
import { renderHtml } from "../../lib/verify/render/html";
import { verifyWordsOf } from "../../lib/verify/words/languages";
import { HOSTILE, hostileRecords } from "../records/hostile";
import { PUBLISHED } from "../records/samples";
import { play, SCENARIOS } from "../verify/scenarios/scenarios";

jest.setTimeout(60_000);

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) =>
  fs.existsSync(file),
);
const runs = CHROMIUM !== undefined && spawnSync(CHROMIUM, ["--version"]).status === 0;
const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

(runs ? describe : describe.skip)(runs ? "chromium" : "chromium is not installed (Debian: chromium)", () => {
  let browser: Browser;
  let folder: string;
  let context: BrowserContext;
  let page: Page;
  /** What the page says, asks for, or fails at. */
  let noise: string[];

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-page-"));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    fs.rmSync(folder, { recursive: true });
  });
  afterEach(() => context.close());

  const open = async (text: string, options: Parameters<Browser["newContext"]>[0] = {}) => {
    const file = path.join(folder, "page.html");
    fs.writeFileSync(file, text);
    context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], ...options });
    page = await context.newPage();
    noise = [];
    page.on("console", (message) => noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(String(error)));
    page.on("request", (request) => noise.push(request.url()));
    page.on("dialog", (dialog) => noise.push(dialog.message()));
    await page.goto(pathToFileURL(file).href);
    // The file itself is the one thing that is asked for.
    noise.shift();
  };
  const clipboard = () => page.evaluate<string>("navigator.clipboard.readText()");
  const said = (what: string) => page.locator("#said", { hasText: what }).waitFor();
  const copied = async (name: string | RegExp, what: string) => {
    await page.getByRole("button", { name }).first().click();
    await said(what);
    return clipboard();
  };

  test("the clipboard has exactly the value, in each host's form, and the choice is kept", async () => {
    const mx = PUBLISHED[3]!;
    await open(renderRecords(PUBLISHED, "html", { isHandedOver: true }));
    for (const host of HOSTS) {
      await page.getByLabel("Values for").selectOption(host);
      for (const record of PUBLISHED) {
        const name = `Copy Value, ${record.type} ${record.name}`;
        expect(await copied(name, "Value")).toBe(formFields(record, host).value);
      }
      expect(await copied(`Copy Host, MX ${mx.name}`, "Host")).toBe("mail");
    }
    await page.reload();
    expect(await page.getByLabel("Values for").inputValue()).toBe("generic");
    expect(noise.splice(0)).toHaveLength(1);
  });

  test("a row and the whole table are copied for a ticket, a spreadsheet and a DNS server", async () => {
    await open(renderRecords(PUBLISHED, "html", { isHandedOver: true }));
    expect(await copied("Copy row", "the row")).toBe(
      [
        "Type: CNAME",
        "Host: aaa._domainkey",
        "Name: aaa._domainkey.example.com",
        "Value: aaa.dkim.amazonses.com",
        "TTL: automatic",
        "Proxy: DNS only",
        "Description: DKIM: key 1 of 3 of example.com",
      ].join("\n"),
    );
    expect(await copied("Copy as a BIND zone file", "the table")).toBe(`${renderRecords(PUBLISHED, "bind")}\n`);
    const ticket = await copied("Copy as text for a ticket", "the table");
    expect(ticket).toMatch(/^To whoever runs the DNS of example\.com: .*\n\nType: CNAME\n/);
    expect(ticket.split("\n\n")).toHaveLength(1 + PUBLISHED.length);
    const [header, ...rows] = (await copied("Copy for a spreadsheet", "the table")).split("\n");
    expect(header).toBe("Type\tHost\tName\tValue\tPriority\tTTL\tProxy\tDescription");
    expect(rows).toHaveLength(PUBLISHED.length);
    expect(rows[5]!.split("\t")[3]).toBe('"""v=DMARC1; p=none;"""');
    expect(noise).toEqual([]);
  });

  const judged = async () => {
    await page.evaluate(AXE);
    return page.evaluate<string[]>(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))",
    );
  };

  test("axe finds what is wrong in a page that is not ours", async () => {
    await open("<!doctype html><p style='color:#999'>grey<img src='data:,'>");
    expect((await judged()).map((one) => one.replace(/:.*/s, ""))).toEqual(
      expect.arrayContaining(["color-contrast", "image-alt", "html-has-lang"]),
    );
  });

  test.each(
    LANGUAGES.flatMap((language) => [
      [language, "light", 320] as const,
      [language, "dark", 1280] as const,
      [language, "light", 768] as const,
    ]),
  )(
    "axe finds nothing and nothing is wider than the window, in %s, %s, at %s pixels",
    async (language, colorScheme, width) => {
      const found = await play(SCENARIOS.find(({ name }) => name === "stranger")!);
      await open(renderHtml(found, { words: verifyWordsOf(language) }), {
        colorScheme,
        viewport: { width, height: 800 },
      });
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(width);
      expect(await judged()).toEqual([]);
      expect(noise).toEqual([]);
    },
  );

  test.each([320, 1217, 1280])("names of 253 characters and long words fit into %s pixels", async (width) => {
    const name = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.example.com`;
    const long = PUBLISHED.map((one) => ({ ...one, entry: name, domain: name, name: `_dmarc.${name}` }));
    await open(renderRecords(long, "html", { isHandedOver: true }), { viewport: { width, height: 800 } });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(width);
  });

  test("the picture names each record that is not live, and fits them into itself", async () => {
    const found = await play(SCENARIOS.find(({ name }) => name === "stranger")!);
    await open(renderHtml(found, { words: verifyWordsOf("en") }));
    const named = ["✗ CNAME aaa._domainkey", "✗ CNAME bbb._domainkey", "✗ CNAME ccc._domainkey"];
    expect(await page.locator("svg .named").allTextContents()).toEqual(named);
    expect(await page.locator("svg desc").textContent()).toContain(named.join("; "));
    const outside = `(() => {
      const svg = document.querySelector("svg").getBoundingClientRect();
      return [...document.querySelectorAll("svg text")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.right > svg.right || box.bottom > svg.bottom;
      }).length;
    })()`;
    expect(await page.evaluate<number>(outside)).toBe(0);
  });

  test("keys go from the form to the table's buttons and along the rows, and each press copies", async () => {
    await open(renderRecords(PUBLISHED.slice(3, 5), "html"));
    const focused = () =>
      page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');
    const order: string[] = [];
    for (let press = 0; press < 16; press += 1) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order.slice(1)).toEqual([
      "Copy for a spreadsheet",
      "Copy as a BIND zone file",
      "Copy as text for a ticket",
      ...["Host", "Name", "Value", "Priority", "TTL"].map((title) => `Copy ${title}, MX mail.example.com`),
      "Copy row",
      ...["Host", "Name", "Value", "TTL"].map((title) => `Copy ${title}, TXT mail.example.com`),
      "Copy row",
      expect.anything(),
    ]);
    await page.getByRole("button", { name: "Copy Value, MX mail.example.com" }).focus();
    await page.keyboard.press("Enter");
    await said("Value");
    expect(await clipboard()).toBe("feedback-smtp.us-east-1.amazonses.com");
    expect(await focused()).toBe("Copy Value, MX mail.example.com");
  });

  test("the page can be read without scripts and without storage", async () => {
    await open(renderRecords(PUBLISHED, "html"), { javaScriptEnabled: false });
    const text = await page.locator("main").textContent();
    for (const { name } of PUBLISHED) expect(text).toContain(name);
    expect(await page.getByRole("button").count()).toBe(0);
    expect(await page.locator("select").isVisible()).toBe(false);
    await context.close();
    await open("<p>");
    await page.addInitScript({
      content: `
        Object.defineProperty(window, "localStorage", { get: () => { throw new Error("denied"); } });
        Object.defineProperty(navigator, "clipboard", { value: undefined });`,
    });
    fs.writeFileSync(path.join(folder, "page.html"), renderRecords(PUBLISHED, "html"));
    await page.reload();
    noise.splice(0);
    await page.getByLabel("Values for").selectOption("azure");
    await page.getByRole("button", { name: "Copy Value, TXT _dmarc.example.com" }).click();
    await said("Copied: Value");
    expect(noise).toEqual([]);
  });

  test("the printed page is the table without its buttons, as wide as the paper", async () => {
    await open(renderRecords(PUBLISHED, "html"), { viewport: { width: 720, height: 1000 } });
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate("getComputedStyle(document.querySelector('td')).display")).toBe("table-cell");
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(720);
    expect(await page.getByRole("button").filter({ visible: true }).count()).toBe(0);
    expect(await page.getByText("aaa.dkim.amazonses.com").isVisible()).toBe(true);
  });

  test("hostile values run nothing, ask for nothing, and are copied as they are", async () => {
    const records = HOSTILE.flatMap((text, index) =>
      hostileRecords(text).map((one) => ({ ...one, entry: `${index}`, id: `${one.id}-${index}` })),
    );
    await open(renderRecords(records, "html"));
    const section = page.locator("section").first();
    await section.scrollIntoViewIfNeeded();
    await section.getByRole("button", { name: "Copy Value, A value.example.com" }).click();
    await said("Value");
    expect(await clipboard()).toBe(HOSTILE[0]);
    const elements = 'document.querySelectorAll("script, style, img, b, i, [onload], [onerror]").length';
    // Our own: two scripts, a style, and the data of each domain.
    const domains = new Set(records.map(({ entry }) => entry)).size;
    expect(await page.evaluate<number>(elements)).toBe(2 + 1 + domains);
    expect(noise).toEqual([]);
  });

  test("of many domains those that the filter names are left, and each that is reached can be copied", async () => {
    const records = Array.from({ length: 60 }, (_, index) =>
      PUBLISHED.map((one) => {
        const domain = `d${index}.example.org`;
        return { ...one, entry: domain, domain, zone: domain, name: one.name.replace("example.com", domain) };
      }),
    ).flat();
    await open(renderRecords(records, "html"));
    await page.getByLabel("Filter domains").fill(" D41.");
    expect(await page.locator("main section:visible h2").allInnerTexts()).toEqual(["d41.example.org"]);
    expect(await page.locator("nav li:visible").allInnerTexts()).toEqual(["d41.example.org"]);
    expect(await page.locator("#count").textContent()).toBe("1 of 60 domains");
    expect(await copied("Copy Name, MX mail.d41.example.org", "Name")).toBe("mail.d41.example.org");
    expect(noise).toEqual([]);
  });
});
