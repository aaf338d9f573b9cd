// HTML as a tagged template. Values that are put into it are text: they are escaped, and invisible characters are shown. Only the
// template's own text is markup, so a stranger's value never is.
import { createHash } from "node:crypto";
import { escapeInvisible, visibleSentence } from "../../dns/text/escape";

/** Markup that html`` has made. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | readonly Html[] | string | number;

/** Text is escaped for content and for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings
    .map((string, index) => string + (index < parts.length ? markupOf(parts[index]!) : ""))
    .join("");
  return new Html(markup);
}

export const NOTHING = new Html("");

/** Data for the page's script: JSON in which no character can end the element (HTML, Restrictions for contents of script elements). */
export function dataScript(id: string, data: unknown): Html {
  const json = escapeInvisible(JSON.stringify(data)).replace(
    /[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return html`<script type="application/json" id="${id}">${new Html(json)}</script>`;
}

/** Our own script or style, whose hash a Content-Security-Policy names. */
export function source(text: string): { readonly markup: Html; readonly hash: string } {
  return { markup: new Html(text), hash: `sha256-${createHash("sha256").update(text).digest("base64")}` };
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === "number") return String(part);
  return typeof part === "string" ? escaped(part) : part.map(({ markup }) => markup).join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

function escaped(text: string): string {
  // Most is nothing else, and a page of a thousand domains has a hundred thousand texts.
  if (/^[\w .:;,()/=-]*$/.test(text)) return text;
  return visibleSentence(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character);
}
