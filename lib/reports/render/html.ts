// The answer as one page that is opened offline, with a plot of each domain's weeks as inline SVG. It loads and runs nothing.
import { htmlDocument } from "../../records/page/document";
import { type Html, html, NOTHING, source } from "../../records/page/html";
import { STYLE } from "../../records/page/style";
import type { ReportsAnswer, Unread } from "../summary/answer";
import type { WeekSummary } from "../summary/summary";
import { type DomainOutline, outlineOf } from "./outline";
import { capitalised, number, percent } from "./words";

const PLOT = `
.weeks{width:100%;max-width:60rem;height:auto}
.weeks text{fill:var(--soft);font-size:11px}
.weeks .passed{fill:var(--ok)}.weeks .failed{fill:var(--bad)}
.weeks line{stroke:var(--line)}
.group-aligned{color:var(--ok)}.group-partly,.group-failing{color:var(--bad)}.group-foreign{color:var(--soft)}
`;

export function renderHtml(answer: ReportsAnswer): string {
  const { read, domains, tls, ladders, notices } = outlineOf(answer);
  const style = source(STYLE + PLOT);
  const title = domains.length === 1 ? `DMARC reports of ${domains[0]?.domain ?? ""}` : "DMARC reports";
  const policy = `default-src 'none'; style-src '${style.hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const body = html`<header>
<h1>${title}</h1>
<p class="soft">${read}. ${new Date(answer.at).toISOString().slice(0, 16).replace("T", " ")} UTC</p>
</header>
<main>
${domains.map(domainSection)}
${tls.map(({ domain, text }) => html`<section><h2>TLS to ${domain}</h2><p>${text}</p></section>`)}
${ladders.map(({ headline, isEarned, details, receivers }) => {
  const named =
    receivers.length === 0
      ? NOTHING
      : html`<li>receivers: ${receivers.map((name) => html`<code>${name}</code> `)}</li>`;
  return html`<section><h2 class="${isEarned ? "ok" : "unsure"}">${headline}</h2><ul>${details.map((detail) => html`<li>${detail}</li>`)}${named}</ul></section>`;
})}
${notices.map(({ title, items }) => noticeSection(capitalised(title), items))}
</main>`;
  return htmlDocument({ lang: "en", title, policy, style: style.markup, body });
}

function domainSection(domain: DomainOutline): Html {
  const groups = domain.groups.map(({ group, title, senders }) => {
    const items = senders.map((sender) => {
      const reasons = sender.failures.map(({ messages, meaning, fix, place }) => {
        const at = place === undefined ? NOTHING : html` <code>${place}</code>`;
        return html`<li>${messages}: ${meaning}.<br>${fix}${at}</li>`;
      });
      return html`<li><code>${sender.title}</code>: ${sender.counts}${reasons.length === 0 ? NOTHING : html`<ul>${reasons}</ul>`}</li>`;
    });
    return html`<h3 class="group-${group}">${title}</h3><ul>${items}</ul>`;
  });
  const effects = domain.effects.map((effect) => html`<li>${effect}</li>`);
  return html`<section>
<h2>${domain.domain}${domain.isConfigured ? NOTHING : html` <span class="soft">(not in domains.yaml)</span>`}</h2>
<p>${domain.volume}</p>
${plot(domain)}
${groups}
${effects.length === 0 ? NOTHING : html`<h3>A stricter policy</h3><ul>${effects}</ul>`}
</section>`;
}

/** Units of the plot: its viewBox. */
const [WIDTH, HEIGHT, BASE] = [960, 180, 150];

/** A bar for each week, passed and failed on top of each other. Each has its figures as a title, and the table of figures is the text. */
function plot({ domain, weeks }: Pick<DomainOutline, "domain" | "weeks">): Html {
  const most = Math.max(1, ...weeks.map(({ passed, failed }) => passed + failed));
  const step = WIDTH / Math.max(weeks.length, 8);
  const bars = weeks.map((week, index) => bar(week, index * step, step, most));
  const each = Math.max(1, Math.ceil(weeks.length / 12));
  const labels = weeks.flatMap(({ week }, index) =>
    index % each === 0 ? html`<text x="${round(index * step + 2)}" y="${BASE + 16}">${week}</text>` : [],
  );
  return html`<svg class="weeks" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`Messages of ${domain} by week, at most ${number(most)}`}">
<line x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}"/>
${bars}
${labels}
</svg>`;
}

function bar({ week, passed, failed }: WeekSummary, x: number, step: number, most: number): Html {
  const all = passed + failed;
  const heights = [passed, failed].map((count) => (count === 0 ? 0 : Math.max(1, (count / most) * (BASE - 10))));
  const [green = 0, red = 0] = heights;
  const at = (height: number, y: number, kind: string) =>
    height === 0
      ? NOTHING
      : html`<rect class="${kind}" x="${round(x + 1)}" y="${round(y)}" width="${round(Math.max(1, step - 2))}" height="${round(height)}"/>`;
  const title = `${week}: ${number(all)} messages, ${percent(passed, all)} passed, ${number(failed)} failed`;
  return html`<g><title>${title}</title>${at(green, BASE - green, "passed")}${at(red, BASE - green - red, "failed")}</g>`;
}

function round(value: number): string {
  return value.toFixed(1);
}

function noticeSection(title: string, items: readonly Unread[]): Html {
  return html`<section><h2>${title}</h2><ul>${items.map(({ where, why }) => html`<li><code>${where}</code>: ${why}</li>`)}</ul></section>`;
}
