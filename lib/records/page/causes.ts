// The causes on the page: what is wrong, and what to do.
import type { Words } from "../words/words";
import { type Html, html, NOTHING } from "./html";
import type { PageCause } from "./model";

export function causeList(causes: readonly PageCause[], { page: own }: Words): Html {
  if (causes.length === 0) return NOTHING;
  const item = ({ id, severity, message, fix, detail }: PageCause) =>
    html`<li class="${severity}"><p><strong class="${severity}">${own.severities[severity]}</strong>: ${message} <code class="soft">${id}</code></p><p><strong>${own.fix}</strong>: ${fix}</p>${detail === undefined ? NOTHING : html`<details><summary>${own.detail}</summary><p lang="en">${detail}</p></details>`}</li>`;
  return html`<h3>${own.causes}</h3><ul class="causes">${causes.map(item)}</ul>`;
}
