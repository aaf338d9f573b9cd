// The hand-over table as one file that is sent by mail and opened offline. It requests nothing and is complete without scripts.
// Its policy lets only its own script and style run, by their hashes (CSP Level 3, §8.4).

import { HOSTS } from "../forms";
import { causeList } from "./causes";
import { htmlDocument } from "./document";
import { dataScript, type Html, html, NOTHING, source } from "./html";
import type { Page } from "./model";
import { SCRIPT } from "./script";
import { domainSection, pageColumns } from "./section";
import { STYLE } from "./style";

export function renderPage(page: Page): string {
  const { words, remark, notes, domains, check } = page;
  const { page: own } = words;
  const title = own.title([...new Set(domains.map(({ domain }) => domain))]);
  const style = source(STYLE);
  const script = source(SCRIPT);
  const policy = [
    "default-src 'none'",
    `style-src '${style.hash}'`,
    `script-src '${script.hash}'`,
    // The empty icon, without which a browser asks a server for one.
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const body = html`<header>
<h1>${title}</h1>
${remark === undefined ? NOTHING : html`<p class="remark">${remark}</p>`}
${check === undefined ? html`<p class="soft">${own.notChecked}</p>` : html`<p class="state ${check.verdict}">${check.headline}</p><p class="soft">${own.checkedAt(words.moment(check.at))}</p>${causeList(check.causes, words)}`}
${notes.map(({ text, hosts }) => html`<p class="note" data-for="${hosts.join(" ")}"${hosts.includes(page.host) ? NOTHING : html` hidden`}>${text}</p>`)}
${controls(page)}
</header>
<main>
${domains.map((domain, index) => domainSection(page, domain, index))}
</main>
${footer(page)}
<p id="said" role="status" aria-live="polite"></p>
${dataScript("words", scriptWords(page))}
<script>${script.markup}</script>`;
  return htmlDocument({ lang: words.tag, title, policy, style: style.markup, body });
}

function controls({ words, host, domains }: Page): Html {
  const { page: own } = words;
  const options = HOSTS.map(
    (one) => html`<option value="${one}"${one === host ? html` selected` : NOTHING}>${own.forms[one]}</option>`,
  );
  const form = html`<div class="bar needs-script" hidden><label for="form">${own.form}</label><select id="form" autocomplete="off">${options}</select></div>`;
  if (domains.length < 2) return form;
  const shown = own.shown.replace("{shown}", String(domains.length)).replace("{all}", String(domains.length));
  const items = domains.map(({ domain, entry, causes }, index) => {
    const isWrong = causes.some(({ severity }) => severity === "error");
    const mark = isWrong ? html` <span class="error">${own.severities.error}</span>` : NOTHING;
    return html`<li><a href="#d${index}">${entry === domain ? domain : `${domain} (${entry})`}</a>${mark}</li>`;
  });
  return html`${form}
<div class="bar needs-script" hidden><label for="filter">${own.filter}</label><input id="filter" type="search" autocomplete="off" spellcheck="false"><span id="count" class="soft" aria-live="polite">${shown}</span></div>
<nav aria-label="${own.index}"><ul class="index">
${items}
</ul></nav>`;
}

function footer({ words, check }: Page): Html {
  if (check === undefined) return NOTHING;
  const { page: own } = words;
  const list = (heading: string, sentences: readonly string[]) =>
    sentences.length === 0
      ? NOTHING
      : html`<h2>${heading}</h2><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
  return html`<footer>${list(own.accounts, check.facts)}${list(own.unseen, check.unseen)}</footer>`;
}

function scriptWords(page: Page) {
  const { words } = page;
  const own = words.page;
  const columns = pageColumns(page).map((column) => [column, words.columns[column]]);
  const { copy, copyRow, copyTsv, copyBind, copyTicket, copied, notCopied, theRow, theTable, shown, left, over } = own;
  return {
    copy,
    copyRow,
    copyTsv,
    copyBind,
    copyTicket,
    copied,
    notCopied,
    theRow,
    theTable,
    shown,
    left,
    over,
    columns,
  };
}
