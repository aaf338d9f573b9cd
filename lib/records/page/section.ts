// One domain on the page: what is known of it, its table, and the data from which the script copies.
import { hasPlaceholder } from "../../dns/domain-records";
import { describeRecord } from "../../dns/kinds/kinds";
import type { DnsRecord } from "../../dns/record";
import { type Column, FORM_COLUMNS } from "../columns";
import { formFields, HOSTS, type Host } from "../forms";
import { cellsOf } from "../table";
import type { Words } from "../words/words";
import { renderZoneFile } from "../zone-file";
import { causeList } from "./causes";
import { diagram } from "./diagram";
import { dataScript, type Html, html, NOTHING } from "./html";
import type { Page, PageDomain, PageRecord } from "./model";

/** In code, to be copied. */
const CODED: ReadonlySet<string> = new Set<Column>(["host", "name", "value", "priority", "ttl"]);

type Cells = Readonly<Record<Column, string>>;

export function domainSection(page: Page, domain: PageDomain, index: number): Html {
  const { words, domains } = page;
  const { page: own } = words;
  const heading = domain.entry === domain.domain ? domain.domain : `${domain.domain} (${domain.entry})`;
  const many = domains.length > 20 ? "many" : "";
  return html`<section id="d${index}" class="${many}" data-domain="${`${domain.domain} ${domain.entry}`.toLowerCase()}" aria-labelledby="h${index}">
<h2 id="h${index}">${heading}</h2>
<div class="seen">
<div>${identity(page, domain)}${causeList(domain.causes, words)}${extras(page, domain)}</div>
${diagram(domain, own, `g${index}`)}
</div>
<div class="bar copies" hidden></div>
${table(page, domain)}
${data(page, domain, `v${index}`)}
</section>`;
}

function identity({ words }: Page, { identity: found }: PageDomain): Html {
  if (found === undefined) return NOTHING;
  const { page: own } = words;
  const deadline =
    found.deadline === null
      ? NOTHING
      : html`<p>${own.until(words.moment(found.deadline))} <strong data-deadline="${found.deadline}"></strong></p>`;
  return html`<h3>${own.ses}</h3><p class="state ${found.isVerified ? "ok" : "unsure"}">${found.text}</p>${deadline}`;
}

function extras({ words }: Page, { extras: found }: PageDomain): Html {
  if (found.length === 0) return NOTHING;
  const item = ({ type, name, value }: PageDomain["extras"][number]) =>
    html`<li><code>${type} ${name} ${value}</code></li>`;
  return html`<h3 class="extra">${words.page.extras}</h3><ul>${found.map(item)}</ul>`;
}

/** The columns of the page's table: all that a form asks for, behind the status where there is one. */
export function pageColumns(page: Page): readonly Column[] {
  return page.check === undefined ? FORM_COLUMNS : ["status", ...FORM_COLUMNS];
}

function table(page: Page, domain: PageDomain): Html {
  const { words, host } = page;
  const columns = pageColumns(page);
  const head = columns.map((column) => html`<th role="columnheader" scope="col">${words.columns[column]}</th>`);
  const rows = domain.records.map((one) => row(page, one, columns, cells(one.record, host, page)));
  return html`<table role="table"><caption class="vh">${words.page.table(domain.domain)}</caption>
<thead role="rowgroup"><tr role="row">${head}<th role="columnheader" scope="col" class="row"><span class="vh">${words.page.copyRow}</span></th></tr></thead>
<tbody role="rowgroup">
${rows}
</tbody></table>`;
}

function row({ words }: Page, { status }: PageRecord, columns: readonly Column[], of: Cells): Html {
  const made = columns.map((column) => {
    if (column === "status")
      return html`<td role="cell" class="state ${status?.kind ?? ""}" data-label="${words.columns.status}">${status?.text ?? ""}</td>`;
    const text = of[column];
    const shown = CODED.has(column) ? html`<code>${text}</code>` : html`${text}`;
    return html`<td role="cell" class="${text === "" ? `${column} blank` : column}" data-label="${words.columns[column]}">${shown}</td>`;
  });
  return html`<tr role="row" data-row>${made}<td role="cell" class="row"></td></tr>`;
}

/** What a host has no field for is empty. */
function cells(record: DnsRecord, host: Host, { words }: Page): Cells {
  const of = cellsOf(record, { columns: FORM_COLUMNS, host, words });
  return host === "cloudflare" ? of : { ...of, proxy: "" };
}

/** Per record the fields of the form that most share, and those of each other form that differs. */
function data(page: Page, { records }: PageDomain, id: string): Html {
  const { words } = page;
  const rows = records.map(({ record }) => {
    const base = fieldsOf(record, "generic", words);
    const others = HOSTS.flatMap((host) => {
      const own = fieldsOf(record, host, words);
      return own.every((text, index) => text === base[index]) ? [] : [[host, own] as const];
    });
    return [base, Object.fromEntries(others)];
  });
  const fixed = records.map(({ record, status }) => {
    const { type, name } = record;
    const description = describeRecord(record, words.tag);
    return { type, name, description, status: status?.text };
  });
  return dataScript(id, { rows, fixed, bind: zoneFile(records.map(({ record }) => record)) });
}

/** What a host's form changes, in the order in which the script knows them. */
function fieldsOf(record: DnsRecord, of: Host, words: Words): readonly string[] {
  const { host, value, priority, ttl } = formFields(record, of);
  const proxy = record.proxied ? words.proxied : words.dnsOnly;
  return [host, value, priority, ttl === null ? words.automatic : String(ttl), of === "cloudflare" ? proxy : ""];
}

/** Null where the records are no zone file yet. */
function zoneFile(records: readonly DnsRecord[]): string | null {
  const isWhole =
    records.length > 0 && !records.some(hasPlaceholder) && new Set(records.map(({ zone }) => zone)).size === 1;
  return isWhole ? renderZoneFile(records, "bind") : null;
}
