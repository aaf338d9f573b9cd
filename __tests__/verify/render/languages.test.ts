// The answer in Japanese, and as a page: what people read is in their language, ids and what was seen stay as they are.
import { LANGUAGES } from "../../../lib/dns/languages";
import { CAUSES } from "../../../lib/verify/causes/table";
import { renderHtml } from "../../../lib/verify/render/html";
import { renderMarkdown } from "../../../lib/verify/render/markdown";
import { renderText } from "../../../lib/verify/render/text";
import { CAUSES_JA } from "../../../lib/verify/words/causes-ja";
import { verifyWordsOf } from "../../../lib/verify/words/languages";
import { play, SCENARIOS } from "../scenarios/scenarios";

const JA = verifyWordsOf("ja");
const scenario = (name: string) => play(SCENARIOS.find((one) => one.name === name)!);

test("text in Japanese, with the English sentence for what was seen", async () => {
  const lines = renderText(await scenario("stranger"), undefined, { words: JA }).split("\n");
  expect(lines[0]).toBe("未反映：7件中4件のレコードが反映済み（エラー3件）");
  expect(lines[2]).toMatch(/^状態 +種別 +サブドメイン名 +設定値 +説明$/);
  const at = lines.findIndex((line) => line.includes("(name-doubled)"));
  expect(lines.slice(at, at + 2)).toEqual([
    "エラー: サブドメイン名の末尾にゾーン名が重複しています。 (name-doubled)",
    "  対処: 名前をゾーンからの相対名（ホスト名）に直すか、完全な名前の末尾にドット（.）を付けてください。",
  ]);
  expect(lines[at + 2]).toMatch(/^ {2}詳細（英語）: CNAME "ccc\._domainkey\.example\.com" is at /);
});

test("markdown in Japanese has no heading in English", async () => {
  const made = renderMarkdown(await scenario("stranger"), JA);
  expect(made.match(/^#+ .*$/gm)).toEqual([
    "## mailzone verify: 未反映：7件中4件のレコードが反映済み（エラー3件）",
    "### エラー",
    "### Amazon SES",
  ]);
});

test.each(Object.keys(CAUSES) as (keyof typeof CAUSES)[])("%s has sentences in Japanese", (id) => {
  for (const sentence of Object.values(CAUSES_JA[id])) {
    expect(sentence).toMatch(/^.*[\p{Script=Hiragana}\p{Script=Katakana}].*。$/u);
    expect(sentence).not.toMatch(/[,;]|[Ａ-Ｚａ-ｚ０-９]|\. |。。/);
  }
});

test.each(LANGUAGES)(
  "the page in %s shows each status, each cause with what to do, SES's state and its deadline",
  async (language) => {
    const found = await scenario("stranger");
    const words = verifyWordsOf(language);
    const page = renderHtml(found, { words });
    expect(page).toContain(`<html lang="${language}">`);
    for (const { rule } of found.causes) expect(page).toContain(`<code class="soft">${rule}</code>`);
    const { statuses, moment } = words.table;
    for (const status of ["missing", "different", "live"] as const)
      expect(page).toContain(
        `class="state ${status}" data-label="${words.table.columns.status}">${statuses[status]}</td>`,
      );
    const deadline = found.identities[0]?.deadline ?? 0;
    expect(page).toContain(`${moment(deadline)}`);
    expect(page).toContain(`data-deadline="${deadline}"`);
    expect(page).toContain(words.table.page.checkedAt(moment(found.at)));
    expect(page).toContain('<g class="node bad">');
  },
);

test("the emulator's texts ask nobody to enter anything", async () => {
  const found = await scenario("stranger");
  const page = renderHtml(found, { words: JA, isHandedOver: false, remark: "emulated" });
  expect(page).not.toContain('class="note"');
  expect(page).toContain('<p class="remark">emulated</p>');
});
