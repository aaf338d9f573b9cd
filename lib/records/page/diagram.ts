// How identity, DKIM, MAIL FROM, SPF, DMARC and the website of a domain hang together, as a picture of its own in the page. Marks
// and words say what is wrong, not colours alone; the same stands in the text alternative.
import type { Purpose } from "../../dns/kinds/kinds";
import type { PageWords } from "../words/page-words";
import { type Html, html } from "./html";
import type { PageDomain, PageRecord } from "./model";

type State = "ok" | "bad" | "unsure" | "none" | "plain";

interface Node {
  readonly title: string;
  readonly state: State;
  readonly text: string;
}

const MARKS: Readonly<Record<State, string>> = { ok: "✓ ", bad: "✗ ", unsure: "… ", none: "", plain: "" };

const WIDTH = 108;
const HEIGHT = 48;
const PLACES = {
  identity: [126, 6],
  dkim: [6, 88],
  mailFrom: [126, 88],
  web: [246, 88],
  dmarc: [6, 170],
  spf: [126, 170],
};
type Place = keyof typeof PLACES;

/** From, to: a domain's website has nothing to do with its mail. */
const LINES: readonly (readonly [Place, Place, string])[] = [
  ["identity", "dkim", "line"],
  ["identity", "mailFrom", "line"],
  ["identity", "web", "line dashed"],
  ["dkim", "dmarc", "line"],
  ["mailFrom", "spf", "line"],
  ["spf", "dmarc", "line"],
];

/** @param id of its title and description, unique in the page */
export function diagram(domain: PageDomain, words: PageWords, id: string): Html {
  const of = (...purposes: readonly Purpose[]) =>
    nodeState(
      domain.records.filter(({ record }) => purposes.includes(record.purpose)),
      words,
    );
  const nodes: Readonly<Record<Place, Node>> = {
    identity: { title: words.nodes.identity, ...identityState(domain, words) },
    dkim: { title: words.nodes.dkim, ...of("dkim") },
    mailFrom: { title: words.nodes.mailFrom, ...of("mail-from-mx") },
    web: { title: words.nodes.web, ...of("web") },
    dmarc: { title: words.nodes.dmarc, ...of("dmarc") },
    spf: { title: words.nodes.spf, ...of("mail-from-spf", "spf") },
  };
  const places = Object.keys(PLACES) as Place[];
  const described = places.map((place) => `${nodes[place].title}: ${nodes[place].text}`).join("; ");
  return html`<svg class="diagram" viewBox="0 0 360 226" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${words.diagram(domain.domain)}</title><desc id="${id}-d">${described}</desc>
${LINES.map(([from, to, kind]) => line(from, to, kind, nodes[to].state))}
${places.map((place) => box(place, nodes[place]))}
</svg>`;
}

function box(place: Place, { title, state, text }: Node): Html {
  const [x, y] = PLACES[place] as [number, number];
  return html`<g class="node ${state}"><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6"/><text x="${x + WIDTH / 2}" y="${y + 20}" class="title">${title}</text><text x="${x + WIDTH / 2}" y="${y + 38}">${MARKS[state]}${text}</text></g>`;
}

function line(from: Place, to: Place, kind: string, state: State): Html {
  const [x1, y1] = PLACES[from] as [number, number];
  const [x2, y2] = PLACES[to] as [number, number];
  const badClass = state === "bad" ? " bad" : "";
  // Beside each other, or one below the other.
  if (y1 === y2)
    return html`<line class="${kind}${badClass}" x1="${x1}" y1="${y1 + HEIGHT / 2}" x2="${x2 + WIDTH}" y2="${y2 + HEIGHT / 2}"/>`;
  return html`<line class="${kind}${badClass}" x1="${x1 + WIDTH / 2}" y1="${y1 + HEIGHT}" x2="${x2 + WIDTH / 2}" y2="${y2}"/>`;
}

function identityState({ identity }: PageDomain, words: PageWords): Omit<Node, "title"> {
  if (identity === undefined) return { state: "plain", text: words.notAsked };
  return identity.isVerified ? { state: "ok", text: words.verified } : { state: "bad", text: words.notVerified };
}

function nodeState(records: readonly PageRecord[], words: PageWords): Omit<Node, "title"> {
  if (records.length === 0) return { state: "none", text: words.notUsed };
  const kinds = records.flatMap(({ status }) => (status === undefined ? [] : [status.kind]));
  if (kinds.length === 0) return { state: "plain", text: words.recordCount(records.length) };
  const live = kinds.filter((kind) => kind === "live").length;
  const isBad = kinds.some((kind) => kind === "missing" || kind === "different");
  const state = live === kinds.length ? "ok" : isBad ? "bad" : "unsure";
  return { state, text: words.liveCount(live, kinds.length) };
}
